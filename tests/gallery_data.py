"""Invented figures (示例) for the gallery and the chart tests; nothing here is of the fund."""

from datetime import date

import pandas as pd

YI = 10_000_000_000
WAN = 1_000_000
AS_OF = date(2026, 9, 30)

CHAIN = pd.DataFrame(
    {
        "stage": ["appropriated", "committed", "obligated", "accepted", "paid"],
        "amount_fen": [
            120 * YI,
            9640 * YI // 100,
            8125 * YI // 100,
            4310 * YI // 100,
            3872 * YI // 100,
        ],
    }
)
GRANT = pd.DataFrame(
    {
        "stage": ["committed", "obligated", "accepted", "paid"],
        "amount_fen": [12600 * WAN, 12000 * WAN, 5600 * WAN, 5200 * WAN],
    }
)
SOURCES = pd.DataFrame(
    [
        (source, stage, amount * YI // 100)
        for source, amounts in {
            "fund": (6000, 5200, 4300, 2410, 2190),
            "special": (3500, 2640, 2225, 1100, 982),
            "procurement": (2500, 1800, 1600, 800, 700),
        }.items()
        for stage, amount in zip(CHAIN["stage"], amounts, strict=True)
    ],
    columns=["source", "stage", "amount_fen"],
)
SOURCE_WORDS = {
    "zh": {"fund": "基金", "special": "专项资金", "procurement": "政府采购预算"},
    "en": {"fund": "Fund", "special": "Special funds", "procurement": "Procurement budget"},
}

_PROMISED = [
    20,
    60,
    130,
    250,
    420,
    700,
    1150,
    2300,
    4560,
    5200,
    5900,
    6500,
    7100,
    7650,
    8200,
    8700,
    9150,
    9550,
    9900,
    10250,
    10600,
    10950,
    11300,
    11800,
]
_PAID = [10, 40, 100, 180, 310, 540, 900, 1900, 3872]
PROGRESS = pd.DataFrame(
    {
        "month": [date(2026 + at // 12, at % 12 + 1, 1) for at in range(24)],
        "promised_fen": [value * YI // 100 for value in _PROMISED],
        "paid_fen": pd.array([value * YI // 100 for value in _PAID] + [None] * 15, dtype="Int64"),
    }
)

_AREAS = {
    "A": (
        "增强创新创造动能",
        "Innovation drive",
        [
            ("竞争性开放国家科研项目", "Open research", 1490, 20),
            ("国家技术成果商业化应用", "Commercialise results", 1150, 35),
            ("航天科技创新平台", "Platforms", 780, 41),
        ],
    ),
    "C": (
        "推动产业发展壮大",
        "Industry growth",
        [
            ("产业结构优化", "Structure", 930, 22),
            ("扩大政府采购", "Procurement", 660, 33),
            ("新技术、新产品、应用新场景", "New scenarios", 590, 39),
            ("耐心资本", "Capital", 270, 52),
            ("助力国际化发展", "International", 140, 10),
        ],
    ),
    "B": (
        "高效利用能力资源",
        "Use of resources",
        [
            ("科研试验设施开放共享", "Test sites", 570, 47),
            ("地面基础设施", "Ground", 455, 66),
            ("标准融合", "Standards", 320, 51),
            ("商业卫星支持", "Satellites", 340, 44),
        ],
    ),
    "E": (
        "加强全链条安全监管",
        "Whole-chain safety",
        [("安全监管能力", "Capability", 640, 63), ("安全检查", "Checks", 490, 58)],
    ),
    "D": (
        "做好行业管理服务",
        "Sector services",
        [("法规政策体系", "Law", 460, 55), ("统筹", "Coordination", 355, 61)],
    ),
}


def allocation(language: str) -> pd.DataFrame:
    """Commitments by area and measure, titles in a language."""
    at = 0 if language == "zh" else 1
    rows = [
        (
            area,
            titles[at],
            f"{area}{place}",
            measure[at],
            measure[2] * YI // 100,
            measure[2] * YI // 100 * measure[3] // 100,
        )
        for area, titles in _AREAS.items()
        for place, measure in enumerate(titles[2], 1)
    ]
    return pd.DataFrame(
        rows,
        columns=["area", "area_title", "measure", "measure_title", "committed_fen", "paid_fen"],
    )


_TILES = """230000 黑龙江 HL 7 0;150000 内蒙古 NM 4 1;110000 北京 BJ 5 1 1410;210000 辽宁 LN 6 1 130
220000 吉林 JL 7 1 30;650000 新疆 XJ 0 2;630000 青海 QH 1 2;620000 甘肃 GS 2 2 180
640000 宁夏 NX 3 2;140000 山西 SX 4 2;130000 河北 HE 5 2 20;120000 天津 TJ 6 2 110
540000 西藏 XZ 0 3;510000 四川 SC 1 3 530;500000 重庆 CQ 2 3 80;610000 陕西 SN 3 3 940
410000 河南 HA 4 3;370000 山东 SD 5 3 670;530000 云南 YN 1 4;520000 贵州 GZ 2 4
420000 湖北 HB 3 4 310;340000 安徽 AH 4 4 220;320000 江苏 JS 5 4 380;310000 上海 SH 6 4 1260
430000 湖南 HN 3 5 60;360000 江西 JX 4 5;330000 浙江 ZJ 5 5 440;450000 广西 GX 2 6
440000 广东 GD 3 6 490;350000 福建 FJ 4 6;710000 台湾 TW 5 6;460000 海南 HI 2 7 1520
820000 澳门 MO 3 7;810000 香港 HK 4 7"""


def tiles(language: str) -> pd.DataFrame:
    """The 34 units with invented commitments."""
    rows = []
    for entry in _TILES.replace("\n", ";").split(";"):
        code, name, short, column, row, *value = entry.split()
        rows.append(
            (
                code,
                name,
                name if language == "zh" else short,
                int(column),
                int(row),
                int(value[0]) * YI // 100 if value else None,
            )
        )
    df = pd.DataFrame(
        rows, columns=["region_code", "name", "short", "column", "row", "committed_fen"]
    )
    return df.astype({"committed_fen": "Int64"})


CATEGORIES = pd.DataFrame(
    {
        "category": ["launch_vehicle", "satellite", "launch_site", "ttc"],
        "committed_fen": [1860 * YI // 100, 2430 * YI // 100, 920 * YI // 100, 610 * YI // 100],
        "paid_fen": [818 * YI // 100, 899 * YI // 100, 193 * YI // 100, 354 * YI // 100],
        "contracts": [31, 52, 14, 1],
    }
)


def milestones(language: str) -> pd.DataFrame:
    """Five milestones of one invented grant: met, met late, overdue, and two still to come."""
    names = {
        "zh": ["方案设计评审", "推力室热试", "整机长程试车", "重复使用 10 次试验", "整机验收"],
        "en": [
            "Design review",
            "Thrust chamber hot fire",
            "Long-duration test",
            "Ten reuse cycles",
            "Acceptance",
        ],
    }[language]
    days = [
        date(2026, 4, 20),
        date(2026, 6, 30),
        date(2026, 8, 15),
        date(2027, 2, 28),
        date(2027, 6, 20),
    ]
    return pd.DataFrame(
        {
            "code": ["M1", "M2", "M3", "M4", "M5"],
            "title": names,
            "baseline_on": days,
            "planned_on": [*days[:3], date(2027, 4, 25), date(2027, 8, 15)],
            "forecast_on": [None, None, date(2026, 11, 5), None, None],
            "met_on": [date(2026, 4, 20), date(2026, 7, 8), None, None, None],
            "status": ["met", "met", "scheduled", "scheduled", "scheduled"],
            "start_on": [
                date(2026, 3, 2),
                date(2026, 4, 20),
                date(2026, 7, 8),
                date(2026, 11, 5),
                date(2027, 4, 25),
            ],
        }
    )

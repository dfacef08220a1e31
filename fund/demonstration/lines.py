"""The invented budget: programmes under the measures with their source, and how their lines are
opened and filled.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from fund.closing import commands as closing
from fund.demonstration import lookups
from fund.demonstration.teller import Look, Story, deed, workday
from fund.ledger import commands
from fund.ledger.rules import NoRoom
from fund.ledger.tables import Undertaking, UndertakingBalance
from fund.money import fen

FIRST_YEAR = 2026


class Programme(NamedTuple):
    """One purpose: code, title, source, a year's budget in 亿元 (of the currency), how many
    undertakings of a full portfolio.
    """

    code: str
    title: str
    source: str
    yi: str
    cases: int
    topics: tuple[str, ...]
    takers: tuple[str, ...]
    currency: str = "CNY"

    @property
    def measure(self) -> str:
        """The measure its code begins with."""
        return self.code.split("-")[0]

    def line(self, year: int) -> str:
        """The code of its line in a year."""
        return f"{self.code}-{year}"


GRANTS = (
    Programme(
        "A1-F",
        "可重复使用火箭研制",
        "fund",
        "11",
        38,
        ("液氧甲烷发动机", "垂直回收着陆段", "可重复使用贮箱", "箭体回收支腿", "变推力涡轮泵"),
        ("rocket", "parts"),
    ),
    Programme(
        "A1-S",
        "基础研究课题",
        "special",
        "2.4",
        22,
        ("高超声速热防护", "星间激光链路", "在轨自主控制", "电推进机理"),
        ("college", "institute"),
    ),
    Programme(
        "A2-F",
        "国家技术成果商业化",
        "fund",
        "4.5",
        18,
        ("星敏感器", "相控阵天线", "复合材料贮箱", "微小推力器"),
        ("parts", "satellite"),
    ),
    Programme(
        "A2-S",
        "成果转化服务平台",
        "special",
        "1.2",
        8,
        ("技术转移平台", "中试服务平台"),
        ("service", "institute"),
    ),
    Programme("A3-F", "技术创新中心建设", "fund", "8", 12, ("技术创新中心建设",), ("centre",)),
    Programme(
        "A3-S",
        "共性技术与公共平台",
        "special",
        "3.2",
        14,
        ("总装测试公共平台", "智能制造示范线", "环境试验共享平台"),
        ("centre", "institute"),
    ),
    Programme(
        "B1-S",
        "试验设施开放共享",
        "special",
        "4",
        14,
        ("发动机试车台", "空间环境模拟设备", "力学试验设备"),
        ("institute", "college"),
    ),
    Programme(
        "B2-F",
        "地面站网融合运用",
        "fund",
        "4.5",
        14,
        ("遥感接收站", "定标场", "真实性检验场"),
        ("ttc", "service"),
    ),
    Programme(
        "B2-S",
        "发射与回收配套",
        "special",
        "2.6",
        7,
        ("海上回收平台", "回收场区道路"),
        ("site", "rocket"),
    ),
    Programme(
        "B3-S",
        "标准体系融合",
        "special",
        "1",
        8,
        ("接口标准研制", "测试方法标准研制"),
        ("institute",),
    ),
    Programme(
        "B4-F",
        "商业卫星建设运营",
        "fund",
        "5",
        23,
        ("低轨通信试验星座", "高分辨率遥感卫星", "导航增强载荷"),
        ("satellite",),
    ),
    Programme(
        "B4-S",
        "空间碎片监测共享",
        "special",
        "1.6",
        8,
        ("碎片编目数据", "碰撞预警服务"),
        ("ttc", "institute"),
    ),
    Programme(
        "C1-F",
        "低成本火箭与卫星批产",
        "fund",
        "10",
        30,
        ("火箭总装批产线", "卫星柔性产线", "发动机批产能力"),
        ("rocket", "satellite"),
    ),
    Programme(
        "C1-S", "测控能力布局", "special", "1.6", 8, ("测控站布局", "测控资源调度系统"), ("ttc",)
    ),
    Programme(
        "C2-F",
        "新技术新场景示范",
        "fund",
        "4.2",
        29,
        ("手机直连卫星应用", "应急遥感服务", "海洋监测应用", "农业遥感应用"),
        ("service", "satellite"),
    ),
    Programme(
        "C3-F",
        "太空制造与在轨服务",
        "fund",
        "3.4",
        12,
        ("在轨维护演示", "太空生物制造", "碎片清除演示"),
        ("satellite", "college"),
    ),
    Programme(
        "C4-S",
        "地方特色产业集群",
        "special",
        "2.2",
        12,
        ("特色产业园区服务", "供应链配套能力"),
        ("parts", "service"),
    ),
    Programme(
        "C5-F", "项目推荐与跟投配套", "fund", "3", 8, ("产业化示范项目",), ("rocket", "satellite")
    ),
    Programme(
        "C7-F",
        "国际合作项目",
        "fund",
        "1.8",
        8,
        ("卫星应用能力共建", "国际联合载荷"),
        ("service", "institute"),
    ),
    Programme(
        "C7-U",
        "境外合作项目（美元）",
        "fund",
        "0.3",
        2,
        ("境外地面站共建", "境外数据服务"),
        ("ttc",),
        "USD",
    ),
    Programme("D1-S", "法规政策研究", "special", "0.4", 5, ("法规专题研究",), ("college",)),
    Programme(
        "D3-S",
        "供应链信息服务",
        "special",
        "1.3",
        6,
        ("供应链安全评估", "商业主体信息服务"),
        ("service",),
    ),
    Programme(
        "E2-S",
        "产品质量安全检查",
        "special",
        "1.6",
        13,
        ("产品质量检查", "出厂评审支撑"),
        ("institute",),
    ),
    Programme(
        "E3-F",
        "安全监管能力",
        "fund",
        "2.5",
        8,
        ("飞行安全监管系统", "频率监测能力"),
        ("institute", "ttc"),
    ),
)
"""Two identified measures (D2, E1) have no money here, as happens. The amounts of CNY add up to 120
亿元 with CONTRACTS.
"""

CALLED = ("A1-F", "A2-F", "B4-F", "C2-F", "C5-F")
"""Programmes whose applications come in under a call of each year."""

CONTRACTS: Mapping[str, Programme] = {
    "launch_vehicle": Programme(
        "C6-L",
        "商业发射服务采购",
        "procurement",
        "14",
        34,
        ("一箭多星发射服务", "太阳同步轨道发射服务", "货物运输发射服务"),
        ("rocket",),
    ),
    "satellite": Programme(
        "C6-S",
        "商业卫星采购",
        "procurement",
        "15",
        40,
        ("气象补充观测卫星", "应急通信卫星", "遥感数据与卫星", "科学试验卫星"),
        ("satellite",),
    ),
    "launch_site": Programme(
        "C6-P",
        "商业发射场服务采购",
        "procurement",
        "5.5",
        20,
        ("发射工位使用服务", "推进剂加注保障", "测发保障服务"),
        ("site",),
    ),
    "ttc": Programme(
        "C6-T",
        "商业测控服务采购",
        "procurement",
        "4.5",
        26,
        ("低轨测控服务", "数据接收服务", "在轨管理服务"),
        ("ttc",),
    ),
}
"""What is bought, by category."""

PROGRAMMES = (*GRANTS, *CONTRACTS.values())


def year_of_lines(made: dict[str, int], year: int) -> Story:
    """Open the year's lines, fill them in January and April, put a slip right, move some in July,
    carry over in December.
    """
    yield date(year - 1, 11, 2) if year > FIRST_YEAR else date(year, 1, 4)
    for programme in PROGRAMMES:
        yield deed(
            "finance1",
            commands.open_line,
            keep=programme.line(year),
            code=programme.line(year),
            title=programme.title,
            measure=programme.measure,
            source=programme.source,
            fiscal_year=year,
            currency=programme.currency,
            programme_code=programme.code,
        )
    for day, tenths, reason in (
        (date(year, 1, 8), 8, f"{year} 年预算下达（第一批）"),
        (date(year, 4, 15), 2, f"{year} 年预算下达（第二批）"),
    ):
        yield day
        for programme in PROGRAMMES:
            amount_fen = fen(programme.yi, "yi") * tenths // 10
            yield deed(
                "finance1",
                commands.appropriate,
                line_id=made[programme.line(year)],
                amount_fen=amount_fen,
                reason=reason,
            )
    yield [_slip(made, year), _moved(made, year), _carried(made, year)]


def _slip(made: dict[str, int], year: int) -> Story:
    yield date(year, 4, 16)
    act_id = yield deed(
        "finance2",
        commands.appropriate,
        line_id=made[f"D3-S-{year}"],
        amount_fen=fen("2600", "wan"),
        reason="第二批补录",
    )
    yield date(year, 4, 20)
    yield deed("finance1", commands.reverse, act_id=act_id, reason="重复录入，予以冲销")


def _moved(made: dict[str, int], year: int) -> Story:
    """The mid-year adjustment; asking for more than a line has left is refused."""
    yield date(year, 7, 15)
    yield deed(
        "finance1",
        commands.adjust,
        refused=NoRoom,
        line_id=made[f"D1-S-{year}"],
        change_fen=-fen("5000", "wan"),
        reason="年中压减",
    )
    freed_fen = 0
    for code, wan in (("D1-S", "200"), ("E2-S", "300"), ("B3-S", "100")):
        less_fen = min(fen(wan, "wan"), (yield lookups.line_room(made[f"{code}-{year}"])))
        if less_fen:
            yield deed(
                "finance1",
                commands.adjust,
                line_id=made[f"{code}-{year}"],
                change_fen=-less_fen,
                reason=f"{year} 年年中预算调减",
            )
            freed_fen += less_fen
    if freed_fen:
        yield deed(
            "finance1",
            commands.adjust,
            line_id=made[f"B4-S-{year}"],
            change_fen=freed_fen,
            reason=f"{year} 年年中预算调增",
        )


def _carried(made: dict[str, int], year: int) -> Story:
    """What is signed and unpaid at the end of December goes to the next year's lines."""
    last = date(year, 12, 31)
    while workday(last) != last:
        last -= timedelta(days=1)
    yield last
    for programme in PROGRAMMES:
        if programme.line(year + 1) in made:
            here, there = made[programme.line(year)], made[programme.line(year + 1)]
            for undertaking_id in (yield unpaid_on(here)):
                proposal_id = yield deed(
                    "finance2",
                    closing.propose_carry_over,
                    undertaking_id=undertaking_id,
                    to_line_id=there,
                )
                yield deed("decider1", closing.carry_over, proposal_id=proposal_id)


def unpaid_on(line_id: int) -> Look:
    """A look: the active undertakings of a line that are not paid in full."""

    def find(session: Session) -> list[int]:
        balance = UndertakingBalance
        rows = session.execute(
            sa.select(Undertaking.id)  # type: ignore[call-overload]
            .join(balance, balance.undertaking_id == Undertaking.id)
            .where(
                Undertaking.line_id == line_id,
                Undertaking.status == "active",
                balance.committed_fen > balance.paid_fen,
            )
            .order_by(Undertaking.id)
        )
        return [undertaking_id for (undertaking_id,) in rows]

    return find

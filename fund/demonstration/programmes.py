"""The invented programmes: what each is for, its source, its budget, its grants or contracts."""

from collections.abc import Mapping
from typing import NamedTuple

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

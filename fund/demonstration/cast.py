"""Who and what the demonstration is about: people, organisations, programmes, targets. All invented, all named so."""

from decimal import Decimal
from typing import NamedTuple

PEOPLE = {
    "demo-system": ("示例系统管理员", "system_administrator"),
    "demo-security": ("示例安全管理员", "security_administrator"),
    "demo-audit": ("示例审计管理员", "audit_administrator"),
    "demo-officer-1": ("示例经办一", "officer"),
    "demo-officer-2": ("示例经办二", "officer"),
    "demo-decider-1": ("示例决策一", "decider"),
    "demo-decider-2": ("示例决策二", "decider"),
    "demo-decider-3": ("示例决策三", "decider"),
    "demo-supervisor-1": ("示例监管一", "supervisor"),
    "demo-supervisor-2": ("示例监管二", "supervisor"),
    "demo-finance-1": ("示例财务一", "finance"),
    "demo-finance-2": ("示例财务二", "finance"),
    "demo-viewer": ("示例查看", "viewer"),
}
"""login: name and role; the system administrator first, who enters the others."""


class ProgrammeOf(NamedTuple):
    """A programme with what one year's line gets, in 万元."""

    code: str
    title: str
    measure: str
    source: str
    yearly_wan: int
    buys: str = ""


PROGRAMMES = (
    ProgrammeOf("A1F", "示例可重复使用推进技术专项", "A1", "special", 90_000),
    ProgrammeOf("A1G", "示例卫星平台与载荷基础研究", "A1", "fund", 60_000),
    ProgrammeOf("A2F", "示例国家技术成果转化专项", "A2", "fund", 70_000),
    ProgrammeOf("A3F", "示例可重复使用火箭创新中心", "A3", "fund", 110_000),
    ProgrammeOf("A3S", "示例智能卫星创新中心", "A3", "special", 80_000),
    ProgrammeOf("B1S", "示例试验设施开放补助", "B1", "special", 40_000),
    ProgrammeOf("B2F", "示例地面站共建", "B2", "fund", 45_000),
    ProgrammeOf("B3S", "示例民商标准融合", "B3", "special", 12_000),
    ProgrammeOf("B4F", "示例空间碎片数据共享", "B4", "fund", 35_000),
    ProgrammeOf("C1F", "示例商业火箭批产线", "C1", "fund", 120_000),
    ProgrammeOf("C2F", "示例卫星应用新场景", "C2", "fund", 50_000),
    ProgrammeOf("C3F", "示例在轨服务与太空制造", "C3", "fund", 40_000),
    ProgrammeOf("C4S", "示例地方特色产业引导", "C4", "special", 45_000),
    ProgrammeOf("C7F", "示例国际合作应用", "C7", "fund", 20_000),
    ProgrammeOf("D3S", "示例供应链安全评估", "D3", "special", 15_000),
    ProgrammeOf("E2S", "示例产品安全检查", "E2", "special", 10_000),
    ProgrammeOf("E3S", "示例监管能力建设", "E3", "special", 18_000),
    ProgrammeOf("C6L", "示例商业发射服务采购", "C6", "procurement", 130_000, "launch_vehicle"),
    ProgrammeOf("C6S", "示例商业卫星采购", "C6", "procurement", 120_000, "satellite"),
    ProgrammeOf("C6G", "示例商业发射场采购", "C6", "procurement", 60_000, "launch_site"),
    ProgrammeOf("C6T", "示例商业测控服务采购", "C6", "procurement", 40_000, "ttc"),
)
"""About 120 亿元 a year over all three sources."""

PLACES = {
    "110000": 18, "310000": 16, "610000": 13, "460000": 12, "370000": 9, "510000": 8, "420000": 7, "440000": 7, "320000": 6, "330000": 6,
    "340000": 5, "430000": 4, "120000": 3, "500000": 3, "410000": 2, "210000": 2, "620000": 1, "350000": 1, "000000": 5,
}
"""Region code to weight; provinces not named get nothing, 000000 belongs to none."""

CENTRES = ("海南", "陕西", "山东", "上海", "北京", "四川", "湖北", "广东", "江苏", "浙江", "安徽", "湖南")
"""Twelve innovation centres, each an organisation of its own."""

FIRMS = (
    "可回收火箭", "液氧甲烷动力", "固体火箭", "卫星互联网", "遥感卫星", "导航增强", "测控网络", "地面终端", "空间碎片监测", "在轨服务", "太空制药",
    "热防护材料", "复合贮箱", "发射场工程", "海上发射", "卫星批产", "星载计算", "相控阵天线", "推进剂供应", "数据应用",
)
FIRM_KINDS = ("科技有限公司", "研究院", "制造有限公司")

GRANT_TITLES = (
    "可重复使用液氧甲烷发动机", "一子级垂直回收验证", "智能卫星平台批产", "星间激光通信载荷", "高分辨率遥感载荷", "卫星热控组件", "箭体复合材料贮箱",
    "低成本导航增强终端", "空间碎片地基监测站", "在轨加注接口", "太空生物制造载荷", "测控站网融合软件", "发射场快速周转设备", "卫星数据应用平台", "民商标准对照研究",
)
CONTRACT_TITLES = {
    "launch_vehicle": ("商业运载火箭发射服务", "一箭多星搭载服务", "可回收火箭试验发射"),
    "satellite": ("遥感小卫星", "低轨通信试验星", "导航增强试验星", "星载载荷"),
    "launch_site": ("商业发射工位加注系统", "发射塔架改造", "海上发射平台改装"),
    "ttc": ("商业测控圈次服务", "地面接收站服务", "测控数据专线"),
}
METHODS = {
    "launch_vehicle": ("open_tender", "competitive_consultation", "single_source", "framework"),
    "satellite": ("open_tender", "open_tender", "competitive_consultation", "cooperative_innovation"),
    "launch_site": ("open_tender", "single_source", "single_source", "invited_tender"),
    "ttc": ("open_tender", "framework", "inquiry", "competitive_negotiation"),
}
STEPS = ("方案评审", "样机试验", "系统联试", "批产鉴定", "飞行验证", "应用验收")
DELIVERIES = {"launch_vehicle": "发射", "satellite": "交付", "launch_site": "工程节点", "ttc": "服务期"}


class TargetOf(NamedTuple):
    """An illustrative target with what was seen at the end of each quarter of 2026."""

    code: str
    name_zh: str
    name_en: str
    unit_zh: str
    unit_en: str
    baseline: Decimal
    value: Decimal
    seen: tuple[str, ...]
    direction: str = "at_least"


TARGETS = (
    TargetOf("DEMO-T1", "示例：商业航天年度发射次数", "Example: commercial launches a year", "次", "launches", Decimal(26), Decimal(80), ("9", "22", "41", "58")),
    TargetOf("DEMO-T2", "示例：可重复使用火箭成功回收次数", "Example: reusable booster recoveries", "次", "recoveries", Decimal(0), Decimal(10), ("0", "1", "2", "3")),
    TargetOf("DEMO-T3", "示例：低轨星座在轨卫星", "Example: constellation satellites in orbit", "颗", "satellites", Decimal(120), Decimal(1000), ("180", "290", "465", "610")),
    TargetOf("DEMO-T4", "示例：开放的国家试验设施", "Example: state test facilities opened", "个", "facilities", Decimal(9), Decimal(40), ("12", "20", "31", "34")),
    TargetOf("DEMO-T5", "示例：国家任务商业占比", "Example: commercial share of missions", "%", "%", Decimal(18), Decimal(45), ("30", "35.5", "41", "41.5")),
    TargetOf("DEMO-T6", "示例：省级创新中心", "Example: provincial innovation centres", "个", "centres", Decimal(4), Decimal(15), ("7", "10", "12", "13")),
    TargetOf("DEMO-T7", "示例：入轨成本", "Example: cost to low Earth orbit", "万元/千克", "CN¥ 10,000/kg", Decimal("7.5"), Decimal("4.0"), ("7.1", "6.4", "5.6", "5.4"), "at_most"),
    TargetOf("DEMO-T8", "示例：碰撞预警提前量", "Example: collision warning lead time", "小时", "hours", Decimal(38), Decimal(72), ("45", "58", "66", "67")),
)
SOURCE = "示例数据，非任何机构的目标 (invented for the demonstration)"

"""A gallery of every chart and part of a page, on invented figures: what the look is judged by. Run
by test_ui_look.py.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pandas as pd  # noqa: E402
import streamlit as st  # noqa: E402

from fund import i18n, ui  # noqa: E402
from fund.charts import allocation, categories, chain, gantt, progress, targets, tiles  # noqa: E402
from fund.i18n import _  # noqa: E402
from tests import gallery_data as data  # noqa: E402


def overview() -> None:
    ui.header(
        _zh("基金总览", "Fund overview"),
        ui.Download("gallery.xlsx", lambda: b"gallery"),
        crumb=[_zh("监督", "Oversight")],
    )
    ui.lede(
        _zh(
            "拨款 **120.00 亿元**，已支付 **38.72 亿元（32.3%）**，比原定少 6.88 亿元。"
            "最大的一段停在签约之后、验收之前：**38.15 亿元**。",
            "Of **CN¥12.00 bn** appropriated, **CN¥3.87 bn (32.3%)** has been paid. The largest"
            " block sits between contract and acceptance: **CN¥3.82 bn**.",
        )
    )
    ui.meta(
        as_of=data.AS_OF,
        updated_at=datetime(2026, 10, 8, 1, tzinfo=UTC),
        is_demonstration=True,
        is_verified=False,
    )
    look = ui.look()
    left, right = st.columns([6.6, 5.4], gap="medium")
    with (
        left,
        ui.block(
            chain.title(data.CHAIN),
            _zh(
                "各环节累计金额；斜纹为尚未走到下一环节的部分",
                "Cumulative amount at each stage; hatched = not yet at the next stage",
            ),
            key="chain",
        ),
    ):
        ui.chart(
            chain.bars(data.CHAIN, look),
            "chain",
            chain.alt(data.CHAIN),
            data.CHAIN,
            [ui.Column("stage", "Stage"), ui.Column("amount_fen", "Amount", "amount", "yi")],
        )
        for at, (source, part) in zip(
            st.columns(3, gap="medium"), data.SOURCES.groupby("source", sort=False), strict=True
        ):
            with at:
                st.html(
                    f'<div class="f-sub"><b>{data.SOURCE_WORDS[i18n.language()][source]}</b>'
                    f" {i18n.unit_name('yi')}</div>"
                )
                ui.chart(
                    chain.compact(part, look, "yi", 60 * data.YI),
                    f"chain-{source}",
                    chain.alt(part, "yi"),
                )
    with (
        right,
        ui.block(
            _zh(
                "今天需要处理 24 件，其中 7 个里程碑已逾期",
                "24 items need action today; 7 milestones are overdue",
            ),
            key="attention",
        ),
    ):
        ui.counts(
            [
                (7, "overdue", _zh("里程碑逾期", "Overdue"), ui.address("record", kind="overdue")),
                (12, "to_approve", _zh("等待审批", "To approve"), ""),
                (3, "warning", _zh("目标偏离", "Off track"), ""),
            ]
        )
        ui.table(
            attention(),
            attention_columns(),
            _zh("今天需要处理的事项", "What needs attention today"),
            is_stacked=False,
        )
        ui.more(_zh("查看全部 24 件", "See all 24"), ui.address("record"))
    left, right = st.columns([5.4, 6.6], gap="medium")
    with (
        left,
        ui.block(
            progress.title(data.PROGRESS, data.AS_OF),
            _zh("累计支付，亿元", "Cumulative payments, CN¥ bn"),
            key="progress",
        ),
    ):
        ui.chart(
            progress.curve(data.PROGRESS, look, data.AS_OF),
            "progress",
            progress.alt(data.PROGRESS, data.AS_OF),
        )
        ui.source_note(
            _zh(
                "来源：支付记录、协议首次约定的日期。",
                "Source: payment records, dates first promised in the agreements.",
            )
        )
    by_measure = data.allocation(i18n.language())
    with (
        right,
        ui.block(
            allocation.title(by_measure),
            _zh(
                "行动计划各方面、各举措的立项额；颜色深浅为支付率",
                "Commitments by area and measure; shade = share paid",
            ),
            key="allocation",
        ),
    ):
        ui.chart(
            allocation.rows(by_measure, look),
            "allocation",
            allocation.alt(by_measure),
            is_clickable=True,
        )
        ui.legend(allocation.legend(look), _zh("支付率", "Share paid"))
    left, right = st.columns([5.4, 6.6], gap="medium")
    regions = data.tiles(i18n.language())
    with (
        left,
        ui.block(
            tiles.title(regions),
            _zh("各省级单位立项额，亿元", "Commitments by province-level unit, CN¥ bn"),
            key="tiles",
        ),
    ):
        chosen = ui.chart(tiles.grid(regions, look), "tiles", tiles.alt(regions), is_clickable=True)
        ui.legend(tiles.legend(regions, look))
        ui.source_note(tiles.note(), f"Chosen: {chosen}" if chosen else "")
    with (
        right,
        ui.block(
            categories.title(data.CATEGORIES),
            _zh("采购合同额；蓝色为已支付", "Contract value; blue = paid"),
            key="categories",
        ),
    ):
        ui.chart(
            categories.bars(data.CATEGORIES, look), "categories", categories.alt(data.CATEGORIES)
        )
    ui.footer(
        _zh(
            "本页数字均为虚构，仅用于检查版式。",
            "All figures on this page are invented, to judge the layout.",
        )
    )


def attention_columns() -> list[ui.Column]:
    return [
        ui.Column("state", _zh("状态", "Status"), "status", word="word"),
        ui.Column("title", _zh("事项", "Item"), link="to", sub="sub"),
        ui.Column("amount_fen", _zh("涉及金额", "Amount"), "amount", "wan"),
    ]


def attention() -> pd.DataFrame:
    rows = [
        (
            "overdue",
            _zh("逾期 46 天", "46 d late"),
            _zh("示例液氧甲烷发动机长程试车", "Sample engine long-duration test"),
            _zh("SC-2026-014 · 陕西 · 第 3 笔拨款受阻", "SC-2026-014 · Shaanxi · blocks tranche 3"),
            2400 * data.WAN,
        ),
        (
            "overdue",
            _zh("逾期 31 天", "31 d late"),
            _zh("示例发射工位加注系统联调", "Sample pad loading tests"),
            "LS-2026-003",
            1850 * data.WAN,
        ),
        (
            "waiting",
            _zh("等待 9 天", "9 d waiting"),
            _zh("示例低轨星座批产线第 2 笔拨款", "Sample LEO line, tranche 2"),
            "SC-2026-022",
            3600 * data.WAN,
        ),
        ("warning", None, _zh("示例目标数据缺失", "Sample target without figures"), "", None),
    ]
    df = pd.DataFrame(rows, columns=["state", "word", "title", "sub", "amount_fen"])
    return df.assign(to=[ui.address("record", id=at, kind="grant") for at in range(len(df))])


def record() -> None:
    ui.header(
        _zh("示例可复用液氧甲烷发动机", "Sample reusable engine"),
        crumb=[_zh("资助项目", "Grants"), f"SC-2026-{st.query_params.get('id', '014')}"],
    )
    ui.lede(
        _zh(
            "长程试车逾期 46 天，第 3 笔拨款 **2,400 万元**暂缓。",
            "The long-duration test is 46 days late, holding back tranche 3 (**CN¥24.0 m**).",
        )
    )
    ui.meta(as_of=data.AS_OF, is_demonstration=True, is_verified=True)
    look = ui.look()
    with ui.block(_zh("办理进度", "Progress"), key="steps"):
        left, right = st.columns([8.2, 3.8], gap="medium")
        with left:
            done = [
                ("accepted", _zh("申报", "Applied"), "2025-12-05", "done"),
                ("accepted", _zh("评审", "Reviewed"), "2026-01-22", "done"),
                ("accepted", _zh("签约", "Contracted"), "2026-03-02", "done"),
            ]
            ui.steps(
                [
                    *done,
                    ("at_risk", _zh("执行 · 有逾期", "Running, late"), "3/5", "now"),
                    ("not_started", _zh("验收", "Acceptance"), "2027-06", "next"),
                    ("not_started", _zh("结题", "Closed"), "2027-08", "next"),
                ]
            )
        with right:
            ui.facts(
                [
                    (
                        _zh("承担单位", "Recipient"),
                        _zh("示例动力科技有限公司", "Sample Propulsion Co."),
                    ),
                    (_zh("地区", "Province"), _zh("陕西", "Shaanxi")),
                ]
            )
    left, right = st.columns([4.6, 7.4], gap="medium")
    with (
        left,
        ui.block(
            chain.paid_title(data.GRANT, "wan"),
            _zh("本项目资金链，占立项额的比例", "Money chain of this grant, share of commitment"),
            key="grant-chain",
        ),
    ):
        ui.chart(chain.bars(data.GRANT, look, "wan"), "grant-chain", chain.alt(data.GRANT, "wan"))
    plan = data.milestones(i18n.language())
    with (
        right,
        ui.block(
            gantt.title(plan, data.AS_OF),
            _zh(
                "灰框为首次约定，实色为实际，斜纹为预计",
                "Outline = first promised, solid = actual, hatched = expected",
            ),
            key="gantt",
        ),
    ):
        ui.chart(gantt.lines(plan, look, data.AS_OF), "gantt", gantt.alt(plan, data.AS_OF))
    left, right = st.columns([8.2, 3.8], gap="medium")
    with (
        left,
        ui.block(
            _zh(
                "第 3 笔拨款还缺 1 份证据：试车报告",
                "Tranche 3 is missing one piece of evidence: the test report",
            ),
            key="tranches",
        ),
    ):
        ui.table(
            tranches(),
            tranches_columns(),
            _zh("各笔拨款", "Tranches"),
            total={"name": _zh("合计", "Total"), "amount_fen": 7600 * data.WAN},
        )
    with right, ui.block(_zh("办理记录", "History"), key="history"):
        ui.history(
            [
                ("2026-09-28 16:20 · 示例系统", _zh("标记逾期", "Flagged late"), None),
                (
                    "2026-07-16 09:40 · 示例财务",
                    _zh("支付第 2 笔", "Paid tranche 2"),
                    (_zh("凭证", "voucher"), ui.address("record", id=2)),
                ),
            ]
        )
    with ui.block(_zh("目标", "Targets"), key="targets"):
        ui.key_of_marks(targets.legend(look))
        ui.table(goals(), goals_columns(), _zh("2027 年目标", "2027 targets"))
    states()


def tranches() -> pd.DataFrame:
    marks = [
        [("accepted", _zh("合同生效；M1 评审纪要", "Contract in force; M1 minutes"))],
        [
            ("accepted", _zh("M2 热试报告", "M2 report")),
            ("accepted", _zh("上期经费使用审计", "Audit")),
        ],
        [
            ("accepted", _zh("中期经费审计", "Mid-term audit")),
            (
                "missing",
                _zh(
                    "M3 长程试车报告：未提交，应于 2026-08-15 前",
                    "M3 test report: missing, was due 15 Aug 2026",
                ),
            ),
        ],
    ]
    return pd.DataFrame(
        {
            "name": ["1", "2", "3"],
            "evidence": marks,
            "due_on": pd.to_datetime(["2026-03-15", "2026-07-10", "2026-08-31"]),
            "amount_fen": [2800 * data.WAN, 2400 * data.WAN, 2400 * data.WAN],
            "state": ["paid", "paid", "on_hold"],
        }
    )


def tranches_columns() -> list[ui.Column]:
    return [
        ui.Column("name", _zh("笔次", "Tranche")),
        ui.Column("evidence", _zh("放行条件与证据", "Release conditions and evidence"), "marks"),
        ui.Column("due_on", _zh("计划日期", "Planned"), "date"),
        ui.Column("amount_fen", _zh("金额", "Amount"), "amount", "wan"),
        ui.Column("state", _zh("状态", "Status"), "tag"),
    ]


def goals() -> pd.DataFrame:
    rows = [
        (
            _zh("示例 商业航天年度发射次数", "Sample launches a year"),
            _zh("次", "launches"),
            26,
            58,
            80,
            False,
            "illustrative",
        ),
        (
            _zh("示例 入轨成本", "Sample cost to orbit"),
            _zh("千元/公斤 ↓", "CN¥ k/kg ↓"),
            7.5,
            5.6,
            4.0,
            True,
            "reported",
        ),
        (
            _zh("示例 产业规模", "Sample industry"),
            _zh("亿元", "CN¥ bn"),
            None,
            None,
            500,
            False,
            "official",
        ),
    ]
    df = pd.DataFrame(
        rows, columns=["name", "unit", "baseline", "actual", "target", "falling", "source"]
    )
    pictures = [
        (
            targets.bullet(
                _none(row.baseline),
                _none(row.actual),
                row.target,
                ui.look(),
                is_falling=row.falling,
            ),
            targets.alt(
                _none(row.baseline),
                _none(row.actual),
                {
                    "baseline": str(row.baseline),
                    "actual": str(row.actual),
                    "target": str(row.target),
                },
            ),
        )
        for row in df.itertuples()
    ]
    return df.assign(picture=pictures)


def _none(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def goals_columns() -> list[ui.Column]:
    return [
        ui.Column("name", _zh("目标", "Target"), sub="unit"),
        ui.Column("baseline", _zh("基线", "Base"), "number"),
        ui.Column("actual", _zh("实际", "Actual"), "number", is_strong=True),
        ui.Column("picture", _zh("从基线到 2027 年底", "From baseline to end-2027"), "picture"),
        ui.Column("target", _zh("目标值", "Target"), "number", is_strong=True),
        ui.Column("source", _zh("性质", "Source"), "status"),
    ]


def states() -> None:
    left, middle, right = st.columns(3, gap="medium")
    with left, ui.block(_zh("空：说明原因，给下一步", "Empty"), key="empty"):
        ui.empty(
            _zh("2026 年第四季度还没有采购合同", "No contracts in Q4 2026 yet"),
            _zh("合同备案每月 5 日更新。", "The register is updated on the 5th."),
            (_zh("查看第三季度", "See Q3"), ui.address("record")),
        )
        ui.chart(chain.bars(data.CHAIN.iloc[:0], ui.look()), "empty-chain", "empty")
    with middle, ui.block(_zh("错误与问题", "Errors and issues"), key="error"):
        ui.error_box(
            _zh("支付数据没有取到", "Payment data could not be read"),
            _zh(
                "本页支付数停在 10-07。其他数据不受影响。",
                "Payments on this page stop at 7 Oct. Nothing else is affected.",
            ),
            "E-2026-1008-03",
        )
        ui.issue_box(
            _zh("请修改 1 处", "One thing to put right"),
            [(_zh("资助!C5", "Grants!C5"), _zh("金额不是数字。", "The amount is not a number."))],
        )
    with right, ui.block(_zh("输入", "Input"), key="input"):
        st.file_uploader(_zh("上传工作簿", "Upload the workbook"), type=["xlsx"])
        st.selectbox(
            _zh("省份", "Province"), [_zh("北京", "Beijing"), _zh("海南", "Hainan")], index=None
        )
        st.date_input(_zh("截至", "As of"), data.AS_OF)
    rows = pd.DataFrame(
        {
            "name": [f"示例 {at:03d}" for at in range(75)],
            "to": [ui.address("record", id=at) for at in range(75)],
        }
    )
    with ui.block(_zh("长名单", "A long list"), key="long"):
        ui.table(
            rows,
            [ui.Column("name", _zh("名称", "Name"), link="to")],
            _zh("长名单", "A long list"),
            key="long",
            per_page=5,
        )


def _zh(zh: str, en: str) -> str:
    """The gallery's own words, invented like its figures, so they are in no catalogue."""
    return zh if i18n.language() == "zh" else en


ui.speak()
ui.setup()
first = st.Page(
    overview,
    title=_zh("基金总览", "Overview"),
    icon=":material/dashboard:",
    default=True,
    url_path="overview",
)
second = st.Page(
    record, title=_zh("资助项目", "Grants"), icon=":material/assignment:", url_path="record"
)
ui.menu({_zh("监督", "Oversight"): [first, second]}).run()
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.html(
    f'<div class="f-note">{_("Sample data")} · runs in this session:'
    f" {st.session_state['runs']}</div>"
)

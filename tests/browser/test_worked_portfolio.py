"""The worked portfolio through the pages, by the people it takes: after each act the ledger equals
the table.
"""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Locator, expect

from fund import db
from fund.access.actors import OPERATOR
from fund.clock import today
from fund.portfolio import queries as portfolio
from tests.browser.driving import PATIENCE, STILL, Desk, desk
from tests.ledger.scenario import LINES_AT_END, STEPS, WAN
from tests.reports.test_catalogue import STAGES

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CODES = {
    "G1": "91350100M000100Y43",
    "G2": "91350100M000100Y4A",
    "P1": "91350100M000100Y4B",
    "G3": "91350100M000100Y43",
}
ACCOUNT = "6222 0000 0000 0001"
LISTS = {"G1": "资助项目", "G2": "资助项目", "G3": "资助项目", "P1": "政府采购"}


@dataclass
class Walk:
    """One window through which the people act in turn, and the database behind it."""

    here: Desk
    url: str
    at: str = ""
    applying: set[str] = field(default_factory=set)
    """Codes of grants nobody has decided on yet: they stand among the applications."""

    def list_of(self, code: str) -> str:
        """The page on whose list a grant or contract stands."""
        return "申报与评审" if code in self.applying else LISTS[code]

    def go(self, place: str) -> None:
        """By the menu to a page, or by a list to a grant or contract."""
        if self.at == place:
            return
        page = self.list_of(place) if place in LISTS else place
        self.here.menu(page)
        if place in LISTS:
            self.here.click(
                self.here.page.locator(".f-table").get_by_role(
                    "link", name=f"示例 {place}", exact=True
                )
            )
            self.here.page.locator(".f-crumb", has_text=place).wait_for(timeout=PATIENCE)
            self.here.settle()
        self.at = place

    def act(
        self,
        part: str,
        place: str,
        words: str,
        *fields: tuple[str, str],
        expected: str = "已记入台账",
    ) -> None:
        """Somebody chooses an act, fills what it asks and sends it; the page answers."""
        self.be(part)
        self.go(place)
        block = self.choose(words)
        self.fill(block.locator("[data-testid=stForm]"), fields)
        self.here.click(block.locator("[data-testid=stFormSubmitButton] button"))
        expect(self.here.page.get_by_text(expected).first).to_be_visible(timeout=PATIENCE)
        self.here.settle()

    def choose(self, words: str) -> Locator:
        """Choose an act among those offered, unless it is the only one and stands open."""
        block = self.here.page.locator(".st-key-f-block-acts")
        offered = block.get_by_role("radio", name=words, exact=True)
        offered.wait_for(timeout=PATIENCE)
        if not offered.is_checked():
            self.here.click(offered)
        block.get_by_role("button", name=words, exact=True).wait_for(timeout=PATIENCE)
        return block

    def be(self, part: str) -> None:
        """Change who acts, where it is somebody else."""
        asked = self.here.page.locator(".st-key-f-who input")
        if not re.match(f"^{part} ·", asked.input_value()):
            self.here.be(part)

    def fill(self, form: Locator, fields: tuple[tuple[str, str], ...]) -> None:
        """Type into fields by their words; a value beginning with ▾ is chosen from a list, one with
        ↑ is a file's name.
        """
        form.wait_for(timeout=PATIENCE)
        self.here.settle()
        self.here.page.evaluate(STILL)
        for label, value in fields:
            if value.startswith("▾"):
                asked = form.get_by_label(label, exact=True).first
                asked.click()
                asked.fill(value[1:].strip())  # long lists draw only what is looked for
                self.here.page.get_by_role("option", name=value[1:].strip()).first.click()
            elif value.startswith("↑"):
                form.locator("input[type=file]").set_input_files(
                    files=[
                        {
                            "name": value[1:],
                            "mimeType": "application/pdf",
                            "buffer": PDF + value.encode(),
                        }
                    ]
                )
                form.get_by_text(value[1:]).first.wait_for(timeout=PATIENCE)
            else:
                form.get_by_label(label, exact=True).first.fill(value)
        self.here.page.keyboard.press("Tab")

    def form(
        self, key: str, fields: tuple[tuple[str, str], ...], expected: str = "已记入台账"
    ) -> None:
        """Send one of the forms that stand on a page by themselves."""
        form = self.here.page.locator(f"[data-testid=stForm]:has(.st-key-{key})")
        self.fill(form, fields)
        self.here.click(form.locator("[data-testid=stFormSubmitButton] button"))
        expect(self.here.page.get_by_text(expected).first).to_be_visible(timeout=PATIENCE)
        self.here.settle()

    def enter(self, code: str, line: str) -> None:
        """An officer enters an application or a procurement, registering its body on the way."""
        kind = "contract" if code.startswith("P") else "grant"
        self.be("officer")
        self.applying |= {code} if kind == "grant" else set()
        self.go(self.list_of(code))
        self.here.unfold(f".st-key-f-enter-{kind}")
        fields = (
            ("编号", code),
            ("名称", f"示例 {code}"),
            ("未列出时填写单位名称", f"示例单位 {code}"),
            ("统一社会信用代码", CODES[code]),
            ("省份", "▾陕西省"),
            ("预算项", f"▾{line}"),
        )
        self.form(f"f-{kind}-code", fields, "已登记。")
        self.at = ""

    def decide(self, code: str, wan: str) -> None:
        """The fund decides for an application: from here on it is a grant."""
        self.act("decider", code, "决定立项", ("金额", wan))
        self.applying.discard(code)
        self.at = ""

    def call(self, code: str, line: str) -> None:
        """An officer drafts a call with two criteria; a decider publishes it."""
        self.be("officer")
        self.go("申报与评审")
        self.here.unfold(".st-key-f-draft-call")
        self.here.page.get_by_label("评审指标个数").fill("2")
        self.here.page.keyboard.press("Enter")
        form = self.here.page.locator("[data-testid=stForm]:has(.st-key-f-call-code)")
        expect(form.get_by_label(re.compile("^评审指标 "))).to_have_count(2, timeout=PATIENCE)
        for place, weight in enumerate(("60", "40")):
            form.get_by_label("权重（%）").nth(place).fill(weight)
        fields = (
            ("编号", code),
            ("名称", "年度申报指南"),
            ("预算项", f"▾{line}"),
            ("评审指标 1", "创新性"),
            ("评审指标 2", "可行性"),
        )
        self.form("f-call-code", fields, "已起草")
        self.be("decider_2")
        self.here.click(self.here.page.get_by_role("button", name=f"发布 {code}"))
        expect(self.here.page.get_by_text("已发布").first).to_be_visible(timeout=PATIENCE)
        self.here.settle()

    def receive(self, code: str, wan: str) -> None:
        """An officer records an application under the call from the applicant's letter."""
        self.be("officer")
        self.go("申报与评审")
        self.applying.add(code)
        self.here.unfold(".st-key-f-receive")
        fields = (
            ("编号", code),
            ("名称", f"示例 {code}"),
            ("未列出时填写单位名称", f"示例单位 {code}"),
            ("统一社会信用代码", CODES[code]),
            ("省份", "▾陕西省"),
            ("申请金额", wan),
            ("申报单位来函", f"↑{code}.pdf"),
        )
        self.form("f-received-code", fields, "已登记。")
        self.at = ""

    def judge(self, code: str, wan: str) -> None:
        """Eligibility, two reviews and the recommendation, each by somebody else's hand."""
        self.act("reviewer", code, "资格审查")
        for part in ("reviewer", "reviewer_2"):
            self.act(
                part,
                code,
                "评审",
                ("创新性：0 至 10 分，权重 60%", "8"),
                ("可行性：0 至 10 分，权重 40%", "7"),
            )
        self.act(
            "recommender",
            code,
            "登记政府推荐意见",
            ("推荐金额", wan),
            ("函件", f"↑{code}-推荐.pdf"),
        )

    def sign(self, code: str, words: str, parts: list[tuple[str, str]]) -> None:
        """The supervisor signs the agreement part by part."""
        self.be("supervisor")
        self.go(code)
        block = self.choose(words)
        block.get_by_label("分几笔").fill(str(len(parts)))
        self.here.page.keyboard.press("Enter")
        form = block.locator("[data-testid=stForm]")
        expect(form.get_by_label("编号")).to_have_count(len(parts), timeout=PATIENCE)
        for place, (name, amount) in enumerate(parts):
            form.get_by_label("编号").nth(place).fill(name)
            form.get_by_label("金额（万元）").nth(place).fill(amount)
        expect(form.get_by_label("户名")).to_have_value(re.compile("示例|供应商"))
        form.get_by_label("开户行").fill("示例银行")
        form.get_by_label("账号", exact=True).fill(ACCOUNT)
        self.here.click(block.locator("[data-testid=stFormSubmitButton] button"))
        expect(self.here.page.get_by_text("已记入台账").first).to_be_visible(timeout=PATIENCE)
        self.here.settle()

    def evidence(self, code: str, part: str) -> None:
        """The officer hands a document in, a supervisor accepts it."""
        self.act(
            "officer",
            code,
            "提交佐证材料",
            *self.one_of(code, part),
            ("名称", f"{part} 验收"),
            ("文件", f"↑{code}-{part}.pdf"),
        )
        self.act("supervisor", code, "验收佐证材料", ("佐证材料", f"▾{part} · {part} 验收"))

    def one_of(self, _code: str, part: str) -> tuple[tuple[str, str], ...]:
        return (("协议笔次", f"▾{part} "),)

    def pay(self, code: str, part: str) -> None:
        """Finance pays what is accepted of a part: the voucher, all of it once more, the button."""
        self.be("finance")
        self.go(code)
        block = self.here.page.locator(".st-key-f-block-tranches")
        form = block.locator("[data-testid=stForm]")
        self.fill(form, (("凭证号", f"凭证-{code}-{part}"),))
        self.here.click(form.locator("[data-testid=stFormSubmitButton] button"))
        for seen in (part, ACCOUNT, "示例银行", f"凭证-{code}-{part}"):
            expect(block.locator(".f-facts").get_by_text(seen).first).to_be_visible(
                timeout=PATIENCE
            )
        self.here.click(block.get_by_role("button", name=re.compile("^确认拨付 ")))
        expect(self.here.page.get_by_text("已记入台账").first).to_be_visible(timeout=PATIENCE)
        self.here.settle()

    def budget(
        self, code: str, measure: str, source: str, programme: str, year: str, wan: str
    ) -> None:
        """Finance opens a line and appropriates it."""
        self.be("finance")
        self.go("预算与台账")
        self.tab(
            "开设预算项",
            "f-open-measure",
            (
                ("预算项编号", code),
                ("专项", programme),
                ("举措", f"▾{measure} "),
                ("来源", f"▾{source}"),
                ("年度", year),
            ),
        )
        if wan:
            self.tab("下达", "f-amount-appropriate", (("预算项", f"▾{code}"), ("金额", wan)))

    def tab(self, words: str, key: str, fields: tuple[tuple[str, str], ...]) -> None:
        self.here.click(self.here.page.get_by_role("tab", name=words, exact=True))
        self.form(key, fields)

    def equals(self, number: int) -> None:
        """The fund's figures are those of the table after that act."""
        with db.reading(db.engine(self.url)) as session:
            stages = portfolio.figures(session, OPERATOR, today())["stages"]
        assert tuple(stages[stage] // WAN for stage in STAGES) == STEPS[number - 1].after, (
            f"after act {number}"
        )


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_worked_portfolio_holds_when_people_do_it_on_the_pages(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, url = peopled
    with desk(browser, address) as here:
        here.open()
        here.be("finance")
        walk = Walk(here, url)
        walk.budget("A26", "A3", "基金", "A", "2026", "10000")
        walk.equals(1)
        walk.budget("B26", "C6", "政府采购预算", "B", "2026", "8000")
        walk.equals(2)
        walk.call("C1", "A26")
        walk.receive("G1", "4500")
        walk.judge("G1", "4000")
        walk.decide("G1", "4000")
        walk.equals(3)
        walk.sign("G1", "签订协议", [("T1", "1200"), ("T2", "1600"), ("T3", "1200")])
        for milestone, part in (("M1", "T2"), ("M2", "T3")):
            walk.act(
                "officer",
                "G1",
                "登记里程碑",
                ("编号", milestone),
                ("里程碑", milestone),
                ("对应笔次", f"▾{part} "),
            )
        walk.equals(4)
        walk.evidence("G1", "T1")
        walk.equals(5)
        here.click(here.page.get_by_text("提交的文件").first)
        assert here.download(
            here.page.get_by_role("button", name=re.compile("^T1 · T1 验收"))
        ).startswith(PDF)
        walk.pay("G1", "T1")
        walk.equals(6)
        walk.enter("G2", "A26")
        walk.act("decider", "G2", "决定立项", ("金额", "6500"), expected="余额")
        walk.equals(7)
        walk.decide("G2", "5500")
        walk.equals(8)
        walk.act(
            "decider",
            "G1",
            "变更金额",
            ("协议笔次", "▾T3 "),
            ("变更金额，调减请加负号", "300"),
            ("理由", "范围扩大"),
        )
        walk.act("supervisor", "G1", "签署变更")
        walk.equals(9)
        walk.enter("P1", "B26")
        walk.act("decider", "P1", "确定中标", ("金额", "5400"))
        walk.equals(10)
        walk.sign("G2", "签订协议", [("T1", "1500"), ("T2", "3700")])
        walk.equals(11)
        walk.sign("P1", "签订合同", [("flight1", "2700"), ("flight2", "2700")])
        walk.equals(12)
        walk.evidence("G1", "T2")
        walk.equals(13)
        walk.pay("G1", "T2")
        walk.equals(14)
        walk.act(
            "supervisor",
            "G1",
            "登记中期检查",
            ("检查结论", "▾按计划推进"),
            ("理由", "进度符合协议"),
        )
        walk.equals(14)
        walk.be("finance")
        walk.go("G2")
        assert here.page.get_by_role("button", name=re.compile("^拨付 ")).count() == 0
        walk.equals(15)
        walk.act("decider_2", "G2", "提出豁免", ("协议笔次", "▾T1 "), ("理由", "供应商须先行投产"))
        walk.act("decider_3", "G2", "批准豁免")
        walk.equals(16)
        walk.pay("G2", "T1")
        walk.equals(17)
        walk.evidence("G2", "T1")
        walk.equals(18)
        walk.evidence("P1", "flight1")
        walk.equals(19)
        walk.pay("P1", "flight1")
        walk.equals(20)
        walk.act(
            "finance",
            "G1",
            "登记收回资金",
            ("收回的支付", "▾T2 "),
            ("金额", "200"),
            ("理由", "支出不合规"),
        )
        walk.equals(21)
        walk.act("finance", "P1", "更正支付", ("正确金额", "2650"), ("理由", "录入有误"))
        walk.equals(22)
        walk.act("decider", "G2", "终止", ("理由", "承担单位撤回"))
        walk.equals(23)
        walk.budget("B27", "C6", "政府采购预算", "B", "2027", "")
        walk.act("finance", "P1", "提出结转至以后年度", ("理由", "第二次飞行在明年"))
        walk.equals(23)
        walk.act("decider", "P1", "同意结转")
        walk.equals(24)
    with db.reading(db.engine(url)) as session:
        from fund.ledger import queries as ledger
        from fund.ledger.view import View

        lines = ledger.line_table(session, OPERATOR, View(as_of=today())).set_index("line")
    assert {
        code: tuple(int(lines.loc[code, f"{stage}_fen"]) // WAN for stage in STAGES)
        for code in LINES_AT_END
    } == LINES_AT_END


@pytest.mark.long
def test_a_small_grant_is_closed_out_on_the_pages(
    browser: Browser, peopled: tuple[str, str]
) -> None:
    address, url = peopled
    with desk(browser, address) as here:
        here.open()
        here.be("finance")
        walk = Walk(here, url)
        walk.budget("A26", "A3", "基金", "A", "2026", "10000")
        walk.enter("G3", "A26")
        walk.decide("G3", "500")
        walk.sign("G3", "签订协议", [("T1", "500")])
        walk.evidence("G3", "T1")
        walk.pay("G3", "T1")
        walk.act("supervisor", "G3", "办结执行")
        walk.act("supervisor_2", "G3", "结题", ("结题报告结论", "达到协议指标"))
        expect(here.page.get_by_text("办理了结题").first).to_be_visible(timeout=PATIENCE)

"""A worked table walked through the pages: what its walk performs by a command is done in the form
that offers it, by the person it takes, on the day of its row.
"""

import re
import time
from collections.abc import Mapping, Sequence
from datetime import date
from inspect import signature
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as TookTooLong
from sqlmodel import col, select

from fund import db, i18n
from fund.audit import AuditEntry
from fund.closing import commands as closing
from fund.debris import commands as debris
from fund.errors import FundError
from fund.holdings import commands as holdings
from fund.holdings import rules as held
from fund.holdings import subscribing
from fund.holdings.tables import CoInvestor
from fund.ledger import commands as ledger
from fund.ledger.rules import SOURCES
from fund.ledger.tables import Act, Line, Tranche, Undertaking
from fund.milestones import commands as milestones
from fund.plan.tables import Organisation, Region
from fund.screens.ledger.deeds import Deed
from fund.subsidies import rules as subsidised
from tests.browser.days import TO
from tests.browser.driving import PATIENCE, REOPENED, STILL, Desk
from tests.browser.forms import (
    ASKED,
    FOLDED,
    KINDS,
    OF,
    OF_UNDERTAKING,
    PRESSED,
    SAME,
    Asked,
    wan,
    zh,
)
from tests.ledger.scenario import Walk
from tests.people import ACCOUNT, Office


class NotOffered(AssertionError):
    """The page does not offer the act."""


class Pages(Walk):
    """A walk whose acts are done on the pages while ``is_driven``; else by command, as ever."""

    def __init__(self, office: Office, here: Desk) -> None:
        super().__init__(office)
        self.here, self.is_driven, self.shown = here, False, date.min

    def act(self, part: str, command: Any, name: str = "", /, **arguments: Any) -> int:
        """Do it on its page as somebody; a refusal stands there in the words of the command's own,
        which is raised.
        """
        if not self.is_driven:
            return super().act(part, command, name, **arguments)
        before = self.entries()
        try:
            self.do(part, command, arguments)
        except NotOffered:
            return self.refused(part, command, name, arguments)
        until = time.monotonic() + PATIENCE / 1000
        while self.entries() == before:
            alert = self.refusal()
            if alert.count():
                return self.refused(part, command, name, arguments, alert.first.inner_text())
            assert time.monotonic() < until, (command, arguments)
            once_more = self.here.page.locator(".st-key-f-once-more button")
            if once_more.count():  # two stretches of one principal are two statements
                self.here.click(once_more)
                expect(once_more).to_have_count(0, timeout=PATIENCE)
            self.here.page.wait_for_timeout(100)
        self.here.settle()
        kept = signature(command).return_annotation
        with db.reading(self.office.engine) as session:
            made = int(session.exec(select(sa.func.max(kept.id))).one())
        self.made[name or f"last {part}"] = made
        return made

    def refused(
        self, part: str, command: Any, name: str, arguments: dict[str, Any], told: str | None = None
    ) -> int:
        """By command it is refused as on the page, in the same words where the page said any."""
        try:
            super().act(part, command, name, **arguments)
        except FundError as error:
            with i18n.speaking("zh"):
                assert told is None or i18n.say(error) in told, (told, error)
            raise
        raise AssertionError(f"the page refused what the command does: {command}, {told}")

    def refusal(self) -> Locator:
        """What the page says of an act it refused."""
        return self.here.page.locator(".f-box.f-crit", has_text=zh("This was not done"))

    def entries(self) -> int:
        """How many acts were done by now."""
        done = ~col(AuditEntry.detail).contains('"refused"')
        with db.reading(self.office.engine) as session:
            return int(session.exec(select(sa.func.count()).where(done)).one())

    def do(self, part: str, command: Any, arguments: dict[str, Any]) -> None:
        """Choose the form of a command and send it."""
        own = {
            ledger.open_line: self.open_line,
            ledger.appropriate: self.appropriate,
            ledger.pay: self.pay,
            debris.register_spacecraft: self.register,
        }
        if command in own:
            own[command](part, arguments)
        elif command in PRESSED:
            self.press(part, *PRESSED[command], arguments)
        elif command in ASKED:
            self.ask(part, ASKED[command], arguments)
        elif command in FOLDED:
            self.fold(part, FOLDED[command], arguments)
        else:
            self.deed(part, command, arguments)

    def open(self, part: str, path: str) -> None:
        """A page on the day of the row, as somebody."""
        if self.shown != self.day:
            self.here.page.request.get(f"{self.here.address}{TO}{self.day}")
            self.shown = self.day
        self.here.open(path)
        self.here.stay(part)

    def at(self, page: str, arguments: Mapping[str, Any]) -> str:
        """The address of the page a form stands on."""
        if page == "guarantee":
            return f"guarantee?id={self['D1']}"
        if page in ("holding", "subsidy"):
            return f"{page}?id={self.code(arguments)}"
        return page

    def code(self, arguments: Mapping[str, Any], command: Any = None) -> str:
        """The code of the undertaking an act is on."""
        key = arguments.get("undertaking_id")
        year_end = {"proposal_id": "year_end"} if command is closing.carry_over else {}
        for name, table in (OF | year_end).items():
            if key is None and name in arguments:
                statement = sa.text(f"SELECT undertaking_id FROM {table} WHERE id = :id")
                with db.reading(self.office.engine) as session:
                    key = session.execute(statement, {"id": arguments[name]}).scalar_one()
        with db.reading(self.office.engine) as session:
            return session.get_one(Undertaking, key).code

    def one(self, table: Any, key: Any, column: str) -> str:
        """A column of a row by its number."""
        with db.reading(self.office.engine) as session:
            return str(getattr(session.get_one(table, key), column))

    def unfold(self, key: str) -> Locator:
        """What is folded under a key, open."""
        place = self.here.page.locator(f".st-key-{key}")
        try:
            place.first.wait_for(timeout=3_000)
        except TookTooLong as missing:
            raise NotOffered(key) from missing
        self.here.unfold(f".st-key-{key}")
        return place

    def send(self, form: Locator) -> None:
        """Send a form."""
        self.here.settle()
        self.here.page.evaluate(STILL)
        self.here.click(form.locator("[data-testid=stFormSubmitButton] button").first)

    def ask(self, part: str, asked: Asked, arguments: dict[str, Any]) -> None:
        self.open(part, self.at(asked.page, arguments))
        form = self.unfold(asked.folded.format(**arguments))
        for name, (key, kind) in asked.fields.items():
            if arguments.get(name) not in (None, "", 0, b""):
                self.put(form, key.format(**arguments), kind, arguments[name])
        self.send(form)

    def press(self, part: str, page: str, key: str, arguments: dict[str, Any]) -> None:
        self.open(part, self.at(page, arguments))
        begins = key.format(**arguments)
        button = self.here.page.locator(f"[class*='st-key-{begins}'] button").first
        try:
            button.wait_for(timeout=3_000)
        except TookTooLong as missing:
            raise NotOffered(begins) from missing
        self.here.click(button)

    def fold(self, part: str, deed: Deed, arguments: dict[str, Any]) -> None:
        self.open(part, f"holding?id={self.code(arguments)}")
        form = self.unfold(f"f-{deed.act.replace('_', '-')}")
        self.fill(form, deed, arguments)
        self.send(form)

    def deed(self, part: str, command: Any, arguments: dict[str, Any]) -> None:
        code = self.code(arguments, command)
        kind = "subsidy" if code.startswith("S") else "holding"
        command = SAME.get(command, command)
        deed = OF_UNDERTAKING[kind, command]
        self.open(part, f"{kind}?id={code}")
        block = self.here.page.locator(".st-key-f-block-acts")
        offered = block.get_by_role("radio", name=zh(deed.words), exact=True)
        try:
            offered.wait_for(timeout=3_000)
        except TookTooLong as missing:
            raise NotOffered(deed.words) from missing
        if not offered.is_checked():
            self.here.click(offered)
            self.here.settle()
        terms = arguments.get("terms", [])
        if terms:
            block.locator("[data-testid=stNumberInput] input").first.fill(str(len(terms)))
            self.here.page.keyboard.press("Enter")
            form = block.locator("[data-testid=stForm]")
            expect(form.get_by_label("编号")).to_have_count(len(terms), timeout=PATIENCE)
        form = block.locator("[data-testid=stForm]")
        self.fill(form, deed, {"account": ACCOUNT} | arguments)
        self.send(form)
        if deed.command is subscribing.sign:
            self.beside(arguments)

    def beside(self, arguments: dict[str, Any]) -> None:
        """What a signature by command records of others: on the pages an officer records it."""
        expect(self.here.page.get_by_text("已记入台账").first).to_be_visible(timeout=PATIENCE)
        key = {"undertaking_id": arguments["undertaking_id"]}
        for one in arguments.get("others", []):
            told = {"name": one.name, "kind": one.kind, "subscribed_fen": one.subscribed_fen}
            self.act("officer", subscribing.add_co_investor, occurred_on=self.day, **told, **key)
        if arguments.get("set_up_on"):
            told = {"kind": "set_up", "occurred_on": arguments["set_up_on"]}
            self.act("officer", holdings.record_holding_event, **told, **key)

    def fill(self, form: Locator, deed: Deed, arguments: dict[str, Any]) -> None:
        """The fields of a deed."""
        for field in deed.fields:
            value = arguments.get(field.name)
            place = form.locator(f"[class*='st-key-{deed.name}-'][class*='-{field.name}']")
            kind = field.kind.removesuffix("?")
            if kind == "terms":
                self.terms(form, arguments["terms"])
            elif kind == "account":
                for name, said in zip(("holder", "bank", "number"), ACCOUNT, strict=True):
                    form.locator(f"[class*='-account-{name}'] input").fill(said)
            elif kind == "file":
                if "content" in arguments or deed.command is milestones.hand_in_evidence:
                    form.locator("input[type=file]").set_input_files(PAPER)
                    form.get_by_text("paper.pdf").first.wait_for(timeout=PATIENCE)
            elif kind in ("choice", "optional"):
                self.choose(place.first, field.of, value)
            elif value not in (None, ""):
                how = {"past": "day", "line": "text"}.get(kind, kind)
                self.type(place.first, how, value)

    def choose(self, place: Locator, of: str, value: Any) -> None:
        """Where there is more than one: by the words of what is meant."""
        if place.locator("input").first.input_value():
            return
        words = {
            "investor_kinds": held.INVESTORS,
            "grounds": held.GROUNDS,
            "bases": held.BASES,
            "events": held.FACTS,
        }
        if of in words:
            label = zh(words[of][value or "charter"])
        elif of == "investors":
            label = self.one(CoInvestor, value, "name")
        elif of in ("tranches", "later_lines"):
            table = Tranche if of == "tranches" else Line
            label = self.one(table, value, "code")
        elif of == "returnable":
            label = self.one(Act, value, "occurred_on")  # which its words end with
        else:
            raise AssertionError(f"more than one of {of}: say which")
        self.pick(place, label)

    def pick(self, place: Locator, label: str) -> None:
        """The option whose words begin or end so; a list the page closed by running once more is
        opened again.
        """
        field = place.locator("input").first
        if field.input_value().startswith(label):
            return
        words = re.compile(f"^{re.escape(label)}|{re.escape(label)}$")
        option = self.here.page.get_by_role("option", name=words)
        for _again in range(3):
            self.here.click(field)
            field.fill(label)
            try:
                option.first.wait_for(timeout=REOPENED)
            except TookTooLong:
                continue
            break
        self.here.click(option.first)

    def put(self, form: Locator, key: str, kind: str, value: Any) -> None:
        """One field of a form by its key."""
        place = form.locator(f".st-key-{key}").first
        if kind in KINDS:
            self.pick(place, zh(KINDS[kind][value]))
        elif kind == "line":
            self.pick(place, self.one(Line, value, "code"))
        elif kind == "body":
            self.pick(place, self.one(Organisation, value, "name"))
        elif kind == "craft":
            self.pick(place, "60001")
        elif kind == "region":
            with db.reading(self.office.engine) as session:
                name = session.exec(select(Region.name_zh).where(Region.code == value)).one()
            self.pick(place, name)
        elif kind == "option":
            self.pick(place, str(value))
        elif kind == "file":
            place.locator("input[type=file]").set_input_files(PAPER)
            place.get_by_text("paper.pdf").first.wait_for(timeout=PATIENCE)
        else:
            self.type(place, kind, value)

    def type(self, place: Locator, kind: str, value: Any) -> None:
        """Type into a field."""
        if kind == "amount":
            value = wan(value)
        elif kind == "percent":
            value = subsidised.percent(value)
        field = place.locator("input, textarea").first
        field.fill(str(value))
        if kind == "day":
            field.press("Enter")
            field.press("Escape")
        else:
            field.press("Tab")

    def terms(self, form: Locator, terms: Sequence[Any]) -> None:
        """The parts of an agreement, row by row."""
        for place, one in enumerate(terms):
            form.get_by_label("编号").nth(place).fill(one.code)
            form.get_by_label("金额（万元）").nth(place).fill(wan(one.amount_fen))
            day = form.locator("[data-testid=stDateInput] input").nth(place)
            day.fill(str(one.promised_on))
            day.press("Enter")
            day.press("Escape")

    def open_line(self, part: str, arguments: dict[str, Any]) -> None:
        self.open(part, "budget")
        self.here.click(self.here.page.get_by_role("tab", name="开设预算项", exact=True))
        form = self.here.page.locator("[data-testid=stForm]:has(.st-key-f-open-measure)")
        form.get_by_label("预算项编号").fill(arguments["code"])
        form.get_by_label("专项", exact=True).fill(arguments["title"])
        self.pick(form.locator(".st-key-f-open-measure"), arguments["measure"])
        self.pick(form.locator(".st-key-f-open-source"), zh(SOURCES[arguments["source"]]))
        form.get_by_label("年度").fill(str(arguments["fiscal_year"]))
        self.send(form)

    def appropriate(self, part: str, arguments: dict[str, Any]) -> None:
        self.open(part, "budget")
        self.here.click(self.here.page.get_by_role("tab", name="下达", exact=True))
        form = self.here.page.locator("[data-testid=stForm]:has(.st-key-f-amount-appropriate)")
        line = form.locator("[data-testid=stSelectbox]").first
        self.pick(line, self.one(Line, arguments["line_id"], "code"))
        form.locator(".st-key-f-amount-appropriate input").fill(wan(arguments["amount_fen"]))
        self.send(form)

    def register(self, part: str, arguments: dict[str, Any]) -> None:
        self.open(part, "spacecraft")
        form = self.unfold("f-craft-new")
        self.put(form, "f-craft-number", "text", arguments["number"])
        self.put(form, "f-craft-zh", "text", arguments["name_zh"])
        self.put(form, "f-craft-firm", "body", arguments["organisation_id"])
        self.send(form)

    def pay(self, part: str, arguments: dict[str, Any]) -> None:
        """The voucher, all of it once more, the button."""
        self.open(part, self.at(self.kind(arguments), arguments))
        block = self.here.page.locator(".st-key-f-block-tranches")
        form = block.locator("[data-testid=stForm]")
        form.get_by_role("textbox", name="凭证号", exact=True).fill(f"凭证 {self.day}")
        self.send(form)
        again = block.get_by_role("button", name=re.compile("^确认拨付 "))
        alert = self.refusal()
        expect(again.or_(alert).first).to_be_visible(timeout=PATIENCE)
        if not alert.count():
            expect(block.locator(".f-facts")).to_contain_text(f"凭证 {self.day}", timeout=PATIENCE)
            self.here.click(again)

    def kind(self, arguments: Mapping[str, Any]) -> str:
        return "subsidy" if self.code(arguments).startswith("S") else "holding"


PAPER: Any = {
    "name": "paper.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}

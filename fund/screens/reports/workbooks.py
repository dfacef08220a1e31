"""What the page of reports draws: making a workbook, checking one, what is published for other
systems.
"""

from datetime import date

import pandas as pd
import streamlit as st

from fund import clock, i18n, period, ui
from fund.errors import FundError
from fund.grants import exchange
from fund.i18n import _, speaking
from fund.ledger.view import View
from fund.listing.wording import period_words
from fund.period import Period
from fund.portfolio import queries as portfolio
from fund.published import exchange as ocds
from fund.reports import catalogue, issuing, wording
from fund.reports import queries as registered
from fund.reports.verify import verify
from fund.ui import Column
from fund.ui.filters import periods
from fund.ui.visit import Visit


def make(visit: Visit) -> None:
    """One button for the workbook of the period chosen."""
    with ui.block(
        _("Make a report"),
        _(
            "As of the period’s last day, or today if that is sooner; the same data again at any"
            " time"
        ),
        key="make",
    ):
        with visit.reading() as session:
            first = portfolio.first_day(session)
        if first is None:
            ui.empty(_("There is nothing to report yet"), _("The ledger has no act."))
            return
        name, code, language = chosen(first)
        wanted = period.parse(code)
        cut = catalogue.cut(name, wanted, clock.today())
        st.download_button(
            _("Make the draft"),
            lambda: built(visit, name, wanted, cut, language),
            file_of(name, code, cut, language),
            ui.for_me(ui.XLSX),
            key="f-build",
            type="primary",
            on_click="ignore",
        )


def file_of(name: str, code: str, cut: date, language: str) -> str:
    """The report's own name, its period and day: 月度报告_2026-10_2026-10-31.xlsx."""
    with speaking(language):
        title = _(catalogue.reports()[name].title)
    return f"{title}_{code}_{cut.isoformat()}.xlsx".replace(" ", "_")


def chosen(first: date) -> tuple[str, str, str]:
    """Which report, of which period since the first act, in which language."""
    offered = {name: report for name, report in catalogue.reports().items() if report.offered}
    name = (
        st.segmented_control(
            _("Report"),
            list(offered),
            format_func=lambda key: _(offered[key].title),
            default="monthly",
            required=True,
            key="f-report",
        )
        or "monthly"
    )
    codes = [
        code
        for code in periods(first, clock.today())
        if period.parse(code).kind == offered[name].offered
    ]
    code = st.selectbox(_("Period"), codes, format_func=period_words, key=f"f-period-of-{name}")
    names = {"zh": "中文", "en": "English"}
    language = st.segmented_control(
        _("Language"),
        list(names),
        format_func=names.__getitem__,
        default=i18n.language(),
        required=True,
        key="f-report-language",
    )
    return name, code, language or "zh"


def built(visit: Visit, name: str, wanted: Period, cut: date, language: str) -> bytes:
    """The draft in the language asked for."""
    by = issuing.By(visit.engine, visit.who.id, visit.do)
    with speaking(language):
        return issuing.draft(by, issuing.Wanted(name, wanted, cut, visit.is_verified)).content


def check(visit: Visit) -> None:
    """Whose a workbook is, and whether it is as it was written."""
    with ui.block(
        _("Check a workbook"),
        _("Says whether it is ours, a draft or issued, and what was altered"),
        key="check",
    ):
        given = st.file_uploader(_("Workbook written here"), type=["xlsx"], key="f-check")
        if given is None:
            return
        try:
            with visit.reading() as session:
                known = registered.keys(session)
            found = verify(given.getvalue(), known)
            with visit.reading() as session:
                found = registered.judged(session, found)
        except FundError as refused:
            ui.error_box(given.name, i18n.say(refused))
            return
        ui.error_box(given.name, wording.verdict(found), tone="ok" if found["ok"] else "crit")
        if not found["changed"]:
            return
        columns = [
            Column("sheet", _("Sheet")),
            Column("cell", _("Place")),
            Column("kind", _("What")),
            Column("issued", _("As written")),
            Column("found", _("Found")),
        ]
        frame = pd.DataFrame(found["changed"])
        frame = frame.assign(kind=[_(wording.WHAT[what]) for what in frame["what"]])
        ui.table(frame, columns, _("What was altered"), key="differ")
        if found["more"]:
            count = i18n.number(found["more"])
            ui.source_note(_("More cells that differ: {count}").format(count=count))


def publish(visit: Visit) -> None:
    """The fund's decided grants in the open format others read."""
    with ui.block(
        _("Open data"),
        _("The fund’s grants and procurements, for other systems to read"),
        key="publish",
    ):
        cut = clock.today()
        with visit.reading() as session:
            decided = portfolio.counts(session, visit.who, View(as_of=cut))["grants"]
            is_bought = ocds.has_own(session, visit.who)
        if not decided and not is_bought:
            ui.empty(
                _("There is nothing to publish yet"),
                _("No grant is decided, and nothing is bought."),
            )
            return
        if decided:
            st.download_button(
                _("Download 360Giving"),
                lambda: giving(visit, cut),
                f"360giving_{cut.isoformat()}.json",
                ui.for_me("application/json"),
                key="f-360giving",
                on_click="ignore",
            )
        if is_bought:
            st.download_button(
                _("Download OCDS"),
                lambda: bought(visit, cut),
                f"ocds_{cut.isoformat()}.json",
                ui.for_me("application/json"),
                key="f-ocds",
                on_click="ignore",
            )


def giving(visit: Visit, cut: date) -> bytes:
    """The package as of the day."""
    with visit.reading() as session:
        return exchange.written(
            exchange.package(session, visit.now(session), cut, exchange.publisher())
        )


def bought(visit: Visit, cut: date) -> bytes:
    """The fund's own procurements as an OCDS release package as of the day."""
    with visit.reading() as session:
        return ocds.written(ocds.package(session, visit.now(session), cut, ocds.Wanted("own")))

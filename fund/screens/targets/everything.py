"""The page of the targets, all of one moment: what stands still between two acts is asked for and
drawn once.
"""

from functools import cache, partial

import pandas as pd
from sqlmodel import Session

from fund import answers, ui
from fund.charts import targets as chart
from fund.frames import named
from fund.i18n import _
from fund.ledger.view import View
from fund.listing.wording import provinces
from fund.reports import targets as report
from fund.screens.plan import steps
from fund.screens.targets.register import YEAR, headline, issue, of_year, sentence, shown, trust
from fund.targets import issued, plan_steps, queries
from fund.ui.export import export
from fund.ui.still import still, worked_out
from fund.ui.table import PAGE
from fund.ui.visit import Visit, stamp


def drawn(visit: Visit, session: Session, view: View) -> None:
    """What is due first, each other year below, how far the forecasts can be trusted."""

    @cache
    def everything() -> pd.DataFrame:
        return report.with_words(queries.outlooks(session, visit.who, view), provinces(session))

    def of(year: int) -> pd.DataFrame:
        found = everything()
        return found.loc[found["target_year"] == year]

    def made(year: int) -> pd.DataFrame:
        return shown(of(year))

    def asked() -> tuple[str, str, dict[int, int]]:
        years = sorted(set(everything()["target_year"]), key=lambda year: (year != YEAR, year))
        return headline(of(YEAR)), sentence(of(YEAR)), {year: len(of(year)) for year in years}

    place = answers.key(session, visit.who, "targets", (view,))
    title, lede, years = answers.answer(place, asked)
    above(visit, view, title, lede)
    for year, count in years.items():
        ask, draw = partial(made, year), partial(of_year, year=year)
        if count > PAGE:
            draw(worked_out(visit, session, f"targets of {year}", ask, view))
        else:
            still(visit, session, f"targets {year}", ask, draw, view)
        if year == YEAR:
            steps_known = partial(plan_steps.plan_steps, session, visit.who, view.as_of)
            still(visit, session, "targets steps", steps_known, below, view)
            still(
                visit,
                session,
                "targets trust",
                lambda: issued.past(session, visit.who, view),
                trust,
            )


def above(visit: Visit, view: View, title: str, lede: str) -> None:
    """The head of the page: the finding, whose numbers these are, the form that issues them."""
    ui.header(
        title,
        export(
            visit,
            view,
            _("2027 targets"),
            lambda session, actor, seen: report.of_targets(report.outlooks(session, actor, seen)),
        ),
    )
    ui.lede(lede)
    stamp(visit, view.as_of)
    ui.source_note(
        _(
            "The action plan sets no numbers: none of these is a target of the space agency. Each"
            " number has its source."
        )
    )
    ui.key_of_marks(chart.legend(ui.look()))
    issue(visit)


def below(known: pd.DataFrame) -> None:
    """Below the year the plan is due in: its steps."""
    title = _("Steps of the plan due in {year}, without a number").format(year=YEAR)
    steps(named(known[known["due_year"] == YEAR], "title"), title)

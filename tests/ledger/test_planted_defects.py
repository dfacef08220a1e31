"""Defects planted in the guards, one set at a time: a random history runs into each, and what is
held after every act finds it.

Where one guard makes the other good nothing goes wrong (tests/ledger/test_histories.py); here all
that stand before one wrong are taken away together.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from fund import db
from fund.access import commands as access
from fund.errors import FundError
from fund.ledger import book, payments, undertakings
from fund.ledger import commands as ledger
from fund.ledger.rules import Entry
from fund.milestones import commands as milestones
from tests.ledger.histories import (
    WAYS,
    Asked,
    Broken,
    History,
    across_years,
    begin,
    claw_back,
)
from tests.ledger.test_histories import (
    CHECKS_OF_BALANCES,
    Plant,
    first_line,
    without,
    without_checks,
    without_trigger,
    wrong,
)
from tests.people import Office

STEPS = 200
NO_CHECKS = without_checks(*CHECKS_OF_BALANCES)
NO_CHAIN = without(book, "_must_hold")


class Defect(NamedTuple):
    """What is planted, and what a history lived with it says: words of ``Broken``, or a check of
    ``verify``.
    """

    name: str
    plants: tuple[Plant, ...]
    caught: str
    ways: tuple[tuple[int, Callable[[History], Asked]], ...] = ()
    steps: int = STEPS


def both_roles(first: str, second: str, role: str) -> Plant:
    """One person does the work of two."""

    def plant(_monkeypatch: Any, office: Office) -> None:
        office.act("security", access.assign_role, person_id=office.ids[first], role=role)
        office.ids[second] = office.ids[first]

    return plant


def wrapped(module: Any, name: str, around: Callable[[Any], Any]) -> Plant:
    """A command or rule that does something else than it should."""
    return lambda monkeypatch, _office: monkeypatch.setattr(
        module, name, around(getattr(module, name))
    )


def losing_one(post: Any) -> Any:
    """An act of several entries that forgets its last one after it has counted them."""

    def lossy(session: Session, actor: Any, kind: str, entries: list[Entry], **more: Any) -> Any:
        made = post(session, actor, kind, entries, **more)
        if kind == "sign":
            session.flush()
            session.execute(sa.text("DELETE FROM posting WHERE id = (SELECT max(id) FROM posting)"))
        return made

    return lossy


def one_fen_more(post: Any) -> Any:
    """Each payment is written a fen too high."""

    def generous(session: Session, actor: Any, kind: str, entries: list[Entry], **more: Any) -> Any:
        return post(
            session,
            actor,
            kind,
            [
                entry._replace(
                    amount_fen=entry.amount_fen + (entry.stage == "paid" and entry.amount_fen > 0)
                )
                for entry in entries
            ],
            **more,
        )

    return generous


def on_the_present_line(standing: Any) -> Any:
    """A payment is taken for one of the line its undertaking stands on today."""

    def taken(session: Session, act_id: int) -> Any:
        payment, tranche, undertaking = standing(session, act_id)
        return payment._replace(line_id=undertaking.line_id), tranche, undertaking

    return taken


def rewriting(h: History) -> Asked:
    """Somebody beside the application changes what was paid."""
    db.write(
        h.office.engine,
        lambda session: session.execute(
            sa.text(
                "UPDATE posting SET amount_fen = amount_fen + 1 WHERE id = (SELECT max(id) FROM"
                " posting WHERE stage = 'appropriated')"
            )
        ),
    )
    return "finance", ledger.appropriate, {"line_id": h.some("lines"), "amount_fen": 1}, ""


def erasing(h: History) -> Asked:
    """Somebody beside the application takes an entry out of the log."""
    db.write(
        h.office.engine,
        lambda session: session.execute(
            sa.text("DELETE FROM audit_entry WHERE id = (SELECT max(id) - 3 FROM audit_entry)")
        ),
    )
    return "finance", ledger.appropriate, {"line_id": h.some("lines"), "amount_fen": 1}, ""


def turning_back(h: History) -> Asked:
    """The machine's clock goes back three days."""
    h.day -= timedelta(days=3)
    return "finance", ledger.appropriate, {"line_id": h.some("lines"), "amount_fen": 1}, ""


def spoiling(h: History) -> Asked:
    """Somebody beside the application writes a balance."""
    line = h.some("lines")
    db.write(
        h.office.engine,
        lambda session: session.execute(
            sa.text(
                "UPDATE line_balance SET appropriated_fen = appropriated_fen + 5 WHERE line_id ="
                " :line"
            ),
            {"line": line},
        ),
    )
    return "finance", ledger.appropriate, {"line_id": line, "amount_fen": 1}, ""


def kept(table: str) -> tuple[Plant, ...]:
    """A table that anybody may change or empty."""

    def plant(monkeypatch: Any, office: Office) -> None:
        names = (
            (f"{table}_no_update", f"{table}_no_delete")
            if office.engine.dialect.name == "sqlite"
            else (f"{table}_append_only",)
        )
        for name in names:
            without_trigger(name, table)(monkeypatch, office)

    return (plant,)


DEFECTS = [
    Defect("balances are not kept", (without_trigger("posting_balances", "posting"),), "stored"),
    Defect(
        "nothing looks at the room on the line",
        (without(undertakings, "must_have_room"), NO_CHECKS),
        "line_id",
    ),
    Defect(
        "nothing looks at what is accepted before paying",
        (
            without(ledger, "line_holding", first_line),
            NO_CHAIN,
            without_trigger("posting_needs_acceptance", "posting"),
            NO_CHECKS,
        ),
        "accepted",
    ),
    Defect(
        "a tranche is accepted for a fen too much",
        (
            wrapped(milestones, "earned_fen", lambda earned: lambda *some: earned(*some) + 1),
            NO_CHAIN,
            NO_CHECKS,
        ),
        "accepted",
    ),
    Defect(
        "each payment is a fen too high",
        (
            wrapped(book, "post", one_fen_more),
            NO_CHAIN,
            without_trigger("posting_needs_acceptance", "posting"),
            NO_CHECKS,
        ),
        "accepted",
    ),
    Defect(
        "an agreement loses its last part",
        (wrapped(book, "post", losing_one), *kept("posting")),
        "postings",
    ),
    Defect("postings can be rewritten", kept("posting"), "line_balances", ((3, rewriting),)),
    Defect("the log can be thinned out", kept("audit_entry"), "audit", ((3, erasing),)),
    Defect(
        "the clock may go back",
        (without_trigger("act_not_dated_back", "act"),),
        "dated_when_recorded",
        ((3, turning_back),),
    ),
    Defect(
        "whoever filed it accepts it",
        (
            both_roles("officer", "supervisor", "supervisor"),
            without(book, "must_be_apart"),
            without_trigger("acceptance_four_eyes", "acceptance"),
        ),
        "acceptances_by_two",
    ),
    Defect(
        "totals of what is due are not kept",
        (without_trigger("due_entry_totals", "due_entry"),),
        "due_totals",
    ),
    Defect("a balance is written over", (), "stored", ((3, spoiling),)),
    Defect(
        "money comes back on the line that pays now",
        (
            wrapped(payments, "standing", on_the_present_line),
            without_trigger("posting_comes_back_where_paid", "posting"),
        ),
        "is not on the line of payment",
        ((150, across_years), (30, claw_back)),
        3 * STEPS,
    ),
]
"""Thirteen ways in which the guards may fail together."""


def lived(office: Office, ways: tuple[Any, ...], steps: int = STEPS) -> str:
    """What a random history is found out by: the words of Broken, or the checks that fail after
    it.
    """
    history = begin(office, 3)
    history.ways = [*WAYS, *ways]
    try:
        history.run(steps)
    except Broken as broken:
        return str(broken)
    except (FundError, sa.exc.DBAPIError) as stopped:
        return f"stopped: {stopped}"
    return " ".join(wrong(office))


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
@pytest.mark.parametrize(
    "an_office", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
def test_a_random_history_finds_the_planted_defect(
    an_office: Office, monkeypatch: pytest.MonkeyPatch, defect: Defect
) -> None:
    for plant in defect.plants:
        plant(monkeypatch, an_office)
    assert defect.caught in lived(an_office, defect.ways, defect.steps)


def test_without_a_defect_the_same_history_is_whole(an_office: Office) -> None:
    assert lived(an_office, ()) == ""

"""What the page of settings draws: thresholds, and roles lent for some days."""

from datetime import timedelta

import pandas as pd
import streamlit as st
from sqlmodel import Session

from fund import clock, i18n, ui
from fund.access import commands as access
from fund.access import queries as lent
from fund.access.rules import POLICY, ROLES
from fund.errors import N_
from fund.i18n import _
from fund.money import fen
from fund.settings import commands, queries
from fund.settings.rules import THRESHOLDS
from fund.ui import Column
from fund.ui.choosing import PERSON, to_choose
from fund.ui.fields import pick, pick_day
from fund.ui.visit import Visit, act, perform, said

LENT = {
    "running": ("active", N_("Lent now")),
    "upcoming": ("scheduled", N_("Lent later")),
    "over": ("closed", N_("Days over")),
    "ended": ("cancelled", N_("Taken back")),
}
"""State of a lent role: the look of its tag and its words."""


def worth(unit: str, value: int) -> str:
    """A threshold's value in its unit."""
    match unit:
        case "fen":
            return i18n.amount(value)
        case "percent":
            return f"{value} %"
        case "days":
            return _("{count} d").format(count=value)
        case "minutes":
            return _("{count} min").format(count=value)
        case "hours":
            return _("{count} h").format(count=value)
        case _:
            return str(value)


def thresholds(visit: Visit) -> None:
    """Every threshold as it is, what it is until somebody sets it, and who set it when and why."""
    with visit.reading() as session:
        frame = queries.thresholds(session, visit.who)
    with ui.block(
        _("Thresholds"),
        _("The rules go by these; every change has a reason and stays on record"),
        key="thresholds",
    ):
        rows = frame.assign(
            name=[_(words) for words in frame["words"]],
            now=[worth(*pair) for pair in zip(frame["unit"], frame["value"], strict=True)],
            first=[worth(*pair) for pair in zip(frame["unit"], frame["default"], strict=True)],
        )
        columns = [
            Column("name", _("Setting")),
            Column("now", _("Now")),
            Column("first", _("Unless set")),
            Column("set_on", _("Since"), "date"),
            Column("set_by", _("By")),
            Column("reason", _("Reason")),
        ]
        ui.table(rows, columns, _("Thresholds"), key="thresholds")
        said("f-set-done")
        if visit.who.may("change_setting"):
            change(visit)


def change(visit: Visit) -> None:
    """The form for one threshold: amounts in 亿元, everything else in its own unit."""
    key = st.selectbox(
        _("Setting"),
        list(THRESHOLDS),
        format_func=lambda name: _(THRESHOLDS[name].words),
        key="f-set-key",
    )
    unit = {
        "fen": i18n.unit_name("yi"),
        "percent": "%",
        "days": _("days"),
        "count": _("years"),
        "minutes": _("minutes"),
        "hours": _("hours"),
    }[THRESHOLDS[key].unit]
    with st.form("f-form-set"):
        typed = st.text_input(
            _("New value, {unit}").format(unit=unit), key=f"f-set-value-{key}", max_chars=24
        )
        reason = st.text_area(_("Reason"), key=f"f-set-reason-{key}", max_chars=500, height=80)
        if st.form_submit_button(_("Set"), type="primary"):
            perform(
                visit,
                "f-set",
                commands.change,
                lambda: {"threshold": key, "value": value(key, typed), "reason": reason},
                done=_("Set. It holds from now on."),
                at="f-set-done",
            )


def value(key: str, typed: str) -> int:
    """What was typed, as stored; a number that is none is refused in words."""
    plain = typed.replace(",", "").strip()
    if THRESHOLDS[key].unit == "fen":
        return fen(plain, "yi")
    # the others are whole numbers: anything else is refused as an amount is that is none
    return int(plain) if plain.isascii() and plain.isdecimal() else fen("?", "yuan")


def delegations(visit: Visit) -> None:
    """Roles lent now and before; one's own are taken back here, and lent."""
    with visit.reading() as session:
        frame = lent.delegations(session, visit.who, clock.today())
    with ui.block(
        _("Roles lent"), _("What is done with a lent role counts as both people’s hand"), key="lent"
    ):
        if frame.empty:
            ui.empty(_("No role is lent"), _("Whoever holds a role lends it for some days."))
        else:
            listed(frame)
        said("f-lent-done")
        take_back(visit, frame)
        if visit.who.may("delegate"):
            lend(visit)


def listed(frame: pd.DataFrame) -> None:
    """A row a role lent."""
    words = [_(LENT[state][1]) for state in frame["state"]]
    rows = frame.assign(
        what=[_(ROLES[role]) for role in frame["role"]],
        tag=[LENT[state][0] for state in frame["state"]],
        word=pd.Series(words, index=frame.index, dtype=object),
    )
    columns = [
        Column("what", _("Role")),
        Column("lender", _("Lent by")),
        Column("borrower", _("Lent to")),
        Column("starts_on", _("From"), "date"),
        Column("ends_on", _("Until"), "date"),
        Column("reason", _("Reason")),
        Column("tag", _("Status"), "tag", word="word"),
    ]
    ui.table(rows, columns, _("Roles lent"), key="lent")


def take_back(visit: Visit, frame: pd.DataFrame) -> None:
    """A button for each of one's own roles that is lent."""
    mine = (frame["from_id"] == visit.who.id) & frame["state"].isin(["running", "upcoming"])
    for row in frame[mine].to_dict("records"):
        role = ROLES[row["role"]]
        act(
            visit,
            _("Take {role} back from {name}").format(role=_(role), name=row["borrower"]),
            access.end_delegation,
            key=f"f-end-{row['delegation_id']}",
            done=_("Taken back."),
            at="f-lent-done",
            is_primary=False,
            delegation_id=row["delegation_id"],
        )


def borrowers(visit: Visit) -> dict[int, str] | None:
    """Whom a role may be lent to, to choose among; None where there is nobody."""

    def looking(session: Session, words: str, most: int) -> dict[int, str]:
        return lent.borrowers(session, visit.who, words, most)

    with visit.reading() as session:
        if not looking(session, "", 1):
            return None
    return to_choose(visit, "f-lend-to", looking, PERSON)


def lend(visit: Visit) -> None:
    """Lend one of one's own roles for some days."""
    own = sorted(
        role for role, scope in visit.who.roles if role in POLICY["delegate"] and not scope
    )
    people = borrowers(visit) if own else None
    if people is None:
        return
    with st.form("f-form-lend"):
        left, right = st.columns(2)
        role = left.selectbox(
            _("Role"), own, format_func=lambda name: _(ROLES[name]), key="f-lend-role"
        )
        person_id = pick(_("Lent to"), people, "f-lend-to", at=right) or 0
        starts_on = pick_day(_("From"), "f-lend-from", clock.today(), at=left, first=clock.today())
        ends_on = pick_day(
            _("Until"),
            "f-lend-until",
            clock.today() + timedelta(days=7),
            at=right,
            first=clock.today(),
        )
        reason = st.text_area(_("Reason"), key="f-lend-reason", max_chars=500, height=80)
        if st.form_submit_button(_("Lend the role"), type="primary"):
            perform(
                visit,
                "f-lend",
                access.delegate,
                lambda: {
                    "person_id": person_id,
                    "role": role,
                    "starts_on": starts_on,
                    "ends_on": ends_on,
                    "reason": reason,
                },
                done=_("Lent."),
                at="f-lent-done",
            )

"""The letter a person gets: what is late, what is due soon, in their language."""

import hashlib
from collections.abc import Sequence
from datetime import date
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NamedTuple

from fund import clock, i18n
from fund.i18n import _, ngettext
from fund.reminders.rows import Reminder
from fund.reminders.rules import KINDS, ON_A_DAY, OVERDUE, STAGES

SINCE = frozenset(KINDS) - ON_A_DAY - {"submit"}
"""Kinds that wait since a day; the others are due on one."""


class Reader(NamedTuple):
    """Who the letter is for, and whom it is from: addresses in plain ASCII."""

    name: str
    address: str
    sender: str


def letter(
    reader: Reader, rows: Sequence[Reminder], today: date, *, is_demonstration: bool = False
) -> EmailMessage:
    """The letter; the same things on the same day give the same Message-ID, so that a letter sent
    twice is seen to be one.
    """
    late = sum(row["stage"] == OVERDUE for row in rows)
    mark = f"[{_('Demonstration data')}] " if is_demonstration else ""
    message = EmailMessage(policy.SMTP)
    message["From"] = Address(_("Commercial Space Fund"), addr_spec=reader.sender)
    message["To"] = Address(one_line(reader.name), addr_spec=reader.address)
    message["Subject"] = mark + _("{fund}: {late} overdue, {soon} due soon").format(
        fund=_("Commercial Space Fund"), late=late, soon=len(rows) - late
    )
    message["Date"] = format_datetime(clock.now())
    told = [
        (row["kind"], row["item_id"], row["anchor_on"].isoformat(), row["stage"]) for row in rows
    ]
    number = hashlib.sha256(repr((reader.address, today, sorted(told))).encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{number}@{reader.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    # base64: any server takes it, whatever the letters
    message.set_content(body(reader, rows, is_demonstration=is_demonstration), cte="base64")
    return message


def body(reader: Reader, rows: Sequence[Reminder], *, is_demonstration: bool) -> str:
    """The text: a part a stage, a line or two a thing."""
    parts = [_("{name}:").format(name=one_line(reader.name))]
    if is_demonstration:
        parts.append(_("Demonstration data: every organisation, person and figure is invented."))
    for stage, words in STAGES.items():
        found = [row for row in rows if row["stage"] == stage]
        if found:
            listed = "\n".join(f"{number}. {line(row)}" for number, row in enumerate(found, 1))
            parts.append(
                _("{stage} ({count})").format(stage=_(words), count=len(found)) + f"\n{listed}"
            )
    parts.append(
        _(
            "Each is told once, and again every 7 days while it is overdue. What is done is told no"
            " more."
        )
    )
    return "\n\n".join(parts) + "\n"


def line(row: Reminder) -> str:
    """One thing to do: what, of which grant or contract, by when, whose step, how much."""
    facts = [
        (_("waiting since {day}") if row["kind"] in SINCE else _("due on {day}")).format(
            day=i18n.day(row["anchor_on" if row["kind"] in SINCE else "due_on"])
        ),
        (
            ngettext("{count} day late", "{count} days late", row["days_late"]).format(
                count=row["days_late"]
            )
            if row["stage"] == OVERDUE
            else ""
        ),
        _money(row),
    ]
    what = [
        one_line(word)
        for word in (
            row["undertaking"],
            row["title"] if row["title"] != row["undertaking"] else "",
            row["step"],
        )
        if word
    ]
    return one_line(
        f"{_(KINDS[row['kind']])} · {' · '.join(what)} · {' · '.join(filter(None, facts))}"
    )


def _money(row: Reminder) -> str:
    if row["amount_fen"] is None:
        return ""
    return (
        i18n.amount(row["amount_fen"])
        if row["currency"] in ("", "CNY")
        else i18n.foreign(row["amount_fen"], row["currency"])
    )


def one_line(words: str) -> str:
    """Words without line breaks and other control characters: what people typed makes no line of
    its own, in a head or below.
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())

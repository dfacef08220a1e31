"""One organisation: what it holds, what it bid, the flags about it, who it is."""

import pandas as pd

from fund import clock, i18n, ui
from fund.frames import rows_of
from fund.i18n import _, ngettext
from fund.plan.rules import USCC_SCHEME
from fund.procurement.lists import LOOKS
from fund.procurement.wording import FLAGS, evidence
from fund.screens.ledger.amounts import money
from fund.screens.procurement.flags import outcome
from fund.screens.procurement.process import bid_look, bid_word
from fund.screens.suppliers.register import said
from fund.suppliers import queries
from fund.suppliers.rows import Bid, OrganisationRow, Undertaking
from fund.ui import Column, address
from fund.ui.visit import Visit, regions


def sentence(one: OrganisationRow) -> str:
    """What it holds, in one sentence; where an address led here from a merged entry, that too."""
    words = _(
        "**{grants}** grants and **{contracts}** contracts, **{amount}** committed; **{won}** of"
        " **{bids}** bids won."
    ).format(
        grants=one["grants"],
        contracts=one["contracts"],
        amount=i18n.amount(int(one["committed_fen"])),
        won=one["won"],
        bids=one["bids"],
    )
    return (
        words
        if one["asked_id"] == one["organisation_id"]
        else _("The entry asked for is merged into this one.")
        + (" " if i18n.language() == "en" else "")
        + words
    )


def undertakings(held: pd.DataFrame, kind: str, title: str, name: str, count: int) -> None:
    """Its grants, or its contracts, the newest first."""
    mine = held[held["kind"] == kind]
    with ui.block(
        f"{title} {count}",
        _("The newest {count} at most; amounts as they stand today").format(count=queries.MOST),
        key=f"held-{kind}",
    ):
        if mine.empty:
            ui.empty(
                _("None on record"),
                _("Nothing was entered under this organisation, nor under one merged into it."),
            )
            return
        rows = rows_of(mine, Undertaking)
        shown = mine.assign(
            to=[address(kind, id=row["code"]) for row in rows],
            sub=[entry(row["code"], row, name) for row in rows],
            committed=[amount(row["committed_fen"], row) for row in rows],
            paid=[amount(row["paid_fen"], row) for row in rows],
        )
        columns = [
            Column("title", title, link="to", sub="sub"),
            Column("status", _("Status"), "tag"),
            Column("decided_on", _("Decided on"), "date"),
            Column("committed", _("Committed")),
            Column("paid", _("Paid")),
        ]
        ui.table(shown, columns, title, key=f"held-{kind}")


def entry(code: str, row: Undertaking | Bid, name: str) -> str:
    """The code of a record, and the name it was entered under where that is another."""
    return code if row["entered_as"] == name else f"{code} · {row['entered_as']}"


def amount(fen: int | None, row: Undertaking | Bid) -> str:
    """An amount with its unit; a dash where nothing is committed yet."""
    return "—" if fen is None or pd.isna(fen) else money(fen, row)


def offers(bids: pd.DataFrame, one: OrganisationRow) -> None:
    """Its newest bids; sealed prices stay sealed."""
    title = ngettext("{count} bid", "{count} bids", one["bids"]).format(
        count=i18n.number(one["bids"])
    )
    about = _("The newest {count} at most; prices are sealed until the bids are opened")
    with ui.block(title, about.format(count=queries.MOST), key="offers"):
        if bids.empty:
            ui.empty(_("None on record"), _("It has bid in no procurement of the fund."))
            return
        rows = rows_of(bids, Bid)
        shown = bids.assign(
            to=[address("process", id=row["process"]) for row in rows],
            sub=[entry(row["process"], row, one["name"]) for row in rows],
            price=[amount(row["amount_fen"], row) for row in rows],
            look=[bid_look(row) for row in rows],
            word=[bid_word(row) for row in rows],
            day=[row["received_at"].astimezone(clock.BEIJING).date() for row in rows],
        )
        columns = [
            Column("title", _("Process"), link="to", sub="sub"),
            Column("day", _("Received on"), "date"),
            Column("price", _("Price")),
            Column("look", _("Status"), "tag", word="word"),
        ]
        ui.table(shown, columns, _("Bids"), key="offers")


def raised(found: pd.DataFrame, one: OrganisationRow, bids: pd.DataFrame) -> None:
    """The red flags raised by itself, by those merged into it and by the tenders it won."""
    keys = [one["organisation_id"], *(member["id"] for member in one["members"])]
    won = set(bids[bids["is_winner"].astype(bool)]["process"])
    rows = [
        row for row in found.to_dict("records") if row["supplier_id"] in keys or row["code"] in won
    ]
    if not rows:
        return
    title = ngettext(
        "{count} red flag, of itself or of a tender it won",
        "{count} red flags, of itself or of tenders it won",
        len(rows),
    ).format(count=len(rows))
    with ui.block(
        title, _("A flag is a prompt to review, not a finding of wrongdoing."), key="raised"
    ):
        shown = pd.DataFrame(
            [
                {
                    "rule": f"{row['flag']} {_(FLAGS[row['flag']][0])}",
                    "says": evidence(row["flag"], row["facts"], row["currency"]),
                    "of": row["title"] or _("over all its procurements"),
                    "to": address("flags", show=row["outcome"] or "open"),
                    "look": LOOKS[row["outcome"] or "open"],
                    "word": outcome(row["outcome"]),
                }
                for row in rows
            ]
        )
        ui.table(
            shown,
            [
                Column("rule", _("Rule and what it saw"), link="to", sub="says"),
                Column("of", _("About")),
                Column("look", _("Answer"), "tag", word="word"),
            ],
            title,
            key="raised",
        )


def facts(visit: Visit, one: OrganisationRow) -> None:
    """Who it is: code, province, the two flags, the entries merged into it."""
    ui.facts(
        [
            (
                _("Unified social credit code")
                if one["scheme"] == USCC_SCHEME
                else _("Identifier"),
                f"{one['identifier']} ({one['scheme']})",
            ),
            (_("Province"), regions(visit).get(one["region"], "")),
            (_("Commercial entity"), said(one["commercial"])),
            (_("Centrally funded projects"), said(one["central_project"])),
            *[
                (_("Merged into it"), f"{member['name']} {member['identifier']}")
                for member in one["members"]
            ],
        ]
    )
    ui.source_note(
        _(
            "Two facts, not one: a commercial entity that carries out a project paid from central"
            " fiscal money bears both flags."
        )
    )

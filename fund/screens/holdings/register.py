"""Holdings put together: the sentence on top, the figures, candidates, alerts, calls."""

from decimal import Decimal

import pandas as pd

from fund import i18n, ui
from fund.holdings.queries import Whole
from fund.holdings.rules import CHANNELS, EARLY, FORMS
from fund.i18n import _, ngettext
from fund.ui import Column, address


def multiple(value: Decimal | None) -> str:
    """A multiple to two places, or a dash."""
    return "—" if value is None else i18n.number(float(value), 2)


def rate(value: Decimal | None) -> str:
    """A yearly rate as percent, or a dash."""
    return "—" if value is None else i18n.share(float(value))


def headline(whole: Whole) -> str:
    """How many, what was paid in, what it is worth, what came back."""
    if not whole.holdings:
        return _("Nothing is invested yet.")
    words = ngettext(
        "**{count}** holding: **{paid}** paid in, worth **{worth}**, **{back}** came back.",
        "**{count}** holdings: **{paid}** paid in, worth **{worth}**, **{back}** came back.",
        whole.holdings,
    )
    return words.format(
        count=whole.holdings,
        paid=i18n.amount(whole.returns.paid_in_fen),
        worth=i18n.amount(whole.returns.fair_value_fen),
        back=i18n.amount(whole.returns.proceeds_fen),
    )


def figures(whole: Whole) -> None:
    """The returns of all holdings, the money of others, what is to go to the treasury; never added
    to the stages of the ledger.
    """
    told = whole.returns
    with ui.block(
        _("Value and returns"),
        _("As known on the day chosen; no part of the ledger’s stages"),
        key="returns",
    ):
        ui.facts(
            [
                (_("Subscribed"), i18n.amount(whole.subscribed_fen)),
                (_("Paid in"), i18n.amount(told.paid_in_fen)),
                (_("Paid by others"), i18n.amount(whole.others_paid_fen)),
                (_("Others’ money per yuan"), multiple(whole.leverage)),
                (_("Social capital per yuan"), multiple(whole.social_leverage)),
                (_("Fair value"), i18n.amount(told.fair_value_fen)),
                (_("Cost left"), i18n.amount(told.cost_left_fen)),
                (_("Unrealised"), i18n.amount(told.unrealised_fen)),
                (_("Came back"), i18n.amount(told.proceeds_fen)),
                (_("Gain realised"), i18n.amount(told.gain_fen)),
                (_("Loss realised"), i18n.amount(told.loss_fen)),
                (_("TVPI"), multiple(told.tvpi)),
                (_("DPI"), multiple(told.dpi)),
                (_("RVPI"), multiple(told.rvpi)),
                (_("IRR"), rate(told.irr)),
                (
                    _("To be remitted"),
                    i18n.amount(whole.remit_principal_fen + whole.remit_gain_fen),
                ),
            ]
        )


def alerts(found: pd.DataFrame) -> None:
    """The grounds of an early exit that are met, the oldest first."""
    if found.empty:
        return
    title = ngettext(
        "{count} ground of an early exit", "{count} grounds of an early exit", len(found)
    ).format(count=len(found))
    with ui.block(title, _("Shown until the cause ends or an exit is approved"), key="grounds"):
        shown = found.assign(
            to=[address("holding", id=code) for code in found["holding_id"]],
            state="amber",
            word=[_(EARLY[ground]) for ground in found["ground"]],
        )
        ui.table(
            shown,
            [
                Column("title", _("Holding"), link="to", sub="holding_id"),
                Column("state", _("Ground"), "tag", word="word"),
                Column("since", _("Since"), "date"),
            ],
            title,
            key="grounds",
        )


def candidates(found: pd.DataFrame) -> None:
    """What is entered and not decided: whoever recommended it, the fund decides by itself."""
    if found.empty:
        return
    title = ngettext("{count} candidate", "{count} candidates", len(found)).format(count=len(found))
    with ui.block(title, _("The fund decides, whoever recommended them"), key="candidates"):
        shown = found.assign(
            to=[address("holding", id=code) for code in found["holding_id"]],
            how=[_(FORMS[form]) for form in found["form"]],
            way=[_(CHANNELS[channel]) for channel in found["channel"]],
        )
        ui.table(
            shown,
            [
                Column("title", _("Candidate"), link="to", sub="holding_id"),
                Column("organisation", _("Firm or fund"), sub="how"),
                Column("way", _("Channel")),
                Column("status", _("Status"), "tag"),
            ],
            title,
            key="candidates",
        )


def calls(found: pd.DataFrame) -> None:
    """What is still to be called, by promised quarter, beside the budget it must come from."""
    if found.empty:
        return
    title = _("Still to be called: {amount}").format(
        amount=i18n.amount(int(found["open_fen"].sum()))
    )
    with ui.block(title, _("By promised quarter and budget line"), key="calls"):
        ui.table(
            found,
            [
                Column("quarter", _("Quarter")),
                Column("line", _("Line")),
                Column("open_fen", _("Still to be called"), "amount", "wan"),
                Column("appropriated_fen", _("Budget of the line"), "amount", "wan"),
                Column("unpaid_fen", _("Not paid of it yet"), "amount", "wan"),
            ],
            title,
            key="calls",
        )


def remittances(found: pd.DataFrame) -> None:
    """What came back and is to go to the treasury, the oldest first."""
    if found.empty:
        ui.empty(
            _("Nothing is to be remitted"),
            _("Everything that came back has gone to the treasury."),
        )
        return
    title = _("To be remitted: {amount}").format(amount=i18n.amount(int(found["remit_fen"].sum())))
    with ui.block(title, _("Principal and gain apart, the oldest first"), key="remit"):
        shown = found.assign(to=[address("holding", id=code) for code in found["holding_id"]])
        ui.table(
            shown,
            [
                Column("title", _("Holding"), link="to", sub="holding_id"),
                Column("principal_fen", _("Principal"), "amount", "wan"),
                Column("gain_fen", _("Gain"), "amount", "wan"),
                Column("remit_fen", _("Together"), "amount", "wan"),
                Column("since", _("Here since"), "date"),
                Column("days", _("Days"), "number"),
            ],
            title,
            key="remit",
        )


def on_overview(whole: Whole) -> None:
    """The block of the overview: invested, others' money, fair value, back, to remit."""
    if not whole.holdings:
        return
    told = whole.returns
    with ui.block(
        _("Investments"), _("Value and returns stand apart from the stages"), key="investments"
    ):
        ui.facts(
            [
                (_("Paid in"), i18n.amount(told.paid_in_fen)),
                (_("Paid by others"), i18n.amount(whole.others_paid_fen)),
                (_("Fair value"), i18n.amount(told.fair_value_fen)),
                (_("Came back"), i18n.amount(told.proceeds_fen)),
                (
                    _("To be remitted"),
                    i18n.amount(whole.remit_principal_fen + whole.remit_gain_fen),
                ),
                (_("Grounds of an early exit"), str(whole.alerts)),
            ]
        )
        ui.more(_("All holdings"), address("holdings"))

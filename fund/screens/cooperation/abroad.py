"""Cooperation as a whole: the headline, money by region, partners by country, agreements."""

import pandas as pd

from fund import i18n, ui
from fund.cooperation.rows import Overview
from fund.cooperation.rules import AGREEMENT_KINDS, LISTS, REGIONS
from fund.frames import named
from fund.i18n import _, ngettext
from fund.ui import Column, address


def headline(found: Overview) -> str:
    """How many projects count, how much, and which share goes to least developed countries."""
    first = ngettext(
        "**{count}** project abroad counts, {amount} obligated or committed",
        "**{count}** projects abroad count, {amount} obligated or committed",
        found["counting"],
    ).format(count=found["counting"], amount=i18n.amount(found["counted_fen"]))
    share = found["least_developed_share"]
    if share is None:
        return _("{first}.").format(first=first)
    return _("{first}; {share} of it for least developed countries.").format(
        first=first, share=i18n.share(share)
    )


def by_region(found: pd.DataFrame) -> None:
    """Regions of the world with what counts there."""
    shown = found.assign(name=[_(REGIONS[region]) for region in found["region"]])
    with ui.block(_("By region of the world"), _("UN M49; what counts, shared out"), key="regions"):
        ui.table(
            shown,
            [
                Column("name", _("Region")),
                Column("partners", _("Partners"), "number"),
                Column("projects", _("Projects"), "number"),
                Column("counted_fen", _("Counted"), "amount", "wan"),
            ],
            _("By region of the world"),
            key="regions",
        )


def flags_of(listed: list[str]) -> str:
    """The flags of a country in words."""
    return i18n.enumerated(_(LISTS[one]) for one in listed)


def partners(found: pd.DataFrame) -> None:
    """Countries and organisations with their flags, each the way to its page."""
    if found.empty:
        ui.empty(_("No partner"), _("An officer enters countries by their code."))
        return
    shown = named(found, "name").assign(
        to=[address("partner", id=code) for code in found["code"]],
        where=[_(REGIONS[region]) for region in found["region"]],
        flagged=[flags_of(listed) for listed in found["flags"]],
    )
    title = ngettext("{count} partner", "{count} partners", len(found)).format(count=len(found))
    with ui.block(title, _("Flags as of the day, each with its source"), key="partners"):
        ui.table(
            shown,
            [
                Column("name", _("Partner"), link="to", sub="code"),
                Column("where", _("Region")),
                Column("flagged", _("Flags")),
                Column("projects", _("Projects"), "number"),
                Column("counted_fen", _("Counted"), "amount", "wan"),
            ],
            title,
            key="partners",
        )


def agreements(found: pd.DataFrame) -> None:
    """Agreements with their partners and days."""
    if found.empty:
        return
    shown = named(found, "title").assign(
        what=[_(AGREEMENT_KINDS[kind]) for kind in found["kind"]],
    )
    with ui.block(_("Agreements"), _("What projects stand on"), key="agreements"):
        ui.table(
            shown,
            [
                Column("title", _("Title"), sub="code"),
                Column("what", _("Kind")),
                Column("parties", _("Partners")),
                Column("signed_on", _("Signed on"), "date"),
                Column("ends_on", _("Ends on"), "date"),
                Column("projects", _("Projects"), "number"),
            ],
            _("Agreements"),
            key="agreements",
        )

"""The alert to the authority as a paper form: nine parts in plain words, in the language of the
run.
"""

from fund import i18n
from fund.debris import rules, wording
from fund.debris.rows import Alert
from fund.frames import Columns
from fund.i18n import _
from fund.reports.description import Box, Form
from fund.words import ACTS

WIDTHS = (22.0, 78.0)


def likelihood(value: float | None) -> str:
    """A probability as people say it: one in so many.

    >>> likelihood(0.25), likelihood(0.0003), likelihood(None)
    ('one in 4', 'one in 3,300', 'not known')
    """
    if value is None:
        return _("not known")
    if value <= 1e-12:
        return _("next to nothing")
    rounded = float(f"{1 / value:.2g}")
    return _("one in {count}").format(count=i18n.number(round(rounded)))


def summary(one: Alert) -> str:
    """What may happen, when, how likely."""
    pc, own = rules.used(one["stated"], one["own"]), i18n.language()
    names: Columns = one
    return _(
        "{ours} and {other} will pass each other on {time} (Beijing) at about {miss} m. The chance"
        " that they collide is {chance}. Level: {level}."
    ).format(
        ours=names[f"ours_{own}"],
        other=names[f"other_{own}"],
        time=wording.instant(one["tca"]),
        miss=i18n.number(round(one["miss_m"])),
        chance=likelihood(pc),
        level=_(rules.LEVEL_WORDS[one["level"]]),
    )


def details(one: Alert) -> str:
    """Whose figures these are."""
    lines = [
        _("Type of the other object: {kind}").format(
            kind=wording.kind(one["other_kind"]) or _("not provided")
        ),
        _("Relative speed: {speed}").format(
            speed=_("not provided")
            if one["speed_km_s"] is None
            else f"{i18n.number(one['speed_km_s'], 1)} km/s"
        ),
        _("Probability stated by {sender}: {stated}; our own: {own}").format(
            sender=one["sender"],
            stated=wording.probability(one["stated"], is_stated=True),
            own=wording.probability(one["own"]),
        ),
        _("By the message made on {time} (Beijing)").format(time=wording.instant(one["made_at"])),
    ]
    return "\n".join(lines)


def history(one: Alert) -> str:
    """What was done so far."""
    lines = [
        f"{wording.instant(at)} · {_(ACTS[act])} · {firm}" for firm, act, at in one["warnings"]
    ]
    return "\n".join(lines) or _("No warning had been sent yet.")


def levels(one: Alert) -> str:
    """From which chance on an event has which level."""
    limits = one["limits"]
    return _(
        "Red from {red}, orange from {orange}, yellow from {yellow}; red and orange within {hours}"
        " hours before the closest approach. Without a probability the distance counts."
    ).format(
        red=likelihood(limits.pc_red),
        orange=likelihood(limits.pc_orange),
        yellow=likelihood(limits.pc_yellow),
        hours=limits.near_hours,
    )


def hands(one: Alert) -> str:
    """Who wrote it and who reviewed it."""
    return _("Written by {writer}; looked through by {second}; cleared by {third}").format(
        writer=one["written_by"] or "—",
        second=one["checked_by"] or "—",
        third=one["decided_by"] or "—",
    )


def form(one: Alert) -> Form:
    """The alert (fund.debris.alerts.alert) in the language of the run."""
    texts: Columns = one
    own = i18n.language()
    parts = [
        (_("Summary"), summary(one)),
        (_("Further details"), details(one)),
        (_("What it may mean"), str(texts[f"impact_{own}"])),
        (_("What to do"), str(texts[f"guidance_{own}"])),
        (_("Risk to other national objects"), str(texts[f"national_{own}"])),
        (_("Where the operator sees more"), _("Event {number}").format(number=one["number"])),
        (_("What was done so far"), history(one)),
        (_("How levels are set"), levels(one)),
        (_("Who was told"), f"{texts[f'informed_{own}']}\n{hands(one)}"),
    ]
    rows = [[Box(head, is_head=True), Box(text)] for head, text in parts]
    return Form(
        f"alert_{one['alert_id']}_{own}",
        _("Alert"),
        _("Alert: possible collision in orbit, {number}").format(number=one["number"]),
        f"{wording.instant(one['written_at'])} · {_(rules.ALERTS[one['outcome']])}",
        WIDTHS,
        rows,
    )

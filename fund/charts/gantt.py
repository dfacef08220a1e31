"""When will this undertaking finish: its milestones, promised, done and expected."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from fund import i18n
from fund.charts import theme
from fund.charts.theme import Figure, Tokens
from fund.i18n import _, ngettext
from fund.shelf import remembered

ROW = 46
DONE = ("met", "partially_met")


@dataclass(frozen=True)
class Span:
    """One milestone as drawn: from its start to what was promised, and to what happened or is
    expected; ``due`` is the current plan.
    """

    code: str
    title: str
    start: date
    promised: date
    due: date
    end: date
    is_met: bool
    overdue_days: int

    @property
    def is_late(self) -> bool:
        """Open although its current due date has passed."""
        return self.overdue_days > 0

    @property
    def slip_days(self) -> int:
        """Days after the first promise (negative: before)."""
        return (self.end - self.promised).days


def spans(df: pd.DataFrame, as_of: date) -> list[Span]:
    """The milestones in order; without a start of its own one begins where the one before was
    promised to end.

    ``df``: code, title, baseline_on (first promise), planned_on, forecast_on, met_on, status,
    start_on. The end of one still open is its forecast, else its current plan, and never before
    ``as_of``; it is overdue after its current plan.
    """
    found: list[Span] = []
    for row in theme.records(df):
        promised = _day(row.baseline_on) or _day(row.planned_on)
        if promised is None:
            continue
        met = _day(row.met_on) if row.status in DONE else None
        due = _day(row.planned_on) or promised
        expected = _day(row.forecast_on) or due
        before = found[-1].promised if found else promised - timedelta(days=45)
        start = _day(row.start_on) or min(before, promised)
        overdue = (as_of - due).days if met is None and row.status == "scheduled" else 0
        end = met or (max(expected, as_of) if row.status == "scheduled" else expected)
        found.append(
            Span(
                str(row.code),
                str(row.title),
                min(start, end),
                promised,
                due,
                end,
                met is not None,
                max(overdue, 0),
            )
        )
    return found


@remembered
def title(df: pd.DataFrame, as_of: date) -> str:
    """The finding: what is overdue, else what is expected late, else that all is on its promised
    day.
    """
    drawn = spans(df, as_of)
    if not drawn:
        return _("No milestones have been agreed yet")
    overdue = [span for span in drawn if span.is_late]
    if overdue:
        worst = max(overdue, key=lambda span: span.overdue_days)
        facts = {"standing": standing(worst), "code": worst.code, "count": len(overdue)}
        if len(overdue) == 1:
            return _("{code} is {standing}").format(**facts)
        return _("{count} milestones overdue; {code} is {standing}").format(**facts)
    if all(span.is_met for span in drawn):
        count = len(drawn)
        return ngettext(
            "The only milestone is met", "All {count} milestones are met", count
        ).format(count=count)
    slipping = [span for span in drawn if not span.is_met and span.slip_days > 0]
    if slipping:
        worst = max(slipping, key=lambda span: span.slip_days)
        return _("{code} is {standing}").format(code=worst.code, standing=standing(worst))
    done = sum(span.is_met for span in drawn)
    return _("{done} of {count} milestones met, none is late").format(done=done, count=len(drawn))


@remembered
def alt(df: pd.DataFrame, as_of: date) -> str:
    """Every milestone with its promised day and its standing."""
    drawn = spans(df, as_of)
    if not drawn:
        return _("No milestones have been agreed yet")
    parts = [
        _("{code} {title}: promised {day}, {standing}").format(
            code=span.code, title=span.title, day=i18n.day(span.promised), standing=standing(span)
        )
        for span in drawn
    ]
    return _("Milestones on a time line: {milestones}. {finding}.").format(
        milestones=theme.listed(parts), finding=title(df, as_of)
    )


def standing(span: Span) -> str:
    """On time, so many days late or early, overdue, expected late: in words."""
    if span.is_late:
        days = span.overdue_days
        return ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)
    days = abs(span.slip_days)
    if span.slip_days == 0:
        return _("on time") if span.is_met else _("as promised")
    if span.is_met:
        late, early = (
            ngettext("{days} day late", "{days} days late", days),
            ngettext("{days} day early", "{days} days early", days),
        )
    else:
        late = ngettext("expected {days} day late", "expected {days} days late", days)
        early = ngettext("expected {days} day early", "expected {days} days early", days)
    return (late if span.slip_days > 0 else early).format(days=days)


@remembered
def lines(df: pd.DataFrame, look: Tokens, as_of: date) -> Figure:
    """A row a milestone: outline promised, solid happened, hatched expected, a line for
    ``as_of``.
    """
    drawn = spans(df, as_of)
    if not drawn:
        return theme.nothing(look, 4 * ROW, _("No milestones have been agreed yet"))
    first = min(*(min(span.start, span.promised) for span in drawn), as_of) - timedelta(days=10)
    last = max(*(max(span.end, span.promised) for span in drawn), as_of) + timedelta(days=10)
    traces = [_bars(drawn, as_of, look, part) for part in ("promised", "done", "expected")]
    notes = [_head(span, row, first, last, look) for row, span in enumerate(drawn)]
    note, shape = _today(as_of, look)
    axis = {
        **theme.time_axis(look, first.isoformat(), last.isoformat()),
        "showgrid": True,
        "gridcolor": look.line,
        **_ticks(first, last),
    }
    axes = {"xaxis": axis, "yaxis": theme.hidden_axis(-(len(drawn) - 1) - 0.5, 0.72)}
    margin = {"l": 0, "r": 0, "t": 18, "b": 24}
    height = round((len(drawn) + 0.22) * ROW) + 42
    return {
        "data": traces,
        "layout": theme.layout(
            look, height, annotations=[*notes, note], shapes=[shape], margin=margin, **axes
        ),
    }


def _today(as_of: date, look: Tokens) -> tuple[dict[str, object], dict[str, object]]:
    """The day of the data, and the line through it."""
    today = as_of.isoformat()
    note = theme.label(
        i18n.day(as_of),
        look,
        x=today,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=1,
        color=look.ink,
    )
    return note, {
        "type": "line",
        "x0": today,
        "x1": today,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"color": look.ink, "width": 1.2},
    }


def _bars(drawn: list[Span], as_of: date, look: Tokens, part: str) -> dict[str, object]:
    """One trace for one meaning; a part of no length is left out."""
    pieces = [(row, span, *_reach(span, as_of, part)) for row, span in enumerate(drawn)]
    pieces = [piece for piece in pieces if piece[3] > piece[2]]
    colours = [
        look.orange if span.is_late else (look.primary if part == "done" else look.blue)
        for _row, span, _from, _to in pieces
    ]
    if part == "promised":
        marker: dict[str, object] = {
            "color": "rgba(0,0,0,0)",
            "line": {"color": look.ctl, "width": 1.2},
        }
    elif part == "done":
        marker = {"color": colours, "line": {"width": 0}}
    else:
        line = {"color": colours, "width": 1}
        marker = theme.hatch(colours, look, 0.3) | {"line": line}
    return theme.bar(
        [(to - start).days * 86_400_000 for _row, _span, start, to in pieces],
        [-float(row) for row, *_rest in pieces],
        marker,
        base=[start.isoformat() for _row, _span, start, _to in pieces],
        width=0.36 if part == "promised" else 0.22,
        hovertext=[_hover(span) for _row, span, _from, _to in pieces],
    )


def _reach(span: Span, as_of: date, part: str) -> tuple[date, date]:
    if part == "promised":
        return min(span.start, span.promised), span.promised
    if part == "done":
        return span.start, span.end if span.is_met else min(span.end, as_of)
    return (span.end, span.end) if span.is_met else (max(span.start, as_of), span.end)


def _head(span: Span, row: int, first: date, last: date, look: Tokens) -> dict[str, object]:
    """The label above the bar, kept inside the drawing by leaning on the bar's nearer end."""
    whole = (last - first).days
    start, end = min(span.start, span.promised), max(span.end, span.promised)
    middle = ((start - first).days + (end - first).days) / 2 / whole
    anchor, day = (
        ("left", start)
        if middle < 1 / 3
        else ("right", end)
        if middle > 2 / 3
        else ("center", start + (end - start) / 2)
    )
    tone = (
        look.tones["crit"][0]
        if span.is_late
        else look.tones["warn"][0]
        if span.slip_days > 0 and not span.is_met
        else look.muted
    )
    words = theme.coloured(("◆ " if span.is_late else "") + standing(span), tone)
    text = f"<b>{theme.plain(span.code)} {theme.plain(span.title)}</b>  {words}"
    return theme.label(
        text,
        look,
        x=day.isoformat(),
        xanchor=anchor,
        y=0.22 - row,
        yanchor="bottom",
        color=look.ink,
        bgcolor=look.bg,
    )


def _hover(span: Span) -> str:
    facts = [_("Promised {day}").format(day=i18n.day(span.promised))]
    facts.append(
        (_("Met {day}") if span.is_met else _("Expected {day}")).format(day=i18n.day(span.end))
        if not span.is_late
        else standing(span)
    )
    return f"<b>{theme.plain(span.code)} {theme.plain(span.title)}</b><br>" + "<br>".join(facts)


def _ticks(first: date, last: date) -> dict[str, object]:
    """Quarters when short, half years or years when long; the year is said where it begins."""
    months = (last - first).days / 30.4
    every = theme.every(months)
    ticks = [
        tick for tick in pd.date_range(first, last, freq="MS") if (tick.month - 1) % every == 0
    ]
    words = [_tick(tick, is_first=place == 0) for place, tick in enumerate(ticks)]
    return {
        "tickmode": "array",
        "tickvals": [tick.date().isoformat() for tick in ticks],
        "ticktext": words,
    }


def _tick(day: pd.Timestamp, *, is_first: bool) -> str:
    has_year = is_first or day.month == 1
    if i18n.language() == "zh":
        return f"{day:%y} 年 {day.month} 月" if has_year else f"{day.month} 月"
    return f"{day:%b %y}" if has_year else f"{day:%b}"


def _day(value: date | None) -> date | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()

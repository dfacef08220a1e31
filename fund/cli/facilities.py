"""Commands on shared facilities: what there is and what is free first; the bookings."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from fund import clock
from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import Json, command, day
from fund.cli.reading import reading
from fund.errors import N_, FundError
from fund.i18n import _

if TYPE_CHECKING:
    from fund.facilities.finding import Slot


class OddNumber(FundError):
    """A figure is asked for by its name and a number."""

    message = N_("“{figure}” is no figure: write name=number, one of {names}.")


@command("facilities")
def facilities(
    kind: Annotated[str, typer.Option(help=_("Only this kind of facility."))] = "",
    least: Annotated[
        list[str] | None, typer.Option(help=_("A figure at least, as name=number; repeatable."))
    ] = None,
    most: Annotated[
        list[str] | None, typer.Option(help=_("A figure at most, as name=number; repeatable."))
    ] = None,
    band: Annotated[str, typer.Option(help=_("Only with this frequency band."))] = "",
    days: Annotated[int, typer.Option(help=_("First free window of so many days."))] = 0,
    hours: Annotated[float, typer.Option(help=_("First free window of so many hours."))] = 0,
    before: Annotated[str, typer.Option(help=_("Before this day."))] = "",
    json: Json = False,
) -> None:
    """The facilities that fit; with --days or --hours the first free window of each."""
    from fund.facilities import finding, registry

    with reading("facilities", clock.today()) as session:
        wanted = finding.Wanted(
            kind=kind,
            least=dict(_figure(one) for one in least or []),
            most=dict(_figure(one) for one in most or []),
            band=band,
            days=days,
            minutes=round(hours * 60) or 60,
            before=datetime.combine(day(before), time(), clock.BEIJING) if before else None,
        )
        rows = finding.fitting(session, OPERATOR, wanted)
        keys: list[int] = [row.id for row in rows]
        frame = registry.facilities(session, OPERATOR, keys)
        found = output.records(frame, registry.FACILITIES)
        if days or hours:
            slots = finding.slots(session, OPERATOR, wanted)
            found = _with_windows(found, slots)
    if json:
        output.document({"facilities": found})
        return
    for one in found:
        window = " – ".join(str(one[name]) for name in ("free_from", "free_to") if one.get(name))
        typer.echo(f"{one['code']}\t{one['name_zh']}\t{one['figures']}\t{window}")


def _figure(text: str) -> tuple[str, Decimal]:
    from fund.facilities.rules import FIGURES

    name, _sign, value = text.partition("=")
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if name not in FIGURES or not number.is_finite():
        raise OddNumber(figure=text[:40], names=list(FIGURES))
    return name, number


def _with_windows(
    found: Sequence[dict[str, object]], slots: "list[Slot]"
) -> list[dict[str, object]]:
    """The facilities in the order their first free windows come, with these in Beijing time."""
    from fund.facilities.booking_rules import written

    by_code = {one["code"]: one for one in found}
    return [
        by_code[slot.code]
        | {
            "free_from": written(slot.window.first) if slot.window else None,
            "free_to": written(slot.window.last) if slot.window else None,
        }
        for slot in slots
    ]


@command("bookings")
def bookings(
    facility: Annotated[str, typer.Option(help=_("Only of the facility of this code."))] = "",
    json: Json = False,
) -> None:
    """The bookings of facilities, with use and charge."""
    from fund.facilities import queries
    from fund.facilities.booking_rules import written

    with reading("bookings", clock.today()) as session:
        frame = queries.bookings(session, OPERATOR, None)
    if facility:
        frame = frame[frame["code"] == facility]
    if json:
        output.document({"bookings": output.records(frame, queries.BOOKINGS)})
        return
    for row in frame.to_dict("records"):
        first, last = written(row["starts_at"]), written(row["ends_at"])
        typer.echo(f"{row['number']}\t{row['code']}\t{first}\t{last}\t{row['status']}")

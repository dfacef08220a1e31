"""Commands on launch sites and launches: what they can launch, did launch, and how it ended."""

from collections.abc import Sequence
from typing import Annotated

import typer

from fund.access.actors import OPERATOR
from fund.cli import output
from fund.cli.app import AsOf, Json, command, day
from fund.cli.reading import reading
from fund.errors import N_, FundError
from fund.i18n import _
from fund.sites.rows import LiftOff
from fund.sites.rules import ORIGINS, Range


class NoSuchList(FundError):
    """Launches stand in a register or in a list."""

    message = N_("“{value}” is no register of launches. Choose one of: {known}.")


@command("sites")
def sites(as_of: AsOf = "", json: Json = False) -> None:
    """The fund's own sites with launches, success, turn-round, capacity and its use."""
    from fund.sites import overview

    cut = day(as_of)
    with reading("sites", cut) as session:
        found = overview.standing(session, OPERATOR, cut)
    if json:
        output.document(
            {
                "launches": found.launches,
                "launches_of_the_year": found.this_year,
                "unconfirmed": found.unconfirmed,
                "success": _range(found.success),
                "scrubs": _range(found.scrubs),
                "commercial": _range(found.commercial),
                "service_unknown": found.unsaid,
                "slips": [
                    {"precision": name, "count": count, "days": days}
                    for name, (count, days) in found.slips.items()
                ],
                "sites": output.records(found.sites, overview.STANDING),
                "pads": output.records(found.turns, overview.TURNS),
                "years": output.records(found.years, overview.YEARS),
            }
        )
        return
    typer.echo(_("{launches} launches, {this_year} this year").format(**found._asdict()))
    for row in found.sites.to_dict("records"):
        typer.echo(
            f"{row['code']}\t{row['this_year']}\t{row['launches']}\t{row['succeeded']}"
            f"\t{row['name_zh']}"
        )


@command("launches")
def launches(
    origin: Annotated[
        str, typer.Option("--list", help=_("own, or a list taken in: missions, gcat."))
    ] = "own",
    as_of: AsOf = "",
    json: Json = False,
) -> None:
    """The launches of one register or list, with success, launches a year and turn-round."""
    from fund.sites import figures, queries

    cut = day(as_of)
    with output.refusals():
        if origin not in ORIGINS:
            raise NoSuchList(value=origin[:20], known=list(ORIGINS))
    with reading("launches", cut) as session:
        frame = queries.launches(session, OPERATOR, cut, origin)
    flown = figures.flown(frame)
    good = figures.succeeded(flown)
    if json:
        said = {"list": origin, "success": _range(good), **_counted(flown)}
        rows = output.records(frame, queries.LAUNCHES)
        output.document(said | {"not_flown": len(frame) - len(flown), "launches_listed": rows})
        return
    typer.echo(
        _("{launches} launches flown, {succeeded} succeeded").format(
            launches=len(flown), succeeded=good.over if good else 0
        )
    )
    for row in frame.to_dict("records"):
        typer.echo(f"{row['tag']}\t{row['shown_on']}\t{row['site']}\t{row['outcome'] or '—'}")


def _counted(flown: Sequence[LiftOff]) -> dict[str, object]:
    """Launches by year and site, and turn-round by pad."""
    from fund.sites import figures

    return {
        "launches": len(flown),
        "years": [
            {"year": year, "site": site, "launches": count}
            for (year, site), count in figures.by_year_and_site(flown).items()
        ],
        "turns": [
            {"site": site, "pad": pad, **one._asdict()}
            for (site, pad), one in figures.turns(flown).items()
        ],
    }


def _range(found: Range | None) -> dict[str, object] | None:
    return None if found is None else found._asdict()

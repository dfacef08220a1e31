"""OCDS out: the fund's own procurements and what was published elsewhere, as a release package or
as records with compiled releases.

Source: https://standard.open-contracting.org/1.1/en/schema/, kept in data/schemas; every release is
checked against it on the way out.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, NotRequired, TypedDict

import sqlalchemy as sa
from sqlmodel import Session

from fund import clock
from fund.access.actors import Actor
from fund.columns import table_of
from fund.errors import N_, FundError
from fund.procurement import exchange as own
from fund.published import compiling, documents, fields, mending, ocds
from fund.published.issues import Findings
from fund.published.records import digest
from fund.published.tables import ImportFile, PublishedProcess, PublishedRelease

EXTENSIONS = [
    f"https://raw.githubusercontent.com/open-contracting-extensions/ocds_{name}/extension.json"
    for name in (
        "bid_extension/v1.1.5",
        "location_extension/v1.1.5",
        "lots_extension/v1.1.5",
        "process_title_extension/v1.1.5",
        "transaction_milestones_extension/master",
    )
]
"""What fields beyond the core the fund’s own releases have, and the lots others publish."""
SOURCES = ("all", "own", "published")
PROCESS = table_of(PublishedProcess)
FILE = table_of(ImportFile)
RELEASE = table_of(PublishedRelease)


class NothingToPublish(FundError):
    """A package has at least one release."""

    message = N_(
        "No procurement matches what was asked for by {day}. Choose a later day or another filter."
    )


class Wanted(NamedTuple):
    """What goes out: whose (SOURCES), of which of the plan's categories, which processes; empty
    means every one.
    """

    source: str = "all"
    category: str = ""
    ocids: tuple[str, ...] = ()


ALL = Wanted()


class Package(TypedDict):
    """A release package, or a record package, as the standard names what stands in it."""

    uri: str
    version: str
    extensions: list[str]
    publishedDate: str
    publisher: dict[str, str]
    releases: NotRequired[list[dict[str, object]]]
    records: NotRequired[list[dict[str, object]]]


def package(session: Session, actor: Actor, as_of: date, wanted: Wanted = ALL) -> Package:
    """A release package of every release known on the day. Raises NothingToPublish where there is
    none.
    """
    actor.must("export")
    found = list(_told_apart(_releases(session, actor, as_of, wanted)))
    if not found:
        raise NothingToPublish(day=as_of)
    return {**_head(as_of), "releases": found}


def records(session: Session, actor: Actor, as_of: date, wanted: Wanted = ALL) -> Package:
    """A record package: each process with its releases and one compiled release. Raises
    NothingToPublish where there is none.
    """
    actor.must("export")
    listed: dict[str, list[dict[str, object]]] = {}
    for release in _releases(session, actor, as_of, wanted):
        listed.setdefault(str(release["ocid"]), []).append(release)
    if not listed:
        raise NothingToPublish(day=as_of)
    return {
        **_head(as_of),
        "records": [
            {"ocid": ocid, "releases": list(_told_apart(found)), "compiledRelease": compiled(found)}
            for ocid, found in listed.items()
        ],
    }


def has_own(session: Session, actor: Actor) -> bool:
    """Whether the fund bought anything, or means to."""
    actor.must("export")
    return own.is_there(session)


def compiled(releases: list[dict[str, object]]) -> dict[str, object]:
    """What is known of a process now, from its releases as they go out: merged as
    fund.published.compiling merges what came in.
    """
    ordered, _conflicts = compiling.in_order(map(_stated, releases))
    ocid = str(releases[0]["ocid"])
    whole = compiling.merged(ocid, ordered)
    last = ordered[-1].at
    named = whole | {"id": f"{ocid}-{last.isoformat() if last else ''}"}
    return mending.mended(named, ocid, last)


def _stated(release: dict[str, object]) -> compiling.Stated:
    """A release on its way out, as it was when it came in."""
    found, noted_at = mending.published(release)
    raw = documents.canonical(found) or b""
    at = noted_at or fields.moment(found, "date", "", Findings())
    is_whole = compiling.is_whole(ocds.tags(found))
    return compiling.Stated(at, is_whole, str(found.get("id")), digest(raw), raw)


def _head(as_of: date) -> Package:
    name = os.environ.get("FUND_PUBLISHER") or "商业航天发展基金"
    return {
        "uri": (
            os.environ.get("FUND_OCDS_URI") or f"urn:commercial-space-fund:ocds:{as_of.isoformat()}"
        ),
        "version": "1.1",
        "extensions": EXTENSIONS,
        "publishedDate": own.start(as_of),
        "publisher": {"name": name},
    }


def _releases(
    session: Session, actor: Actor, as_of: date, wanted: Wanted
) -> Iterator[dict[str, object]]:
    if wanted.source != "published":
        for release in own.releases(
            session, actor, as_of, category=wanted.category, ocids=wanted.ocids
        ):
            yield mending.mended(release, str(release["ocid"]))
    if wanted.source != "own":
        yield from _published(session, as_of, wanted)


def _published(session: Session, as_of: date, wanted: Wanted) -> Iterator[dict[str, object]]:
    """Every version that came in by the day, in the order they came in."""
    where = [
        FILE.c.imported_at < datetime.combine(as_of + timedelta(days=1), time(), clock.BEIJING)
    ]
    where += [PROCESS.c.category == wanted.category] if wanted.category else []
    where += [PROCESS.c.ocid.in_(wanted.ocids)] if wanted.ocids else []
    rows = session.execute(
        sa.select(PROCESS.c.ocid, RELEASE.c.released_at, RELEASE.c.raw)
        .join(PROCESS, PROCESS.c.id == RELEASE.c.published_process_id)
        .join(FILE, FILE.c.id == RELEASE.c.import_file_id)
        .where(*where, ~RELEASE.c.is_compiled)
        .order_by(RELEASE.c.id)
    )
    for ocid, released_at, raw in rows:
        yield mending.mended(documents.stored(raw), ocid, released_at)


def _told_apart(releases: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    """An id that stands in the package already is told apart, and put back when it is read
    again.
    """
    taken: set[str] = set()
    for release in releases:
        release_id, number = str(release["id"]), 1
        while release_id in taken:
            number += 1
            release_id = f"{release['id']}#{number}"
        taken.add(release_id)
        yield release if number == 1 else mending.renamed(release, release_id)


def written(content: Mapping[str, object]) -> bytes:
    """The package as UTF-8 JSON, amounts digit by digit."""
    return own.written(content)

"""A list as a file: the rows, the order and the columns on screen, as a sheet of a workbook or as
CSV.
"""

import csv
import io
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import pandas as pd
from sqlmodel import Session

from fund import clock, db, i18n
from fund.access.actors import Actor
from fund.errors import N_, NotFound
from fund.i18n import _
from fund.ledger.view import from_address
from fund.listing import address, paging, wording
from fund.listing.declared import IN_WORKBOOK, Asked, Col, Listing, every
from fund.reports.description import Column, Kind, Sheet
from fund.reports.values import Value, in_own_units, is_missing, number_of
from fund.rooms.download import Download, Sent
from fund.workbook.delimited import LIVELY

KINDS: dict[str, Kind] = {
    "amount": "original",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "share": "share",
}
"""How a workbook writes a column; whatever is not here is text."""
TEXT = "text/csv; charset=utf-8"


def _sent(
    session: Session, actor: Actor, name: str, given: dict[str, str], day: str, language: str
) -> Sent:
    """A list as CSV, read in batches while it goes out: what its page shows at this address."""
    declared = every().get(name)
    if declared is None:
        raise NotFound(kind=N_("list"), key=name)
    paging.must_see(actor, declared)
    actor.must("export")
    view = from_address({**given, "as_of": day}, clock.today())
    asked = address.from_address(declared, given, view)
    engine = session.get_bind().engine

    def pieces() -> Iterator[bytes]:
        with db.reading(engine) as reading:
            found = lines(reading, actor, declared, asked)
            while True:
                # each piece may be asked for in a context of its own
                with i18n.speaking(language):
                    piece = next(found, None)
                if piece is None:
                    return
                yield piece

    with i18n.speaking(language):
        title = re.sub(r"[^\w.-]+", "_", _(declared.title)).strip("_.")
    return Sent(f"{title}_{day}_{secrets.token_hex(3)}.csv", TEXT, pieces())


def columns(listing: Listing, asked: Asked) -> list[Column]:
    """The columns chosen, with their heads in the language of the run."""
    return [
        Column(column.name, _(column.head), KINDS.get(column.kind, "text"), width=column.width)
        for column in listing.chosen(asked.columns)
    ]


def sheet(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Sheet:
    """All rows somebody sees, page after page, as one sheet: at most as many as a workbook
    takes.
    """
    chosen = listing.chosen(asked.columns)
    frames = list(_frames(session, actor, listing, asked, chosen, IN_WORKBOOK))
    frame = (
        pd.concat(frames, ignore_index=True)
        if frames
        else pd.DataFrame(columns=[column.name for column in chosen])
    )
    return Sheet(listing.name, _(listing.title), columns(listing, asked), frame)


def lines(session: Session, actor: Actor, listing: Listing, asked: Asked) -> Iterator[bytes]:
    """The same as CSV, piece by piece: UTF-8 with a mark that spreadsheets know it by, dates as
    2026-03-17, amounts with the decimals of their currency, an apostrophe before a text they would
    calculate.
    """
    chosen = listing.chosen(asked.columns)
    yield b"\xef\xbb\xbf" + _csv([[_(column.head) for column in chosen]])
    for frame in _frames(session, actor, listing, asked, chosen, None):
        yield _csv(
            [_cell(value, column) for value, column in zip(row, chosen, strict=True)]
            for row in frame.itertuples(index=False, name=None)
        )


def _frames(
    session: Session,
    actor: Actor,
    listing: Listing,
    asked: Asked,
    chosen: Sequence[Col],
    most: int | None,
) -> Iterator[pd.DataFrame]:
    amounts = [column.name for column in chosen if column.kind == "amount"]
    for frame in paging.batches(session, actor, listing, asked, most):
        yield wording.for_file(session, chosen, in_own_units(frame, amounts))


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _cell(value: Value, column: Col) -> str:
    if value is None or is_missing(value):
        return ""
    if isinstance(value, Decimal) and column.kind == "amount":
        return f"{value:f}"
    if column.kind == "amount":
        fen = int(number_of(value))
        whole, rest = divmod(abs(fen), 100)
        return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"
    if column.kind == "date":
        return str(value.date() if isinstance(value, pd.Timestamp) else value)
    if column.kind == "integer":
        return str(int(number_of(value)))
    text = str(value)
    is_number = column.kind in ("number", "share")
    return f"'{text}" if text.startswith(LIVELY) and not is_number else text


CSV = Download("list", "export", _sent)

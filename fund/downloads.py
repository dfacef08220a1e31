"""Files and workbooks of the rooms go out by a route of our own: each request is asked who wants
it, as stored at that moment.

A page puts a ticket into its link (fund.attachments.tickets); it opens nothing for anybody else,
and nothing at all once the sign-in or the role has ended.
"""

from functools import cache
from urllib.parse import quote

import sqlalchemy as sa
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from fund import audit, db, house, i18n, visitors
from fund.access import actors
from fund.attachments import tickets
from fund.attachments.tickets import Ticket
from fund.errors import N_, FundError, NotFound
from fund.rooms import derived
from fund.rooms.download import Download
from fund.sign_in import sessions
from fund.ui import sign_in


class ForSomebodyElse(FundError):
    """A link is for the person it was made for, under the sign-in it was made in."""

    message = N_(
        "This link was made for another person or another sign-in. Open the page yourself and"
        " follow it from there."
    )


@cache
def all_downloads() -> dict[str, Download]:
    """What can be asked for by its kind, as the rooms make it."""
    return derived.by_name(
        (one.kind, one) for one in (house.at(place, Download) for place in house.DOWNLOADS)
    )


def send(request: Request) -> Response:
    """The download of a ticket, for the person it was made for; every refusal is on record."""
    asked = tickets.read(request.path_params["ticket"])
    if asked is None or asked.kind not in all_downloads():
        return _refused(NotFound(kind="attachment", key=""), 404)
    engine = db.engine(db.url())
    try:
        with db.reading(engine) as session:
            _must_be_theirs(session, asked, request)
            sent = all_downloads()[asked.kind].make(
                session, actors.load(session, asked.person), *asked.facts
            )
    except db.NoAnswer as away:
        return _refused(away, 503)
    except FundError as refused:
        who, told = _asker(engine, request), refused
        db.note(
            engine,
            lambda session: audit.refusal(
                session,
                who if sign_in.is_configured() else asked.person,
                all_downloads()[asked.kind].act,
                told,
                {"download": asked.kind, "of": str(asked.facts)},
            ),
        )
        return _refused(refused, 403)
    disposition = f"attachment; filename*=UTF-8''{quote(sent.name, safe='')}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    if isinstance(sent.content, bytes):
        return Response(sent.content, media_type=sent.media_type, headers=headers)
    return StreamingResponse(sent.content, media_type=sent.media_type, headers=headers)


def _must_be_theirs(session: Session, asked: Ticket, request: Request) -> None:
    """The sign-in of the browser that asks is the one the ticket was made in, and it holds; where
    nobody signs in, the visitor is the one it was made for.
    """
    if not sign_in.is_configured():
        if not asked.signed_in or request.headers.get(visitors.MARK) != asked.signed_in:
            raise ForSomebodyElse
        return
    claims = sign_in.claims_of(request.cookies)
    if not asked.signed_in or not claims or sessions.key_of(claims) != asked.signed_in:
        raise ForSomebodyElse
    sessions.must_hold(session, asked.signed_in)


def _asker(engine: sa.Engine, request: Request) -> int | None:
    """Who asks, as far as the browser says; None for nobody known."""
    with db.reading(engine) as session:
        return sessions.person_of(session, sign_in.claims_of(request.cookies))


def _refused(refused: FundError, status: int) -> PlainTextResponse:
    return PlainTextResponse(i18n.say(refused), status, headers={"cache-control": "no-store"})

"""Sign-in on the page: whether an office has set it up, who came in, and a quiet watch that notices
when a sign-in ends.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
import streamlit as st
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from fund import db, ui
from fund.errors import FundError
from fund.i18n import _
from fund.sign_in import sessions
from fund.ui import net

SHORTEST_SECRET = 32
WATCH_SECONDS = 10
OFF, HELD, ANONYMOUS, STRANGER = "off", "held", "anonymous", "stranger"
"""Where a visitor stands: sign-in is not set up, holds, is missing, or is an account nobody has;
else a word of fund.sign_in.tables.ENDINGS.
"""


class SignedIn(NamedTuple):
    """Who came in: ``where`` they stand, the person and the mark of the sign-in where it holds."""

    where: str
    person_id: int | None = None
    key: str | None = None
    claims: Mapping[str, Any] = {}


@cache
def provider() -> Mapping[str, Any]:
    """What the office told of its provider: the section [auth] of the file FUND_SIGN_IN names, else
    of Streamlit's own secrets; empty without one.
    """
    if file := os.environ.get("FUND_SIGN_IN"):
        return dict(tomllib.loads(Path(file).read_text(encoding="utf-8"))["auth"])
    return (
        dict(secrets_singleton.get("auth") or {}) if secrets_singleton.load_if_toml_exists() else {}
    )


def is_configured() -> bool:
    """Whether the office has a provider."""
    return bool(provider())


def must_be_safe() -> None:
    """Refuse to start with a secret that could be guessed: whoever has it signs in as anybody."""
    if is_configured() and len(str(provider().get("cookie_secret", ""))) < SHORTEST_SECRET:
        raise SystemExit(
            f"The cookie_secret in the section [auth] is missing or shorter than {SHORTEST_SECRET}"
            " characters. Make one: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )


def claims_of(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider's token said, from the browser's signed cookie; empty without one that is
    ours. For requests that are no page.
    """
    told = (
        _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME) if is_configured() else None
    )
    claims = json.loads(told) if told else {}
    return (
        {}
        if not claims.pop("is_logged_in", False)
        else {name: value for name, value in claims.items() if name != "origin"}
    )


def arrive(engine: sa.Engine) -> SignedIn:
    """Find out who came in, from the provider's token and the sign-ins on record; a click counts as
    being there.
    """
    if not is_configured():
        return SignedIn(OFF)
    claims = dict(st.user.to_dict())
    if not claims.pop("is_logged_in", False) or not claims.get("iss") or not claims.get("sub"):
        return SignedIn(ANONYMOUS)
    key = sessions.key_of(claims)
    with db.reading(engine) as session:
        where, person_id, is_due = (
            sessions.state(session, key),
            sessions.person_of(session, claims),
            sessions.is_due(session, key),
        )
        is_new = where == "revoked" and not sessions.is_known(session, key)
    if person_id is None:
        return _stranger(engine, claims, key)
    if is_new:
        return _begun(engine, claims, person_id, key)
    if where:
        db.note(engine, lambda session: sessions.end(session, key, where))
        return SignedIn(where, claims=claims)
    if is_due:
        db.note(engine, lambda session: sessions.touch(session, key))
    return SignedIn(HELD, person_id, key, claims)


def _begun(engine: sa.Engine, claims: Mapping[str, Any], person_id: int, key: str) -> SignedIn:
    try:
        db.write(engine, lambda session: sessions.begin(session, claims), is_repeatable=True)
    except (db.DatabaseAway, db.OutcomeUnknown):
        raise
    except FundError:
        return SignedIn("expired", claims=claims)
    return SignedIn(HELD, person_id, key, claims)


def _stranger(engine: sa.Engine, claims: Mapping[str, Any], key: str) -> SignedIn:
    """Somebody whose account nobody here has: on record once a visit."""
    if st.session_state.get("f-stranger") != key:
        st.session_state["f-stranger"] = key
        db.note(engine, lambda session: sessions.note_stranger(session, claims))
    return SignedIn(STRANGER, claims=claims)


def button(words: str) -> None:
    """The way to the provider; it asks for the password again."""
    if st.button(words, type="primary", key="f-sign-in"):
        st.login()


def leave(engine: sa.Engine, key: str, name: str) -> None:
    """Who is here, and the way out: for every tab at once."""
    st.caption(name)
    if st.button(_("Sign out"), key="f-sign-out", width="stretch"):
        db.write(
            engine, lambda session: sessions.end(session, key, "signed_out"), is_repeatable=True
        )
        st.logout()


@st.fragment(run_every=WATCH_SECONDS)
def watch(engine: sa.Engine, key: str) -> None:
    """Ask now and then whether the sign-in still holds; where it does not, the page gives way to
    the gate. This is no click.
    """
    ui.speak()
    ended = ""
    with net.catching("sign-in watch") as caught, db.reading(engine, patience=0) as session:
        ended = sessions.state(session, key)
    if caught.error is not None:
        caught.draw()
    elif ended:
        st.rerun()

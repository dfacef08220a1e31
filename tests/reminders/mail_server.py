"""A mail server of its own process, for the tests: mail_server.py FOLDER [--refuse ADDRESS]
[--busy] [--cert FILE KEY] [--smtps] [--login USER PASSWORD].

It prints its port, keeps each letter it took as FOLDER/N.eml, and beside it who gave it, to whom,
and whether encrypted.
"""

import argparse
import asyncio
import json
import ssl
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Keeper:
    """Takes letters, or says why not."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.taken = 0

    async def handle_RCPT(
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == self.asked.refuse:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Session, envelope: Envelope) -> str:
        if self.asked.busy:
            return "451 not now"
        self.taken += 1
        place = self.asked.folder / str(self.taken)
        place.with_suffix(".eml").write_bytes(
            envelope.content if isinstance(envelope.content, bytes) else b""
        )
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": session.ssl is not None or self.asked.smtps,
            "authenticated": session.authenticated,
        }
        place.with_suffix(".json").write_text(json.dumps(facts))
        return "250 taken"


def authenticator(login: list[str] | None) -> Any:
    def check(
        _server: Any, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
    ) -> AuthResult:
        return AuthResult(
            success=isinstance(given, LoginPassword)
            and [given.login.decode(), given.password.decode()] == login
        )

    return check if login else None


async def serve(asked: argparse.Namespace) -> None:
    """Serve until the process is ended."""
    context = None
    if asked.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*asked.cert)
    keeper = Keeper(asked)

    def protocol() -> SMTP:
        inner = None if asked.smtps else context
        return SMTP(
            keeper,
            hostname="localhost",
            tls_context=inner,
            authenticator=authenticator(asked.login),
            auth_require_tls=False,
            ident="test",
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(
        protocol, asked.host, 0, ssl=context if asked.smtps else None
    )
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--refuse", default="")
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--smtps", action="store_true")
    parser.add_argument("--cert", nargs=2)
    parser.add_argument("--login", nargs=2)
    asyncio.run(serve(parser.parse_args()))

"""The start: whether the application may be served at all, and at which address it is found."""

import argparse
import os
import sys

from fund import i18n, visitors
from fund.i18n import _
from fund.sign_in.provider import SignInNotSet
from fund.ui import sign_in


def said() -> str:
    """What is said at start: the address to open, with the secret where it takes one. Ends the
    process with one sentence where it must not start.
    """
    i18n.use(os.environ.get("FUND_LANG", os.environ.get("LANG", "zh"))[:2])
    at = port()
    try:
        is_configured = sign_in.is_configured()
    except SignInNotSet as wrong:
        raise SystemExit(i18n.say(wrong)) from None
    if is_configured:
        return _("Serving on port {port} for {address}, behind sign-in. Stop with Ctrl+C.").format(
            port=at, address=sign_in.origin()
        )
    kind = visitors.kind()
    if kind not in visitors.OPEN and not visitors.is_said():
        raise SystemExit(" ".join(sign_in.closed("setting")[1]))
    address = f"http://localhost:{at}/"
    if kind == "demonstration" or not visitors.is_said():
        return _("Serving on {address} for this machine. Stop with Ctrl+C.").format(address=address)
    return _(
        "Serving on {address} for this machine, without sign-in ({setting}): who has this address"
        " gets in. Stop with Ctrl+C."
    ).format(
        address=f"{address}?token={visitors.SECRET}", setting=f"{visitors.SETTING}={visitors.YES}"
    )


def port() -> int:
    """The port uvicorn was told in one of its ways, or its own."""
    words = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    words.add_argument("--port", type=int, default=os.environ.get("UVICORN_PORT", "8000"))
    return int(words.parse_known_args(sys.argv[1:])[0].port)

"""The application on days that a test moves on: ``/to-day/2026-03-31`` makes it that day."""

import os

from starlette.types import Receive, Scope, Send

from fund.asgi import app as served

TO = "/to-day/"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The application, and beside it the day it is."""
    if scope["type"] == "http" and scope["path"].startswith(TO):
        os.environ["FUND_NOW"] = scope["path"].removeprefix(TO)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await served(scope, receive, send)

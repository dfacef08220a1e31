"""A parent of served applications: it imports once what each of them imports first and serves
nothing itself; each application it is asked for is a process of its own, forked before anything of
its settings was read.

One line of JSON a request on standard input: ``{"arguments": [...], "environment": {...}, "log":
"..."}``; the answer is the process id of ``uvicorn`` run with these arguments.
"""

import gc
import importlib
import json
import os
import pkgutil
import secrets
import signal
import sys
from collections.abc import Sequence
from threading import active_count

import pandas as pd
import plotly.graph_objects
import starlette.applications
import starlette.middleware.sessions
import starlette.staticfiles
import starlette.websockets
import streamlit
import streamlit.emojis
import streamlit.env_util
import streamlit.material_icon_names
import streamlit.web.bootstrap
import streamlit.web.server.starlette
import streamlit.web.server.starlette.starlette_agent_routes
import uvicorn.lifespan.on
import uvicorn.loops.asyncio
import uvicorn.main
import uvicorn.protocols.http.h11_impl
import uvicorn.protocols.websockets.websockets_sansio_impl
from sqlalchemy.orm import configure_mappers

import fund
import pages
from fund import visitors
from fund.attachments import tickets

IMPORTED: Sequence[object] = (pd, plotly.graph_objects, starlette, streamlit, uvicorn)
"""What a server imports of others before its first page is shown."""
NEVER = {"fund.asgi", "fund.__main__"}
"""Ours that are not imported before the fork: the first reads its settings as it is imported, the
second acts.
"""


def serve(arguments: list[str], environment: dict[str, str], log: str) -> None:
    """What ``python -m uvicorn`` does, in a process that has imported most of it."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:0] = [place for place in environment["PYTHONPATH"].split(os.pathsep) if place]
    sys.argv = ["uvicorn", *arguments]
    visitors.SECRET = secrets.token_urlsafe(32)
    tickets.SECRET = secrets.token_bytes(32)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    uvicorn.main.main()


def reap(*_signal: object) -> None:
    """Wait for those that have ended: what they used is counted with this process."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


def of_fund(name: str) -> bool:
    """Whether a module is the application's own."""
    return name.partition(".")[0] in {"fund", "pages"}


def import_ours() -> None:
    """Every module of ours that reads no settings; and what is worked out once of all of them."""
    for package in (fund, pages):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name not in NEVER and ".migrations" not in module.name:
                importlib.import_module(module.name)
    configure_mappers()
    streamlit.env_util.is_repl()  # asked once a process: where each module of it was read from


def main() -> None:
    """Fork until there is nobody any more who asks."""
    import_ours()
    assert "fund.asgi" not in sys.modules, "its settings would be this process's"
    drawn = {name for name, one in sys.modules.items() if hasattr(one, "SECRET") and of_fund(name)}
    assert drawn == {visitors.__name__, tickets.__name__}, "each start draws its secrets anew"
    assert active_count() == 1, "a fork takes one thread with it"
    signal.signal(signal.SIGCHLD, reap)
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if not process:
            code = 1
            try:
                serve(**json.loads(line))
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(process, flush=True)


if __name__ == "__main__":
    main()

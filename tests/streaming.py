"""A browser's side of the application without a browser: its cookies, its stream, and whatever a
program that means harm would send instead.
"""

import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect

from tests.serving import WAYS_IN

PATIENCE = 60
COOKIE_SECRET = "4f1c0b7e92d85a36c1f0e7b84d2936a5"  # noqa: S105 - of a test
ISSUER = "https://login.fund.test"
XSRF = "_streamlit_xsrf"


def provider_file(folder: Path, port: int, **changed: str | None) -> Path:
    """What an office tells of its provider, whole and its own; nobody is asked while a cookie is
    signed here.
    """
    told: dict[str, str | None] = {
        "redirect_uri": f"http://localhost:{port}/oauth2callback",
        "cookie_secret": COOKIE_SECRET,
        "client_id": "fund",
        "client_secret": "s3cret of a test",
        "server_metadata_url": f"{ISSUER}/.well-known/openid-configuration",
        **changed,
    }
    file = folder / "sign-in.toml"
    lines = [f"{key} = {json.dumps(text)}\n" for key, text in told.items() if text is not None]
    file.write_text("[auth]\n" + "".join(lines), encoding="utf-8")
    file.chmod(0o600)
    return file


def signed_in(subject: str, port: int, issued: int) -> dict[str, str]:
    """The cookie of somebody who has come back from the provider."""
    claims = {"iss": ISSUER, "sub": subject, "iat": issued}
    told = {"origin": f"http://localhost:{port}", "is_logged_in": True, **claims}
    name = "_streamlit_user"
    return {name: create_signed_value(COOKIE_SECRET, name, json.dumps(told)).decode()}


class Window:
    """One browser at an address: cookies, plain requests, and tabs."""

    def __init__(
        self, address: str, cookies: dict[str, str] | None = None, *, comes_in: bool = True
    ) -> None:
        self.address = address
        self.http = httpx.Client(base_url=address, follow_redirects=True, timeout=PATIENCE)
        for name, value in (cookies or {}).items():
            self.http.cookies.set(name, value, domain="localhost.local", path="/")
        if comes_in:
            self.http.get(WAYS_IN[address], headers={"Accept": "text/html"})
        self.http.get("/_stcore/health")

    @property
    def cookies(self) -> dict[str, str]:
        """Every cookie by its name."""
        return {cookie.name: cookie.value or "" for cookie in self.http.cookies.jar}

    def tab(
        self, session: str = "", origin: str | None = "", headers: Any = (), at: str = ""
    ) -> "Tab":
        """A page's stream; going on with a session where one is named, from our own page unless
        told.
        """
        protocols = ["streamlit", self.cookies.get(XSRF, "none"), *([session] if session else [])]
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return Tab(
            connect(
                (at or self.address).replace("http", "ws", 1) + "/_stcore/stream",
                subprotocols=protocols,  # type: ignore[arg-type]
                origin=(self.address if origin == "" else origin),  # type: ignore[arg-type]
                additional_headers=[("Cookie", cookies), *headers],
                compression=None,
                legacy=True,
                max_size=None,
                open_timeout=PATIENCE,
            )
        )

    def put(self, to: str, content: bytes, **headers: str) -> httpx.Response:
        """Hand a file in, with the browser's own pair against forged requests."""
        return self.http.put(
            to,
            files={"file": ("a.bin", content)},
            headers={"X-Xsrftoken": self.cookies.get(XSRF, ""), **headers},
        )

    def delete(self, to: str) -> httpx.Response:
        """Take a file away."""
        return self.http.delete(to, headers={"X-Xsrftoken": self.cookies.get(XSRF, "")})


class Tab:
    """One page's stream."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.session = ""
        self.patience: float = PATIENCE

    def say(self, message: BackMsg) -> None:
        """Send one message."""
        self.socket.send(message.SerializeToString())

    def hear(self, until: str) -> list[ForwardMsg]:
        """Everything up to a message of that kind, which comes last."""
        heard: list[ForwardMsg] = []
        while not heard or heard[-1].WhichOneof("type") != until:
            told = ForwardMsg()
            told.ParseFromString(self.socket.recv(timeout=self.patience, decode=False))
            heard.append(told)
            if told.WhichOneof("type") == "new_session":
                self.session = told.new_session.initialize.session_id
        return heard

    def open(self, page: str = "", query: str = "") -> list[ForwardMsg]:
        """Run a page as a browser does that opens its address."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        self.say(message)
        return self.hear("script_finished")

    def click(self, trigger: str) -> list[ForwardMsg]:
        """Press a button by its id."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = trigger, True
        self.say(message)
        return self.hear("script_finished")

    def choose(self, picker: str, option: str) -> list[ForwardMsg]:
        """Choose from a list by its id."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = picker, option
        self.say(message)
        return self.hear("script_finished")

    def places(self, count: int = 1) -> list[str]:
        """Addresses to hand files in at."""
        message = BackMsg()
        message.file_urls_request.request_id = uuid.uuid4().hex
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.extend(["a.bin"] * count)
        self.say(message)
        answer = self.hear("file_urls_response")[-1].file_urls_response
        return [place.upload_url for place in answer.file_urls]

    def download(self, heard: list[ForwardMsg]) -> str:
        """The address of the first download a page offers, made now."""
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = uuid.uuid4().hex, self.session
        asked.deferred_file.file_id = next(
            element.download_button.deferred_file_id
            for element in elements(heard)
            if element.download_button.deferred_file_id
        )
        self.say(message)
        answer = self.hear("backend_operation_response")[-1].backend_operation_response
        assert not answer.error_msg, answer
        return str(answer.deferred_file.url)

    def close(self) -> None:
        """Leave the page."""
        self.socket.close()


def elements(heard: list[ForwardMsg]) -> list[Any]:
    """What a run has drawn."""
    return [one.delta.new_element for one in heard if one.delta.HasField("new_element")]


def words(heard: list[ForwardMsg]) -> str:
    """All that stands on a page, as its messages have it."""
    return "\n".join(str(element) for element in elements(heard)).encode().decode("unicode_escape")


def text(heard: list[ForwardMsg]) -> str:
    """What a page's HTML says, its marks left out."""
    bodies = [one.html.body or one.markdown.body for one in elements(heard)]
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", " ".join(bodies), flags=re.DOTALL)


def links(heard: list[ForwardMsg]) -> list[str]:
    """Addresses of files in a page's own links."""
    return [
        found
        for element in elements(heard)
        for found in re.findall(r'class="f-file" href="([^"]+)"', element.html.body)
    ]

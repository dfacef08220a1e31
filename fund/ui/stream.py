"""The stream of a page: of what a browser may tell Streamlit, what our pages need gets through, and
the rest is dropped.
"""

from starlette.types import Message, Receive
from streamlit.proto.BackMsg_pb2 import BackMsg

NEEDED = frozenset(
    {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "deferred_file"}
)
"""Clicks, the stop button, a place for a file to be handed in, a sign of life, a download that is
made when it is asked for.

Not: emptying the caches of everybody (clear_cache), watching the script's file (set_run_on_save),
asking about its repository (load_git_info), ending the process (debug_shutdown_runtime), writing
files beside the script (install_skills), reading on in a table that Streamlit draws.
"""


class Needed:
    """What comes in over a page's stream, without what no page of ours needs."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive

    async def __call__(self) -> Message:
        while True:
            message = await self.receive()
            if message["type"] != "websocket.receive" or is_needed(message.get("bytes")):
                return message


def is_needed(frame: bytes | None) -> bool:
    """Whether a frame says something a page of ours says. What is no message at all goes on to
    Streamlit, which ends the connection.
    """
    if frame is None:
        return True
    told = BackMsg()
    try:
        told.ParseFromString(frame)
    except Exception:  # noqa: BLE001 - protobuf's own, whichever of its engines reads
        return True
    if told.WhichOneof("type") == "backend_operation_request":
        return told.backend_operation_request.WhichOneof("payload") in NEEDED
    return told.WhichOneof("type") in NEEDED

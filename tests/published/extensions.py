"""The extensions the product keeps the schemas of, served on the loopback as libcoveocds fetches
them: it takes no file.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fund.published.schema import PATCHES, SCHEMAS
from tests.published.test_samples import everything


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what it serves."""

    def log_message(self, *_told: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[list[str]]:
    """The addresses of the extensions while they are served."""
    names = [_laid_out(folder, name) for name in PATCHES]
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield [f"http://127.0.0.1:{server.server_port}/{name}/extension.json" for name in names]
        finally:
            server.shutdown()
            thread.join()


def _laid_out(folder: Path, name: str) -> str:
    """One extension as its authors lay it out, its closed codelists taken from what the schema
    enumerates.
    """
    content = (SCHEMAS / name).read_bytes()
    home = folder / name.removesuffix(".json")
    (home / "codelists").mkdir(parents=True)
    (home / "release-schema.json").write_bytes(content)
    closed = {
        field["codelist"]: [code for code in field.get("enum") or field["items"]["enum"] if code]
        for field in everything(json.loads(content))
        if isinstance(field, dict) and field.get("openCodelist") is False
    }
    for codelist, codes in closed.items():
        (home / "codelists" / codelist).write_text(
            "\n".join(["Code", *codes]) + "\n", encoding="utf-8"
        )
    told = {
        "name": {"en": name},
        "description": {"en": name},
        "documentationUrl": {"en": "https://example.org"},
        "compatibility": ["1.1"],
        "schemas": ["release-schema.json"],
        "codelists": sorted(closed),
    }
    (home / "extension.json").write_text(json.dumps(told), encoding="utf-8")
    return home.name

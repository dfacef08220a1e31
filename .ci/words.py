"""Bring fund/locale up to date with the code: python .ci/words.py [fragment.po …]. New messages without a translation stay empty.

Fragments are catalogues whose translations are taken over; messages no longer in the code are dropped. Sorted, without
places, so that a change shows only words.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "fund" / "locale" / "zh_CN" / "LC_MESSAGES" / "fund.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "NP_": ((1, "c"), 2)}


def messages() -> Catalog:
    """Every message in the code."""
    found = Catalog(locale="zh_CN", project="commercial-space-fund", charset="utf-8")
    for folder in ("fund", "pages"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            _take(found, file)
    _take(found, ROOT / "dashboard.py")
    return found


def _take(found: Catalog, file: Path) -> None:
    for _line, message, _comments, context in extract_from_file("python", str(file), keywords=KEYWORDS):
        if message and message != ("", ""):
            found.add(message, context=context)


def main(fragments: list[str]) -> int:
    """Write the catalogue; the number of messages still without a translation."""
    known = {}
    for file in [CATALOGUE, *map(Path, fragments)]:
        if file.exists():
            with file.open("rb") as stream:
                known |= {(message.id, message.context): message.string for message in read_po(stream, locale="zh_CN") if message.id and any(message.string if isinstance(message.string, tuple | list) else [message.string])}
    singles = {(key[0][0], key[1]): value[0] for key, value in known.items() if isinstance(key[0], tuple | list)}
    catalogue, empty = messages(), []
    for message in catalogue:
        if not message.id:
            continue
        string = known.get((message.id, message.context)) or known.get((message.id[0], message.context) if isinstance(message.id, tuple) else None) or singles.get((message.id, message.context))
        if string:
            message.string = (string,) if isinstance(message.id, tuple) and isinstance(string, str) else string
        else:
            empty.append(message.id)
    stream = io.BytesIO()
    catalogue.fuzzy = False
    write_po(stream, catalogue, no_location=True, sort_output=True, width=160, omit_header=True)
    head = 'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    CATALOGUE.write_text(head + stream.getvalue().decode("utf-8"), encoding="utf-8")
    for message in empty:
        sys.stderr.write(f"no translation: {message!r}\n")
    return len(empty)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)

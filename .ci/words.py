"""Bring the Chinese catalogue up to date with the code: python .ci/words.py [fragment.po …].

Fragments are catalogues whose translations are taken over, the last one winning; messages no longer
in the code are dropped and named. Sorted, without places and dates, so that a change shows only
words. Ends with 1 while a message has no translation.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "fund" / "locale" / "zh_CN" / "LC_MESSAGES" / "fund.po"
KEYWORDS = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}
HEAD = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
Key = tuple[str, str | None]
"""A message by its (singular) English and its context."""


def messages(root: Path = ROOT) -> Catalog:
    """Every message in the code, without translations."""
    found = Catalog(locale="zh_CN", charset="utf-8", fuzzy=False)
    for file in (
        root / "dashboard.py",
        *sorted((root / "fund").rglob("*.py")),
        *sorted((root / "pages").rglob("*.py")),
    ):
        if file.exists():
            for _line, message, _comments, context in extract_from_file(
                "python", str(file), keywords=KEYWORDS
            ):
                if message and message != ("", ""):
                    found.add(message, context=context)
    return found


def written(file: Path) -> Catalog:
    """A catalogue as it stands in a file, its obsolete entries included."""
    with file.open("rb") as stream:
        return read_po(stream, locale="zh_CN")


def key(message: Message) -> Key:
    """What names a message, whether it has a plural or not."""
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context


def translation(message: Message) -> str:
    """The Chinese of a message, which has one form for every count."""
    return (
        message.string
        if isinstance(message.string, str)
        else message.string[0]
        if message.string
        else ""
    )


def updated(files: list[Path], root: Path = ROOT) -> tuple[str, list[Key], list[Key]]:
    """The catalogue's text with the translations of all files, the messages without one, and those
    nobody says any more.
    """
    known = {
        key(message): translation(message)
        for file in files
        for message in written(file)
        if message.id and translation(message)
    }
    catalogue = messages(root)
    said = {key(message): message for message in catalogue if message.id}
    for name, message in said.items():
        text = known.get(name, "")
        message.string = text if isinstance(message.id, str) else (text,)
    stream = io.BytesIO()
    write_po(stream, catalogue, no_location=True, sort_output=True, width=160, omit_header=True)
    return (
        HEAD + stream.getvalue().decode("utf-8"),
        sorted(said.keys() - known.keys(), key=str),
        sorted(known.keys() - said.keys(), key=str),
    )


def main(fragments: list[str]) -> int:
    """Write the catalogue and say what is missing and what was dropped."""
    text, missing, dropped = updated([CATALOGUE, *map(Path, fragments)])
    CATALOGUE.write_text(text, encoding="utf-8")
    for message, _context in dropped:
        sys.stderr.write(f"dropped, no longer in the code: {message!r}\n")
    for message, _context in missing:
        sys.stderr.write(f"no translation: {message!r}\n")
    sys.stderr.write(
        f"{text.count(chr(10) + 'msgid ')} messages, {len(missing)} without a translation,"
        f" {len(dropped)} dropped\n"
    )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

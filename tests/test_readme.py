"""README and docs are true: every command they name can be typed, every place they name is there,
both languages say the same, and their counts are the data's.
"""

import importlib.util
import re
import shlex
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup

from fund.cli.app import whole
from fund.cli.writing import PUBLISHED
from fund.plan import reference
from fund.reports import catalogue

ROOT = Path(__file__).parents[1]
LANGUAGES = {"zh": "", "en": ".en"}
LIMIT = 6000
"""Bytes a README may have: a stranger reads it in a minute, the rest stands in docs/."""
TOPICS = ("first-day", "commands", "operations", "measurements", "performance", "layout", "adding")
OF_ROOMS = sorted(
    file.name.removesuffix(".en.md") for file in (ROOT / "docs" / "rooms").glob("*.en.md")
)
"""Rooms with a page of their own."""
PAGES = (
    "README",
    *(f"docs/{name}" for name in TOPICS),
    *(f"docs/rooms/{name}" for name in OF_ROOMS),
)


def page(name: str, language: str) -> str:
    """A page of the documentation in one language, its links written as from the root."""
    text = (ROOT / f"{name}{LANGUAGES[language]}.md").read_text(encoding="utf-8")
    if "/" not in name:
        return text
    return re.sub(r"\]\((?!\.\./)", "](docs/", text).replace("](../", "](")


TEXTS = {(name, language): page(name, language) for name in PAGES for language in LANGUAGES}
HALVES = {language: "\n".join(TEXTS[name, language] for name in PAGES) for language in LANGUAGES}
"""All that is written in a language."""
README = "\n".join(HALVES.values())
FUND = "python -m fund"
SPEC = importlib.util.spec_from_file_location("layout", ROOT / ".ci" / "layout.py")
assert SPEC is not None
assert SPEC.loader is not None
layout = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(layout)
CODE = re.compile(r"^```\w+\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
MADE = ("data/fund.db", "data/outbox/", "dist/")
"""Places that come to be when the product runs."""
OURS = (".py", ".md", ".txt", ".csv", ".po", ".xlsx")


@cache
def commands() -> TyperGroup:
    """The whole command line, put together once."""
    return whole()


def cli(words: list[str]) -> tuple[list[str], Any, list[str]]:
    """The command that words name: its path, itself, and the words after it; LookupError where
    there is none.
    """
    found: Any = commands()
    path: list[str] = []
    while words and isinstance(found, TyperGroup):
        if words[0].startswith("-"):
            break
        if words[0] not in found.commands:
            raise LookupError(f"there is no command {' '.join([*path, words[0]])}")
        found, path, words = found.commands[words[0]], [*path, words[0]], words[1:]
    return path, found, words


@cache
def every_command() -> frozenset[str]:
    def below(command: Any, path: tuple[str, ...]) -> set[str]:
        if isinstance(command, TyperGroup):
            return {
                name
                for word, inner in command.commands.items()
                for name in below(inner, (*path, word))
            }
        return {" ".join(path)}

    return frozenset(below(commands(), ()))


def typed(text: str) -> list[str]:
    """Lines to be typed, as they stand in the code blocks of a text."""
    return [
        line for block, _inline in CODE.findall(text) for line in block.splitlines() if line.strip()
    ]


def named(text: str) -> list[list[str]]:
    """Every command a text names, in order, by words: ``make run``, ``fund users add``; a row of
    the table may go on with `role`.
    """
    found: list[list[str]] = []
    group: list[str] = []
    for block, inline in CODE.findall(text):
        for line in block.splitlines() or [inline]:
            words = line.split()
            if words[0] == "make":
                found.append(words)
            elif line.startswith(FUND):
                found.append(["fund", *words[3:]])
                group = words[3:4]
            elif words[0] in commands().commands:
                found.append(["fund", *words])
            elif group and [*group, words[0]] in [name.split() for name in every_command()]:
                found.append(["fund", *group, *words])
    return found


def short(words: list[str]) -> str:
    """A command without what it is given."""
    return " ".join(words[:2] if words[0] == "make" else cli(words[1:])[0])


def unknown_options(words: list[str]) -> list[str]:
    """Options of a command of ours that it does not take."""
    path, command, rest = cli(words[1:])
    if not path:
        return [word for word in rest if word != "--help"]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    return [word for word in rest if word.startswith("-") and word not in known]


def places(text: str) -> list[str]:
    """Relative links, pictures, and code that names a file or folder."""
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    words = [
        word
        for block, inline in CODE.findall(text)
        for word in re.split(r"\s+", inline or block)
        if re.fullmatch(r"[\w./-]+", word)
    ]
    files = [word for word in words if word.endswith(OURS) and word.isascii() and "=" not in word]
    return links + [
        word
        for word in dict.fromkeys([*files, *(word for word in words if "/" in word)])
        if not word.startswith(("/", ".venv", "../")) and word not in MADE
    ]


def written(text: str) -> set[str]:
    """Files that a typed command writes."""
    return {words[words.index("-o") + 1] for line in typed(text) if "-o" in (words := line.split())}


def missing(text: str) -> list[str]:
    """Places that are not there; what begins with ./ is a program of the bundle."""
    return [
        place
        for place in places(text)
        if place not in written(text)
        and not (ROOT / (f".ci/offline/{place[2:]}" if place.startswith("./") else place)).exists()
    ]


@pytest.mark.parametrize("language", HALVES)
def test_every_make_target_named_is_in_the_makefile(language: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    settings = set(re.findall(r"^([A-Z]+) \?=", makefile, re.MULTILINE))
    asked = [words for words in named(HALVES[language]) if words[0] == "make"]
    assert {words[1] for words in asked} - targets == set()
    assert {word.split("=")[0] for words in asked for word in words[2:]} - settings == set()
    assert targets - {words[1] for words in asked} == set()


@pytest.mark.parametrize("language", HALVES)
def test_every_command_of_ours_is_named_with_options_it_takes(language: str) -> None:
    asked = [words for words in named(HALVES[language]) if words[0] == "fund"]
    assert {
        " ".join(words): unknown for words in asked if (unknown := unknown_options(words))
    } == {}
    assert every_command() - {short(words) for words in asked} == set()


@pytest.mark.parametrize("language", HALVES)
def test_every_line_to_be_typed_is_whole(language: str) -> None:
    lines = [shlex.split(line)[3:] for line in typed(HALVES[language]) if line.startswith(FUND)]
    assert len(lines) >= 10
    for line in lines:
        path, command, rest = cli(line)
        command.make_context(
            " ".join(path), rest
        )  # reads what was typed and does nothing: refused where it does not fit


@pytest.mark.parametrize("language", HALVES)
def test_every_place_named_is_there(language: str) -> None:
    assert len(places(HALVES[language])) >= 30
    assert missing(HALVES[language]) == []


def test_both_languages_name_the_same_commands_and_places_in_the_same_order() -> None:
    first, second = ([short(words) for words in named(half)] for half in HALVES.values())
    assert first == second
    here, there = (
        Counter(
            place.replace(".en.md", ".md")  # each language links to its own
            for place in places(half)
            if place not in written(half) and "pictures" not in place
        )
        for half in HALVES.values()
    )
    assert here == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_reads_it_in_a_minute(language: str) -> None:
    text = TEXTS["README", language]
    assert len(text.encode("utf-8")) <= LIMIT
    assert text.count("![") == 1
    assert next(iter(named(text))) == ["make", "run"]


def test_the_layout_is_what_the_rooms_say_of_themselves() -> None:
    assert (ROOT / "docs" / "layout.en.md").read_text("utf-8") == layout.written(), "make words"


def test_every_room_stands_in_the_chinese_layout() -> None:
    text = "\n".join(
        TEXTS[f"docs/{name}", "zh"] for name in ("layout", *(f"rooms/{room}" for room in OF_ROOMS))
    )
    there = set(re.findall(r"^\| `(fund/[^`]+)` \| .+ \|$", text, re.MULTILINE))
    assert there == set(layout.rooms())


def test_every_kind_and_report_is_named() -> None:
    for half in HALVES.values():
        assert [
            name
            for name in (*PUBLISHED, "xlsx", "targets", "observations", *catalogue.reports())
            if f"`{name}`" not in half
        ] == []


def test_settings_named_are_read_by_the_code() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "fund").rglob("*.py"))
    assert [
        name for name in sorted(set(re.findall(r"FUND_\w+", README))) if f'"{name}"' not in code
    ] == []


def test_what_is_real_is_counted_from_the_data() -> None:
    measures, published, targets = (
        len(reference.measures()),
        reference.published_measures(),
        reference.targets(),
    )
    reported = sum(row["press_copy"] for row in targets)
    copied = len(targets) - reported
    assert (
        f"{published} 项举措中已识别的 {measures} 项；另外 {published - measures} 项"
        in HALVES["zh"]
    )
    assert (
        f"{measures} of its {published} measures; the other {published - measures} " in HALVES["en"]
    )
    assert re.search(
        rf"{len(targets)} 项地方目标，.*；{reported} 项.*「据报道」，{copied} 项", HALVES["zh"]
    )
    assert re.search(
        rf"{len(targets)} local targets, .*; {reported} read .*据报道.*, {copied} in copies",
        HALVES["en"],
    )


def test_it_asks_no_other_host() -> None:
    assert [
        address
        for address in re.findall(r"https?://[^\s)>]+", README)
        if not address.startswith("http://localhost")
    ] == []


def test_every_reference_file_names_its_source() -> None:
    listed = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8")
    assert [
        file.name
        for file in sorted((ROOT / "data").glob("*.csv"))
        if f"`{file.name}`" not in listed
    ] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("`python -m fund figurse`", "there is no command figurse"),
        ("`python -m fund users promote`", "there is no command users promote"),
    ],
)
def test_a_command_that_is_not_there_is_found(text: str, fault: str) -> None:
    with pytest.raises(LookupError, match=fault):
        [short(words) for words in named(text)]


def test_an_option_that_is_not_there_is_found() -> None:
    assert [
        unknown_options(words) for words in named("`python -m fund figures --as-off 2026-09-30`")
    ] == [["--as-off"]]


def test_a_place_that_is_not_there_is_found() -> None:
    assert missing("[x](docs/nowhere.md) `fund/treasury/` `./install` `./fly` `data/fund.db`") == [
        "docs/nowhere.md",
        "fund/treasury/",
        "./fly",
    ]

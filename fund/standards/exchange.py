"""Registers in: a workbook, a CSV file, relaton files one by one or in a zip. Every problem is told
at its row and field; what goes in goes in whole, through the command.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, select

from fund import acts, db
from fund.errors import N_, Issue, has_errors
from fund.standards import blocks, commands, entry, numbers, relaton
from fund.standards.entry import CHOICES, HEADS, Entry, ReadAs, Slip
from fund.standards.rules import ClassifiedText, ReplacesItself
from fund.standards.tables import Standard
from fund.workbook import headed

LARGEST = 20 * 2**20
"""Bytes of a file as it arrives."""
MEMBER = 2**20
"""Bytes of one file of a zip, unpacked."""
UNPACKED = 100 * 2**20
MEMBERS = commands.MOST
COUNTS = ("accepted", "known", "historical")

PROBLEMS = {
    "file_too_large": N_("The file is too large. Split it."),
    "file_unreadable": N_("This is no workbook, CSV file, relaton file or zip of them."),
    "not_utf8": N_("The file is not UTF-8 text. Save it as “CSV UTF-8” and hand it in again."),
    "zip_damaged": N_("The zip is damaged or protected by a password. Make it again."),
    "zip_too_much": N_("The zip unpacks to more than can be read at once. Split it."),
    "not_plain": N_(
        "Registers are read as plain text in blocks; this line holds an anchor, a tag or a flow"
        " collection."
    ),
    "number_twice": N_("“{value}” stands in {other} already. Remove one."),
    "known_already": N_(
        "“{value}” is in the register already and stays as it is there. A change of its state is"
        " stated on its page."
    ),
    "adopts_unknown": N_(
        "“{value}” is not in the register: the adoption is kept, its lag cannot be told."
    ),
    "replaces_itself": N_("“{number}” is said to replace itself; this statement is left out."),
    "too_many": N_("The file holds more than {most} standards. Split it."),
    "nothing_in_it": N_("The file holds no standards."),
}


class Text(NamedTuple):
    """One text as a file says it: where it stands (``places`` by field, "" for the whole), its
    words, whether a register that is taken at its word says them.
    """

    places: dict[str, str]
    given: dict[str, str]
    is_of_register: bool = False

    def where(self, field: str) -> str:
        """The place of a field, or of the text."""
        return self.places.get(field) or self.places[""]


def take_in(
    engine: sa.Engine, person_id: int | None, name: str, content: bytes, *, dry_run: bool
) -> tuple[dict[str, int], list[Issue]]:
    """Read a register and store what is new: how many were taken in, were known, are historical
    copies; and the issues. With an error nothing is stored.
    """
    texts, issues = read(name, content)
    if not has_errors(issues):
        with db.reading(engine) as session:
            new, more = _held_against(session, texts)
        issues += more
    counts = dict.fromkeys(COUNTS, 0)
    if has_errors(issues):
        return counts, issues
    counts["known"] = len(texts) - len(new)
    if new:
        act = acts.rehearse if dry_run else acts.perform
        act(engine, person_id, commands.take_in, texts=[one.given for one in new], file_name=name)
        counts["accepted"] = len(new)
        counts["historical"] = sum(
            numbers.taken_apart(one.given["number"]).is_historical for one in new
        )
    return counts, issues


def read(name: str, content: bytes) -> tuple[list[Text], list[Issue]]:
    """The texts of a file and what is wrong with them, never raising for what is in it."""
    if len(content) > LARGEST:
        return [], [_issue("file_too_large", name)]
    ending = name.lower().rpartition(".")[2]
    if ending in ("xlsx", "csv"):
        rows, issues = headed.read(name, content, HEADS, CHOICES, ("number",))
        texts = [Text(row.places, row.given) for row in rows]
    elif ending == "zip":
        texts, issues = _zip(name, content)
    elif ending in ("yaml", "yml"):
        texts, issues = _registers(((name, content),), name)
    else:
        return [], [_issue("file_unreadable", name)]
    if len(texts) > commands.MOST:
        issues.append(_issue("too_many", name, most=commands.MOST))
    elif not texts and not has_errors(issues):
        issues.append(_issue("nothing_in_it", name))
    return texts, issues + _judged(texts)


def _issue(
    code: str, where: str, value: str = "", severity: str = "error", **facts: object
) -> Issue:
    facts = {"value": value, **facts}
    return Issue(severity, code, where, value, PROBLEMS[code], facts)  # type: ignore[arg-type]


def _judged(texts: Iterable[Text]) -> list[Issue]:
    """What each text alone shows, and numbers that stand twice."""
    issues: list[Issue] = []
    seen: dict[str, str] = {}
    for text in texts:
        held, slips = entry.judged(text.given)
        number = held.columns["number"]
        for slip in slips:
            issues.extend(_told(text, slip))
        if number and number in seen:
            issues.append(_issue("number_twice", text.where("number"), number, other=seen[number]))
        seen.setdefault(number, text.where("number"))
    return issues


def _told(text: Text, slip: Slip) -> Iterator[Issue]:
    """A slip as an issue at its field. What is classified is not repeated; a register that says a
    text replaces itself loses that statement, and is told.
    """
    if text.is_of_register and isinstance(slip.error, ReplacesItself):
        number = str(slip.error.facts["number"])
        kept = [one for one in entry.listed(text.given[slip.field]) if one != number]
        text.given[slip.field] = "; ".join(kept)
        yield _issue("replaces_itself", text.where(slip.field), number, "warning", number=number)
        return
    if text.is_of_register and isinstance(slip.error, ReadAs):
        return
    secret = isinstance(slip.error, ClassifiedText)
    yield Issue(
        "error" if slip.is_error else "warning",
        slip.error.code,
        text.where(slip.field),
        "" if secret else text.given.get(slip.field, "")[:80],
        slip.error.message,
        slip.error.facts,
    )


def _held_against(session: Session, texts: list[Text]) -> tuple[list[Text], list[Issue]]:
    """The texts the register does not have, what it has already, what is adopted and unknown."""
    known = set(session.exec(select(Standard.number)).all())
    families = set(session.exec(select(Standard.family).distinct()).all())
    issues, new = [], []
    judged: list[tuple[Text, Entry]] = [(one, entry.judged(one.given)[0]) for one in texts]
    families |= {held.columns["family"] for _text, held in judged}
    for text, held in judged:
        number = held.columns["number"]
        if number in known:
            issues.append(_issue("known_already", text.where("number"), number, "warning"))
            continue
        new.append(text)
        issues += [
            _issue("adopts_unknown", text.where("adopts"), adopted, "warning")
            for adopted, _degree in held.adopts
            if numbers.taken_apart(adopted).family not in families
        ]
    return new, issues


def _zip(name: str, content: bytes) -> tuple[list[Text], list[Issue]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            if len(members) > MEMBERS or sum(one.file_size for one in members) > UNPACKED:
                return [], [_issue("zip_too_much", name)]
            return _registers(_unpacked(packed, members), name)
    except _TooMuch:
        return [], [_issue("zip_too_much", name)]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return [], [_issue("zip_damaged", name)]


class _TooMuch(Exception):
    """More comes out than may."""


def _unpacked(
    packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[tuple[str, bytes]]:
    """The YAML files of a zip, read no further than they may be; a zip says what it likes."""
    whole = 0
    for member in sorted(members, key=lambda one: one.filename):
        if member.filename.lower().endswith((".yaml", ".yml")):
            with packed.open(member) as stream:
                content = stream.read(MEMBER + 1)
            whole += len(content)
            if len(content) > MEMBER or whole > UNPACKED:
                raise _TooMuch
            yield member.filename.rpartition("/")[2], content


def _registers(files: Iterable[tuple[str, bytes]], source: str) -> tuple[list[Text], list[Issue]]:
    texts: list[Text] = []
    issues: list[Issue] = []
    for name, content in files:
        try:
            given = relaton.given(content.decode("utf-8"), source)
        except UnicodeDecodeError:
            issues.append(_issue("not_utf8", name))
        except blocks.Unreadable as refused:
            issues.append(_issue("not_plain", f"{name}:{refused.line}"))
        else:
            texts.append(Text({"": name}, given, is_of_register=True))
    return texts, issues

"""The forms of the workbooks people fill in, as data files describe them: sheets, columns,
drop-down lists, examples.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from fund.ledger.rules import NATIONWIDE
from fund.plan import reference

SOURCES = Path(__file__).parents[2] / "data" / "templates"
EXAMPLE = "示例"
"""A row whose first cell starts so is an example and no record."""

VERSION_PROPERTY = "template_version"
INSTRUCTIONS = {"zh": "说明", "en": "Instructions"}
CHOICES = {"zh": "选项", "en": "Choices"}


@dataclass(frozen=True)
class Column:
    """One column: how it is headed, what it takes, whether it may be empty."""

    key: str
    kind: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    width: int
    required: bool = False
    past: bool = False
    longest: int = 200
    list: str = ""
    example: str | int | date | None = None

    def head(self, language: str) -> str:
        """The heading in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Form:
    """One sheet: its names, what it is for, its columns in order."""

    name: str
    zh: str
    en: str
    purpose_zh: str
    purpose_en: str
    columns: tuple[Column, ...]
    is_optional: bool = False
    """A workbook without this sheet says nothing of it: it was made before there was one."""

    def title(self, language: str) -> str:
        """The sheet's name in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Template:
    """The whole form; ``lists`` maps list name to key to {zh, en}."""

    version: str
    forms: tuple[Form, ...]
    lists: Mapping[str, Mapping[str, Mapping[str, str]]]

    def offered(self, name: str, key: str, language: str) -> str:
        """A choice as the drop-down shows it: with its key where people know the key."""
        word = self.lists[name][key][language]
        return f"{key} {word}" if name in ("measure", "currency") else word

    def form(self, name: str) -> Form:
        """The form of that name."""
        return next(form for form in self.forms if form.name == name)


@cache
def template_form(name: str = "office") -> Template:
    """A form as shipped: the office's own portfolio, or the register of national missions. Lists
    are shared by all.
    """
    described = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    forms = tuple(
        Form(**{**sheet, "columns": tuple(Column(**column) for column in sheet["columns"])})
        for sheet in described["sheets"]
    )
    return Template(described["version"], forms, choices())


@cache
def choices() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every list of choices by name, as keys with their words."""
    named = {
        name: words
        for file in sorted(SOURCES.glob("*.toml"))
        for name, words in tomllib.loads(file.read_text(encoding="utf-8"))["lists"].items()
    }
    return {**named, **_plan_lists()}


def _plan_lists() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Measures and regions as the plan's reference data names them."""
    measures = {
        row["key"]: {"zh": row["title_zh"], "en": row["title_en"]} for row in reference.measures()
    }
    regions = {
        row["code"]: {"zh": row["name_zh"], "en": row["name_en"]} for row in reference.regions()
    }
    return {
        "measure": measures,
        "region": {NATIONWIDE: {"zh": "不分省份", "en": "Nationwide"}, **regions},
    }

"""How this office's reports look: who issues them, for whom, in which unit, in which order, and by
which hash their digests are made. Texts set with a reason, without code; nothing of it touches the
data. Pure.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fund.errors import N_, FundError

Kind = Literal["text", "unit", "number", "sheets", "cover", "logo", "digest"]

KEYS: dict[str, tuple[str, Kind]] = {
    "issuer_zh": (N_("Issuing body (Chinese)"), "text"),
    "issuer_en": (N_("Issuing body (English)"), "text"),
    "fund_zh": (N_("Name of the fund (Chinese)"), "text"),
    "fund_en": (N_("Name of the fund (English)"), "text"),
    "addressee_zh": (N_("Submitted to (Chinese)"), "text"),
    "addressee_en": (N_("Submitted to (English)"), "text"),
    "secrecy_zh": (N_("Confidentiality (Chinese)"), "text"),
    "secrecy_en": (N_("Confidentiality (English)"), "text"),
    "unit": (N_("Unit of amounts"), "unit"),
    "number": (N_("Document number, with {year} and {number}"), "number"),
    "sheets": (N_("Sheets that come first, by their keys"), "sheets"),
    "cover": (N_("Lines of the cover, by their keys"), "cover"),
    "logo": (N_("Logo (PNG file)"), "logo"),
    "digest": (N_("Hash the seal’s digests are made by"), "digest"),
}
"""What can be set: its words, and what kind of text it takes."""

UNITS = ("yuan", "wan", "yi")
DIGESTS = ("sha256", "sm3")
COVER = ("period", "as_of", "unit", "language", "filters", "data", "identity", "seal", "rounding")
"""Lines of the cover by their keys, in the order they have until somebody sets another."""
NEEDED = ("as_of", "unit", "seal")
"""Lines no cover goes without: the day, the unit, what the seal proves."""

LONGEST, LARGEST_LOGO = 200, 200_000
PNG = b"\x89PNG\r\n\x1a\n"


class UnknownLook(FundError):
    """No such setting."""

    message = N_("There is no setting “{key}” of how reports look. Choose one of: {names}.")


class NotALook(FundError):
    """A text the setting does not take."""

    message = N_("The setting “{key}” does not take “{value}”: {rule}.")


RULES: dict[Kind, str] = {
    "text": N_("one line of at most 200 characters"),
    "unit": N_("yuan, wan or yi"),
    "number": N_("at most 200 characters with {number} in them"),
    "sheets": N_("keys of sheets, with commas between them"),
    "cover": N_("keys of lines with commas between them, as_of, unit and seal among them"),
    "logo": N_("a picture (PNG) of at most 200,000 bytes"),
    "digest": N_("sha256, or sm3 where this machine has it"),
}


@dataclass(frozen=True)
class Look:
    """The office's own look in one language; "" where nothing is set."""

    issuer: str = ""
    fund: str = ""
    addressee: str = ""
    secrecy: str = ""
    unit: Literal["yuan", "wan", "yi"] = "wan"
    number: str = ""
    sheets: tuple[str, ...] = ()
    cover: tuple[str, ...] = COVER
    logo: bytes = b""

    def numbered(self, number: str) -> str:
        """A report's number as this office writes it: 2026-0042 → 商航基报〔2026〕42号."""
        if not number or not self.number:
            return number
        year, _dash, count = number.partition("-")
        return self.number.replace("{year}", year).replace("{number}", str(int(count)))


def listed(value: str) -> tuple[str, ...]:
    """Keys with commas between them, Chinese ones too."""
    return tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())


def must_fit(key: str, value: str) -> str:
    """The text as it is kept; "" takes a setting back. Raises UnknownLook and NotALook."""
    if key not in KEYS:
        raise UnknownLook(key=key, names=list(KEYS))
    kind = KEYS[key][1]
    given = value.strip()
    if given and not _fits(kind, given):
        raise NotALook(key=key, value=given[:40], rule=RULES[kind])
    return given


def _fits(kind: Kind, given: str) -> bool:
    if kind == "logo":
        return _is_picture(given)
    if len(given) > LONGEST or not given.isprintable():
        return False
    if kind == "unit":
        return given in UNITS
    if kind == "digest":
        return given in DIGESTS and given in hashlib.algorithms_available
    if kind == "number":
        return "{number}" in given
    if kind == "cover":
        keys = listed(given)
        return set(NEEDED) <= set(keys) <= set(COVER) and len(set(keys)) == len(keys)
    return kind != "sheets" or all(key.isidentifier() for key in listed(given))


def _is_picture(given: str) -> bool:
    try:
        content = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        return False
    return content.startswith(PNG) and len(content) <= LARGEST_LOGO


def of(values: Mapping[str, str], language: str) -> Look:
    """The look in a language, from what is set by key."""
    found = {key: value for key, value in values.items() if value}
    unit = found.get("unit", "wan")
    return Look(
        issuer=found.get(f"issuer_{language}", ""),
        fund=found.get(f"fund_{language}", ""),
        addressee=found.get(f"addressee_{language}", ""),
        secrecy=found.get(f"secrecy_{language}", ""),
        unit="yuan" if unit == "yuan" else "yi" if unit == "yi" else "wan",
        number=found.get("number", ""),
        sheets=listed(found.get("sheets", "")),
        cover=listed(found.get("cover", "")) or COVER,
        logo=base64.b64decode(found.get("logo", "")),
    )

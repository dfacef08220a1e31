"""Records of registers in the manner of relaton (relaton-data-iso, relaton-data-ccsds), as what may
be said of a text here.
"""

from collections.abc import Iterator, Mapping

from fund.standards import blocks, numbers

RELATIONS = {
    "obsoletes": "replaces",
    "replaces": "replaces",
    "successorOf": "replaces",
    "hasSuccessor": "replaced_by",
    "obsoletedBy": "replaced_by",
    "replacedBy": "replaced_by",
}
"""What the register calls a relation -> what is said here. ``updates`` is said of corrigenda, which
stand beside their text, and is not a replacement.
"""
WORDS = {"published": "in_force", "withdrawn": "abolished"}
LEVELS = ("CCSDS", "ISO", "IEC", "ITU", "ECSS")


def given(text: str, source: str) -> dict[str, str]:
    """What one file says of a text, by the names of ``entry.GIVEN``; raises blocks.Unreadable."""
    record = blocks.read(text)
    number = _number(record)
    word = _word(record)
    is_stage = word[:2].isdecimal()
    found = {
        "number": number,
        "own_word": word,
        "status": "" if is_stage else WORDS.get(word, word),
        "stage": word if is_stage else "",
        "source": source,
        **_titles(record),
        **_days(record),
        **_relations(record),
    }
    if numbers.taken_apart(number).prefix in LEVELS:
        found["level"] = "international"
    links = [one.get("content") for one in _each(record.get("link"))]
    found["link"] = next((one for one in links if one and isinstance(one, str)), "")[:300]
    group = next(_each(_within(record.get("ext"), "editorialgroup")), {})
    found["committee"] = str(group.get("name", ""))
    return found


def _each(value: object) -> Iterator[Mapping[str, object]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def _within(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _number(record: Mapping[str, object]) -> str:
    ids = list(_each(record.get("docid")))
    primary = [one for one in ids if one.get("primary") == "true"] or ids
    return str(primary[0].get("id", "")) if primary else ""


def _word(record: Mapping[str, object]) -> str:
    status = _within(record.get("docstatus"), "stage")
    stage = str(_within(status, "value") or (status if isinstance(status, str) else "") or "")
    substage = _within(_within(record.get("docstatus"), "substage"), "value")
    return f"{stage}.{substage}" if substage and stage[:2].isdecimal() else stage


def _titles(record: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _each(record.get("title")):
        language = one.get("language")
        code = str(language[0] if isinstance(language, list) and language else language or "en")
        name = {"zh": "title_zh", "en": "title_en"}.get(code)
        if name and (name not in found or one.get("type") == "main"):
            found[name] = str(one.get("content", ""))[:300]
    return found


def _days(record: Mapping[str, object]) -> dict[str, str]:
    names = {
        "published": "issued",
        "issued": "issued",
        "implemented": "effective",
        "confirmed": "confirmed",
        "obsoleted": "withdrawn",
    }
    return {
        names[kind]: str(one.get("value", one.get("on", "")))
        for one in _each(record.get("date"))
        if (kind := str(one.get("type"))) in names
    }


def _relations(record: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, list[str]] = {"replaces": [], "replaced_by": []}
    for one in _each(record.get("relation")):
        other = one.get("bibitem")
        field = RELATIONS.get(str(one.get("type", "")))
        if field and isinstance(other, dict) and (number := _number(other)):
            found[field].append(number)
    return {name: "; ".join(listed) for name, listed in found.items()}

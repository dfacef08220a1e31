"""Words: Chinese first, English by choice; amounts, days and shares as people read them."""

import importlib
import io
import pkgutil
import string
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from gettext import GNUTranslations
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

import fund
from fund import i18n, money
from fund.errors import FundError, Issue, NotAllowed
from fund.i18n import amount, day, in_unit, ngettext, number, say, share, speaking
from fund.ledger.rules import NoRoom

YI, WAN = money.FEN_PER_UNIT["yi"], money.FEN_PER_UNIT["wan"]
PLAIN = str.maketrans({i18n.NBSP: " "})


def test_the_run_speaks_chinese_unless_told() -> None:
    assert i18n.language() == "zh"
    assert i18n.languages() == ("zh", "en")
    with speaking("en"):
        assert i18n.language() == "en"
        with speaking("tlh"):
            assert i18n.language() == "zh"
        assert i18n.language() == "en"
    assert i18n.language() == "zh"


def test_our_reader_of_the_catalogue_reads_what_babels_reads() -> None:
    place = i18n.LOCALE / "zh_CN" / "LC_MESSAGES" / "fund.po"
    with place.open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(file, locale="zh_CN"))
    compiled.seek(0)
    theirs = dict(GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    ours = dict(i18n.Catalogue(place.read_text(encoding="utf-8"))._catalog)
    assert len(ours) > 2000
    assert ours.pop("", "") is not None
    theirs.pop("", "")
    assert ours == theirs


def test_contexts_plurals_and_escapes_of_a_catalogue_are_read() -> None:
    read = i18n.Catalogue(
        'msgid ""\nmsgstr "Language: zh\\n"\n\n'
        'msgctxt "step"\nmsgid "Paid"\nmsgstr "已支付"\n\n'
        'msgid "{count} \\"grant\\""\nmsgid_plural "{count} grants"\nmsgstr[0] ""\n"{count} 项"\n\n'
        'msgid "not yet"\nmsgstr ""\n'
    )
    assert read.pgettext("step", "Paid") == "已支付"
    assert read.gettext("Paid") == "Paid"
    assert [read.ngettext('{count} "grant"', "{count} grants", n) for n in (1, 2)] == [
        "{count} 项"
    ] * 2
    assert read.gettext("not yet") == "not yet"


def test_a_column_of_another_currency_is_written_in_that_currency() -> None:
    for language in ("zh", "en"):
        with speaking(language):
            assert (i18n.unit_name("USD"), in_unit(123_450, "USD")) == ("USD", "1,234.50")
            assert in_unit(500, "JPY") == "500"


@pytest.mark.parametrize(
    "language, amount_fen, text",
    [
        ("zh", 18_000 * WAN, "1.80 亿元"),
        ("zh", 4_000 * WAN, "4,000 万元"),
        ("zh", 12_345, "123.45 元"),
        ("zh", 0, "0.00 元"),
        ("zh", -4_000 * WAN, "−4,000 万元"),
        ("zh", WAN + 5_000, "1.01 万元"),
        ("en", 4_000 * WAN, "CN¥40.0 m"),
        ("en", 18_000 * WAN, "CN¥0.18 bn"),
        ("en", 12_345, "CN¥123.45"),
    ],
)
def test_an_amount_is_said_in_the_unit_people_use(
    language: str, amount_fen: int, text: str
) -> None:
    with speaking(language):
        assert amount(amount_fen).translate(PLAIN) == text


@given(
    st.integers(-(10**17), 10**17),
    st.sampled_from(["yi", "wan", "yuan"]),
    st.sampled_from(["zh", "en"]),
)
def test_an_amount_to_the_last_fen_is_the_stored_one(
    amount_fen: int, unit: str, language: str
) -> None:
    with speaking(language):
        text = in_unit(amount_fen, unit, 10).replace(",", "").replace("\u2212", "-")
    scale = {
        "zh": {"yi": YI, "wan": WAN, "yuan": 100},
        "en": {"yi": 100_000_000_000, "wan": 100_000_000, "yuan": 100},
    }[language][unit]
    assert abs(Decimal(text) * scale - amount_fen) <= Decimal(scale) / 2 / 10**10


@given(st.integers(-(10**12), 10**12))
def test_thousands_are_grouped_and_minus_is_a_true_minus(value: int) -> None:
    text = number(value)
    assert "-" not in text
    assert int(text.replace(",", "").replace("\u2212", "-")) == value


@given(
    st.decimals(-(10**13), 10**13, allow_nan=False, places=4) | st.floats(-1e9, 1e9),
    st.integers(0, 4),
)
def test_numbers_are_written_as_babel_writes_them_in_both_languages(
    value: Decimal | float, places: int
) -> None:
    rounded = money.half_up(Decimal(str(value)), places)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    for locale in ("zh", "en"):
        said = format_decimal(rounded, format=pattern, locale=locale)
        assert number(value, places) == said.replace("-", "\u2212")


@pytest.mark.parametrize(
    "value, text",
    [
        (0.33125, "33.1%"),
        (Decimal("0.3235"), "32.4%"),
        (0, "0.0%"),
        (None, "—"),
        (1, "100.0%"),
        (-0.5, "−50.0%"),
    ],
)
def test_a_share_is_a_percentage_rounded_half_up(value: Any, text: str) -> None:
    assert share(value) == text


@pytest.mark.parametrize("language, text", [("zh", "2026-10-08"), ("en", "8 Oct 2026")])
def test_a_day_is_beijings_day(language: str, text: str) -> None:
    with speaking(language):
        assert day(date(2026, 10, 8)) == text
        assert day(datetime(2026, 10, 7, 16, tzinfo=UTC)) == text
        assert day(None) == "—"


def test_a_refusal_is_a_sentence_in_the_readers_language() -> None:
    refused = NoRoom(line="A26", room_fen=6_000 * WAN, asked_fen=6_500 * WAN)
    with speaking("en"):
        assert (
            say(refused).translate(PLAIN) == "Line A26 has CN¥60.0 m left; CN¥65.0 m was asked for."
        )
    chinese = say(refused).translate(PLAIN)
    assert "A26" in chinese
    assert "6,000 万元" in chinese
    assert "6,500 万元" in chinese


def test_facts_that_are_words_are_translated_and_listed() -> None:
    with speaking("en"):
        assert say(NotAllowed(act="pay", roles=["Finance", "Supervisor"])).endswith(
            "It takes one of: Finance, Supervisor."
        )


def test_an_issue_is_said_from_its_facts() -> None:
    issue = Issue(
        "error",
        "x",
        "A1",
        "7",
        "“{value}” is not a period. Write 2026-09, 2026-Q3, 2026-H1 or 2026.",
        {"value": "7{x}"},
    )
    with speaking("en"):
        assert say(issue).startswith("“7{x}” is not")


def test_english_knows_one_and_many() -> None:
    with speaking("en"):
        assert [ngettext("{count} grant", "{count} grants", count) for count in (0, 1, 2)] == [
            "{count} grants",
            "{count} grant",
            "{count} grants",
        ]


def refusals() -> list[type[FundError]]:
    """Every refusal there is."""
    for module in pkgutil.walk_packages(fund.__path__, "fund."):
        if not module.name.startswith(("fund.ui", "fund.asgi", "fund.migrations", "fund.__main__")):
            importlib.import_module(module.name)
    found, known = [FundError], []
    while found:
        known.append(found.pop())
        found += known[-1].__subclasses__()
    return [refusal for refusal in known if refusal.__module__.startswith("fund")]


def fields(message: str) -> set[str]:
    return {
        name
        for _text, name, _spec, _conversion in string.Formatter().parse(message)
        if name is not None
    }


def test_every_refusal_says_something_of_its_own_under_its_rooms_own_code() -> None:
    known = refusals()
    assert len(known) > 30
    codes = Counter((refusal.__module__.split(".")[1], refusal().code) for refusal in known)
    assert {code for code, times in codes.items() if times > 1} == set()
    for refusal in known:
        assert refusal.message
        assert refusal is FundError or refusal.message != FundError.message, refusal
        assert all(name.isidentifier() for name in fields(refusal.message)), refusal


def test_a_translation_is_filled_from_the_same_facts() -> None:
    with (i18n.LOCALE / "zh_CN" / "LC_MESSAGES" / "fund.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    for message in catalogue:
        if not message.id or not message.string:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            assert fields(text) <= set().union(*(fields(one) for one in ids)), message.id

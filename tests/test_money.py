"""Money: whole fen, exact to the last one; rounded once, half up, on the way out."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fund import money
from fund.money import (
    FEN_PER_UNIT,
    LARGEST_FEN,
    AmountTooLarge,
    FinerThanFen,
    NotAnAmount,
    fen,
    half_up,
    in_unit,
)

UNITS = st.sampled_from(sorted(FEN_PER_UNIT))
FEN = st.integers(-LARGEST_FEN, LARGEST_FEN)


@given(FEN, UNITS)
def test_every_amount_comes_back_from_its_decimal_text(amount_fen: int, unit: str) -> None:
    text = format(Decimal(amount_fen).scaleb(-len(str(FEN_PER_UNIT[unit])) + 1), "f")
    assert fen(text, unit) == amount_fen
    assert fen(Decimal(text), unit) == amount_fen


@given(FEN, UNITS)
def test_a_fraction_of_a_fen_is_refused_however_small(amount_fen: int, unit: str) -> None:
    text = format(Decimal(amount_fen).scaleb(-len(str(FEN_PER_UNIT[unit])) + 1), "f")
    finer = f"{text}{'' if '.' in text else '.'}{'0' * 40}1"
    with pytest.raises(FinerThanFen):
        fen(finer, unit)


@given(
    st.one_of(st.integers(min_value=LARGEST_FEN + 1), st.integers(max_value=-LARGEST_FEN - 1)),
    UNITS,
)
def test_an_amount_beyond_any_budget_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(AmountTooLarge):
        fen(amount, unit)


@given(st.text())
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    with suppress(NotAnAmount, FinerThanFen, AmountTooLarge):
        assert isinstance(fen(text), int)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "1,234.50",
        "12万",
        "NaN",
        "Infinity",
        "-inf",
        "0x10",
        "1_000",
        "1..2",
        "１２,３",
    ],
)
def test_what_is_no_plain_number_is_no_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        fen(text)


@pytest.mark.parametrize("amount", [1.0, 0.1, float("nan")])
def test_a_float_is_never_taken(amount: float) -> None:
    with pytest.raises(TypeError):
        fen(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1e9999999", "1e-9999999", "9" * 5000])
def test_an_exponent_meant_to_exhaust_is_refused_at_once(text: str) -> None:
    with pytest.raises((AmountTooLarge, FinerThanFen)):
        fen(text)


def test_the_units_are_yuan_ten_thousand_and_a_hundred_million() -> None:
    assert (fen(1), fen(1, "wan"), fen(1, "yi")) == (100, 1_000_000, 10_000_000_000)
    assert fen("123.45") == 12_345
    assert fen("-0.01") == -1
    assert fen("1E3") == 100_000


@given(FEN, UNITS, st.integers(0, 8))
def test_rounding_is_off_by_half_a_step_at_most(amount_fen: int, unit: str, places: int) -> None:
    shown = in_unit(amount_fen, unit, places)
    assert abs(shown * FEN_PER_UNIT[unit] - amount_fen) * 2 <= Decimal(FEN_PER_UNIT[unit]).scaleb(
        -places
    )
    assert shown.as_tuple().exponent == -places


@given(FEN, UNITS)
def test_rounding_is_the_same_below_zero(amount_fen: int, unit: str) -> None:
    assert in_unit(-amount_fen, unit, 2) == -in_unit(amount_fen, unit, 2)


@pytest.mark.parametrize(
    "value, places, shown",
    [
        ("8.125", 2, "8.13"),
        ("8.135", 2, "8.14"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.05", 1, "0.1"),
        ("33.125", 1, "33.1"),
        ("0.0049", 2, "0.00"),
    ],
)
def test_half_is_rounded_up(value: str, places: int, shown: str) -> None:
    assert half_up(Decimal(value), places) == Decimal(shown)


def test_currencies_are_those_of_iso_4217_past_ones_included() -> None:
    assert {"CNY", "GBP", "USD", "EUR", "DEM"} <= money.currencies()
    assert "RMB" not in money.currencies()

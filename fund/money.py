"""Money: integers of the currency's minor unit inside (fen for renminbi), one rounding on the way
out.
"""

import csv
from collections.abc import Mapping
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from fund.errors import N_, FundError

FEN_PER_UNIT = {"yuan": 100, "wan": 1_000_000, "yi": 10_000_000_000}
"""Fen in 元, 万元 and 亿元."""

RENMINBI = "CNY"
USUAL_DECIMALS = 2
"""Of renminbi, and of what ISO 4217 lists no decimals for: past currencies, gold, none named."""
DECIMALS = Path(__file__).parents[1] / "data" / "currencies.csv"
"""The decimals of each currency by ISO 4217."""

LARGEST_FEN = 10**17
"""A quadrillion yuan: beyond it an amount is a slip, and sums stay far inside 64 bits."""

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Never rounds: the usual context would take 1.0000000000000000000000000001 for 1, and overflow at
1e9999999.
"""


class NotAnAmount(FundError):
    """The text is no number."""

    message = N_("“{value}” is not an amount. Write digits, with a point before the decimals.")


class FinerThanFen(FundError):
    """The amount has a fraction of a fen."""

    message = N_(
        "“{value}” is finer than one fen. Round it to two decimals of the currency’s unit."
    )


class FinerThanUnit(FinerThanFen):
    """The amount has a fraction of the smallest unit of its currency."""

    message = N_(
        "“{value}” is finer than {currency} is counted: {decimals} decimals of its unit. Round it."
    )


class AmountTooLarge(FundError):
    """The amount is beyond any budget."""

    message = N_("“{value}” is too large to be an amount of money.")


def fen(amount: Decimal | int | str, unit: str = "yuan", currency: str = RENMINBI) -> int:
    """Turn an amount in the unit (yuan, wan, yi: 1, 10⁴ and 10⁸ of the currency's) into the
    currency's minor units, exactly.

    A float is not taken: whoever holds one has to say which decimal text it stands for.
    """
    if isinstance(amount, float):
        raise TypeError("a float is not an amount")
    try:
        # Python would take 1_000 for 1000; in somebody's file it is a slip
        value = Decimal("?" if isinstance(amount, str) and "_" in amount else amount)
    except InvalidOperation:
        raise NotAnAmount(value=amount) from None
    if not value.is_finite():
        raise NotAnAmount(value=amount)
    if value.copy_abs() > LARGEST_FEN:
        raise AmountTooLarge(value=amount)
    places = decimals(currency)
    exact = EXACT.multiply(value, Decimal(FEN_PER_UNIT[unit]).scaleb(places - USUAL_DECIMALS))
    if exact != exact.to_integral_value():
        if places == USUAL_DECIMALS:
            raise FinerThanFen(value=amount)
        raise FinerThanUnit(value=amount, currency=currency, decimals=places)
    if exact.copy_abs() > LARGEST_FEN:
        raise AmountTooLarge(value=amount)
    return int(exact)


def in_unit(amount_fen: int, unit: str, places: int) -> Decimal:
    """The amount in yuan, wan or yi, rounded half up once, from the stored value."""
    return half_up(Decimal(int(amount_fen)) / FEN_PER_UNIT[unit], places)


def half_up(value: Decimal, places: int) -> Decimal:
    """Round half up in decimal arithmetic: 8.125 gives 8.13."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def units(amount_fen: int, currency: str = RENMINBI) -> Decimal:
    """Minor units as an amount of the currency's unit, exactly, with the currency's decimals.

    >>> units(1234, "KWD"), units(1234, "JPY"), units(1234)
    (Decimal('1.234'), Decimal('1234'), Decimal('12.34'))
    """
    return Decimal(int(amount_fen)).scaleb(-decimals(currency), EXACT)


def published_units(amount_fen: int, currency: str = RENMINBI) -> int | Decimal:
    """The same as other people's files have it: a whole number, or one with all its decimals.

    >>> published_units(100), published_units(150), published_units(1234, "KWD")
    (1, Decimal('1.50'), Decimal('1.234'))
    """
    found = units(amount_fen, currency)
    whole = int(found)
    return whole if found == whole else found


def decimals(currency: str) -> int:
    """Decimals of a currency's unit by ISO 4217: KWD 3, JPY 0, most 2."""
    return _decimals().get(currency, USUAL_DECIMALS)


def odd_currencies() -> Mapping[str, int]:
    """The currencies that have not two decimals, with how many they have."""
    return {code: places for code, places in _decimals().items() if places != USUAL_DECIMALS}


@cache
def _decimals() -> Mapping[str, int]:
    with DECIMALS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: int(row["decimals"]) for row in csv.DictReader(file, strict=True)}


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code Babel knows, past ones included: published records are old, too."""
    from babel.numbers import list_currencies  # slow to import, asked for by few

    return frozenset(list_currencies())

"""Money: integer fen (1/100 of the currency's unit) inside, one rounding on the way out."""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

from fund.errors import N_, FundError

FEN_PER_UNIT = {"yuan": 100, "wan": 1_000_000, "yi": 10_000_000_000}
"""Fen in 元, 万元 and 亿元."""

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


class AmountTooLarge(FundError):
    """The amount is beyond any budget."""

    message = N_("“{value}” is too large to be an amount of money.")


def fen(amount: Decimal | int | str, unit: str = "yuan") -> int:
    """Turn an amount in the unit (yuan, wan, yi) into fen, exactly.

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
    exact = EXACT.multiply(value, Decimal(FEN_PER_UNIT[unit]))
    if exact != exact.to_integral_value():
        raise FinerThanFen(value=amount)
    if exact.copy_abs() > LARGEST_FEN:
        raise AmountTooLarge(value=amount)
    return int(exact)


def in_unit(amount_fen: int, unit: str, places: int) -> Decimal:
    """The amount in yuan, wan or yi, rounded half up once, from the stored value."""
    return half_up(Decimal(int(amount_fen)) / FEN_PER_UNIT[unit], places)


def half_up(value: Decimal, places: int) -> Decimal:
    """Round half up in decimal arithmetic: 8.125 gives 8.13."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@cache
def currencies() -> frozenset[str]:
    """Every ISO 4217 code Babel knows, past ones included: published records are old, too."""
    from babel.numbers import list_currencies  # slow to import, asked for by few

    return frozenset(list_currencies())

"""What is said of a centre's reports in words."""

from fund.centres.rules import Stay
from fund.i18n import _


def stay_words(stay: Stay) -> str:
    """How long it lay where."""
    return _(
        "{them} d with the centre, {province} d with the province, {fund} d with the fund"
    ).format(them=stay.with_them, province=stay.with_province, fund=stay.with_fund)

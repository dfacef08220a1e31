"""Numbers people may write into an address."""

import pytest

from fund.listing.address import number_in


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "1.0", "²", "１２", "٣", "9" * 30, "one", "1 OR 1"]
)
def test_what_is_no_number_of_ours_is_none(text: str) -> None:
    assert number_in(text) is None


def test_a_number_is_read() -> None:
    assert [number_in(text) for text in ("0", "7", "999999999")] == [0, 7, 999_999_999]

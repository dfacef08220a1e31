"""The unified social credit code: form is an error, the check character a warning."""

import pytest

from fund.plan.rules import uscc_problem

VECTORS = [
    ("91110000710926094P", None),
    ("914403001922038216", None),
    ("91110000600037341L", None),
    ("91350100M000100Y43", None),
    ("91350100M000100Y4Z", "shape"),  # Z is no symbol of the alphabet
    ("91350100M000100Y44", "check"),
    ("91350211M0000XUF46", "check"),
    ("91350100M0001TGQXM", "check"),
    ("91350100M000100Y4", "shape"),
    ("91350100M000100Y433", "shape"),
    ("91350100m000100y43", "shape"),
    ("91350100M0001O0Y43", "shape"),
    ("９1350100M000100Y43", "shape"),
    ("", "shape"),
]


@pytest.mark.parametrize(("code", "problem"), VECTORS)
def test_a_code_is_judged_by_form_and_check_character(code, problem):
    assert uscc_problem(code) == problem


def test_one_wrong_character_is_always_noticed():
    good = "91350100M000100Y43"
    for place in range(17):
        for symbol in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if symbol != good[place]:
                assert uscc_problem(good[:place] + symbol + good[place + 1 :]) == "check"

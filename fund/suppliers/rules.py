"""When two names are one, and what a flag and a merge must keep to. Pure."""

import unicodedata

from fund.errors import N_, FundError

FORMS = (
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "集团",
    "公司",
    "co.,ltd.",
    "co.,ltd",
    "co.ltd",
    "ltd.",
    "ltd",
    "inc.",
    "inc",
)
"""Endings that say a legal form and tell no two organisations apart, the longest first."""


def plain(name: str) -> str:
    """A name without what people write in different ways: width, case, spaces, brackets, the legal
    form.

    >>> plain("示例 航天（北京）有限公司") == plain("示例航天(北京)有限责任公司"), plain("Example Space Co., Ltd.")
    (True, 'examplespace')
    """
    text = "".join(
        sign
        for sign in unicodedata.normalize("NFKC", name).casefold()
        if sign.isalnum() or sign in ".,"
    )
    form = next((form for form in FORMS if text.endswith(form) and len(text) > len(form)), "")
    return "".join(sign for sign in text.removesuffix(form) if sign.isalnum())


class UnknownMark(FundError):
    """An organisation bears two flags."""

    message = N_(
        "An organisation is marked as commercial entity or for centrally funded projects; “{mark}”"
        " was given."
    )


class SameOrganisation(FundError):
    """A merge is of two."""

    message = N_("Choose two different organisations.")


class MergedAlready(FundError):
    """What is merged is gone from the choice."""

    message = N_("“{organisation}” is merged into another organisation already.")


class MergeWaits(FundError):
    """One proposal at a time."""

    message = N_("A merge of “{organisation}” is proposed already: somebody else decides on it.")


class MergeDecided(FundError):
    """A proposal is decided once."""

    message = N_("This merge is decided already.")

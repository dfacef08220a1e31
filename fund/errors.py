"""What can go wrong, in two kinds: an Issue is bad data, returned; a FundError is a refusal,
raised.

Neither holds a finished sentence. Both hold an English template and the facts that fill it, so that
the edge (page, command line, workbook) says it in the reader's language: see fund.i18n.say.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def NP_(context: str, message: str) -> str:
    """Mark a message whose meaning depends on where it stands; ``fund.i18n._`` translates it and
    drops the context.
    """
    return f"{context}\x04{message}"


class Told(Protocol):
    """A sentence that is not said yet: its template and the facts that fill it."""

    @property
    def message(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, object]: ...


class FundError(Exception):
    """An act refused: nothing was stored but the refusal itself.

    Facts whose name ends in ``_fen`` are shown as money, dates and periods as dates.
    """

    message: ClassVar[str] = N_("This cannot be done.")
    is_secret: ClassVar[bool] = False
    """What was asked for must not be kept, not even on record: that it was refused is."""

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    @property
    def code(self) -> str:
        """The stable snake_case name of the refusal."""
        return re.sub(
            r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", type(self).__name__
        ).lower()


class NotAllowed(FundError):
    """The actor's roles, as stored now, do not include this act."""

    message = N_("Your roles do not allow “{act}”. It takes one of: {roles}.")


class NotFound(FundError):
    """The record asked for does not exist, or not for this actor."""

    message = N_("There is no {kind} “{key}”.")


class Stale(FundError):
    """Somebody changed the record after the actor looked at it."""

    message = N_(
        "This record was changed by somebody else meanwhile. Look at it again, then decide."
    )


class KeyReused(FundError):
    """One idempotency key came with two different acts."""

    message = N_(
        "This request was already used for a different act. Reload the page and try again."
    )


class WrongState(FundError):
    """The record's state does not allow the act."""

    message = N_("“{act}” is not possible while the status is “{status}”.")


class FourEyes(FundError):
    """The act needs a person who had no hand in what it approves."""

    message = N_("You had a hand in this (“{earlier}”), so “{act}” takes another person.")


class NeedsReason(FundError):
    """The act must say why."""

    message = N_("Please give a reason.")


@dataclass(frozen=True)
class Issue:
    """One problem in data somebody handed in.

    ``where`` is sheet!cell in a workbook, a JSON pointer in a JSON file, a line number in a text
    file. ``message`` is an English template filled from ``facts``; it says what to do.
    """

    severity: Literal["error", "warning"]
    code: str
    where: str
    value: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)


def has_errors(issues: list[Issue]) -> bool:
    """Whether anything among the issues stops the file."""
    return any(issue.severity == "error" for issue in issues)

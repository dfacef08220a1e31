"""How a holding stands on a day: the facts that count by then, and what follows from them. Pure.

A fact counts from the day it is recorded, or from the day the last of those it needs said yes; one
that a counting fact corrects counts no longer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from fund.holdings.returns import SUMMED, Flow, Returns, measured
from fund.holdings.rules import EARLY, year_after


class Fact(NamedTuple):
    """One dated fact; amounts in fen. ``counts_on``: since when it counts, None while it waits or
    was refused.
    """

    id: int
    undertaking_id: int
    kind: str
    occurred_on: date
    recorded_on: date
    amount_fen: int
    principal_fen: int
    gain_fen: int
    loss_fen: int
    cost_fen: int
    stays_fen: int | None
    units: int | None
    ground: str
    basis: str
    words: str
    reference: str
    sha256: str | None
    co_investor_id: int | None
    proposal_id: int | None
    ends_id: int | None
    corrects_id: int | None
    needed: int
    stated_by: int | None
    counts_on: date | None = None
    is_refused: bool = False


class Terms(NamedTuple):
    """What is agreed of a holding, as far as figures follow from it."""

    form: str
    fund_size_fen: int = 0
    single_percent: int = 0
    rolls_over: bool = False


class Alert(NamedTuple):
    """A ground of an early exit that is met, and since when."""

    ground: str
    since: date
    fact_id: int | None = None


def counting(facts: Iterable[Fact], as_of: date) -> list[Fact]:
    """Those that count on a day, in the order they came to count."""
    known = [one for one in facts if one.counts_on is not None and one.counts_on <= as_of]
    overtaken = {one.corrects_id for one in known}
    return sorted(
        (one for one in known if one.id not in overtaken),
        key=lambda one: (one.counts_on or as_of, one.id),
    )


@dataclass(frozen=True)
class Standing:
    """One holding on a day: ``facts`` are those that count, ``payments`` what the ledger paid by
    then (a payment above zero, what came back of it below), each at the day it happened.
    """

    as_of: date
    facts: Sequence[Fact]
    payments: Sequence[Flow]

    def of(self, *kinds: str) -> list[Fact]:
        """Facts of some kinds."""
        return [one for one in self.facts if one.kind in kinds]

    def summed(self, column: str, *kinds: str) -> int:
        """A column added up over facts of some kinds."""
        return sum(getattr(one, column) or 0 for one in self.of(*kinds))

    @property
    def paid_fen(self) -> int:
        """What the ledger says is paid."""
        return sum(flow.amount_fen for flow in self.payments)

    @property
    def first_paid_on(self) -> date | None:
        """When the first money arrived."""
        return min((flow.day for flow in self.payments if flow.amount_fen > 0), default=None)

    @property
    def cost_left_fen(self) -> int:
        """What was paid, less the cost that left."""
        return self.paid_fen - self.summed("cost_fen", "exit")

    @property
    def units(self) -> int:
        """Units held."""
        return self.summed("units", "units") - self.summed("units", "exit")

    @cached_property
    def valued(self) -> tuple[date, int] | None:
        """The latest valuation: its day and the value; of two of one day the later to count."""
        known = [
            ((one.occurred_on, one.counts_on, one.id), value)
            for one in self.of("value", "exit")
            if (value := one.amount_fen if one.kind == "value" else one.stays_fen) is not None
        ]
        if not known:
            return None
        (day, *_rest), value = max(known)
        return day, value

    @property
    def fair_value_fen(self) -> int:
        """The latest value and what was paid after its day; without one, the cost left."""
        if self.valued is None:
            return self.cost_left_fen
        day, value = self.valued
        return value + sum(flow.amount_fen for flow in self.payments if flow.day > day)

    @property
    def flows(self) -> list[Flow]:
        """Payments as they left, proceeds and income as they came."""
        out = [Flow(day, -amount_fen) for day, amount_fen in self.payments]
        back = [Flow(one.occurred_on, one.amount_fen) for one in self.of("exit", "income")]
        return out + back

    @property
    def sums(self) -> dict[str, int]:
        """What is added up over holdings: SUMMED."""
        back = ("exit", "income")
        found = (
            self.paid_fen,
            self.summed("amount_fen", *back),
            self.summed("principal_fen", *back),
            self.summed("gain_fen", *back),
            self.summed("loss_fen", *back),
            self.cost_left_fen,
            self.fair_value_fen,
        )
        return dict(zip(SUMMED, found, strict=True))

    @property
    def returns(self) -> Returns:
        """Its returns on the day."""
        return measured(self.sums, self.flows, self.as_of)

    def to_remit(self, terms: Terms) -> tuple[int, int]:
        """Principal and gain that came back and were not sent to the treasury, in fen."""
        if terms.rolls_over:
            return 0, 0
        back = ("exit", "income")
        return (
            self.summed("principal_fen", *back) - self.summed("principal_fen", "remittance"),
            self.summed("gain_fen", *back) - self.summed("gain_fen", "remittance"),
        )

    def remit_since(self, terms: Terms) -> date | None:
        """The day the oldest money came that is still here: what was sent is the oldest of its
        kind.
        """
        days = []
        newest = sorted(self.of("exit", "income"), key=lambda one: one.occurred_on, reverse=True)
        for column, open_fen in zip(
            ("principal_fen", "gain_fen"), self.to_remit(terms), strict=True
        ):
            seen_fen = 0
            for one in newest:
                if seen_fen < open_fen and getattr(one, column):
                    days.append(one.occurred_on)
                seen_fen += getattr(one, column)
        return min(days, default=None)

    def is_watched(self, terms: Terms) -> bool:
        """Whether there is something a ground of an early exit may follow from, now or later."""
        ended = {one.ends_id for one in self.of("breach_end")}
        return (
            (bool(self.of("scheme")) and not self.of("set_up"))
            or self._has_only_money(terms)
            or any(one.id not in ended for one in self.of("breach"))
            or any(True for _alert in self._off_charter(terms))
        )

    def _has_only_money(self, terms: Terms) -> bool:
        """A sub-fund that was paid and has invested nothing."""
        has_invested = self.summed("amount_fen", "investment") > 0  # 0: put right, it never was
        return terms.form == "sub_fund" and self.first_paid_on is not None and not has_invested

    def others(self, kind: str, investors: Collection[int] | None = None) -> int:
        """What others subscribed or paid (``kind``), all or some of them, in fen."""
        return sum(
            one.amount_fen
            for one in self.of(kind)
            if investors is None or one.co_investor_id in investors
        )

    @property
    def exit_since(self) -> date | None:
        """The day the latest exit was approved that answers a ground: one brought in from an
        office's file says none.
        """
        proposed = [one for one in self.of("proposal") if one.ground]
        return max((one.counts_on for one in proposed if one.counts_on), default=None)

    @property
    def is_gone(self) -> bool:
        """Whether everything left."""
        return bool(self.of("exit")) and self.cost_left_fen <= 0

    @property
    def is_leaving(self) -> bool:
        """Whether the exit of all of it is approved."""
        return any(one.units is None for one in self.of("proposal"))

    def alerts(self, terms: Terms) -> list[Alert]:
        """The grounds of an early exit met on the day, in the order of the rule. Approving an exit
        answers those met by then; what stays after an exit in part may meet others later.
        """
        if self.is_leaving or self.is_gone:
            return []
        found = [*self._late(terms), *self._off_charter(terms)]
        ended = {one.ends_id for one in self.of("breach_end")}
        found += [
            Alert(one.ground, one.recorded_on, one.id)
            for one in self.of("breach")
            if one.id not in ended
        ]
        answered = self.exit_since or date.min
        open_ones = [one for one in found if one.since > answered]
        places = list(EARLY)
        return sorted(open_ones, key=lambda one: (places.index(one.ground), one.since))

    def _late(self, terms: Terms) -> Iterable[Alert]:
        scheme = min((one.occurred_on for one in self.of("scheme")), default=None)
        if scheme is not None and not self.of("set_up"):
            since = year_after(scheme) + timedelta(days=1)  # 超过一年: the number excluded
            if since <= self.as_of:
                yield Alert("not_set_up", since)
        first = self.first_paid_on
        if first is not None and self._has_only_money(terms):
            since = year_after(first)  # 一年以上: the number included
            if since <= self.as_of:
                yield Alert("not_investing", since)

    def _off_charter(self, terms: Terms) -> Iterable[Alert]:
        if not (terms.single_percent and terms.fund_size_fen):
            return
        for one in self.of("investment"):
            if one.amount_fen * 100 > terms.single_percent * terms.fund_size_fen:
                yield Alert("off_charter", one.recorded_on, one.id)


def social(kinds: Mapping[int, str], counted: Collection[str]) -> set[int]:
    """Which investors' money is social capital, by their number."""
    return {number for number, kind in kinds.items() if kind in counted}

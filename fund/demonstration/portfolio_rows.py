"""Rows of undertakings, their ledger and their milestones, many at once: for synthetic loads
only.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
from sqlmodel import Session

from fund.demonstration.bulk import insert
from fund.search import terms_of

ACTS = ("enter", "decide", "sign", "accept", "pay")


TRANCHES = 3
ACT = (
    "id, kind, recorded_on, recorded_at, occurred_on, undertaking_id, tranche_id, entries, "
    "reason, reference"
)
POSTING = "act_id, line_id, undertaking_id, tranche_id, stage, amount_fen, recorded_on"
"""Columns of both tables as they are written."""


class Writer:
    """Everything known about the load, and the rows it becomes."""

    def __init__(
        self,
        session: Session,
        days: list[date],
        of: Mapping[str, np.ndarray],
        known: np.ndarray,
        done: Mapping[int, np.ndarray],
    ) -> None:
        postgres = session.get_bind().dialect.name == "postgresql"
        self.session, self.of, self.known, self.done = session, of, known, done
        self.days = [day if postgres else day.isoformat() for day in days]
        far = [days[-1] + timedelta(days=number) for number in range(1, 1500)]
        self.later = self.days + [day if postgres else day.isoformat() for day in far]
        moments = [datetime(day.year, day.month, day.day, 4, tzinfo=UTC) for day in days]
        self.moments = [
            moment if postgres else moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in moments
        ]

    def undertakings(self) -> None:
        """Undertakings entered, their statuses, tranches, and the records beside them."""
        known = self.known.tolist()
        kinds = np.where(self.of["contract"], "contract", "grant").tolist()
        entered = [(n, kinds[n]) for n, far in enumerate(known) if far]
        starts = self.of["start"].tolist()
        insert(
            self.session,
            "undertaking",
            "id, kind, code, title, organisation_id, region_code, category, line_id, currency, "
            "status, version, decided_on, signed_on",
            self._entered(kinds, known),
        )
        insert(
            self.session,
            "undertaking_term",
            "kind, term, undertaking_id",
            ((kind, term, n + 1) for n, kind in entered for term in terms_of(*_named(n, kind))),
        )
        insert(
            self.session,
            "grant_record",
            "undertaking_id, instrument, purpose, requested_fen, applied_on, stage",
            (
                (n + 1, "grant", "", 0, self.days[starts[n]], "")
                for n, kind in entered
                if kind == "grant"
            ),
        )
        methods = self.of["method"].tolist()
        insert(
            self.session,
            "contract",
            "undertaking_id, ocid, method",
            ((n + 1, f"load-{n + 1}", methods[n]) for n, kind in entered if kind == "contract"),
        )
        insert(
            self.session,
            "status_event",
            "undertaking_id, status, recorded_on",
            self._statuses(kinds, known, self.of["start"].tolist(), self.of["sign"].tolist()),
        )
        promised = (self.of["sign"][:, None] + self.of["promised"]).tolist()
        insert(
            self.session,
            "tranche",
            "id, undertaking_id, code, title, promised_on, is_advance",
            (
                (n * TRANCHES + k + 1, n + 1, f"T{k + 1}", "", self.later[promised[n][k]], False)
                for n, far in enumerate(known)
                if far > 2
                for k in range(TRANCHES)
            ),
        )

    def _entered(self, kinds: list[str], known: list[int]) -> Iterator[tuple[object, ...]]:
        """Grants and contracts with the status each has come to."""
        of = {
            name: self.of[name].tolist()
            for name in ("start", "sign", "category", "body", "region", "line")
        }
        for n, (kind, far) in enumerate(zip(kinds, known, strict=True)):
            if not far:
                continue
            decided = "pending" if kind == "contract" else "awarded"
            yield (
                n + 1,
                kind,
                *_named(n, kind),
                of["body"][n],
                of["region"][n],
                of["category"][n] if kind == "contract" else "",
                of["line"][n],
                "CNY",
                ("", "entered", decided, "active")[far],
                far,
                self.days[of["start"][n] + 2] if far > 1 else None,
                self.days[of["sign"][n]] if far > 2 else None,
            )

    def _statuses(
        self, kinds: list[str], known: list[int], starts: list[int], signs: list[int]
    ) -> Iterator[tuple[object, ...]]:
        for n, kind in enumerate(kinds):
            if known[n] > 1:
                yield (
                    n + 1,
                    "pending" if kind == "contract" else "awarded",
                    self.days[starts[n] + 2],
                )
            if known[n] > 2:
                yield n + 1, "active", self.days[signs[n]]

    def ledger(self, acts: Mapping[str, np.ndarray], appropriated: list[tuple[int, int]]) -> None:
        """Acts in order of day with their postings; appropriations on the first day."""
        first, opening, extra = self.days[0], self.moments[0], len(appropriated)
        insert(
            self.session,
            "act",
            ACT,
            (
                (n + 1, "appropriate", first, opening, first, None, None, 1, "", "")
                for n in range(extra)
            ),
        )
        insert(
            self.session,
            "posting",
            POSTING,
            (
                (n + 1, line, None, None, "appropriated", fen, first)
                for n, (line, fen) in enumerate(appropriated)
            ),
        )
        names = ("kind", "day", "tranche", "which", "entries")
        happened = list(zip(*(acts[name].tolist() for name in names), strict=True))
        insert(self.session, "act", ACT, self._acts(happened, extra))
        insert(self.session, "posting", POSTING, self._postings(happened, extra))
        amounts = self.of["amounts"].tolist()
        insert(
            self.session,
            "acceptance",
            "tranche_id, basis, amount_fen, recorded_on, reason",
            (
                (which * TRANCHES + k + 1, "opening", amounts[which][k], self.days[day], "")
                for kind, day, k, which, _entries in happened
                if kind == 3
            ),
        )

    def _acts(
        self, happened: list[tuple[int, int, int, int, int]], extra: int
    ) -> Iterator[tuple[object, ...]]:
        for n, (kind, day, k, which, entries) in enumerate(happened, extra + 1):
            on, part = self.days[day], which * TRANCHES + k + 1 if k >= 0 else None
            yield n, ACTS[kind], on, self.moments[day], on, which + 1, part, entries, "", ""

    def _postings(
        self, happened: list[tuple[int, int, int, int, int]], extra: int
    ) -> Iterator[tuple[object, ...]]:
        amounts, lines = self.of["amounts"].tolist(), self.of["line"].tolist()
        for n, (kind, day, k, which, _entries) in enumerate(happened, extra + 1):
            on, line, parts = self.days[day], lines[which], amounts[which]
            if kind == 1:
                yield n, line, which + 1, None, "committed", sum(parts), on
            elif kind == 2:
                for part, fen in enumerate(parts):
                    yield n, line, which + 1, which * TRANCHES + part + 1, "obligated", fen, on
            elif kind > 2:
                yield (
                    n,
                    line,
                    which + 1,
                    which * TRANCHES + k + 1,
                    "accepted" if kind == 3 else "paid",
                    parts[k],
                    on,
                )

    def milestones(self) -> None:
        """A milestone a tranche, what became of it, and everything that falls due."""
        insert(
            self.session,
            "milestone",
            "id, undertaking_id, tranche_id, code, title, owner, first_due_on, due_on, met_on, "
            "status, version",
            (
                (key, n + 1, key, f"M{k + 1}", "示例里程碑", "", due, due, met, *_stands(met))
                for n, k, key, _sign, due, met, _fen in self._steps()
            ),
        )
        insert(
            self.session,
            "milestone_event",
            "milestone_id, recorded_on, due_on, met_on, status, reason",
            (
                row
                for _n, _k, key, sign, due, met, _fen in self._steps()
                for row in (
                    (key, sign, due, None, "scheduled", ""),
                    *(((key, met, due, met, "met", ""),) if met else ()),
                )
            ),
        )
        insert(
            self.session,
            "due_entry",
            "kind, undertaking_id, tranche_id, recorded_on, due_on, value",
            self._dues(),
        )

    def _steps(self) -> Iterator[tuple[int, int, int, object, object, object, int]]:
        """Undertaking, tranche number, key, day signed, day due, day met or None, fen."""
        promised, signs, met = (
            (self.of["sign"][:, None] + self.of["promised"]).tolist(),
            self.of["sign"].tolist(),
            self.done[3].tolist(),
        )
        amounts = self.of["amounts"].tolist()
        for n, far in enumerate(self.known.tolist()):
            for k in range(TRANCHES if far > 2 else 0):
                yield (
                    n,
                    k,
                    n * TRANCHES + k + 1,
                    self.days[signs[n]],
                    self.later[promised[n][k]],
                    self.days[met[n][k] - 1] if met[n][k] else None,
                    amounts[n][k],
                )

    def _dues(self) -> Iterator[tuple[object, ...]]:
        starts, contract = self.of["start"].tolist(), self.of["contract"].tolist()
        for n, far in enumerate(self.known.tolist()):
            if far > 1:
                day = self.days[starts[n] + 2]
                yield "contract" if contract[n] else "grant", n + 1, None, day, day, 1
        for n, _k, key, sign, due, met, fen in self._steps():
            yield "promised_fen", n + 1, key, sign, due, fen
            yield "planned", n + 1, key, sign, due, 1
            yield "open", n + 1, key, sign, due, 1
            if met:
                yield "open", n + 1, key, met, due, -1
                yield "met", n + 1, key, met, due, 1


def _named(n: int, kind: str) -> tuple[str, str]:
    """Code and title of an undertaking."""
    return f"{'LP' if kind == 'contract' else 'LG'}-{n + 1}", f"示例负载 {n + 1}"


def _stands(met: object) -> tuple[str, int]:
    """Status and version of a milestone by the day it was met."""
    return ("met", 2) if met else ("scheduled", 1)

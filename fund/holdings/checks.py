"""What ``verify`` looks at in holdings: every figure that is kept is recomputed from the facts."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from fund.errors import N_
from fund.holdings import reading, returns, summed
from fund.holdings.reading import FACT, WORD
from fund.holdings.returns import Flow
from fund.holdings.standing import Fact, Standing, counting
from fund.holdings.summed import FLOW, SUM

Bad = list[tuple[object, ...]]


def _known(session: Session) -> list[tuple[int, list[Fact], list[Flow]]]:
    facts, paid = reading.facts(session, None), reading.payments(session, None)
    keys = sorted({*facts, *paid})
    return [(key, facts.get(key, []), paid.get(key, [])) for key in keys]


def exits(session: Session) -> Bad:
    """Cost, principal, gain and loss of each exit, from what was paid and held before it."""
    found: Bad = []
    for key, facts, paid in _known(session):
        for one in facts:
            if one.kind != "exit" or _is_right(one, facts, paid):
                continue
            # what was paid may have been put right since: judged by what was known on its day
            known = reading.payments(session, [key], one.recorded_on)
            if not _is_right(one, facts, known.get(key, [])):
                found.append(("holding_fact", one.id, "holding", key))
    return found


def _is_right(one: Fact, facts: list[Fact], paid: Sequence[Flow]) -> bool:
    day = one.recorded_on
    before = [other for other in counting(facts, day) if other.id < one.id]
    standing = Standing(day, before, [flow for flow in paid if flow.day <= day])
    expected = returns.split(one.amount_fen, one.cost_fen)
    if (one.principal_fen, one.gain_fen, one.loss_fen) != expected:
        return False
    if one.units is None or not standing.units:
        return 0 < one.cost_fen <= standing.cost_left_fen
    if one.units > standing.units:
        return False
    leaves = returns.cost_leaving(standing.cost_left_fen, one.units, standing.units)
    return one.cost_fen == leaves


def treasury(session: Session) -> Bad:
    """No more of principal or gain was sent than came back, and income is gain."""
    found: Bad = []
    for key, facts, paid in _known(session):
        known = [one for one in facts if one.counts_on is not None]
        last = max((one.counts_on for one in known if one.counts_on), default=None)
        if last is None:
            continue
        standing = Standing(last, counting(facts, last), paid)
        principal_fen = standing.summed("principal_fen", "exit", "income")
        gain_fen = standing.summed("gain_fen", "exit", "income")
        sent = standing.of("remittance")
        if (
            sum(one.principal_fen for one in sent) > principal_fen
            or sum(one.gain_fen for one in sent) > gain_fen
            or any(one.gain_fen != one.amount_fen for one in standing.of("income"))
        ):
            found.append(("holding", key))
    return found


def exits_approved(session: Session) -> Bad:
    """Each exit names a proposal of its holding that as many others approved as it takes."""
    by_number = {one.id: one for _key, facts, _paid in _known(session) for one in facts}
    found: Bad = []
    for one in by_number.values():
        if one.kind != "exit":
            continue
        proposal = by_number.get(one.proposal_id or 0)
        if (
            proposal is None
            or proposal.kind != "proposal"
            or proposal.undertaking_id != one.undertaking_id
            or proposal.counts_on is None
            or proposal.counts_on > one.recorded_on
        ):
            found.append(("holding_fact", one.id))
    return found


def said_by_another(session: Session) -> Bad:
    """Nobody said yes or no to what they stated themselves, nor more of them than it takes."""
    own = (WORD.c.said_by == FACT.c.stated_by) | (WORD.c.said_by == FACT.c.stated_for)
    joined = sa.select(FACT.c.id).join(WORD, WORD.c.fact_id == FACT.c.id)
    many = joined.group_by(FACT.c.id, FACT.c.needed).having(sa.func.count() > FACT.c.needed)
    rows = {*session.execute(joined.where(own)).scalars(), *session.execute(many).scalars()}
    return [("holding_fact", key) for key in sorted(rows)]


def corrected_once(session: Session) -> Bad:
    """A fact is put right by one other at most that counts, of its kind and holding."""
    later = FACT.alias("later")
    pairs = sa.select(later.c.id).join(FACT, FACT.c.id == later.c.corrects_id)
    other = (later.c.kind != FACT.c.kind) | (later.c.undertaking_id != FACT.c.undertaking_id)
    rows = list(session.execute(pairs.where(other | (later.c.id <= FACT.c.id))).scalars())
    for _key, facts, _paid in _known(session):
        named = [one.corrects_id for one in facts if one.counts_on and one.corrects_id]
        rows += [key for key in named if named.count(key) > 1]
    return [("holding_fact", key) for key in sorted(set(rows))]


def units_held(session: Session) -> Bad:
    """No more units left than were received."""
    found: Bad = []
    for key, facts, paid in _known(session):
        for day in sorted({one.recorded_on for one in facts}):
            standing = Standing(day, counting(facts, day), paid)
            if standing.units < 0 or standing.cost_left_fen < 0:
                found.append(("holding", key, day))
    return found


def summed_up(session: Session) -> Bad:
    """What is kept of each holding and not stale is as its facts and payments say, and so are its
    flows.
    """
    kept = {row["undertaking_id"]: row for row in session.execute(sa.select(SUM)).mappings()}
    flows: dict[int, Counter[tuple[date, bool]]] = defaultdict(Counter)
    for row in session.execute(sa.select(FLOW)):
        flows[row.undertaking_id][row.day, row.is_payment] += row.amount_fen
    facts, paid = reading.facts(session, None), reading.payments(session, None)
    told = summed.reckoned(session, None)
    found: Bad = []
    for key in sorted({*told, *kept}):
        one = Standing(date.max, counting(facts.get(key, []), date.max), paid.get(key, []))
        own = kept.get(key)
        by_day = {day: fen for day, fen in flows[key].items() if fen}
        expected = {} if own is None or own["is_stale"] else told.get(key, {})
        is_wrong = own is None or any(own[name] != value for name, value in expected.items())
        if is_wrong or by_day != _flows(one):
            found.append(("holding_sum", key))
    return found


def _flows(one: Standing) -> dict[tuple[date, bool], int]:
    by_day: Counter[tuple[date, bool]] = Counter()
    for day, amount_fen in one.flows:
        by_day[day, amount_fen < 0] += amount_fen
    return {day: fen for day, fen in by_day.items() if fen}


CHECKS = {
    "holdings_told": (
        "SELECT 'undertaking', u.id FROM undertaking u LEFT JOIN holding h ON h.undertaking_id ="
        " u.id WHERE (u.kind = 'holding') <> (h.undertaking_id IS NOT NULL) OR (u.kind = 'holding'"
        " AND u.category <> 'equity')"
    ),
    "holding_facts_of_their_acts": (
        "SELECT 'holding_fact', f.id FROM holding_fact f LEFT JOIN act a ON a.id = f.act_id WHERE"
        " a.id IS NULL OR a.undertaking_id <> f.undertaking_id OR a.recorded_on <> f.recorded_on"
        " OR f.occurred_on > f.recorded_on"
    ),
    "holding_investors": (
        "SELECT 'holding_fact', f.id FROM holding_fact f LEFT JOIN co_investor c ON c.id ="
        " f.co_investor_id WHERE (f.kind IN ('subscribed', 'other_paid')) <> (c.id IS NOT NULL) OR"
        " c.undertaking_id <> f.undertaking_id"
    ),
    "holding_sums": summed_up,
    "holding_sums_known": (
        "SELECT 'holding_sum', s.undertaking_id FROM holding_sum s WHERE s.known_on IS DISTINCT"
        " FROM (SELECT max(d.day) FROM (SELECT f.recorded_on AS day FROM holding_fact f WHERE"
        " f.undertaking_id = s.undertaking_id UNION ALL SELECT w.said_on FROM holding_word w JOIN"
        " holding_fact f ON f.id = w.fact_id WHERE f.undertaking_id = s.undertaking_id UNION ALL"
        " SELECT p.recorded_on FROM posting p WHERE p.undertaking_id = s.undertaking_id AND p.stage"
        " IN ('paid', 'obligated')) d) UNION ALL SELECT 'holding_flow', l.id FROM holding_flow l"
        " WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.act_id = l.act_id AND p.stage = 'paid'"
        " AND p.undertaking_id = l.undertaking_id AND p.recorded_on = l.known_on) AND (l.act_id IS"
        " NOT NULL OR NOT EXISTS (SELECT 1 FROM holding_fact f WHERE f.undertaking_id ="
        " l.undertaking_id AND f.kind IN ('exit', 'income') AND f.recorded_on = l.known_on))"
    ),
    "holding_exits": exits,
    "holding_exits_approved": exits_approved,
    "holding_treasury": treasury,
    "holding_words": said_by_another,
    "holding_corrections": corrected_once,
    "holding_units": units_held,
}
"""Name -> one statement that finds what is wrong, or a function that does (fund.verify)."""

WORDS = {
    "holdings_told": N_("Every holding has its form, and nothing else has one"),
    "holding_facts_of_their_acts": N_("Facts of holdings are of the acts that recorded them"),
    "holding_investors": N_("Payments of others name a co-investor of their holding"),
    "holding_sums": N_("What is kept of holdings put together follows from their facts"),
    "holding_sums_known": N_("What is kept of holdings is as recent as their facts"),
    "holding_exits": N_("Cost, gain and loss of each exit are as computed"),
    "holding_exits_approved": N_("Every exit was proposed and approved"),
    "holding_treasury": N_("No more goes to the treasury than came back"),
    "holding_words": N_("Facts of holdings are confirmed by another person"),
    "holding_corrections": N_("A fact of a holding is put right once at most"),
    "holding_units": N_("No more units leave a holding than it had"),
}
"""Name -> what the check says where it holds."""

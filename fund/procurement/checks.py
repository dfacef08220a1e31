"""What ``verify`` looks at in procurement."""

from collections.abc import Mapping

from fund.errors import N_

CHECKS: Mapping[str, str] = {
    "method_totals": (
        "SELECT 'method', category, method FROM (SELECT u.category, c.method, p.amount_fen FROM"
        " posting p JOIN undertaking u ON u.id = p.undertaking_id JOIN contract c ON"
        " c.undertaking_id = u.id WHERE p.stage = 'committed' AND u.currency = 'CNY' UNION ALL"
        " SELECT category, method, -committed_fen FROM method_total) a GROUP BY category, method"
        " HAVING sum(amount_fen) <> 0"
    ),
}
"""Name -> one statement that finds what is wrong (fund.verify)."""

WORDS: Mapping[str, str] = {
    "method_totals": N_("Sums by method equal the ledger"),
}
"""Name -> what the check says where it holds."""

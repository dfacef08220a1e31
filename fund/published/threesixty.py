"""Reading 360Giving: a package of grants, a list of them, or one a line. Pure.

Source: https://standard.threesixtygiving.org/ (schema 1.4).
"""

from collections.abc import Iterator

from fund.published import documents, fields
from fund.published.documents import step
from fund.published.fields import NOTHING, Fields
from fund.published.issues import Findings
from fund.published.records import Grant, digest

OF_A_GRANT = frozenset(
    {
        "id",
        "title",
        "amountAwarded",
        "awardDate",
        "recipientOrganization",
        "recipientIndividual",
        "fundingOrganization",
    }
)


def grants(content: bytes, findings: Findings) -> Iterator[Grant]:
    """Every grant of a file, in its order."""
    seen: set[str] = set()
    for where, value in documents.read(content, findings):
        for place, item in _listed(value, where, findings):
            found = grant(item, place, findings)
            if found is None:
                continue
            if found.grant_id in seen:
                findings.add(
                    "repeated_grant", step(place, "id"), found.grant_id, grant=found.grant_id
                )
            seen.add(found.grant_id)
            yield found


def _listed(value: object, where: str, findings: Findings) -> Iterator[tuple[str, Fields]]:
    if isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _one(item, step(where, index), findings)
    else:
        yield from _one(value, where, findings)


def _one(value: object, where: str, findings: Findings) -> Iterator[tuple[str, Fields]]:
    found: Fields = value if isinstance(value, dict) else NOTHING
    if "grants" in found:
        if not found["grants"]:
            findings.add("nothing_in_it", step(where, "grants"))
        yield from fields.objects(found, "grants", where, findings)
    elif len(found.keys() & OF_A_GRANT) > 1:
        yield where, found
    else:
        findings.add("not_360giving", where, value)


def grant(found: Fields, where: str, findings: Findings) -> Grant | None:
    """One grant; None, with issues, where it cannot be known again."""
    grant_id = fields.identifier(found, "id", where, findings)
    awarded = fields.amount(found, "amountAwarded", where, findings)
    if "amountAwarded" not in found:
        findings.add("empty_amount", step(where, "amountAwarded"))
    recipients = fields.several(found, "recipientOrganization", "recipientIndividual")
    paid_fen = fields.fen(found, "amountDisbursed", where, findings, awarded.currency)
    awarded_on = fields.day(found, "awardDate", where, findings, is_expected=True)
    modified_at = fields.moment(found, "dateModified", where, findings)
    raw = documents.canonical(found)
    if raw is None:
        findings.add("too_deep", where)
    if raw is None or grant_id is None:
        return None
    return Grant(
        grant_id=grant_id,
        modified_at=modified_at,
        title=fields.title(found),
        recipient=_joined(recipients, "name"),
        recipient_id=fields.ids(recipients),
        funder=_joined(fields.several(found, "fundingOrganization"), "name"),
        currency=awarded.currency,
        awarded_fen=awarded.fen,
        paid_fen=paid_fen,
        awarded_on=awarded_on,
        raw=raw,
        digest=digest(raw),
    )


def _joined(bodies: list[Fields], name: str) -> str:
    return "; ".join(filter(None, (fields.text(body, name) for body in bodies)))

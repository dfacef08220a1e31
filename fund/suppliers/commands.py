"""Marking an organisation; proposing, by one person, and deciding, by another, that two are one."""

from sqlmodel import Session, col, select

from fund import audit, clock
from fund.access.actors import Actor
from fund.errors import N_, FourEyes, NeedsReason, NotFound
from fund.ledger.book import fetch
from fund.plan import identity
from fund.plan.rules import MARKS
from fund.plan.tables import Organisation, OrganisationMark, OrganisationMerge
from fund.suppliers.rules import (
    MergedAlready,
    MergeDecided,
    MergeWaits,
    SameOrganisation,
    UnknownMark,
)


def mark_organisation(
    session: Session, actor: Actor, *, organisation_id: int, mark: str, is_set: bool, reason: str
) -> OrganisationMark:
    """Set or take away one of the two flags, with the reason; the other is left as it is."""
    actor.must("mark_organisation")
    if mark not in MARKS:
        raise UnknownMark(mark=mark)
    if not reason.strip():
        raise NeedsReason
    organisation = _standing(session, organisation_id)
    row = OrganisationMark(
        organisation_id=organisation_id,
        mark=mark,
        is_set=is_set,
        reason=reason,
        recorded_on=clock.today(),
        recorded_at=clock.now(),
        actor_id=actor.id,
        on_behalf_of=actor.behind("mark_organisation"),
    )
    if mark == "commercial":
        organisation.is_commercial = (
            is_set  # what counts the commercial share reads the organisation's own entry
        )
    session.add_all((row, organisation))
    session.flush()
    audit.record(
        session,
        actor,
        "mark_organisation",
        row,
        organisation=organisation.name,
        mark=mark,
        is_set=is_set,
        reason=reason,
    )
    return row


def propose_merge(
    session: Session, actor: Actor, *, organisation_id: int, kept_id: int, reason: str
) -> OrganisationMerge:
    """Say that an organisation is another one entered twice; nothing changes until somebody else
    agrees.
    """
    actor.must("propose_merge")
    if not reason.strip():
        raise NeedsReason
    if organisation_id == kept_id:
        raise SameOrganisation
    one, kept = (_standing(session, key) for key in (organisation_id, kept_id))
    if (
        session.exec(
            select(OrganisationMerge.id).where(
                col(OrganisationMerge.organisation_id).in_([organisation_id, kept_id]),
                OrganisationMerge.outcome == "open",
            )
        ).first()
        is not None
    ):
        raise MergeWaits(organisation=one.name)
    row = OrganisationMerge(
        organisation_id=organisation_id,
        kept_id=kept_id,
        reason=reason,
        proposed_on=clock.today(),
        proposed_by=actor.id,
        proposed_for=actor.behind("propose_merge"),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, actor, "propose_merge", row, organisation=one.name, kept=kept.name, reason=reason
    )
    return row


def merge_organisations(
    session: Session, actor: Actor, *, merge_id: int, expected_version: int | None = None
) -> OrganisationMerge:
    """Agree that two organisations are one: everything is shown at the kept one from now on, and no
    record is rewritten.
    """
    actor.must("merge_organisations")
    row = _waiting(session, actor, "merge_organisations", merge_id, expected_version)
    _standing(session, row.kept_id)
    return _decided(session, actor, "merge_organisations", row, "merged", "")


def keep_apart(
    session: Session,
    actor: Actor,
    *,
    merge_id: int,
    reason: str,
    expected_version: int | None = None,
) -> OrganisationMerge:
    """Turn a merge down, with the reason: they are two."""
    actor.must("keep_apart")
    if not reason.strip():
        raise NeedsReason
    return _decided(
        session,
        actor,
        "keep_apart",
        _waiting(session, actor, "keep_apart", merge_id, expected_version),
        "rejected",
        reason,
    )


def _standing(session: Session, organisation_id: int) -> Organisation:
    """The organisation, locked, if it is there and not merged away."""
    organisation = session.get(
        Organisation, organisation_id, with_for_update=True, populate_existing=True
    )
    if organisation is None:
        raise NotFound(kind=N_("organisation"), key=organisation_id)
    if identity.is_merged(session, organisation_id):
        raise MergedAlready(organisation=organisation.name)
    return organisation


def _waiting(
    session: Session, actor: Actor, act: str, merge_id: int, expected_version: int | None
) -> OrganisationMerge:
    """The proposal, undecided, and not by this person's hand."""
    row = fetch(session, OrganisationMerge, merge_id, expected_version)
    if row.outcome != "open":
        raise MergeDecided
    if actor.hands & ({row.proposed_by, row.proposed_for} - {None}):
        raise FourEyes(earlier="propose_merge", act=act)
    return row


def _decided(
    session: Session, actor: Actor, act: str, row: OrganisationMerge, outcome: str, why: str
) -> OrganisationMerge:
    row.outcome, row.why, row.decided_on, row.decided_by, row.version = (
        outcome,
        why,
        clock.today(),
        actor.id,
        row.version + 1,
    )
    session.add(row)
    names = {
        key: session.get_one(Organisation, number).name
        for key, number in (("organisation", row.organisation_id), ("kept", row.kept_id))
    }
    audit.record(session, actor, act, row, **names, reason=why)
    return row

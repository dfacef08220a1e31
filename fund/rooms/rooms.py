"""Every room, in the order they stand in: a room knows only those before it (tests/test_layout.py).

A new room is added here, its pages and the like in fund.house, its tables in fund.schema.
"""

from fund.rooms import (
    access,
    attachments,
    centres,
    closing,
    cooperation,
    debris,
    evaluation,
    facilities,
    grants,
    guarantees,
    holdings,
    ledger,
    milestones,
    missions,
    office,
    plan,
    portfolio,
    procurement,
    published,
    reminders,
    reports,
    settings,
    sign_in,
    standards,
    standing,
    subsidies,
    suppliers,
    targets,
)
from fund.rooms.derived import sound

ROOMS = sound(
    (
        access.ROOM,
        settings.ROOM,
        sign_in.ROOM,
        attachments.ROOM,
        plan.ROOM,
        ledger.ROOM,
        milestones.ROOM,
        grants.ROOM,
        holdings.ROOM,
        procurement.ROOM,
        subsidies.ROOM,
        suppliers.ROOM,
        standing.ROOM,
        centres.ROOM,
        closing.ROOM,
        published.ROOM,
        targets.ROOM,
        evaluation.ROOM,
        portfolio.ROOM,
        office.ROOM,
        missions.ROOM,
        debris.ROOM,
        guarantees.ROOM,
        standards.ROOM,
        facilities.ROOM,
        cooperation.ROOM,
        reminders.ROOM,
        reports.ROOM,
    )
)

"""What ``verify`` looks at in the room of debris: events against their messages, warnings against
what was done, files against their hashes.
"""

import hashlib
from collections.abc import Iterable
from itertools import chain

from sqlmodel import Session, select

from fund.debris.kept import ElementCatalogue
from fund.debris.tables import CdmFile
from fund.errors import N_


def files_as_they_came(session: Session) -> list[tuple[str, object]]:
    """Files whose bytes have another hash than the one they are kept under."""
    files = session.exec(select(CdmFile).execution_options(yield_per=50))
    catalogues = session.exec(select(ElementCatalogue).execution_options(yield_per=50))
    rows: Iterable[CdmFile | ElementCatalogue] = chain(files, catalogues)
    return [
        (row.__tablename__, row.sha256)
        for row in rows
        if hashlib.sha256(row.content).hexdigest() != row.sha256
    ]


CHECKS = {
    "files_of_messages": files_as_they_came,
    "messages_of_events": (
        "SELECT 'conjunction_event', e.id FROM conjunction_event e WHERE e.messages <> (SELECT"
        " count(*) FROM event_message m WHERE m.event_id = e.id)"
    ),
    "intakes_counted": (
        "SELECT 'cdm_intake', i.id FROM cdm_intake i WHERE i.accepted + i.known + i.conflict +"
        " i.refused <> (SELECT count(DISTINCT o.position) FROM cdm_outcome o WHERE o.intake_id ="
        " i.id)"
    ),
    "screenings_counted": (
        "SELECT 'screening_run', r.id FROM screening_run r WHERE (SELECT coalesce(sum(p.hits), 0)"
        " FROM screening_part p WHERE p.run_id = r.id) <> (SELECT count(*) FROM screening_hit h"
        " WHERE h.run_id = r.id)"
    ),
    "alerts_by_three": (
        "SELECT 'debris_alert', a.id FROM debris_alert a WHERE a.outcome = 'cleared' AND"
        " (a.checked_at IS NULL OR a.decided_at IS NULL) OR a.outcome = 'drafted' AND"
        " (a.checked_at IS NOT NULL OR a.decided_at IS NOT NULL)"
    ),
    "answers_to_warnings": (
        "SELECT 'conjunction_warning', w.id FROM conjunction_warning w WHERE (w.breached_at IS NOT"
        " NULL) <> EXISTS (SELECT 1 FROM warning_act a WHERE a.warning_id = w.id AND a.act ="
        " 'record_breach') OR (w.status = 'closed') <> EXISTS (SELECT 1 FROM warning_act a WHERE"
        " a.warning_id = w.id AND a.act = 'close_warning')"
    ),
}

WORDS = {
    "files_of_messages": N_("Files of messages are as they came"),
    "messages_of_events": N_("Events count their messages"),
    "intakes_counted": N_("Every message of a file is accounted for"),
    "answers_to_warnings": N_("Warnings stand as they were answered"),
    "alerts_by_three": N_("Alerts cleared were checked and decided before"),
    "screenings_counted": N_("Screenings count what they found"),
}
"""Name -> what the check says where it holds."""

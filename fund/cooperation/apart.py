"""Cooperation across the strait and with the special administrative regions: kept in a list of its
own, no partner country, in no sum by country.
"""

from sqlmodel import Session

from fund import audit
from fund.access.actors import Actor, recorded
from fund.cooperation import codes, rules
from fund.cooperation.commands import chosen, must_be_new, sourced
from fund.cooperation.tables import Cooperation, CooperationApart


def keep_apart(
    session: Session,
    actor: Actor,
    *,
    code: str,
    title_zh: str,
    field: str,
    regions: str,
    partners: str,
    source: str,
    title_en: str = "",
) -> CooperationApart:
    """Keep a project that names a region of China, with the partners as they were typed."""
    actor.must("take_in_cooperation")
    chosen("field", field)
    sourced(source)
    named = regions.split()
    if not named or not set(named) <= codes.ACROSS:
        raise rules.NoPartner
    must_be_new(session, code, title_zh, Cooperation, CooperationApart)
    code = code.strip()
    row = CooperationApart(
        code=code,
        title_zh=title_zh.strip(),
        title_en=title_en.strip(),
        regions=" ".join(sorted(named)),
        field=field,
        partners=partners.strip(),
        source=source.strip(),
        **recorded(actor, "take_in_cooperation"),
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "take_in_cooperation", row, code=code, regions=row.regions)
    return row

"""A fund with two provinces, a centre in each and a second in the first, and the people who report
and review.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fund import acts, clock
from fund.access import commands as access
from fund.centres import commands, periods, registering, reviewing
from fund.centres.form import form_of
from tests.people import Office, office

SHANDONG, HAINAN = "370000", "460000"
CENTRES = {
    "SD-RR": (SHANDONG, "innovation_centre", "reusable_rocket"),
    "SD-OP": (SHANDONG, "open_platform", "final_assembly_test"),
    "HI-SS": (HAINAN, "innovation_centre", "smart_satellite"),
}
OPENS, DUE, CLOSES = date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 31)
DAY = date(2026, 10, 8)
PDF = b"%PDF-1.4 stamped"

FIGURES = {
    "stage": "operating",
    "projects": "14",
    "staff": "236",
    "senior_staff": "40",
    "patents_filed": "80",
    "patents_granted": "47",
    "readiness": "6",
    "stage_recoveries": "3",
    "stage_reuses": "2",
    "functions_on_orbit": "5",
    "last_test_on": "2026-09-18",
    "research_spend": "1860",
    "shared_hours": "3120.5",
    "transfer_contracts": "980",
    "firms_served": "55",
    "test_days": "61",
    "accidents": "0",
    "progress": "完成两次热试车",
    "platform_stage": "operating",
    "services": "12",
    "equipment_value": "5300",
    "service_staff": "30",
    "hours_offered": "2000",
    "hours_used": "1500",
    "users": "44",
    "small_users": "31",
    "rockets_assembled": "4",
    "satellites_assembled": "20",
    "parts_made": "9",
    "service_income": "210.5",
    "platform_accidents": "0",
    "platform_progress": "",
}
"""A sound figure for every field of every form."""


@dataclass
class World:
    """The office with its reporters; ``act`` does a command as somebody on a day (DAY unless
    told).
    """

    office: Office
    ids: dict[str, int] = field(default_factory=dict)

    def person(self, name: str, role: str, scope: str = "") -> int:
        """Somebody with one role, for a scope."""
        self.ids[name] = self.office.enter(name)
        self.office.act(
            "security", access.assign_role, person_id=self.ids[name], role=role, scope=scope
        )
        return self.ids[name]

    def act(
        self, name: str, command: Any, *, on: date = DAY, key: str | None = None, **arguments: Any
    ) -> int:
        """The key of the row the act made."""
        person = self.ids.get(name) or self.office.ids[name]
        with clock.at(clock.noon(on)):
            return int(acts.perform(self.office.engine, person, command, key=key, **arguments).id)

    def filled(
        self, name: str, centre: str, period: str = "2026-Q3", on: date = DAY, **figures: str
    ) -> int:
        """A draft with a sound figure in every field, but for those given."""
        _region, kind, of = CENTRES[centre]
        codes = [one.code for one in form_of(kind, of, date(2026, 9, 30)) if one.is_asked]
        return self.act(
            name,
            commands.fill_in,
            on=on,
            centre_code=centre,
            period_code=period,
            figures={code: {**FIGURES, **figures}[code] for code in codes},
        )

    def approved(self, centre: str, period: str, on: date, **figures: str) -> int:
        """A report all the way to its approval."""
        local, province = self.of(centre)
        key = self.filled(local, centre, period, on, **figures)
        self.act(local, commands.submit, on=on, submission_id=key)
        self.act(
            province, reviewing.forward, on=on, submission_id=key, file_name="scan.pdf", content=PDF
        )
        self.act("reviewer", reviewing.approve_submission, on=on, submission_id=key)
        return key

    def of(self, centre: str) -> tuple[str, str]:
        """Who reports for a centre, and the province's office above."""
        return f"local {centre}", f"province {CENTRES[centre][0]}"


def world(url: str) -> World:
    """Two periods, three centres, a reporter each and their provinces."""
    made = World(office(url))
    for code, (region, kind, of) in CENTRES.items():
        made.act(
            "officer",
            registering.register_centre,
            code=code,
            kind=kind,
            field=of,
            name_zh=f"示例{code}中心",
            name_en=f"Centre {code}",
            region_code=region,
            host_id=made.office.organisation(f"host {code}"),
            founded_on=date(2025, 5, 1),
        )
        made.person(f"local {code}", "local", code)
    for region in (SHANDONG, HAINAN):
        made.person(f"province {region}", "province", region)
    made.act(
        "officer",
        periods.open_period,
        code="2026-Q2",
        name_zh="2026 年第二季度",
        name_en="Second quarter of 2026",
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 6, 30),
        opens_on=date(2026, 6, 30),
        due_on=date(2026, 7, 15),
        closes_on=date(2026, 7, 31),
    )
    made.act(
        "officer",
        periods.open_period,
        code="2026-Q3",
        name_zh="2026 年第三季度",
        name_en="Third quarter of 2026",
        starts_on=date(2026, 7, 1),
        ends_on=date(2026, 9, 30),
        opens_on=OPENS,
        due_on=DUE,
        closes_on=CLOSES,
    )
    return made


def number(value: str) -> Decimal:
    """A Decimal, short."""
    return Decimal(value)

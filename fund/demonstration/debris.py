"""Invented conjunctions of two invented spacecraft: messages over the last weeks, warnings, what
the firm answered by telephone; a few are still to come. Every name says that it is invented.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from math import cos, sin

from sqlmodel import Session, col, select

from fund import clock
from fund.debris import answers, commands, queries, reading, rules
from fund.debris.assessing import Radius, assessed
from fund.debris.intake import Incoming
from fund.debris.keys import COVARIANCE
from fund.debris.tables import CdmMessage, ConjunctionEvent, ConjunctionWarning, EventMessage
from fund.demonstration import screening
from fund.demonstration.teller import Beginning, Book, Look, Story, deed
from fund.ledger.tables import Undertaking
from fund.plan.tables import Organisation

DAYS = timedelta(days=1)
CRAFTS = (
    ("990001", "示例星一号", "Sample craft 1", 250),
    ("990002", "示例星二号", "Sample craft 2", None),
)
APPROACHES = (
    # days from today to the closest approach, which craft, miss distance first and last (m)
    (-44.3, 0, 900, 2_400),
    (-37.6, 1, 400, 150),
    (-30.2, 0, 3_000, 6_500),
    (-23.4, 1, 700, 90),
    (-16.7, 0, 1_500, 1_300),
    (-9.3, 1, 250, 4_000),
    (-2.4, 0, 500, 350),
    (0.7, 1, 800, 120),
    (1.6, 0, 2_000, 900),
    (2.9, 1, 600, 300),
    (4.8, 0, 1_200, 1_100),
    (6.2, 1, 9_000, 8_000),
)
AHEAD = (6, 5, 4, 3, 2, 1)
"""How many days before the approach a message is made."""
SENDER = "DEMONSTRATION"


def written(number: int, craft: int, tca: datetime, made: datetime, miss_m: float, pc: str) -> str:
    """One invented message as KVN: two crossing circular orbits, the spread smaller the nearer the
    approach is; ``pc`` "" states none.
    """
    days = max(0.5, (tca - made) / DAYS)
    angle = 0.4 + number
    apart = (miss_m * cos(angle), 0.7265 * miss_m * sin(angle), 0.6871 * miss_m * sin(angle))
    radius = 6_978.0 + 10 * number
    states = (
        (radius, 0.0, 0.0, 0.0, 7.5, 0.0),
        (
            *(one / 1_000 + base for one, base in zip(apart, (radius, 0, 0), strict=True)),
            0.0,
            0.5,
            7.4,
        ),
    )
    lines = [
        "CCSDS_CDM_VERS = 1.0",
        f"CREATION_DATE = {made:%Y-%m-%dT%H:%M:%S.%f}",
        f"ORIGINATOR = {SENDER}",
        f"MESSAGE_ID = DEMO-{number:02}-{made:%m%d}",
        f"TCA = {tca:%Y-%m-%dT%H:%M:%S.%f}",
        f"MISS_DISTANCE = {miss_m:.3f} [m]",
        *(
            f"RELATIVE_POSITION_{axis} = {one:.3f} [m]"
            for axis, one in zip("RTN", apart, strict=True)
        ),
        *([f"COLLISION_PROBABILITY = {pc}"] if pc else []),
        "COMMENT INVENTED FOR THE DEMONSTRATION",
    ]
    sides = (
        (CRAFTS[craft][0], CRAFTS[craft][1], "PAYLOAD"),
        (str(880_000 + number), "示例碎片", "DEBRIS"),
    )
    for place, (side, state) in enumerate(zip(sides, states, strict=True), 1):
        lines += _object(place, side, state, days)
    return "\n".join(lines) + "\n"


def _object(
    place: int, side: tuple[str, str, str], state: tuple[float, ...], days: float
) -> list[str]:
    designator, name, kind = side
    return [
        f"OBJECT = OBJECT{place}",
        f"OBJECT_DESIGNATOR = {designator}",
        "CATALOG_NAME = SATCAT",
        f"OBJECT_NAME = {name}",
        "INTERNATIONAL_DESIGNATOR = 2025-999A",
        f"OBJECT_TYPE = {kind}",
        "EPHEMERIS_NAME = NONE",
        "COVARIANCE_METHOD = CALCULATED",
        "MANEUVERABLE = N/A",
        "REF_FRAME = EME2000",
        *_state(state),
        *_covariance(20 * days * place, 120 * days * place),
    ]


def _state(state: tuple[float, ...]) -> list[str]:
    names = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
    return [f"{name} = {value:.6f}" for name, value in zip(names, state, strict=True)]


def _covariance(across_m: float, along_m: float) -> list[str]:
    """A diagonal covariance with these standard deviations across and along the track."""
    own = {"CR_R": across_m**2, "CT_T": along_m**2, "CN_N": across_m**2}
    own |= dict.fromkeys(("CRDOT_RDOT", "CTDOT_TDOT", "CNDOT_NDOT"), 1e-4)
    return [f"{key} = {own.get(key, 0.0):.6E}" for key in COVARIANCE]


def message(number: int, craft: int, tca: datetime, made: datetime, miss_m: float) -> bytes:
    """The message with what our own method gives over a square as its stated probability; every
    fifth event states none.
    """
    plain = written(number, craft, tca, made, miss_m, "").encode()
    if number % 5 == 2:
        return plain
    (read,) = reading.read(plain)
    own = assessed(read.message, Radius(6.0, "assumed")) if read.message else None
    pc = "" if own is None or not own.square else f"{own.square:.6E}"
    return written(number, craft, tca, made, miss_m, pc).encode()


def conjunction(book: Book, number: int) -> Story:
    """One event from its first message to its last before today, and the warning it takes."""
    ahead, craft, first_m, last_m = APPROACHES[number]
    today = datetime.combine(book.today, time(4), UTC)
    tca = today + ahead * DAYS
    warned = 0
    for step, before in enumerate(AHEAD):
        made = tca - before * DAYS + timedelta(minutes=7 * number)
        if made >= today - DAYS / 2:
            return
        yield made.astimezone(clock.BEIJING).date()
        miss_m = first_m + (last_m - first_m) * step / (len(AHEAD) - 1)
        content = message(number, craft, tca + timedelta(milliseconds=20 * step), made, miss_m)
        files = [Incoming(f"demo-{number:02}-{step}.cdm", content, reading.read(content))]
        yield deed("officer1", commands.take_in_cdm, files=files, through="page")
        if not warned and step >= 2:
            event, craft_id = yield _worth_warning(number)
            if event:
                warned = yield deed(
                    "officer1", answers.issue_warning, event_id=event, spacecraft_id=craft_id
                )
                if number % 4 != 3:
                    issued_at = yield _issued_at(warned)
                    yield deed(
                        "officer1",
                        answers.acknowledge_warning,
                        warning_id=warned,
                        told_by="示例企业值班员",
                        told_at=issued_at,
                    )
    if warned and number % 4 != 3 and tca + 2 * DAYS < today:
        yield (tca + DAYS).astimezone(clock.BEIJING).date()
        yield deed("officer1", answers.close_warning, warning_id=warned, said="示例：已安全通过")


def _worth_warning(number: int) -> Look:
    """The event and spacecraft, if a warning can be issued now; (0, 0) otherwise."""

    def look(session: Session) -> tuple[int, int]:
        event = session.exec(
            select(ConjunctionEvent)
            .join(EventMessage, col(EventMessage.event_id) == ConjunctionEvent.id)
            .join(CdmMessage, col(CdmMessage.id) == EventMessage.cdm_message_id)
            .where(col(CdmMessage.message_id).startswith(f"DEMO-{number:02}-"))
            .limit(1)
        ).one()
        now = clock.now()
        level = rules.level_now(
            event.level_far, event.level_near, event.near_from, event.raised_to, now
        )
        if level == rules.INFO or now >= event.tca - timedelta(hours=12):
            return 0, 0
        of = queries.OF_EVENT
        row = session.execute(of.select().where(of.c.event_id == event.id)).first()
        return (event.id or 0, row.spacecraft_id) if row else (0, 0)

    return look


def _issued_at(warning_id: int) -> Look:
    """When a warning was issued: the firm calls at once."""
    return lambda session: session.get_one(ConjunctionWarning, warning_id).issued_at


def register(book: Book) -> Story:
    """The two spacecraft, then their conjunctions."""

    def firms(session: Session) -> list[int]:
        statement = select(Organisation.id).where(col(Organisation.is_demonstration)).limit(2)
        return [int(key or 0) for key in session.exec(statement.order_by(col(Organisation.id)))]

    known = yield firms
    paid = yield _paying
    for (number, name_zh, name_en, radius_cm), firm in zip(CRAFTS, known, strict=True):
        yield deed(
            "officer1",
            commands.register_spacecraft,
            number=number,
            name_zh=name_zh,
            name_en=name_en,
            organisation_id=firm,
            undertaking_id=paid,
            radius_cm=radius_cm,
            is_manoeuvrable=True,
            is_demonstration=True,
        )
    yield [
        *(conjunction(book, number) for number in range(len(APPROACHES))),
        screening.open_data(book),
        screening.look_through(book, [number for number, *_rest in CRAFTS]),
        screening.alert(book),
    ]


def _paying(session: Session) -> int | None:
    """A grant that stands by then: it paid for the spacecraft."""
    return session.exec(
        select(Undertaking.id)
        .where(Undertaking.kind == "grant", Undertaking.status == "active")
        .order_by(col(Undertaking.id))
        .limit(1)
    ).first()


def chapter(book: Book) -> Iterator[Beginning]:
    """The spacecraft are entered before the first message about them."""
    yield Beginning(register(book), max(book.first + 30 * DAYS, book.today - 60 * DAYS))

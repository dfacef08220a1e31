"""Plain facts of a conjunction message: as it was written, and as it was read. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from fund.errors import Issue


class Field(NamedTuple):
    """One value as written: its text, its unit ("" none), and where it stands in the file."""

    text: str
    unit: str
    where: str


Block = dict[str, Field]


@dataclass(frozen=True)
class Raw:
    """One message as written, whatever its form (kvn, xml, json, public).

    ``head`` holds header and relative data, ``objects`` the two objects, ``comments`` what stands
    in comments of the head and of each object. ``where`` is the message's own place in the file.
    """

    form: str
    where: str
    head: Block
    objects: tuple[Block, Block]
    comments: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ())
    remarks: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Object:
    """One of the two objects. ``number`` is what it is known by (catalogue number, leading zeros
    and a trailing E taken off); ``state`` is x, y, z in km and km/s, ``covariance`` the 21 terms
    of the lower triangle in RTN, m and m/s. None is not provided.
    """

    designator: str
    number: str
    name: str
    international: str
    kind: str
    operator: str
    maneuverable: str
    frame: str
    ephemeris: str
    state: tuple[float, ...] | None
    covariance: tuple[float, ...] | None


@dataclass(frozen=True)
class Message:
    """One conjunction message as read: distances in m, speeds in m/s, instants in UTC; ``pc`` is
    the stated probability, None where none is. ``radius_m`` is the combined hard-body radius the
    message tells, ``digest`` the SHA-256 of its parsed content.
    """

    form: str
    where: str
    version: str
    originator: str
    message_id: str
    created_at: datetime
    tca: datetime
    miss_m: float
    speed_m_s: float | None
    position_m: Vector | None
    velocity_m_s: Vector | None
    pc: float | None
    method: str
    objects: tuple[Object, Object]
    radius_m: float | None
    radius_from: str
    source: str
    remarks: tuple[str, ...]
    content: str
    digest: str


class Read(NamedTuple):
    """What became of one message of a file: read, or the reasons why not."""

    where: str
    message: Message | None
    issues: tuple[Issue, ...] = ()

"""An invented catalogue for screening: 86 % low orbits, 9 % transfer, 5 % middle and geostationary,
by a seed, with approaches planted that are known beforehand.
"""

import math
import random
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from sgp4.api import WGS72, Satrec, jday
from sgp4.exporter import export_tle

from fund.debris.elements import EPOCH_0

MU = 398_600.8
FIELDS = ("ecco", "argpo", "inclo", "mo", "no_kozai", "nodeo")
Array = Any


class Planted(NamedTuple):
    """An approach that is there: which of ours, which object, when, how far (km)."""

    ours: str
    other: str
    at: datetime
    miss_km: float


def satellite(number: int, epoch: datetime, **elements: float) -> Satrec:
    """Mean elements as the propagator takes them: angles in radians, radians a minute."""
    made = Satrec()
    given = [elements[name] for name in FIELDS]
    days = (epoch - EPOCH_0) / timedelta(days=1)
    made.sgp4init(WGS72, "i", number, days, 1e-5, 0.0, 0.0, *given)
    made.classification, made.intldesg, made.elnum, made.revnum = "U", "26001A", 999, 1
    return made


def kinds(rng: random.Random) -> tuple[float, float]:
    """Semi-major axis (km) and eccentricity of one object of the mixture."""
    draw = rng.random()
    if draw < 0.86:
        return 6_378 + rng.uniform(500, 1_450), rng.uniform(0, 0.003)
    if draw < 0.95:
        perigee, apogee = 6_378 + rng.uniform(250, 600), 6_378 + rng.uniform(34_000, 36_000)
        return (perigee + apogee) / 2, (apogee - perigee) / (apogee + perigee)
    return rng.choice((26_560.0, 42_164.0)), rng.uniform(0, 0.01)


def invented(number: int, epoch: datetime, rng: random.Random) -> Satrec:
    """One object of the mixture."""
    axis, eccentricity = kinds(rng)
    turn = 2 * math.pi
    return satellite(
        number,
        epoch,
        ecco=eccentricity,
        argpo=rng.uniform(0, turn),
        inclo=math.radians(rng.choice((28.5, 52, 66, 74, 82.5, 86.4, 97.5, 98.6))),
        mo=rng.uniform(0, turn),
        no_kozai=60 * math.sqrt(MU / axis**3),
        nodeo=rng.uniform(0, turn),
    )


def craft(number: int, epoch: datetime, rng: random.Random) -> Satrec:
    """One of our spacecraft, low."""
    turn = 2 * math.pi
    axis = 6_378 + rng.uniform(500, 1_200)
    return satellite(
        number,
        epoch,
        ecco=rng.uniform(0, 0.002),
        argpo=rng.uniform(0, turn),
        inclo=math.radians(rng.choice((53, 86.4, 97.5))),
        mo=rng.uniform(0, turn),
        no_kozai=60 * math.sqrt(MU / axis**3),
        nodeo=rng.uniform(0, turn),
    )


def state(one: Satrec, at: datetime) -> Array:
    """Position and velocity, km and km/s."""
    second = at.second + at.microsecond / 1e6
    error, position, speed = one.sgp4(*jday(at.year, at.month, at.day, at.hour, at.minute, second))
    assert error == 0
    return np.array([*position, *speed])


def through(number: int, epoch: datetime, at: datetime, wanted: Array) -> Satrec | None:
    """Mean elements whose orbit goes through a state at an instant, by Newton's steps from the
    elements of the state itself; None where they lead nowhere.
    """
    try:
        x = _start(wanted, (at - epoch).total_seconds())
        for _step in range(25):
            off = state(_of(number, epoch, x), at) - wanted
            if float(np.abs(off[:3]).max()) < 1e-5:
                return _of(number, epoch, x)
            slopes = []
            for place in range(6):
                moved = x.copy()
                moved[place] += 1e-7
                slopes.append((state(_of(number, epoch, moved), at) - wanted - off) / 1e-7)
            x = x - np.clip(np.linalg.solve(np.array(slopes).T, off), -0.05, 0.05)
    except (AssertionError, np.linalg.LinAlgError):
        return None
    return None


def _of(number: int, epoch: datetime, x: Array) -> Satrec:
    """From a vector that is smooth at small eccentricities too."""
    motion, node, inclination, along, first, second = x
    eccentricity, perigee = math.hypot(first, second), math.atan2(second, first)
    return satellite(
        number,
        epoch,
        ecco=eccentricity,
        argpo=perigee % (2 * math.pi),
        inclo=inclination,
        mo=(along - perigee) % (2 * math.pi),
        no_kozai=motion,
        nodeo=node % (2 * math.pi),
    )


def _start(wanted: Array, seconds: float) -> Array:
    """The elements of a state, taken back in time by two bodies and the turning of the node."""
    r, v = wanted[:3], wanted[3:]
    radius, turning = np.linalg.norm(r), np.cross(r, v)
    axis = 1 / (2 / radius - float(v @ v) / MU)
    inclination = math.acos(turning[2] / np.linalg.norm(turning))
    node = math.atan2(turning[0], -turning[1])
    to_node = np.array([math.cos(node), math.sin(node), 0])
    across = np.cross(turning / np.linalg.norm(turning), to_node)
    vector = np.cross(v, turning) / MU - r / radius
    first, second = float(vector @ to_node), float(vector @ across)
    eccentricity, perigee = math.hypot(first, second), math.atan2(second, first)
    true = math.atan2(float(r @ across), float(r @ to_node)) - perigee
    half = math.sqrt((1 - eccentricity) / (1 + eccentricity)) * math.tan(true / 2)
    eccentric = 2 * math.atan(half)
    mean = eccentric - eccentricity * math.sin(eccentric)
    motion = math.sqrt(MU / axis**3)
    j2 = 1.5 * 1.082616e-3 * (6_378.135 / (axis * (1 - eccentricity**2))) ** 2 * motion
    node -= -j2 * math.cos(inclination) * seconds
    drift = j2 * (2 - 2.5 * math.sin(inclination) ** 2)
    drift += j2 * (1 - 1.5 * math.sin(inclination) ** 2)
    along = mean + perigee - (motion + drift) * seconds
    return np.array([60 * motion, node, inclination, along, first, second])


def planted(
    number: int, own: Satrec, epoch: datetime, at: datetime, rng: random.Random
) -> tuple[Satrec, float] | None:
    """An object that passes ours at an instant, and how far: its speed is ours turned about the
    vertical, the miss perpendicular to both.
    """
    ours = state(own, at)
    up = ours[:3] / np.linalg.norm(ours[:3])
    turn = rng.uniform(0.4, 2.8)
    speed = (
        ours[3:] * math.cos(turn)
        + np.cross(up, ours[3:]) * math.sin(turn)
        + up * float(up @ ours[3:]) * (1 - math.cos(turn))
    )
    across = np.cross(ours[3:], speed)
    miss = rng.uniform(0.3, 4.5)
    position = ours[:3] + across / np.linalg.norm(across) * miss
    made = through(number, epoch, at, np.concatenate([position, speed]))
    return None if made is None else (made, miss)


def catalogue(
    seed: int, objects: int, crafts: int, plants: int, start: datetime, days: float
) -> tuple[str, list[str], list[Planted]]:
    """A TLE file of so many objects, the numbers of ours in it, and what is planted."""
    rng = random.Random(seed)
    epoch = start - timedelta(hours=9)
    ours = [craft(number, epoch, rng) for number in range(1, crafts + 1)]
    all_of, there, number = list(ours), [], crafts
    while len(there) < plants:
        own = ours[rng.randrange(crafts)]
        at = start + timedelta(days=days) * rng.uniform(0.005, 0.995)
        number += 1
        if (found := planted(number, own, epoch, at, rng)) is not None:
            all_of.append(found[0])
            there.append(Planted(str(own.satnum), str(number), at, found[1]))
    while len(all_of) < objects:
        number += 1
        all_of.append(invented(number, epoch, rng))
    lines = [line for one in all_of for line in export_tle(one)]
    return "\n".join(lines) + "\n", [str(one.satnum) for one in ours], there

"""Where the two objects pass each other: states made inertial, covariances turned into one frame,
the plane of the encounter. Metres and seconds.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fund.debris.records import Message, Object

Array = npt.NDArray[np.float64]
EARTH_RATE = 7.2921150e-5
"""rad/s: velocities in an Earth-fixed frame are made inertial with it."""
INERTIAL = frozenset({"EME2000", "J2000", "GCRF", "ICRF", "TEME", "TOD", "TDR"})
NO_SPEED_M_S = 1e-6


class NoEncounter(Exception):
    """Why there is no own probability: one of REASONS."""


class Encounter(NamedTuple):
    """Relative position and velocity (3), each object's inertial state (6) and covariance (6, 6) in
    the same frame, all in m and m/s.
    """

    position: Array
    velocity: Array
    states: tuple[Array, Array]
    covariances: tuple[Array, Array]

    @property
    def shift_s(self) -> float:
        """The linear time to the closest approach: 0 where the states are given at it."""
        return -float(self.position @ self.velocity) / float(self.velocity @ self.velocity)


class Plane(NamedTuple):
    """The encounter plane: miss vector (2) and combined covariance (2, 2) in m; the first axis is
    perpendicular to the second, which lies along r × v.
    """

    miss: Array
    covariance: Array


def encounter(message: Message) -> Encounter:
    """Both objects of a message in one inertial frame; raises NoEncounter with its reason."""
    one, two = message.objects
    if one.state is None or two.state is None:
        raise NoEncounter("no_states")
    if one.covariance is None or two.covariance is None:
        raise NoEncounter("no_covariance")
    frames = {_frame(one), _frame(two)}
    if len(frames) > 1:
        raise NoEncounter("frames_differ")
    if frames == {""}:
        raise NoEncounter("frame_unknown")
    states = (inertial(one), inertial(two))
    _must_agree(message)
    made = joined(states, (lower(one.covariance), lower(two.covariance)))
    if not np.linalg.norm(made.velocity) > NO_SPEED_M_S:
        raise NoEncounter("no_relative_speed")
    return made


def _frame(one: Object) -> str:
    """“inertial”, “fixed”, or “” for a frame that is not known here; two inertial frames that are
    not the same do not count as one.
    """
    name = one.frame.replace("-", "").replace(" ", "")
    if name.startswith("ITRF"):
        return "fixed"
    return name if name in INERTIAL else ""


def inertial(one: Object) -> Array:
    """The state (6) of an object in m and m/s, its velocity made inertial."""
    state = np.array(one.state, dtype=float) * 1000.0
    if _frame(one) == "fixed":
        x, y = state[0], state[1]
        state[3:] += EARTH_RATE * np.array([-y, x, 0.0])
    return state


def lower(terms: tuple[float, ...]) -> Array:
    """The symmetric covariance (6, 6) of 21 terms, row by row."""
    made = np.zeros((6, 6))
    made[np.tril_indices(6)] = terms
    return made + np.tril(made, -1).T


def axes(state: Array) -> Array:
    """Radial, along-track and cross-track unit vectors (rows) of a state."""
    position, velocity = state[:3], state[3:]
    momentum = np.cross(position, velocity)
    if not (np.any(position) and np.any(momentum)):
        raise NoEncounter("no_states")
    radial, cross = position / np.linalg.norm(position), momentum / np.linalg.norm(momentum)
    return np.array([radial, np.cross(cross, radial), cross])


def joined(states: tuple[Array, Array], covariances: tuple[Array, Array]) -> Encounter:
    """The encounter of two inertial states with covariances in their own RTN axes."""
    turned = []
    for state, covariance in zip(states, covariances, strict=True):
        turn = np.kron(np.eye(2), axes(state))
        turned.append(turn.T @ covariance @ turn)
    apart = states[1] - states[0]
    return Encounter(apart[:3], apart[3:], states, (turned[0], turned[1]))


def plane(seen: Encounter, *, adjusts: bool = True) -> Plane:
    """The encounter on the plane perpendicular to the relative velocity. What of the relative
    position lies along the velocity is passed over in a straight line; not ``adjusts``: the whole
    distance counts as the miss.
    """
    along = seen.velocity / np.linalg.norm(seen.velocity)
    normal = np.cross(seen.position, seen.velocity)
    if np.linalg.norm(normal) <= 1e-9 * np.linalg.norm(seen.velocity):  # they meet head on
        normal = np.cross(along, np.eye(3)[int(np.argmin(np.abs(along)))])
    second = normal / np.linalg.norm(normal)
    first = np.cross(along, second)
    onto = np.array([first, second])
    both = seen.covariances[0][:3, :3] + seen.covariances[1][:3, :3]
    miss = onto @ seen.position
    if not adjusts:
        miss = np.array([np.linalg.norm(seen.position), 0.0])
    return Plane(miss, onto @ both @ onto.T)


def in_first_axes(states: tuple[Array, Array]) -> Array:
    """The relative position (3) in the RTN axes of the first object, worked out from the states."""
    return axes(states[0]) @ (states[1][:3] - states[0][:3])


def disagreement(message: Message) -> tuple[float, float | None] | None:
    """How far, in m, the states are from the stated miss distance and from the stated relative
    position (None where none is stated); None where the states cannot be compared.
    """
    one, two = message.objects
    if one.state is None or two.state is None or _frame(one) != _frame(two):
        return None
    states = (inertial(one), inertial(two))
    miss = abs(float(np.linalg.norm(states[1][:3] - states[0][:3])) - message.miss_m)
    if message.position_m is None:
        return miss, None
    try:
        again = in_first_axes(states)
    except NoEncounter:
        return miss, None
    stated = np.array(message.position_m)
    # some senders tell where the first object is seen from the second
    return miss, min(float(np.linalg.norm(again - one)) for one in (stated, -stated))


def allowed(miss_m: float) -> float:
    """How far states may be from what is stated beside them: 1.5 m, or 1 % of the miss distance."""
    return max(1.5, 0.01 * miss_m)


def _must_agree(message: Message) -> None:
    found = disagreement(message)
    if found is None:
        return
    if found[0] > allowed(message.miss_m):
        raise NoEncounter("states_disagree")
    if (found[1] or 0.0) > allowed(message.miss_m):
        raise NoEncounter("position_disagrees")

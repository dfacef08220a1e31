"""What we work out of one message ourselves: the probability over a circle and over a square with
the radius taken, or the reason for none.
"""

from typing import NamedTuple

import numpy as np

from fund.debris import curvature, geometry, probability
from fund.debris.records import Message
from fund.debris.rules import CODE_VERSION


class Radius(NamedTuple):
    """The combined hard-body radius in m, and whether it was stated, summed or assumed."""

    metres: float
    comes_from: str


class Assessment(NamedTuple):
    """The columns of an own assessment; probabilities are None where ``reason`` says why."""

    reason: str = ""
    radius_m: float | None = None
    radius_from: str = ""
    circle: float | None = None
    square: float | None = None
    greatest: float | None = None
    scale: float | None = None
    mahalanobis_squared: float | None = None
    is_repaired: bool = False
    validity: str = ""
    inaccuracy: float | None = None
    code_version: str = CODE_VERSION


def assessed(
    message: Message, radius: Radius, *, tested_from: float = curvature.TESTED_FROM
) -> Assessment:
    """Our own probability of a message. Below ``tested_from`` it is not tested whether two
    dimensions are enough.
    """
    try:
        seen = geometry.encounter(message)
        return _worked_out(seen, radius, tested_from)
    except geometry.NoEncounter as why:
        return Assessment(str(why))
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return Assessment("not_computable")


def _worked_out(seen: geometry.Encounter, radius: Radius, tested_from: float) -> Assessment:
    flat = geometry.plane(seen)
    if not (np.all(np.isfinite(flat.covariance)) and np.all(np.isfinite(flat.miss))):
        return Assessment("not_computable")
    circle = probability.circle(flat, radius.metres)
    most = probability.greatest(flat, radius.metres)
    validity, missed = "not_tested", None
    if circle >= tested_from:
        missed = curvature.inaccuracy(seen)
        validity = "marked" if not missed <= curvature.MARKED else "holds"
    return Assessment(
        radius_m=radius.metres,
        radius_from=radius.comes_from,
        circle=circle,
        square=probability.square(flat, radius.metres),
        greatest=most.probability,
        scale=most.scale,
        mahalanobis_squared=probability.mahalanobis_squared(flat, radius.metres),
        is_repaired=probability.turned(flat, radius.metres).is_repaired,
        validity=validity,
        inaccuracy=missed,
    )

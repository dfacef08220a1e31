"""The probability of collision in two dimensions: over a circle as Foster and Chan have it, over a
square as Space-Track does; the greatest there can be, and how often the miss is its own spread.

Checked against the cases of NASA's CARA tools, Alfano 2009 and Chan (tests/debris).
"""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fund.debris.geometry import Plane

Rule = tuple[tuple[float, float], ...]
"""Nodes and weights of an integral between -1 and 1."""


def _rule(count: int) -> Rule:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return tuple(zip(nodes.tolist(), weights.tolist(), strict=True))


FINE, MIDDLE, COARSE = (_rule(count) for count in (64, 32, 16))
STEPS = 16
"""Scales tried before the search for the greatest probability."""
FLOOR = 1e-4
"""An eigenvalue of the covariance is at least (this x radius)²: less is repaired."""
REACH = 40.0
"""Standard deviations beyond which nothing is left, in a distribution that is not all tail."""
SMALL = 0.02
"""A radius so small beside the miss that the closed form of the greatest probability holds."""
LEAST, MOST = 2 * math.log(1e-5), 2 * math.log(1e3)
"""The logarithm of the scale between which the greatest probability is looked for: standard
deviations from 1e-5 to 1e3 times what they are.
"""
GOLDEN = (math.sqrt(5) - 1) / 2


class Turned(NamedTuple):
    """The plane in the axes of its covariance: miss (major, minor), standard deviations, whether an
    eigenvalue was repaired.
    """

    miss: tuple[float, float]
    sigma: tuple[float, float]
    is_repaired: bool


class Greatest(NamedTuple):
    """The greatest probability over all scales of the covariance, and that scale; below 1 the
    covariance is so wide that it dilutes the probability.
    """

    probability: float
    scale: float

    @property
    def is_diluted(self) -> bool:
        """Whether a better known orbit could make the probability greater."""
        return self.scale < 1


def turned(seen: Plane, radius_m: float) -> Turned:
    """Eigenvalues and axes, the major one first."""
    values, vectors = np.linalg.eigh(seen.covariance)
    least = (FLOOR * radius_m) ** 2
    repaired = np.maximum(values, least)
    miss = vectors.T @ seen.miss
    sigma = np.sqrt(repaired)
    return Turned(
        (float(miss[1]), float(miss[0])),
        (float(sigma[1]), float(sigma[0])),
        bool(values[0] < least),
    )


def circle(seen: Plane, radius_m: float) -> float:
    """The probability over a disc of this radius (m)."""
    if radius_m <= 0:
        return 0.0
    if math.isinf(radius_m):
        return 1.0
    return _circle(turned(seen, radius_m), radius_m, 1.0)


def _circle(flat: Turned, radius: float, scale: float, rule: Rule = FINE) -> float:
    """One integral along the major axis, of the difference of two error functions across it."""
    wide, thin = (sigma * math.sqrt(scale) for sigma in flat.sigma)
    u, w = abs(flat.miss[0]), abs(flat.miss[1])
    left, right = max(-radius, u - REACH * wide), min(radius, u + REACH * wide)
    if left >= right:
        left, right = -radius, radius
    root, total = thin * math.sqrt(2), 0.0
    exp, erfc, cos, sin = math.exp, math.erfc, math.cos, math.sin
    for begin, end in _pieces(left, right, u, wide):
        first, last = (
            math.acos(min(1, max(-1, end / radius))),
            math.acos(min(1, max(-1, begin / radius))),
        )
        middle, half = (first + last) / 2, (last - first) / 2
        part = 0.0
        for node, weight in rule:
            angle = middle + half * node
            h = radius * sin(angle)
            away = (radius * cos(angle) - u) / wide
            across = erfc((w - h) / root) - erfc((w + h) / root)
            part += weight * h * exp(-0.5 * away * away) * across
        total += half * part
    return min(1.0, total / (2 * wide * math.sqrt(2 * math.pi)))


def _pieces(left: float, right: float, u: float, wide: float) -> list[tuple[float, float]]:
    """The way cut where the distribution is narrow beside it, so that no node steps over it."""
    if right - left < 8 * wide:
        return [(left, right)]
    cuts = sorted({left, right, *(min(right, max(left, u + k * wide)) for k in (-8, -3, 0, 3, 8))})
    return list(pairwise(cuts))


def _density(distance: float, sigma: float) -> float:
    return math.exp(-0.5 * (distance / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))


def _between(centre: float, half: float, sigma: float) -> float:
    """The share of a normal distribution around ``centre`` (not below 0) within ±half; exact in its
    tail.
    """
    root = sigma * math.sqrt(2)
    return 0.5 * (math.erfc((centre - half) / root) - math.erfc((centre + half) / root))


def square(seen: Plane, half_m: float) -> float:
    """The probability over a square of this half-side (m), its sides along the plane's axes."""
    if half_m <= 0:
        return 0.0
    (xx, xz), (_zx, zz) = seen.covariance.tolist()
    least = (FLOOR * half_m) ** 2
    xx, zz = max(xx, least), max(zz, least)
    sigma = math.sqrt(xx)
    across = math.sqrt(max(zz - xz * xz / xx, least))
    u, w = (float(one) for one in seen.miss)
    total = 0.0
    for begin, end in _pieces(-half_m, half_m, u, sigma):
        middle, half = (begin + end) / 2, (end - begin) / 2
        for node, weight in FINE:
            x = middle + half * node
            centre = abs(w + xz / xx * (x - u))
            total += weight * half * _density(x - u, sigma) * _between(centre, half_m, across)
    return min(1.0, total)


def mahalanobis_squared(seen: Plane, radius_m: float) -> float:
    """How many standard deviations the miss is, squared."""
    flat = turned(seen, radius_m)
    return sum((m / s) ** 2 for m, s in zip(flat.miss, flat.sigma, strict=True))


def greatest(seen: Plane, radius_m: float) -> Greatest:
    """The greatest probability over the scale of the covariance: in closed form where the radius is
    small beside the miss, H² / (e d² √|S|), else by golden section.
    """
    flat = turned(seen, radius_m)
    miss = math.hypot(*flat.miss)
    squared = sum((m / s) ** 2 for m, s in zip(flat.miss, flat.sigma, strict=True))
    if 0 < radius_m < SMALL * miss and math.log(2) - MOST < math.log(squared) < math.log(2) - LEAST:
        area = flat.sigma[0] * flat.sigma[1]
        return Greatest(min(1.0, radius_m**2 / (math.e * squared * area)), squared / 2)
    return _searched(flat, radius_m)


def _searched(flat: Turned, radius: float) -> Greatest:
    """The greatest by golden section between the neighbours of the best of a few scales; along the
    way a coarse rule is enough, the value itself is worked out finely.
    """
    step = (MOST - LEAST) / STEPS
    coarse = [LEAST + step * place for place in range(STEPS + 1)]
    best = max(coarse, key=lambda at: _circle(flat, radius, math.exp(at), COARSE))
    low, high = max(LEAST, best - step), min(MOST, best + step)
    one, two = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    here, there = (_circle(flat, radius, math.exp(at), MIDDLE) for at in (one, two))
    while high - low > 1e-3:
        if here < there:
            low, one, here = one, two, there
            two = low + GOLDEN * (high - low)
            there = _circle(flat, radius, math.exp(two), MIDDLE)
        else:
            high, two, there = two, one, here
            one = high - GOLDEN * (high - low)
            here = _circle(flat, radius, math.exp(one), MIDDLE)
    at = (low + high) / 2
    return Greatest(_circle(flat, radius, math.exp(at)), math.exp(at))

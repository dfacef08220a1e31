"""What the four categories deliver: which figures each is told in, and what is wrong with them.
Pure.

Units: mass in kilograms, hours whole, data in gigabytes. Orbits and outcomes are the usual words of
launch logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fund.errors import N_, NP_, FundError

ORBITS = {
    "leo": NP_("orbit", "Low Earth orbit"),
    "sso": NP_("orbit", "Sun-synchronous orbit"),
    "meo": NP_("orbit", "Medium Earth orbit"),
    "gto": NP_("orbit", "Geostationary transfer orbit"),
    "geo": NP_("orbit", "Geostationary orbit"),
    "beyond": NP_("orbit", "Beyond Earth orbit"),
    "suborbital": NP_("orbit", "Suborbital"),
}
OUTCOMES = {
    "success": NP_("launch", "Success"),
    "partial": NP_("launch", "Partial success"),
    "failure": NP_("launch", "Failure"),
}

FIGURES: Mapping[str, tuple[str, str]] = {
    "item": (N_("What it is: vehicle, type of satellite, works or service"), "text"),
    "orbit": (N_("Orbit"), "orbit"),
    "mass_kg": (
        N_("Mass, kg; of a launch the mass brought to orbit, of satellites that of one"),
        "whole",
    ),
    "is_reused": (N_("A stage had flown before"), "yes"),
    "outcome": (N_("Outcome"), "outcome"),
    "quantity": (N_("How many: satellites, pads, passes"), "whole"),
    "in_orbit": (N_("Handed over in orbit"), "yes"),
    "hours": (N_("Hours"), "whole"),
    "data_gb": (N_("Data, GB"), "whole"),
}
"""Every figure a delivery may have: how it is asked for, and its kind."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "launch_vehicle": ("item", "orbit", "mass_kg", "outcome"),
    "satellite": ("item", "quantity"),
    "launch_site": ("item",),
    "ttc": ("item", "quantity"),
    "other": ("item",),
}
ASKED: Mapping[str, tuple[str, ...]] = {
    "launch_vehicle": ("item", "orbit", "mass_kg", "outcome", "is_reused"),
    "satellite": ("item", "quantity", "mass_kg", "in_orbit"),
    "launch_site": ("item", "quantity"),
    "ttc": ("item", "quantity", "hours", "data_gb"),
    "other": ("item", "quantity"),
}
"""Category -> the figures it must have, and those it may have."""
MOST = 10**9


class FigureMissing(FundError):
    """A delivery is told in the figures of its category."""

    message = N_("A delivery of this category needs: {figures}.")


class FigureOutOfPlace(FundError):
    """A figure another category is told in."""

    message = N_("A delivery of this category has no such figures: {figures}.")


class FigureWrong(FundError):
    """A whole number above zero, or one of the known words."""

    message = N_(
        "This cannot be so: {figures}. Numbers are whole and above zero; orbit and outcome are"
        " chosen from the lists."
    )


class NoContract(FundError):
    """Only contracts deliver."""

    message = N_("Deliveries are recorded of contracts.")


class ReplacedAlready(FundError):
    """A delivery is replaced once; what replaced it can be replaced in turn."""

    message = N_("This delivery is replaced already. Replace the newer one.")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The figures of one delivery; those its category is not told in stay empty."""

    item: str = ""
    orbit: str = ""
    mass_kg: int | None = None
    is_reused: bool = False
    outcome: str = ""
    quantity: int | None = None
    in_orbit: bool = False
    hours: int | None = None
    data_gb: int | None = None


def judged(category: str, figures: Mapping[str, object]) -> Delivered:
    """The figures of a delivery of this category, or a refusal that names them.

    >>> judged("ttc", {"item": "passes", "quantity": 12}).quantity
    12
    """
    given = {
        name: value.strip() if isinstance(value, str) else value for name, value in figures.items()
    }
    given = {name: value for name, value in given.items() if value not in (None, "", False)}
    foreign = [_said(name) for name in FIGURES if name in given and name not in ASKED[category]]
    if foreign or set(given) - set(FIGURES):
        raise FigureOutOfPlace(figures=foreign or sorted(set(given) - set(FIGURES)))
    missing = [_said(name) for name in NEEDED[category] if name not in given]
    if missing:
        raise FigureMissing(figures=missing)
    wrong = [_said(name) for name, value in given.items() if not _fits(FIGURES[name][1], value)]
    if wrong:
        raise FigureWrong(figures=wrong)
    words = {name: value for name, value in given.items() if isinstance(value, str)}
    wholes = {name: value for name, value in given.items() if isinstance(value, int)}
    return Delivered(
        item=words.get("item", ""),
        orbit=words.get("orbit", ""),
        mass_kg=wholes.get("mass_kg"),
        is_reused="is_reused" in given,
        outcome=words.get("outcome", ""),
        quantity=wholes.get("quantity"),
        in_orbit="in_orbit" in given,
        hours=wholes.get("hours"),
        data_gb=wholes.get("data_gb"),
    )


def _said(name: str) -> str:
    return FIGURES[name][0]


def _fits(kind: str, value: object) -> bool:
    match kind:
        case "whole":
            return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST
        case "orbit":
            return value in ORBITS
        case "outcome":
            return value in OUTCOMES
        case "yes":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)

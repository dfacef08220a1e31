"""The keys of a conjunction data message (CCSDS 508.0-B-1): which are obligatory, which are numbers
and in what unit, which are instants.
"""

HEADER = ("CCSDS_CDM_VERS", "CREATION_DATE", "ORIGINATOR", "MESSAGE_ID")
RELATIVE = ("TCA", "MISS_DISTANCE")
STATE = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
METADATA = (
    "OBJECT",
    "OBJECT_DESIGNATOR",
    "CATALOG_NAME",
    "OBJECT_NAME",
    "INTERNATIONAL_DESIGNATOR",
    "EPHEMERIS_NAME",
    "COVARIANCE_METHOD",
    "MANEUVERABLE",
    "REF_FRAME",
)
OBLIGATORY = (*HEADER, *RELATIVE)
OF_AN_OBJECT = (*METADATA, *STATE)

AXES = ("R", "T", "N", "RDOT", "TDOT", "NDOT")
COVARIANCE = tuple(f"C{row}_{column}" for i, row in enumerate(AXES) for column in AXES[: i + 1])
"""The 21 terms of the lower triangle, row by row: all or none of them."""

POSITION = ("RELATIVE_POSITION_R", "RELATIVE_POSITION_T", "RELATIVE_POSITION_N")
VELOCITY = ("RELATIVE_VELOCITY_R", "RELATIVE_VELOCITY_T", "RELATIVE_VELOCITY_N")
INSTANTS = frozenset(
    {
        "CREATION_DATE",
        "TCA",
        "START_SCREEN_PERIOD",
        "STOP_SCREEN_PERIOD",
        "SCREEN_ENTRY_TIME",
        "SCREEN_EXIT_TIME",
        "TIME_LASTOB_START",
        "TIME_LASTOB_END",
    }
)


def _covariance_unit(key: str) -> str:
    return ("m**2", "m**2/s", "m**2/s**2")[key.count("DOT")]


UNITS = {
    "MISS_DISTANCE": "m",
    "RELATIVE_SPEED": "m/s",
    **dict.fromkeys(POSITION, "m"),
    **dict.fromkeys(VELOCITY, "m/s"),
    **dict.fromkeys(STATE[:3], "km"),
    **dict.fromkeys(STATE[3:], "km/s"),
    **{key: _covariance_unit(key) for key in COVARIANCE},
    **dict.fromkeys(("SCREEN_VOLUME_X", "SCREEN_VOLUME_Y", "SCREEN_VOLUME_Z"), "m"),
    **dict.fromkeys(("AREA_PC", "AREA_DRG", "AREA_SRP"), "m**2"),
    **dict.fromkeys(("CD_AREA_OVER_MASS", "CR_AREA_OVER_MASS"), "m**2/kg"),
    **dict.fromkeys(("RECOMMENDED_OD_SPAN", "ACTUAL_OD_SPAN"), "d"),
    "MASS": "kg",
    "HBR": "m",
    "THRUST_ACCELERATION": "m/s**2",
    "SEDR": "W/kg",
    "RESIDUALS_ACCEPTED": "%",
}
"""Key -> its unit in the standard's table; another one is refused, never converted."""

NUMBERS = frozenset(UNITS) | {
    "COLLISION_PROBABILITY",
    "OBS_AVAILABLE",
    "OBS_USED",
    "TRACKS_AVAILABLE",
    "TRACKS_USED",
    "WEIGHTED_RMS",
}

KNOWN = (
    frozenset((*OBLIGATORY, *OF_AN_OBJECT))
    | NUMBERS
    | INSTANTS
    | {
        "MESSAGE_FOR",
        "SCREEN_VOLUME_FRAME",
        "SCREEN_VOLUME_SHAPE",
        "COLLISION_PROBABILITY_METHOD",
        "OBJECT_TYPE",
        "OPERATOR_CONTACT_POSITION",
        "OPERATOR_ORGANIZATION",
        "OPERATOR_PHONE",
        "OPERATOR_EMAIL",
        "ORBIT_CENTER",
        "GRAVITY_MODEL",
        "ATMOSPHERIC_MODEL",
        "N_BODY_PERTURBATIONS",
        "SOLAR_RAD_PRESSURE",
        "EARTH_TIDES",
        "INTRACK_THRUST",
        *(f"C{row}_{column}" for row in ("DRG", "SRP", "THR") for column in (*AXES, "DRG", "SRP")),
        "CTHR_THR",
    }
)
"""Every key of version 1.0; one beyond it is kept and remarked on."""

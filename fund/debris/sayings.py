"""What is said of a message that is refused, set aside or remarked on: code -> sentence."""

from fund.errors import N_, Issue

REFUSALS = {
    "MISSING": N_("{key} is missing. Ask the sender for a complete message."),
    "EMPTY": N_("{key} is empty, and it must be given. Ask the sender for a complete message."),
    "NOT_NUMBER": N_("{key} is not a number: “{value}”. Ask the sender for a correct message."),
    "UNIT": N_(
        "{key} is given in “{unit}”; the standard has “{expected}”. It is not converted: ask the"
        " sender."
    ),
    "BAD_DATE": N_("{key} is not an instant in UTC: “{value}”. Write it like 2026-03-11T08:30:00."),
    "PC_OUT_OF_RANGE": N_("The probability “{value}” does not lie between 0 and 1."),
    "PC_NOT_NUMBER": N_(
        "The probability “{value}” is no number. Leave the line out where none is known."
    ),
    "COV_PART": N_(
        "{count} of the 21 terms of the covariance are given. All of them, or none: ask the sender."
    ),
    "NOT_KEY_VALUE": N_("This line is neither a comment nor “KEY = value”: “{value}”."),
    "DUPLICATE": N_("{key} is given twice. Ask the sender which one holds."),
    "TOO_LONG": N_("{key} is longer than {most} characters."),
    "ONE_OBJECT": N_("A conjunction is between two objects; here both are “{value}”."),
    "NOT_A_CDM": N_("This is not a conjunction message but: {value}."),
    "NOT_READ": N_(
        "This is neither a conjunction message as KVN, XML or JSON nor anything else that is known"
        " here."
    ),
    "NOT_XML": N_("The XML is not well formed: {value}."),
    "ENTITIES": N_(
        "The XML declares a document type or entities, which are not read here. Send it without"
        " them."
    ),
    "NOT_JSON": N_("The JSON is not well formed: {value}."),
    "NOT_TEXT": N_("The file is not text as UTF-8."),
    "TOO_LARGE": N_("The file has {size} bytes; at most {most} are read. Split it."),
    "TOO_MANY": N_("The file has more than {most} messages. Split it."),
    "NOTHING_IN_IT": N_("There is no message in the file."),
}
"""Why a message, or a whole file, was not taken in."""

OUTCOMES = {
    "accepted": N_("Taken in"),
    "known": N_("Already taken in"),
    "conflict": N_("In conflict"),
    "refused": N_("Refused"),
}
"""What becomes of a message that comes in."""

CONFLICT = N_(
    "A message with this sender and number is here already and says something else. It is set aside"
    " until somebody decides."
)

REMARKS = {
    "BOM": N_("A byte order mark stands at its beginning."),
    "KEY_NOT_UPPER": N_("Keys are not in capitals."),
    "NAN_TEXT": N_("A required name is “NaN”: not provided."),
    "UNKNOWN_KEY": N_("It has keys this version of the standard does not know."),
    "OTHER_UNIT": N_("An optional value is given in another unit than the standard’s: not used."),
    "VERSION": N_("It says another version than 1.0; what version 1.0 asks for is there."),
    "CREATED_AFTER_TCA": N_("It was made after the closest approach: history only."),
    "PC_STATED_ZERO": N_("The probability is stated as exactly 0."),
    "NO_COV": N_("Without covariance."),
    "NO_STATES": N_("Without state vectors."),
    "STATES_DISAGREE": N_("Its states and its miss distance, or its relative position, disagree."),
}
"""What is odd about a message that was taken in."""


def issue(code: str, where: str, value: str, **facts: object) -> Issue:
    """One reason for not taking a message in, told in the reader's language by its code."""
    return Issue(
        "error",
        code.lower(),
        where,
        value[:200],
        REFUSALS[code],
        {"value": value[:200], **facts},
    )

"""Verdicts and changes in words, for the command line and the page."""

from fund.errors import N_
from fund.i18n import _
from fund.reports.compared import Change
from fund.reports.verify import REASONS, Verdict

STATES = {
    "issued": N_("An issued report of this fund, unchanged."),
    "draft": N_("A draft of this fund, unchanged: it is not issued."),
    "altered": N_("Not as written: it was altered."),
    "not_ours": N_("Not a report of this fund."),
    "unknown": N_("It cannot be told whose this is."),
}
MORE_REASONS = {
    "unregistered": N_("It was written where the database could not be: it is in no register."),
    "key_retired": N_("Its key has been replaced since; it was in use when this was written."),
    "damaged_record": N_("What the seal kept of the cells was changed, so they cannot be named."),
}
WHAT = {
    "cell": N_("value"),
    "format": N_("number format"),
    "formula": N_("formula"),
    "row_gone": N_("row gone"),
    "row_added": N_("row put in"),
    "hidden_row": N_("row hidden"),
    "hidden_column": N_("column hidden"),
    "hidden_sheet": N_("sheet hidden"),
    "sheet": N_("sheet gone or put in"),
    "chart": N_("chart"),
    "header": N_("header"),
    "footer": N_("footer"),
    "rules": N_("colours by rule"),
    "shapes": N_("shapes over cells"),
    "comments": N_("comments"),
    "merged": N_("cells joined"),
    "noughts": N_("noughts hidden"),
    "print_area": N_("only a part is printed"),
    "seal": N_("the seal itself"),
}


def verdict(found: Verdict) -> str:
    """The verdict as a sentence, with its reason and its number."""
    said = [_(STATES[found["state"]])]
    reason = {**REASONS, **MORE_REASONS}.get(found["reason"])
    if reason:
        said.append(_(reason))
    facts = found["statement"]
    if found["state"] in ("issued", "draft") and facts.get("number"):
        said.append(
            _("Number {number}, {title}, as of {day}.").format(
                number=facts["number"], title=facts.get("title"), day=facts.get("as_of")
            )
        )
    return " ".join(said)


def change(one: Change) -> str:
    """One change: where, what, as written, as found."""
    place = f"{one['sheet']}!{one['cell']}" if one["cell"] else one["sheet"]
    return f"{place}: {_(WHAT[one['what']])}: {one['issued']!r} -> {one['found']!r}"

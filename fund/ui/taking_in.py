"""A file somebody hands in: what is wrong with it at its cells, and taking it in."""

from collections.abc import Callable

import sqlalchemy as sa
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from fund import i18n, ui
from fund.errors import Issue, has_errors
from fund.i18n import _, ngettext
from fund.ui.visit import Visit

SHOWN = 20
TakeIn = Callable[..., tuple[dict[str, int], list[Issue]]]
"""(engine, person, name, content, dry_run=...) -> counts, ``accepted`` among them and ``apart``
where rows go to a list of their own, and issues.
"""


def taken(
    visit: Visit, given: UploadedFile, take_in: TakeIn, words: str, *, key: str, at: str
) -> bool:
    """Judge an uploaded file and offer to take it in, ``words`` with {count} on the button; whether
    there was anything wrong or anything to take.
    """
    asked: tuple[sa.Engine, int | None, str, bytes]
    asked = (visit.engine, visit.who.id, given.name, given.getvalue())
    counts, issues = take_in(*asked, dry_run=True)
    tell_issues(issues, given.name)
    count = counts["accepted"] + counts.get("apart", 0)
    if has_errors(issues) or not count:
        return has_errors(issues)
    if st.button(words.format(count=count), type="primary", key=key):
        _counts, issues = take_in(*asked, dry_run=False)
        tell_issues(issues, given.name)
        if not has_errors(issues):
            st.session_state[f"{at}-said"] = ("ok", _("Recorded."))
            st.rerun()
    return True


def tell_issues(issues: list[Issue], name: str) -> None:
    """The problems of the file, errors first, each at its cell."""
    for severity, tone in (("error", "crit"), ("warning", "warn")):
        found = [issue for issue in issues if issue.severity == severity]
        if found:
            words = (
                ngettext(
                    "{name}: {count} error, nothing was stored",
                    "{name}: {count} errors, nothing was stored",
                    len(found),
                )
                if severity == "error"
                else ngettext("{name}: {count} warning", "{name}: {count} warnings", len(found))
            )
            ui.issue_box(
                words.format(name=name, count=len(found)),
                [(issue.where, i18n.say(issue)) for issue in found[:SHOWN]],
                tone=tone,  # type: ignore[arg-type]
            )

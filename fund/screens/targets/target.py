"""One target: where it will be and how sure, its picture, its facts."""

from datetime import date

from fund import i18n, ui
from fund.charts import fan
from fund.i18n import _
from fund.plan import reference
from fund.screens.targets.wording import aim, digits, reach, short, span
from fund.status import look_of
from fund.targets import rules
from fund.targets.rows import TargetShown
from fund.targets.shares import parted


def sentence(row: TargetShown) -> str:
    """Where it will be and how sure; or why nothing can be told."""
    if row["refusal"] is not None and row["low"] is not None:
        return _("At the end of {year} between **{range}** {unit}, target {aim}. {reason}").format(
            year=row["target_year"],
            range=reach(row),
            unit=row["unit"],
            aim=aim(row),
            reason=i18n.say(row["refusal"]),
        )
    if row["refusal"] is not None:
        return _("Nothing can be told: {reason}").format(reason=i18n.say(row["refusal"]))
    if row["verdict"] in rules.SETTLED:
        return _("**{verdict}**: {actual} {unit} on record, target {aim}.").format(
            verdict=look_of(row["verdict"])[2],
            actual=short(row["actual"]),
            unit=row["unit"],
            aim=aim(row),
        )
    verdict = look_of(row["verdict"])[2]
    return _(
        "At the end of {year} between **{range}** {unit}, target {aim}: **{verdict}** ({chance})."
    ).format(
        year=row["target_year"],
        range=reach(row),
        unit=row["unit"],
        aim=aim(row),
        verdict=verdict,
        chance=row["chance_"],
    )


def picture(row: TargetShown) -> None:
    """Values and range over time."""
    values = [(day, float(value)) for day, value in row["running"]]
    ahead = span(row)
    ends_on = date(int(row["target_year"]), 12, 31)
    with ui.block(
        _("Seen and ahead"),
        _("{unit}; pale: the 80 % range at the end of its year").format(unit=row["unit"]),
        key="fan",
    ):
        ui.chart(
            fan.fan(values, ahead, float(row["target"]), ends_on, ui.look()),
            "fan",
            fan.alt(values, ahead, float(row["target"]), ends_on),
        )


def facts(row: TargetShown) -> None:
    """Baseline, actual, target, whose number it is."""
    ui.facts(
        [
            (_("Baseline"), f"{digits(row['baseline'])} ({row['baseline_year'] or '—'})"),
            (_("Actual"), short(row["actual"])),
            (_("Observed on"), i18n.day(row["observed_on"]) if row["observed_on"] else "—"),
            (_("Target"), f"{aim(row)} ({row['target_year']})"),
            (_("Place"), row["where"]),
            (_("Standing"), look_of(row["standing"])[2]),
            (_("Issuer"), row["issuer"] or "—"),
            (_("Source"), row["from_"] or "—"),
            (
                _("Kind of number"),
                (
                    f"{_(rules.KIND_WORDS[row['kind']])} ·"
                    f" {_(rules.AGGREGATION_WORDS[row['aggregation']])}"
                ),
            ),
            (_("Counted under"), counted(row)),
            (_("Line of the five-year plan"), line_words(row["plan_line"])),
        ]
    )


def counted(row: TargetShown) -> str:
    """The measures it tells of, with the part of the actual that counts under each where there are
    several.
    """
    weights: dict[str, int] = row["measures"]
    if len(weights) < 2 or row["actual"] is None or row["aggregation"] == "ratio":
        return " · ".join(weights) or "—"
    return " · ".join(
        f"{key} {digits(part)}" for key, part in parted(row["actual"], weights).items()
    )


def line_words(key: str) -> str:
    """The line of the five-year plan in words."""
    return next(
        (
            str(line[f"title_{i18n.language()}"])
            for line in reference.plan_lines()
            if line["key"] == key
        ),
        "—",
    )

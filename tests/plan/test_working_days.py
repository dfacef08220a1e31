"""Which days are worked: one calendar for whoever counts working days."""

from datetime import date

from fund.plan import working_days


def test_the_calendar_knows_which_days_are_worked() -> None:
    assert working_days.after(date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert working_days.after(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert working_days.after(date(2025, 9, 30), 1) == date(2025, 10, 9)
    assert working_days.is_known(date(2026, 1, 1), date(2026, 12, 31))
    assert not working_days.is_known(date(2028, 5, 20), date(2028, 5, 27))
    weekend = {day.weekday() >= working_days.SATURDAY for day in working_days.exceptions()}
    assert weekend == {True, False}
    assert all(
        is_worked == (day.weekday() >= working_days.SATURDAY)
        for day, is_worked in working_days.exceptions().items()
    )
    assert working_days.between(date(2026, 10, 10), date(2026, 10, 10)) == 0
    assert working_days.between(date(2026, 9, 28), date(2026, 10, 12)) == 6

"""What lists read of a synthetic load, which the guards' triggers would have kept: where each row
belongs, how many stand in each status, what waits since when.
"""

from sqlmodel import Session

from fund.ledger.checks import STATUS_TOTALS
from fund.standing import days

MEASURE = (
    "SELECT p.measure FROM line l JOIN programme p ON p.id = l.programme_id WHERE l.id ="
    " undertaking.line_id"
)
STAGED = (
    "UPDATE grant_record SET stage = CASE WHEN (SELECT u.status FROM undertaking u WHERE u.id ="
    " grant_record.undertaking_id) = 'entered' THEN 'recommended' ELSE '' END"
)
BELONGS = (
    "UPDATE milestone SET (measure, region_code, organisation_id) = (SELECT u.measure,"
    " u.region_code, u.organisation_id FROM undertaking u WHERE u.id = milestone.undertaking_id)"
)
WAITS = (
    "UPDATE tranche_balance SET due_on = (SELECT t.promised_on FROM tranche t WHERE t.id ="
    " tranche_balance.tranche_id), accepted_on = (SELECT max(a.recorded_on) FROM acceptance a WHERE"
    " a.tranche_id = tranche_balance.tranche_id)"
)
UNPAID = "UPDATE undertaking_balance SET unpaid_fen = committed_fen - paid_fen"
"""Nothing of a load is carried over: one line has paid it all."""
PLACED = (f"UPDATE undertaking SET measure = ({MEASURE})", STAGED, BELONGS, WAITS, UNPAID)


def place(session: Session) -> None:
    """Fill what is kept beside the rows, a statement a table."""
    connection = session.connection()
    month = (
        "date_trunc('month', recorded_on)::date"
        if connection.dialect.name == "postgresql"
        else "date(recorded_on, 'start of month')"
    )
    for statement in (*PLACED, *days.keep(connection.dialect.name)):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "INSERT INTO status_total (cut, key, kind, status, grain, starts_on, undertakings)"
        f" {STATUS_TOTALS.format(month=month)}"
    )

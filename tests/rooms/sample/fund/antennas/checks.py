"""What ``verify`` looks at in the register of antennas."""

CHECKS = {
    "antennas": (
        "SELECT 'antenna', a.id FROM antenna a LEFT JOIN (SELECT antenna_id, max(id) AS id FROM"
        " antenna_event GROUP BY antenna_id) last ON last.antenna_id = a.id LEFT JOIN antenna_event"
        " e ON e.id = last.id WHERE e.status IS DISTINCT FROM a.status"
    )
}

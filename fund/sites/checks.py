"""What ``verify`` looks at in launch sites."""

from fund.errors import N_

CHECKS = {
    "launch_days": (
        "SELECT 'launch', l.id FROM launch l LEFT JOIN (SELECT launch_id, max(id) AS id FROM"
        " launch_outcome WHERE confirmed_on IS NOT NULL GROUP BY launch_id) o ON o.launch_id = l.id"
        " LEFT JOIN launch_outcome told ON told.id = o.id LEFT JOIN (SELECT launch_id, max(id) AS"
        " id FROM launch_time GROUP BY launch_id) t ON t.launch_id = l.id LEFT JOIN launch_time"
        " planned ON planned.id = t.id WHERE l.origin = 'own' AND l.shown_on <>"
        " coalesce(told.happened_on, planned.planned_on, l.shown_on)"
    ),
    "launch_outcomes": (
        "SELECT 'launch_outcome', o.id FROM launch_outcome o WHERE o.confirmed_on IS NOT NULL AND"
        " (o.confirmed_by IS NULL OR o.confirmed_by = o.recorded_by OR o.confirmed_by ="
        " o.recorded_for)"
    ),
    "launch_files": (
        "SELECT 'launch_batch', b.id FROM launch_batch b LEFT JOIN (SELECT batch_id, count(*) AS"
        " held, count(undone_on) AS undone FROM launch GROUP BY batch_id) l ON l.batch_id = b.id"
        " WHERE l.held IS DISTINCT FROM b.launches OR l.undone <> CASE WHEN b.undone_on IS NULL"
        " THEN 0 ELSE b.launches END"
    ),
    "site_capacities": (
        "SELECT 'capacity_statement', c.id FROM capacity_statement c LEFT JOIN launch_pad p ON p.id"
        " = c.pad_id WHERE (c.confirmed_on IS NOT NULL AND (c.confirmed_by IS NULL OR"
        " c.confirmed_by = c.recorded_by OR c.confirmed_by = c.recorded_for)) OR p.site_id <>"
        " c.site_id"
    ),
    "launch_pads": (
        "SELECT 'launch', l.id FROM launch l JOIN launch_pad p ON p.id = l.pad_id WHERE p.site_id"
        " <> l.site_id"
    ),
}

WORDS = {
    "launch_days": N_("Launches stand on their lift-off, or on the time planned last"),
    "launch_outcomes": N_("Outcomes of launches are confirmed by another person"),
    "launch_files": N_("Files of launches hold what they brought, undone as a whole"),
    "site_capacities": N_("Capacity is confirmed by another person, and of the site’s own pads"),
    "launch_pads": N_("Launches start from pads of their site"),
}
"""Name -> what the check says where it holds."""

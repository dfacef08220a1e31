"""New frontiers by readiness: undertakings in five fields with critical elements, levels on
evidence by several people, licences, the checklist of servicing; levels are never an editable
number.
"""

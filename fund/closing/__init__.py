"""Closing: the end of a month and of a year — the checklist, what is carried over (结转), what is
left over (结余).
"""

"""A list is declared once, in its room's lists.py; here it is paged, sorted, counted and added
up.
"""

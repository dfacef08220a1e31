"""Records published elsewhere, read and kept apart from the fund's own: they are listed and
totalled, never posted.
"""

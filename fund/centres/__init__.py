"""Innovation centres and open platforms: registry, periods, what they report and how it is
reviewed.
"""

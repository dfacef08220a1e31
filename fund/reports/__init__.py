"""Reports: one workbook writer that knows no domain, its seal, and which report has which
sheets.
"""

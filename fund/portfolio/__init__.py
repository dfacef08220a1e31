"""The portfolio as the overview shows it: one query a block, for screen, workbook and command line
alike.
"""

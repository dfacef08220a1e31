"""Workbooks people hand in, read in a limited process: plain cells come out, or the one reason why
not.
"""

"""The command line: the second door to the same commands and queries. Its names and shapes are
fixed (README).
"""

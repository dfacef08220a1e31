"""Files people hand in: kept once by their SHA-256, known by what is in them and not by their
name.
"""

"""Shared facilities and open platforms: a firm asks, is checked, books what nobody else can have,
and what was used, refused and charged is counted.
"""

"""Suppliers: one organisation across grants, contracts and bids; its two flags; duplicates merged
by two people.
"""

"""Guarantees held for duties: letters, deposits and insurance, from lodging to release; money of
others, never in the chain.
"""

"""Holdings: what the fund owns of firms and sub-funds, what it is worth and what came back of it,
told beside the ledger that pays for it.
"""

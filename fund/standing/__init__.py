"""Standing: the light a recipient declares beside the one the ledger computes, the answer a gap
demands, early warnings.
"""

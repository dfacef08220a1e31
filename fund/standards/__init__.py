"""Standards: one register of civil and commercial texts, what each replaces and adopts, and which
of them are merged.
"""

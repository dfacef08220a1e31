"""Interest and premium subsidies: what a loan or policy cost, what the fund bears of it, computed
stretch by stretch, settled once for a day, claimed back where too much was paid.
"""

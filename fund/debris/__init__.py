"""Space debris: conjunction messages taken in as they come, events, probabilities, warnings and
what was answered.
"""

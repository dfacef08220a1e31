"""Launch sites with their pads and capacity, planned and flown launches, lists of launches others
publish.
"""

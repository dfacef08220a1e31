"""What screens show of the domain and the forms they offer, a file a room; pages arrange it,
fund/ui is the frame it is drawn in.
"""

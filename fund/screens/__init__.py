"""What screens show of the domain and the forms they offer: a file named like its room, or a folder
of parts where one file would pass 400 lines; pages arrange it, fund/ui is the frame.
"""

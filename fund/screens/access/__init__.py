"""What pages draw of people: who holds what, accounts and sign-ins, and the first two of a new
database.
"""

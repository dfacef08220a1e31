"""National missions: a register of what each of them bought, and the share that was bought
commercially.
"""

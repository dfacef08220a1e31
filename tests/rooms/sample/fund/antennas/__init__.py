"""Antennas: a register of receiving stations’ dishes, each in use until somebody retires it."""

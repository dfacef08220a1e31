"""The 2027 targets: indicators, targets with their source, observations."""

"""The fund's own contracts: commercial launch, satellites, launch sites, TT&C."""

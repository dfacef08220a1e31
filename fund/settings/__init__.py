"""Settings: the thresholds rules go by, changed with a reason and kept with their history."""

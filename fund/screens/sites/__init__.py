"""What the pages of launch sites and launches show."""

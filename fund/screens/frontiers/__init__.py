"""What the pages of new frontiers show."""

"""What the pages of cooperation abroad show."""

"""What pages draw of the whole portfolio: the overview, the provinces."""

"""What pages draw of grants and contracts alike, their money and their acts, and the budget."""

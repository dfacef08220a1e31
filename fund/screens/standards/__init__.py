"""What pages draw of standards: the register, what is covered, one text, entering and deciding."""

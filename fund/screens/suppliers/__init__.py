"""What pages draw of  the register, one of them, merging two."""

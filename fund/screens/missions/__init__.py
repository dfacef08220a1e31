"""What pages draw of  shares, purchases, entering them."""

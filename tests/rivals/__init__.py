"""What people would use instead of this product, over the same postings laid flat."""

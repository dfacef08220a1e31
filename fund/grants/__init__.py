"""The fund's own grants."""

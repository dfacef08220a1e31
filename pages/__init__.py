"""One file a screen: ask, draw, offer the act. They run only through dashboard.py."""

"""Who signed in with which account, and whether that still holds."""

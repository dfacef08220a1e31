"""Inbox: what waits for one person — by their roles, the state things are in and four eyes."""

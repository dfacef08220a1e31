"""Reminders: what is due and overdue, by person, and sending it."""

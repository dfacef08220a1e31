"""The end of a month and of a year on screen: its checklist, who closes, carry-over, surplus."""

"""What pages draw of events, warnings, messages and spacecraft."""

"""Schema versions, for SQLite and PostgreSQL alike."""

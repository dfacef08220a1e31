"""Superset as an office of one machine would set it up: its own records in SQLite, no cache.

SUPERSET_HOME names the folder of its records.
"""

import os

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False  # the table lies in SQLite too
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
ROW_LIMIT = 5_000

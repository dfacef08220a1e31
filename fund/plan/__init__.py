"""The action plan: areas, measures, organisations, regions."""

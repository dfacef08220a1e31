"""Milestones, evidence, acceptance and waivers, shared by every undertaking."""

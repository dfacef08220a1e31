"""The demonstration portfolio: invented from end to end, made by the very commands people use under a moving clock."""

from fund.demonstration.build import build

__all__ = ["build"]

"""The eight legal methods by their stored word. Pure."""

from fund.errors import N_

METHODS = {
    "open_tender": N_("Open tender"),
    "invited_tender": N_("Invited tender"),
    "competitive_negotiation": N_("Competitive negotiation"),
    "competitive_consultation": N_("Competitive consultation"),
    "single_source": N_("Single source"),
    "inquiry": N_("Inquiry"),
    "framework": N_("Framework agreement"),
    "cooperative_innovation": N_("Cooperative innovation"),
}
"""公开招标 … 合作创新采购, keyed as data/procurement_methods.csv keys them."""

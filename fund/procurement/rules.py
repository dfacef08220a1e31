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

STAGES = {
    "planned": N_("Planned"),
    "tendering": N_("Tendering"),
    "evaluation": N_("In evaluation"),
    "awarded": N_("Awarded"),
    "contracted": N_("Contracted"),
    "cancelled": N_("Cancelled"),
    "unsuccessful": N_("Unsuccessful"),
}
"""Where a process stands; from the contract on, its undertaking's own status says more."""

BID_STATUSES = {
    "pending": N_("Received"),
    "valid": N_("Valid"),
    "disqualified": N_("Disqualified"),
    "withdrawn": N_("Withdrawn"),
}
"""OCDS bid statuses."""

CRITERIA = {
    "priceOnly": N_("Lowest price"),
    "costOnly": N_("Lowest cost over the life"),
    "qualityOnly": N_("Quality at a fixed price"),
    "ratedCriteria": N_("Scored criteria"),
}
"""OCDS award criteria."""

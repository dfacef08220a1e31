"""What a page says of itself: its address, its place in the menu, who reads it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the application.

    ``section`` is a key of fund.house.SECTIONS; without one the page is reached from the page whose
    address ``within`` says, or is a tab of the page ``beside`` says. ``reads`` is the act that lets
    it be read; where it is ``in_parts``, a role for a part of the fund is enough and the page shows
    that part. Whoever holds roles for parts only has a menu without sections: every page in parts
    with an icon, under its ``own_title`` where it has one.
    """

    address: str
    title: str
    icon: str = ""
    section: str | None = None
    within: str = ""
    beside: str = ""
    reads: str = "see_portfolio"
    in_parts: bool = False
    own_title: str = ""

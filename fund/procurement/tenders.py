"""A tender with its bids as red flags look at one, and what a flag says. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime

COMPETITIVE = frozenset({"open_tender", "invited_tender", "framework"})
"""Methods in which several are meant to bid: open or selective in OCDS; an order from a framework
is not.
"""
FIXED_PRICE = "qualityOnly"
"""The award criteria under which the buyer sets the price, so that bids at one price say
nothing.
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A bid: whose, how much in fen (0 where that is not told), how it stands (an OCDS bid status),
    when it came, whether it won; joint: of several together, who count as one more bidder.
    """

    bid_id: int
    supplier_id: int
    amount_fen: int
    status: str
    received_at: datetime | None
    is_winner: bool = False
    currency: str = "CNY"
    is_joint: bool = False


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender whose bids are open: least_days is the shortest period its method allows; goods are
    the classes of what is bought.

    Of one that was published elsewhere: the moment it opened, how many are said to have bid,
    whether anything is awarded, whatever is known of bids, and who buys.
    """

    process_id: int
    method: str
    criteria: str
    goods: frozenset[str]
    notice_on: date | None
    closes_at: datetime | None
    least_days: int
    offers: tuple[Offer, ...] = ()
    is_call_off: bool = False
    opened_at: datetime | None = None
    told_bidders: int | None = None
    is_awarded: bool = False
    buyer_id: int | None = None

    @property
    def valid(self) -> list[Offer]:
        """Valid bids, the lowest first; those of an amount that is not told come before."""
        return sorted(
            (offer for offer in self.offers if offer.status == "valid"),
            key=lambda offer: offer.amount_fen,
        )

    @property
    def days(self) -> int | None:
        """Whole days from the notice to the deadline."""
        if self.closes_at is None:
            return None
        if self.opened_at is not None:
            return (self.closes_at - self.opened_at).days
        return None if self.notice_on is None else (self.closes_at.date() - self.notice_on).days

    @property
    def winners(self) -> list[Offer]:
        """Bids that won."""
        return [offer for offer in self.offers if offer.is_winner]

    @property
    def submitted(self) -> list[Offer]:
        """Bids that were made and not taken back."""
        return [offer for offer in self.offers if offer.status not in ("withdrawn", "invited")]

    @property
    def bidders(self) -> int:
        """How many suppliers bid."""
        return (
            len({offer.supplier_id for offer in self.submitted})
            if self.told_bidders is None
            else self.told_bidders
        )

    @property
    def is_competitive(self) -> bool:
        """Whether several were meant to bid."""
        return self.method in COMPETITIVE and not self.is_call_off


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag on a tender or a supplier: the numbers that raised it, and how many it was compared
    with (0: judged by itself).

    ``value`` is what cardinal-rs gives for it: a share, a count, or 1 where it only says yes.
    ``parties`` are all organisations it names, the one it is about first.
    """

    flag: str
    process_id: int | None = None
    supplier_id: int | None = None
    sample: int = 0
    facts: dict[str, object] = field(default_factory=dict)
    value: float = 1.0
    parties: tuple[int, ...] = ()

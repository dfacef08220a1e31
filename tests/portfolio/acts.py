"""The acts of this room, each with arguments that lead nowhere."""

from fund.portfolio import commands as portfolio
from tests.acts import NOBODY, Commands

COMMANDS: Commands = {
    "save_view": [(portfolio.save_view, {"page": "grants", "title": " ", "query": ""})],
    "drop_view": [(portfolio.drop_view, {"view_id": NOBODY})],
}

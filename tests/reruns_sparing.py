"""The application as it is, but that no answer is kept: every run asks and draws again. Served by
the bench of reruns.
"""

from fund import answers, asgi
from fund.shelf import SHELF

answers.may_keep = lambda session: None  # noqa: ARG005 - the name visit calls it by
SHELF.room = 0
app = asgi.app

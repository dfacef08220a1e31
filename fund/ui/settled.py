"""What a process has loaded stays: it is not gone through again after every run of a page.

Streamlit collects garbage after each run, through everything there is: a million objects of the
libraries, the pages and the words, a fifth of a second each time, none of them ever garbage. After
the first run of a page what stands is set aside; so again each hour, so that what belonged to
visitors who left is not kept with it.
"""

import gc
from datetime import datetime, timedelta

from fund import clock

AGAIN = timedelta(hours=1)
_settled: dict[str, datetime] = {}


def settle(page: str) -> None:
    """Set aside what stands now, after the first run of a page and an hour later; what was set
    aside before is looked through first.
    """
    now = clock.now()
    last = _settled.get(page)
    if last is not None and now - last < AGAIN:
        return
    _settled[page] = now
    gc.unfreeze()
    gc.collect()
    gc.freeze()

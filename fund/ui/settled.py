"""What a process has loaded stays: it is not gone through again while garbage is collected.

Going through everything there is, a million objects of the libraries, the pages and the words,
takes a fifth of a second, and none of them is ever garbage. After the first run of a page what
stands is set aside; each hour that is gone through again, so that what belonged to visitors who
left is not kept with it. Streamlit would collect after every run besides, through what all visitors
have open: that is off (.streamlit/config.toml), Python collects by itself when there is enough.
"""

import gc
from datetime import datetime, timedelta

from fund import clock

AGAIN = timedelta(hours=1)
PROCESS = "/"
_settled: dict[str, datetime] = {}
"""When what stands was set aside after a page, and when that of the PROCESS was last gone through;
a process begins with nothing set aside, and no page has its address: that of the root is "".
"""


def settle(page: str) -> None:
    """Set aside what stands now, after the first run of a page: only what is new is looked through.
    An hour later all that was set aside is, once.
    """
    now = clock.now()
    if now - _settled.setdefault(PROCESS, now) >= AGAIN:
        _settled.clear()
        _settled[PROCESS] = now
        gc.unfreeze()
    if page in _settled:
        return
    _settled[page] = now
    gc.collect()
    gc.freeze()

"""A shelf in memory, shared by all sessions of a process: what was worked out stays there as bytes,
so that who gets it may do with it what they like, until others need the room.
"""

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import TypeVar, cast

from fund import i18n

Function = TypeVar("Function", bound=Callable[..., object])
ROOM = 64 << 20
"""Bytes a process keeps at most; what was asked for longest ago goes first."""
LARGEST = ROOM >> 4
"""Bytes of the largest answer that is kept."""


class Shelf:
    """Answers by their keys, at most so many bytes of them."""

    def __init__(self, room: int) -> None:
        self.room, self.bytes, self.given, self.made = room, 0, 0, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        """The answer kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                self.given += 1
            return found

    def put(self, key: Hashable, answer: bytes) -> None:
        """Keep an answer, and let those go for which there is no room."""
        with self._lock:
            self.made += 1
            self.bytes += len(answer) - len(self._kept.pop(key, b""))
            self._kept[key] = answer
            while self.bytes > self.room:
                _key, gone = self._kept.popitem(last=False)
                self.bytes -= len(gone)

    def answer(self, key: Hashable, ask: Callable[[], object]) -> object:
        """What is kept under a key, or what is asked now and kept from now on."""
        found = self.get(key)
        if found is not None:
            return pickle.loads(found)  # noqa: S301 — our own bytes, in our own memory
        answer = ask()
        packed = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        if len(packed) <= LARGEST:
            self.put(key, packed)
        return answer


SHELF = Shelf(ROOM)


def remembered(function: Function) -> Function:
    """A function of its arguments and the language and of nothing else, as a chart is: drawn once
    for the same arguments.
    """
    name = (function.__module__, function.__qualname__)

    @wraps(function)
    def answered(*args: object, **kwargs: object) -> object:
        given = pickle.dumps((args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        key = (*name, i18n.language(), hashlib.blake2b(given, digest_size=32).digest())
        return SHELF.answer(key, lambda: function(*args, **kwargs))

    return cast("Function", answered)

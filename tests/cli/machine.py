"""Ways in which a machine refuses, made real for a while: no right to write, no room on the
disk.
"""

import ctypes
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

CAPABILITIES = 0x20080522
"""The version of the kernel's structure: two words of 32 for each set."""
PAST_MODES = (1 << 1) | (1 << 2) | (1 << 3)
"""What lets root read and write whatever a file's mode says."""


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = tuple(
        (f"{name}_{word}", ctypes.c_uint32)
        for word in (0, 1)
        for name in ("effective", "permitted", "inheritable")
    )


@contextmanager
def as_owner() -> Iterator[None]:
    """Files say who may do what with them, to root too."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(CAPABILITIES, 0), _Sets()
    if libc.capget(ctypes.byref(header), ctypes.byref(sets)):
        raise OSError(ctypes.get_errno(), "capget")
    before = sets.effective_0
    try:
        _set(libc, header, sets, before & ~PAST_MODES)
        yield
    finally:
        _set(libc, header, sets, before)


def _set(libc: ctypes.CDLL, header: _Header, sets: _Sets, effective: int) -> None:
    sets.effective_0 = effective
    if libc.capset(ctypes.byref(header), ctypes.byref(sets)):
        raise OSError(ctypes.get_errno(), "capset")


@contextmanager
def room_for(count: int) -> Iterator[None]:
    """No file grows past so many bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

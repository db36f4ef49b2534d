# SPDX-License-Identifier: GPL-3.0-or-later
"""Examines how an entrance reads one input: without undocumented errors, in bounded time and memory."""

from __future__ import annotations

import gc
import resource
import signal
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from fuzzing.entrance import Entrance

MAX_SECONDS = 5
"""The most seconds of processor time for one input; a busy machine does not change them."""
MAX_GROWTH = 256 << 20
"""The most bytes by which one input may raise the highest use of memory."""


class Hang(BaseException):
    """An input takes too long."""


class Finding(Exception):
    """An input is read wrongly.

    Args:
        entrance: The name of the entrance.
        data: The input.
        reason: What happened.
    """

    def __init__(self, entrance: str, data: bytes, reason: str) -> None:
        super().__init__(f"{entrance}: {reason}\ninput: {data!r}")
        self.entrance = entrance
        self.data = data
        self.reason = reason

    @property
    def kind(self) -> str:
        """Where the error was raised, by which findings of one cause are the same."""
        places = [line for line in self.reason.splitlines() if line.startswith("  File ")]
        return places[-1] if places else self.reason[:20]


def examine(entrance: Entrance, data: bytes) -> bool:
    """Let an entrance read an input. Returns whether it was accepted without an error.

    Raises:
        Finding: The input is read wrongly.
    """
    before = _peak()
    try:
        with _limited_time():
            entrance.run(data)
        is_accepted = True
    except entrance.documented:
        is_accepted = False
    except Hang:
        raise Finding(entrance.name, data, f"takes more than {MAX_SECONDS} s of the processor") from None
    except Exception as error:
        raise Finding(entrance.name, data, "".join(traceback.format_exception(error))) from error
    if _peak() - before > MAX_GROWTH:
        gc.collect()
        raise Finding(entrance.name, data, f"needs {(_peak() - before) >> 20} MiB of memory")
    return is_accepted


def _peak() -> int:
    """Return the highest use of memory so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


@contextmanager
def _limited_time() -> Iterator[None]:
    """Raise Hang in code that takes too long. Only in the main thread, because signals arrive there."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGVTALRM, _raise_hang)
    signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _raise_hang(_: int, __: FrameType | None) -> None:
    raise Hang

# SPDX-License-Identifier: MIT
"""``rqcore watch program.py``: run a program as it is, and expose every queue that it makes.

Queues are named after the line that made them. Those that the standard
library makes for itself stay private. Processes that the program forks are
watched too; those that it spawns are not.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import queue
import runpy
import sys
import sysconfig
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from multiprocessing.queues import Queue as ProcessesQueue
from typing import Any

from rqcore.errors import BadSetting
from rqcore.exposing import expose
from rqcore.parallel_queue import ParallelQueue, ParallelSingleTaskQueue
from rqcore.process_queue import ProcessQueue
from rqcore.url import Url

WATCHED: tuple[type, ...] = (
    queue.Queue,
    asyncio.Queue,
    ProcessesQueue,
    ProcessQueue,
    ParallelQueue,
    ParallelSingleTaskQueue,
)
_FORK_WARNING = "This process .* is multi-threaded, use of fork"
_OWN = (os.path.dirname(os.path.dirname(__file__)), sysconfig.get_path("stdlib"))


def watch(program: str, arguments: Sequence[str], url: str | None = None) -> None:
    """Run the program to its end, as ``python program.py`` would. Raises BadSetting, BadUrl.

    An error of the program itself is shown as Python shows it, and raised as SystemExit.
    """
    if not os.path.isfile(program):
        raise BadSetting(f"there is no program {program}")
    Url.find(url)
    sys.argv = [program, *arguments]
    sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
    with ExitStack() as stack:
        names = _Names()
        for kind in WATCHED:
            stack.callback(setattr, kind, "__init__", kind.__init__)  # type: ignore[misc]
            kind.__init__ = _exposing(kind.__init__, kind, names, url)  # type: ignore[misc]
        # The second thread is the reporter's, which starts again in a forked child: a program that has no
        # threads itself may fork as it does when it runs alone, and Python 3.12 and later would warn of it.
        warnings.filterwarnings("ignore", _FORK_WARNING, DeprecationWarning)
        _run(program)


def _run(program: str) -> None:
    try:
        runpy.run_path(program, run_name="__main__")
    except Exception as error:
        own = error.__traceback__
        while own and own.tb_frame.f_code.co_filename != program:
            own = own.tb_next  # what ran the program is none of its business
        sys.excepthook(type(error), error.with_traceback(own), own)
        raise SystemExit(1) from error


def _exposing(begin: Callable[..., None], kind: type, names: _Names, url: str | None) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        if name := names.of_maker():
            expose(self, name, url=url)

    return __init__


class _Names:
    """Names of queues: the file and line that made them, numbered where they make several."""

    def __init__(self) -> None:
        self._counts: dict[str, itertools.count[int]] = {}

    def of_maker(self) -> str:
        """Of the line that makes a queue now; empty when that is not the program's."""
        frame = sys._getframe(2)
        while frame.f_code.co_name == "__init__" and "self" in frame.f_locals and frame.f_back:
            frame = frame.f_back  # a kind of queue of the program's own
        if frame.f_code.co_filename.endswith("multiprocessing/context.py") and frame.f_back:
            frame = frame.f_back
        file = frame.f_code.co_filename
        if file.startswith(_OWN) and "site-packages" not in file:
            return ""
        name = f"{os.path.basename(file)}:{frame.f_lineno}"
        number = next(self._counts.setdefault(name, itertools.count(1)))
        return name if number == 1 else f"{name}#{number}"

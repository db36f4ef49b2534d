# SPDX-License-Identifier: MIT
"""``rqcore watch program.py``: run an unchanged program and expose every queue that it creates.

Queues are named after the line that created them. Queues that the standard library creates for its own
use are not exposed. Processes that the program forks are watched too; spawned processes are not.
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
    """Run a program to its end, as ``python program.py`` would.

    Args:
        program: The path of the program.
        arguments: Its command line arguments.
        url: The controller to report to; None takes RQ_URL, or else the default port of this machine.

    Raises:
        BadSetting: There is no such program.
        BadUrl: The URL is not the URL of a controller.
        SystemExit: The program ended with an error, whose traceback was printed, or called ``sys.exit``.
    """
    if not os.path.isfile(program):
        raise BadSetting(f"the program {program} does not exist; pass the path of a Python file")
    Url.find(url)
    sys.argv = [program, *arguments]
    sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
    with ExitStack() as stack:
        names = _Names()
        for kind in WATCHED:
            stack.callback(setattr, kind, "__init__", kind.__init__)  # type: ignore[misc]
            kind.__init__ = _exposing(kind.__init__, kind, names, url)  # type: ignore[misc]
        # Python 3.12 and later warn when a process with threads forks. Here the second thread is the
        # reporter, which starts again in the child, so a program without threads of its own can fork.
        warnings.filterwarnings("ignore", _FORK_WARNING, DeprecationWarning)
        _run(program)


def _run(program: str) -> None:
    try:
        runpy.run_path(program, run_name="__main__")
    except Exception as error:
        own = error.__traceback__
        while own and own.tb_frame.f_code.co_filename != program:
            own = own.tb_next  # drop the frames of runpy
        sys.excepthook(type(error), error.with_traceback(own), own)
        raise SystemExit(1) from error


def _exposing(begin: Callable[..., None], kind: type, names: _Names, url: str | None) -> Callable[..., None]:
    def __init__(self: Any, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        if name := names.of_maker():
            expose(self, name, url=url)

    return __init__


class _Names:
    """Names queues after the file and line that created them, with a number if a line creates several."""

    def __init__(self) -> None:
        self._counts: dict[str, itertools.count[int]] = {}

    def of_maker(self) -> str:
        """Return the name for the queue being created; empty if the standard library or rqcore creates it."""
        frame = sys._getframe(2)
        while frame.f_code.co_name == "__init__" and "self" in frame.f_locals and frame.f_back:
            frame = frame.f_back  # a subclass in the program
        if frame.f_code.co_filename.endswith("multiprocessing/context.py") and frame.f_back:
            frame = frame.f_back
        file = frame.f_code.co_filename
        if file.startswith(_OWN) and "site-packages" not in file:
            return ""
        name = f"{os.path.basename(file)}:{frame.f_lineno}"
        number = next(self._counts.setdefault(name, itertools.count(1)))
        return name if number == 1 else f"{name}#{number}"

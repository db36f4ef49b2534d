# SPDX-License-Identifier: MIT
"""``rqcore watch program.py``: run an unchanged program and expose every queue that it creates.

Queues are named after the line that created them. Queues that the standard library creates for its own
use are not exposed. Processes that the program forks are watched too; spawned processes are not.

The program must not notice: it runs as the module ``__main__``, finds its own folder in ``sys.path``, ends
as it does alone, and sees neither a further thread nor another method of a queue.
"""

from __future__ import annotations

import asyncio
import atexit
import builtins
import itertools
import os
import pkgutil
import queue
import runpy
import signal
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from io import open_code
from multiprocessing.queues import Queue as ProcessesQueue
from types import CodeType, ModuleType, TracebackType
from typing import Any

from rqcore.client.connection import open_connection
from rqcore.errors import BadSetting, RqError
from rqcore.exposing import expose
from rqcore.exposing.patched_methods import Original, hide_frames, imitate
from rqcore.exposing.reporters import end_all
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
PATIENCE = 1.0
"""Maximum seconds that the controller may take to answer before the program starts."""
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
    _warn_if_unreachable(Url.find(url))
    names = _QueueNames()
    for kind in WATCHED:
        begin = kind.__init__  # type: ignore[misc]
        kind.__init__ = imitate(begin, _exposing(begin, names, url))  # type: ignore[misc]
    sys.argv = [program, *arguments]
    if not sys.flags.safe_path:
        sys.path[0] = os.path.dirname(os.path.realpath(program))
    ending = _Ending()
    try:
        _run(program)
    except SystemExit:
        raise
    except BaseException as error:
        frames = _frames_of_program(error)
        sys.excepthook(type(error), error.with_traceback(frames), frames)
        ending.is_interrupt = isinstance(error, KeyboardInterrupt)
        raise SystemExit(1) from error


def _warn_if_unreachable(url: Url) -> None:
    """Print on stderr why no controller can be reached. The reporter tries again while the program runs."""
    try:
        open_connection(url, "rqcore-watch", PATIENCE).close()
    except RqError as error:
        print(f"rqcore: {error}; until a controller answers, the queues are not shown", file=sys.stderr)


def _run(program: str) -> None:
    if pkgutil.get_importer(program) is not None:  # an archive with a module __main__
        runpy.run_path(program, run_name="__main__")
        return
    path = program if os.path.isabs(program) else os.path.join(os.getcwd(), program.removeprefix("./"))
    code = _read_code(path)
    main = ModuleType("__main__")
    main.__dict__.update(
        __annotations__={},
        __builtins__=builtins,
        __cached__=None,
        __file__=path,
        __loader__=SourceFileLoader("__main__", path),
    )
    sys.modules["__main__"] = main
    exec(code, main.__dict__)  # noqa: S102  # the program that the user asked to run


def _read_code(path: str) -> CodeType:
    with open_code(path) as file:
        code: CodeType | None = pkgutil.read_code(file)
    if code is not None:  # a compiled program
        return code
    with open_code(path) as file:
        return compile(file.read(), path, "exec", dont_inherit=True)


def _frames_of_program(error: BaseException) -> TracebackType | None:
    """Return the traceback of an error without the frames that run the program."""
    frames = error.__traceback__
    while frames and frames.tb_frame.f_globals.get("__name__") in (__name__, "runpy"):
        frames = frames.tb_next
    return frames


class _Ending:
    """Ends the process after the program was interrupted, and its exit functions were called.

    Python then ends by the signal, so that a shell knows that the program was interrupted.
    """

    def __init__(self) -> None:
        self.is_interrupt = False
        atexit.register(self._end)  # before the functions of the program, so that it is called after them

    def _end(self) -> None:
        if self.is_interrupt and os.name == "posix":
            end_all()
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)


def _exposing(begin: Original, names: _QueueNames, url: str | None) -> Original:
    def __init__(self: Any, /, *args: Any, **options: Any) -> None:
        try:
            begin(self, *args, **options)
        except BaseException as error:
            hide_frames(error)
            raise
        if name := names.of_maker():
            expose(self, name, url=url)

    return __init__


class _QueueNames:
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

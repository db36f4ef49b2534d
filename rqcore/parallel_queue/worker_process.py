# SPDX-License-Identifier: MIT
"""Worker processes: each at the end of a socket of its own, and none outlives its parent.

Nothing is shared between workers, no lock and no pipe, so that one can be
killed at any moment without harm to the others. What travels is framed: a
length of eight bytes, big-endian, then so many bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from struct import Struct
from typing import Any

PARENT_CHECK = 1.0
"""Seconds between two looks whether the parent still lives, where no pipe tells."""
GRACE = 0.5
"""Seconds that a worker has to end by itself, and again when it was sent SIGTERM."""
CHUNK = 256 * 1024
_SIZE = Struct("!Q")


def context_of(context: BaseContext | str | None) -> BaseContext:
    """``fork``, ``spawn``, ``forkserver``, a context, or None for that of the system."""
    return context if isinstance(context, BaseContext) else multiprocessing.get_context(context)


def framed(data: bytes) -> bytes:
    """Data as it travels."""
    return _SIZE.pack(len(data)) + data


class Frames:
    """Bytes as they arrive → the data that was framed."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """What is complete now."""
        buffer = self._buffer
        buffer += data
        found, at = [], 0
        while at + _SIZE.size <= len(buffer):
            start = at + _SIZE.size
            end = start + _SIZE.unpack_from(buffer, at)[0]
            if end > len(buffer):
                break
            found.append(bytes(buffer[start:end]))
            at = end
        del buffer[:at]
        return found


class WorkerChannel:
    """The worker's end of its socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._frames = Frames()

    def send(self, data: bytes) -> None:
        self._sock.sendall(framed(data))

    def __iter__(self) -> Iterator[bytes]:
        """What the parent sends, until it sends nothing more."""
        while data := self._sock.recv(CHUNK):
            for frame in self._frames.feed(data):
                if not frame:
                    return
                yield frame


Work = Callable[..., None]


class WorkerProcess:
    """A process that does ``work(line, *args)``; ``socket`` is the parent's end of the line."""

    def __init__(self, context: BaseContext, name: str, daemon: bool, work: Work, *args: Any) -> None:
        self.socket, theirs = socket.socketpair()
        try:
            self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
                target=_work, args=(theirs, work, args), name=name, daemon=daemon
            )
            self.process.start()
        except BaseException:
            self.socket.close()
            raise
        finally:
            theirs.close()

    def dismiss(self) -> None:
        """It gets nothing more to do."""
        with suppress(OSError):  # it has gone already
            self.socket.shutdown(socket.SHUT_WR)

    def hang_up(self) -> None:
        """The same, and whoever waits for it here waits no more."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give up what the system keeps for it, which is over."""
        self.socket.close()
        with suppress(ValueError):  # it is not over even now
            self.process.close()

    def fate(self) -> str:
        """How it ended, in words."""
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"


def end(workers: Sequence[WorkerProcess]) -> None:
    """Let them end by themselves when they are idle; soon after, make them. Takes three ``GRACE`` at most."""
    for means in (WorkerProcess.dismiss, _terminate, _kill):
        deadline = time.monotonic() + GRACE
        for worker in workers:
            if worker.process.is_alive():
                means(worker)
        for worker in workers:
            worker.process.join(max(deadline - time.monotonic(), 0))
    for worker in workers:
        worker.socket.close()


def _terminate(worker: WorkerProcess) -> None:
    worker.process.terminate()


def _kill(worker: WorkerProcess) -> None:
    worker.process.kill()


def _work(sock: socket.socket, work: Work, args: tuple[Any, ...]) -> None:
    signal.set_wakeup_fd(-1)  # an event loop of the parent is not this one's
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sock.setblocking(True)
    threading.Thread(target=_die_with, args=(os.getppid(),), name="rqcore-parent", daemon=True).start()
    with sock:
        work(WorkerChannel(sock), *args)


def _die_with(parent: int) -> None:
    """End this process when its parent has, whatever it does. A pipe tells at once, but not while another
    process has inherited it: so there are looks besides.
    """
    process = multiprocessing.parent_process()
    assert process
    while os.getppid() == parent:
        if connection.wait([process.sentinel], PARENT_CHECK):
            break
    os._exit(1)

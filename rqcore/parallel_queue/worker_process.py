# SPDX-License-Identifier: MIT
"""Worker processes. Each has a socket of its own to its parent, and ends when the parent ends.

Workers share nothing, no lock and no pipe, so one can be killed at any moment without harm to the others.
Messages are framed: the length in eight bytes, big-endian, then the data.
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

from rqcore.argument_checks import check_text

PARENT_CHECK = 1.0
"""Seconds between two checks whether the parent is alive; usually its pipe reports its end first."""
GRACE = 0.5
"""Seconds that a worker has to end on request, and again after SIGTERM."""
CHUNK = 256 * 1024
"""Bytes that one ``recv`` may return."""
_SIZE = Struct("!Q")


def context_of(context: BaseContext | str | None) -> BaseContext:
    """Return a context of ``multiprocessing``, from the name of a start method; None means the default.

    Raises:
        BadCall: It is not a text.
        ValueError: There is no such start method.
    """
    if isinstance(context, BaseContext):
        return context
    if context is not None:
        check_text("context", context)
    return multiprocessing.get_context(context)


def framed(data: bytes) -> bytes:
    """Return data with its length in front."""
    return _SIZE.pack(len(data)) + data


class Frames:
    """Takes the frames out of a stream of bytes."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Append bytes, and return the data of each frame that is complete now."""
        buffer = self._buffer
        buffer += data
        frames, position = [], 0
        while position + _SIZE.size <= len(buffer):
            start = position + _SIZE.size
            end = start + _SIZE.unpack_from(buffer, position)[0]
            if end > len(buffer):
                break
            frames.append(bytes(buffer[start:end]))
            position = end
        del buffer[:position]
        return frames


class ChannelClosed(Exception):
    """The parent has closed the socket: the worker ends without a word."""


class WorkerChannel:
    """The worker's end of its socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._frames = Frames()

    def send(self, data: bytes) -> None:
        """Send data as one frame; block until it is written. Raises ChannelClosed."""
        try:
            self._sock.sendall(framed(data))
        except OSError as error:
            raise ChannelClosed from error

    def __iter__(self) -> Iterator[bytes]:
        """Yield the data that the parent sends, up to an empty frame or the end of the stream."""
        while data := self._receive():
            for frame in self._frames.feed(data):
                if not frame:
                    return
                yield frame

    def _receive(self) -> bytes:
        try:
            return self._sock.recv(CHUNK)
        except OSError:  # the parent closed the socket before it had read everything
            return b""


Work = Callable[..., None]


class WorkerProcess:
    """A process that calls ``work(channel, *args)``.

    Args:
        context: The context of ``multiprocessing``.
        name: The name of the process.
        daemon: Whether it is a daemon process, which cannot have child processes.
        work: The function; its first argument is a ``WorkerChannel``.
        *args: Further arguments of the function.
    """

    socket: socket.socket
    """The parent's end of the socket."""
    process: BaseProcess

    def __init__(self, context: BaseContext, name: str, daemon: bool, work: Work, *args: Any) -> None:
        self.socket, theirs = socket.socketpair()
        try:
            self.process = context.Process(  # type: ignore[attr-defined]
                target=_work, args=(theirs, work, args), name=name, daemon=daemon
            )
            self.process.start()
        except BaseException:
            self.socket.close()
            raise
        finally:
            theirs.close()

    def dismiss(self) -> None:
        """Close the direction to the worker: it ends when it has done its tasks."""
        with suppress(OSError):  # it has ended already
            self.socket.shutdown(socket.SHUT_WR)

    def hang_up(self) -> None:
        """Close both directions: a thread of this process that reads from the worker wakes."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Free the socket and the process object of a worker that has ended."""
        self.socket.close()
        with suppress(ValueError):  # the process has not ended yet
            self.process.close()

    def exit_reason(self) -> str:
        """Return how the process ended, such as ``was killed by SIGKILL``."""
        code = self.process.exitcode
        if code is not None and code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"


def end(workers: Sequence[WorkerProcess]) -> None:
    """End workers: on request, then with SIGTERM, then with SIGKILL. Takes at most three times ``GRACE``."""
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
    signal.set_wakeup_fd(-1)  # a forked worker must not wake the event loop of the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sock.setblocking(True)
    threading.Thread(target=_die_with, args=(os.getppid(),), name="rqcore-parent", daemon=True).start()
    with sock, suppress(ChannelClosed):
        work(WorkerChannel(sock), *args)


def _die_with(parent: int) -> None:
    """End this process when its parent has ended.

    The pipe of the parent reports that immediately, unless another process has inherited its other end. So
    the parent's process number is checked too.
    """
    process = multiprocessing.parent_process()
    assert process
    while os.getppid() == parent:
        if connection.wait([process.sentinel], PARENT_CHECK):
            break
    os._exit(1)

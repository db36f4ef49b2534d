# SPDX-License-Identifier: MIT
"""Queues that processes share over a network, with the methods of ``queue.Queue``.

A controller is a small server that hosts the queues. Start one on a terminal, or from a program with
``rqcore.serve``::

    rqcore serve

Then any number of programs can connect to it and use the same queues::

    import rqcore

    with rqcore.connect("rq://127.0.0.1:7654") as controller:
        jobs = controller.create("jobs", maxsize=10, exist_ok=True)
        jobs.put({"n": 1}, timeout=2.0)
        print(jobs.get())

Where to read on:

- ``help(rqcore.connect)``: URLs, timeouts, threads and errors of a connection.
- ``help(rqcore.ControllerHandle)`` and ``help(rqcore.QueueHandle)``: every method.
- ``help(rqcore.serve)``: start a controller from a program, for example in a test.
- ``help(rqcore.expose)``: show a queue inside your program to the debugger.
- ``rqcore.aio`` has the same for asyncio, and ``rqcore.multiprocessing`` the queues of ``multiprocessing``.
- ``rqcore.parallel_queue`` and ``rqcore.process_queue`` run functions in worker processes;
  ``rqcore.pressure`` and ``rqcore.zen`` speak two older protocols.
- ``rqcore.errors`` shows all errors as a tree.
- ``rqcore --help``, and ``rqcore commands`` for the protocol.

The package needs only the standard library; it is faster with ``hiredis`` and ``uvloop``.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rqcore.client.controller_handle import ControllerHandle
from rqcore.client.queue_handle import QueueHandle
from rqcore.codec import Payload
from rqcore.connecting import connect, set_default_url
from rqcore.errors import (
    BadCall,
    BadUrl,
    Closed,
    CodecError,
    ConnectionLost,
    Empty,
    Exists,
    Full,
    NoAuth,
    NoQueue,
    NotAllowed,
    NotComparable,
    OutcomeUnknown,
    ProtocolError,
    RqError,
    ShutDown,
    TooBig,
    TooMany,
    WrongPass,
)
from rqcore.version import VERSION as __version__

if TYPE_CHECKING:
    from rqcore.exposing import expose
    from rqcore.protocol.queue_values import QueueStat
    from rqcore.serving import serve

__all__ = [
    "BadCall",
    "BadUrl",
    "Closed",
    "CodecError",
    "ConnectionLost",
    "ControllerHandle",
    "Empty",
    "Exists",
    "Full",
    "NoAuth",
    "NoQueue",
    "NotAllowed",
    "NotComparable",
    "OutcomeUnknown",
    "Payload",
    "ProtocolError",
    "QueueHandle",
    "QueueStat",
    "RqError",
    "ShutDown",
    "TooBig",
    "TooMany",
    "WrongPass",
    "__version__",
    "connect",
    "expose",
    "serve",
    "set_default_url",
]


_LAZY_MODULES = {
    "expose": "rqcore.exposing",
    "serve": "rqcore.serving",
    "QueueStat": "rqcore.protocol.queue_values",
}
"""The modules of names that take long to import: half of ``multiprocessing``, and ``dataclasses``."""


def __getattr__(name: str) -> Any:
    """Load a name that most programs do not need when it is first used."""
    if name in _LAZY_MODULES:
        return getattr(import_module(_LAZY_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

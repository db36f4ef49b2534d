# SPDX-License-Identifier: MIT
"""Queues that live in a controller process, for any number of clients.

import rqcore

with rqcore.connect("rq://127.0.0.1:7654") as controller:
    jobs = controller.create("jobs", maxsize=10)
    jobs.put({"n": 1}, timeout=2)
    print(jobs.get())
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rqcore.client.controller_handle import ControllerHandle
from rqcore.client.queue_handle import QueueHandle
from rqcore.codec import Payload
from rqcore.connecting import connect
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
    ProtocolError,
    RqError,
    ShutDown,
    TooBig,
    TooMany,
    WrongPass,
)
from rqcore.protocol.queue_values import QueueStat
from rqcore.version import VERSION as __version__

if TYPE_CHECKING:
    from rqcore.exposing import expose

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
]


def __getattr__(name: str) -> Any:
    """``expose`` brings half of ``multiprocessing`` along: only programs that use it load it."""
    if name == "expose":
        return import_module("rqcore.exposing").expose
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

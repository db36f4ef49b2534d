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
from rqcore.version import VERSION as __version__

if TYPE_CHECKING:
    from rqcore.exposing import expose
    from rqcore.protocol.queue_values import QueueStat

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


_LAZY_MODULES = {"expose": "rqcore.exposing", "QueueStat": "rqcore.protocol.queue_values"}
"""Where names are that take long to import: half of ``multiprocessing``, and ``dataclasses``."""


def __getattr__(name: str) -> Any:
    """Load what most programs do not need when it is first used."""
    if name in _LAZY_MODULES:
        return getattr(import_module(_LAZY_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

# SPDX-License-Identifier: MIT
"""Every error that rqcore raises, and the code each has on the wire.

::

    RqError
    ├── CallerError           you: what you asked for cannot be done
    │   ├── BadCall           ERR        an argument is wrong (ValueError)
    │   ├── BadUrl                       the URL cannot be understood (ValueError)
    │   ├── BadSetting                   an option, the environment or a file says what cannot be (ValueError)
    │   ├── CodecError                   the value has no such codec (ValueError)
    │   ├── NoQueue           NOQUEUE    no queue has this name (LookupError)
    │   ├── Exists            EXISTS     the name is taken
    │   ├── NoAuth            NOAUTH     log in first
    │   ├── WrongPass         WRONGPASS  user or password is wrong
    │   ├── UnknownProtocol   NOPROTO    this version of RESP does not exist
    │   ├── NotAllowed        NOTALLOWED the controller does not permit it
    │   └── TooBig            TOOBIG     larger than the controller takes
    ├── QueueState            the queue: how it stands, nobody's fault
    │   ├── Empty             EMPTY      also queue.Empty
    │   ├── Full              FULL       also queue.Full
    │   ├── ShutDown          SHUTDOWN   also queue.ShutDown, from Python 3.13
    │   └── Closed            CLOSED     destroyed; the handle is of no more use
    ├── WorkError             the work: a task or its worker, nobody's queue
    │   ├── TaskError                    what it gave or raised cannot travel
    │   └── WorkerLost                   its process ended before the task did
    ├── ZenError              zen: what a ZenQueue server answered
    │   ├── ZenTimeout                   no item in time (also Empty, TimeoutError)
    │   ├── ZenRequestError              it could not read the request
    │   ├── ZenActionError               what was asked failed, and it hung up
    │   └── ZenUnknownError              it has trouble of its own
    └── ControllerError       they: the controller or the way to it
        ├── TooMany           TOOMANY    a limit of the controller is reached
        ├── ConnectionLost               cannot reach it (ConnectionError)
        └── ProtocolError                it sent what the protocol forbids
"""

from __future__ import annotations

import queue
import sys

if sys.version_info >= (3, 13):
    from queue import ShutDown as StandardShutDown
else:

    class StandardShutDown(Exception):
        """Stands in for ``queue.ShutDown``, which came with Python 3.13."""


class RqError(Exception):
    """The root of the tree. ``code`` is the first word of the error reply."""

    code = ""


class CallerError(RqError):
    """What the caller asked for cannot be done."""


class BadCall(CallerError, ValueError):
    """A command or one of its arguments is wrong."""

    code = "ERR"


class BadUrl(CallerError, ValueError):
    """A URL that names no controller."""


class BadSetting(CallerError, ValueError):
    """A controller cannot be configured like that."""


class CodecError(CallerError, ValueError):
    """A value that its codec cannot carry, or a payload it cannot read."""


class NoQueue(CallerError, LookupError):
    """No queue has this name or namespace."""

    code = "NOQUEUE"


class Exists(CallerError):
    """A queue of this name exists already."""

    code = "EXISTS"


class NoAuth(CallerError):
    """The controller wants a password first."""

    code = "NOAUTH"


class WrongPass(CallerError):
    """The user or the password is wrong."""

    code = "WRONGPASS"


class UnknownProtocol(CallerError):
    """The controller does not speak this version of RESP."""

    code = "NOPROTO"


class NotAllowed(CallerError):
    """The controller does not permit this call here."""

    code = "NOTALLOWED"


class TooBig(CallerError):
    """Larger than the controller accepts."""

    code = "TOOBIG"


class QueueState(RqError):
    """The queue is in a state in which the call cannot succeed."""


class Empty(QueueState, queue.Empty):
    """No item came in time."""

    code = "EMPTY"


class Full(QueueState, queue.Full):
    """No room came in time."""

    code = "FULL"


class ShutDown(QueueState, StandardShutDown):
    """The queue was shut down: it takes no more items."""

    code = "SHUTDOWN"


class Closed(QueueState):
    """The queue was destroyed."""

    code = "CLOSED"


class WorkError(RqError):
    """A task, or the worker that had it, failed."""


class TaskError(WorkError):
    """What a task gave or raised cannot travel to the process that waits for it."""


class WorkerLost(WorkError):
    """A worker's process ended before its task did."""


class ZenError(RqError):
    """What a ZenQueue server answered instead of success."""


class ZenTimeout(ZenError, Empty, TimeoutError):
    """No item came in time."""

    code = ""


class ZenRequestError(ZenError):
    """The server could not read the request, or knows no such action."""


class ZenActionError(ZenError):
    """What was asked failed; the server hung up."""


class ZenUnknownError(ZenError):
    """The server has trouble of its own."""


class ControllerError(RqError):
    """The controller, or the way to it, is at fault."""


class TooMany(ControllerError):
    """A limit of the controller is reached."""

    code = "TOOMANY"


class ConnectionLost(ControllerError, ConnectionError):
    """The controller cannot be reached, or stopped answering."""


class ProtocolError(ControllerError):
    """The other side broke the protocol."""


WIRE_ERRORS: tuple[type[RqError], ...] = (
    BadCall,
    NoQueue,
    Exists,
    NoAuth,
    WrongPass,
    UnknownProtocol,
    NotAllowed,
    TooBig,
    Empty,
    Full,
    ShutDown,
    Closed,
    TooMany,
)
"""The errors that travel: one class for each code."""

BY_CODE: dict[str, type[RqError]] = {error.code: error for error in WIRE_ERRORS}


def from_reply(text: str) -> RqError:
    """The exception that an error reply such as ``FULL jobs holds 3 of 3`` stands for."""
    code, _, message = text.partition(" ")
    error = BY_CODE.get(code)
    return error(message or code) if error else ControllerError(text)

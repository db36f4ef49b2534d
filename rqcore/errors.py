# SPDX-License-Identifier: MIT
"""Every error that rqcore raises, and the code of each on the wire.

The base classes group the errors by their cause. Some errors are also
standard exceptions, given in parentheses::

    RqError
    ├── CallerError           the caller made a mistake
    │   ├── BadCall           ERR        a command or an argument is invalid (ValueError)
    │   ├── BadUrl                       a URL is invalid (ValueError)
    │   ├── BadSetting                   an option, a variable or a setting is invalid (ValueError)
    │   ├── CodecError                   the codec cannot encode or decode the value (ValueError)
    │   ├── NoQueue           NOQUEUE    no queue has this name (LookupError)
    │   ├── Exists            EXISTS     a queue of this name already exists
    │   ├── NoAuth            NOAUTH     the client must log in first
    │   ├── WrongPass         WRONGPASS  the user name or the password is wrong
    │   ├── UnknownProtocol   NOPROTO    the controller does not support this version of RESP
    │   ├── NotAllowed        NOTALLOWED the controller does not permit the call
    │   ├── ExecAbort         EXECABORT  a call of the transaction was refused, so none was executed
    │   ├── NotComparable     NOTCOMPARABLE the queue cannot order the item (TypeError)
    │   └── TooBig            TOOBIG     the data exceeds the controller's limit
    ├── QueueState            the state of the queue does not allow the call
    │   ├── Empty             EMPTY      no item in time (queue.Empty)
    │   ├── Full              FULL       no free space in time (queue.Full)
    │   ├── ShutDown          SHUTDOWN   the queue was shut down (queue.ShutDown, from Python 3.13)
    │   ├── Closed            CLOSED     the queue was destroyed
    │   ├── LeaseLost         LEASELOST  the lease of the item has ended
    │   └── NoMoreResults                a parallel queue was stopped and has no result left (Closed, Empty)
    ├── WorkError             a task of a parallel queue failed
    │   ├── TaskError                    its result or exception cannot be pickled
    │   └── WorkerLost                   the worker's process ended during the task
    ├── ZenError              a ZenQueue server reported an error
    │   ├── ZenTimeout                   no item in time (queue.Empty, TimeoutError)
    │   ├── ZenRequestError              the server could not read the request
    │   ├── ZenActionError               the action failed, and the server closed the connection
    │   └── ZenUnknownError              the server has an internal error
    └── ControllerError       ERROR      the controller or the connection failed
        ├── TooMany           TOOMANY    a limit of the controller is reached
        ├── NoSession         NOSESSION  the session of the client has ended
        ├── StorageError      STORAGE    a durable queue cannot be saved
        ├── ConnectionLost               the controller cannot be reached (ConnectionError)
        │   └── OutcomeUnknown           the call may have been carried out, or not
        └── ProtocolError                the other side violated the protocol

Catch a base class to handle a group: ``except QueueState`` covers a queue that
is empty, full, shut down or closed.
"""

from __future__ import annotations

import queue
import sys
from typing import Any, TypeVar

if sys.version_info >= (3, 13):
    from queue import ShutDown as StandardShutDown
else:

    class StandardShutDown(Exception):
        """Replaces ``queue.ShutDown``, which exists only in Python 3.13 and later."""


class RqError(Exception):
    """The base class of all errors of rqcore."""

    code: str = ""
    """The first word of the error reply on the wire. Empty: the error is never sent."""


E = TypeVar("E", bound=Exception)


def without_frames(error: E) -> E:
    """Let an error that is kept forget the frames that raised it: they hold requests and items."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


class CallerError(RqError):
    """The caller made a mistake. Repeating the call does not help."""


class BadCall(CallerError, ValueError):
    """A command or one of its arguments is invalid."""

    code = "ERR"


def not_unicode(text: str) -> BadCall:
    """Create the error of a name, or another text of a call, that has a lone surrogate."""
    return BadCall(f"{text[:1000]!r} cannot be sent, because it has a lone surrogate; use other characters")


class BadUrl(CallerError, ValueError):
    """A URL is not a valid address."""


class BadSetting(CallerError, ValueError):
    """A setting has an invalid name or value: an option, an environment variable, or a line in a file."""


class CodecError(CallerError, ValueError):
    """A codec cannot encode the value, or cannot decode the payload."""

    payload: Any = None
    """The payload that cannot be decoded, as a ``rqcore.Payload``; None if a value cannot be encoded."""


class NoQueue(CallerError, LookupError):
    """No queue has this name or namespace."""

    code = "NOQUEUE"


class Exists(CallerError):
    """A queue of this name already exists."""

    code = "EXISTS"


class NoAuth(CallerError):
    """The controller requires a password. Log in first."""

    code = "NOAUTH"


class WrongPass(CallerError):
    """The user name or the password is wrong."""

    code = "WRONGPASS"


class UnknownProtocol(CallerError):
    """The controller does not support this version of RESP."""

    code = "NOPROTO"


class NotAllowed(CallerError):
    """The controller does not permit this call."""

    code = "NOTALLOWED"


class ExecAbort(CallerError):
    """A call of the transaction was refused when it was queued, so none was executed."""

    code = "EXECABORT"


class NotComparable(CallerError, TypeError):
    """A priority queue cannot order the item among its items: the priorities are of different types."""

    code = "NOTCOMPARABLE"


class TooBig(CallerError):
    """A request or a reply is larger than the controller allows."""

    code = "TOOBIG"


class QueueState(RqError):
    """The state of the queue does not allow the call. The caller made no mistake."""


class Empty(QueueState, queue.Empty):
    """The queue had no item before the timeout."""

    code = "EMPTY"


class Full(QueueState, queue.Full):
    """The queue had no free space before the timeout."""

    code = "FULL"


class ShutDown(QueueState, StandardShutDown):
    """The queue was shut down. It accepts no more items; a get fails when the queue is empty."""

    code = "SHUTDOWN"


class Closed(QueueState):
    """The queue was destroyed with all its items. Its handles cannot be used any more."""

    code = "CLOSED"


class LeaseLost(QueueState):
    """The lease of the item has ended, so the call did nothing. The item may be delivered again."""

    code = "LEASELOST"


class NoMoreResults(Closed, Empty):
    """The parallel queue was stopped, and the result of every task was taken."""

    code = ""


class WorkError(RqError):
    """A task of a parallel queue, or the worker that performed it, failed."""


class TaskError(WorkError):
    """The result or the exception of a task cannot be sent to the waiting process."""


class WorkerLost(WorkError):
    """A worker's process ended before its task did."""


class ZenError(RqError):
    """A ZenQueue server reported an error."""


class ZenTimeout(ZenError, Empty, TimeoutError):
    """The queue had no item before the timeout."""

    code: str = ""


class ZenRequestError(ZenError):
    """The server could not read the request, or does not support the action."""


class ZenActionError(ZenError):
    """The action failed. The server closed the connection."""


class ZenUnknownError(ZenError):
    """The server has an internal error."""


class ControllerError(RqError):
    """The controller, or the connection to it, failed."""

    code = "ERROR"


class TooMany(ControllerError):
    """A limit of the controller is reached. The call can succeed later."""

    code = "TOOMANY"


class NoSession(ControllerError):
    """The session has ended, so the client cannot continue it on another connection."""

    code = "NOSESSION"


class StorageError(ControllerError):
    """A durable queue cannot be saved; the message says if the call was refused, or if that is unknown."""

    code = "STORAGE"


class ConnectionLost(ControllerError, ConnectionError):
    """The controller cannot be reached, or no longer answers."""

    code = ""


class OutcomeUnknown(ConnectionLost):
    """The connection failed during the call and could not be resumed: the call may have been carried out.

    A put may have put its item. A get has lost none: an item whose receipt the client has not proved goes
    back to its queue, unless the controller was restarted.
    """


class ProtocolError(ControllerError):
    """The other side violated the protocol."""

    code = ""


WIRE_ERRORS: tuple[type[RqError], ...] = (
    BadCall,
    NoQueue,
    Exists,
    NoAuth,
    WrongPass,
    UnknownProtocol,
    NotAllowed,
    ExecAbort,
    NotComparable,
    TooBig,
    Empty,
    Full,
    ShutDown,
    Closed,
    LeaseLost,
    TooMany,
    NoSession,
    StorageError,
    ControllerError,
)
"""The errors that controllers send to clients: one class for each code."""

BY_CODE: dict[str, type[RqError]] = {error.code: error for error in WIRE_ERRORS}
"""The class of error for each code."""

_LONGEST_QUOTE = 40
LONGEST_NAME = 200
"""The most characters of a name that an error message quotes."""


def quoted(data: bytes | str, most: int = _LONGEST_QUOTE) -> str:
    """Quote what a client has sent for an error message: as text, at most ``most`` bytes or characters."""
    begin = data[:most]
    text = begin.decode(errors="backslashreplace") if isinstance(begin, bytes) else begin
    return f"{text!r}…" if len(data) > most else repr(text)


def one_line(text: str) -> str:
    """Return a text for a terminal or a log, with escapes for what would control it or change its order."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def unknown_command(name: bytes) -> BadCall:
    """Create the error for a command that does not exist. Redis clients look for its first words."""
    return BadCall(f"unknown command {quoted(name)}; COMMAND LIST shows all commands")


def from_reply(text: str) -> RqError:
    """Create the exception for an error reply, such as ``EMPTY queue 'jobs' is empty``.

    Args:
        text: The reply without its leading minus sign. Its first word is the code. A hostile server can send
            any characters, so those that would control a terminal become escapes.

    Returns:
        An error of the class of this code, or ControllerError if the code is unknown.
    """
    text = one_line(text)
    code, _, message = text.partition(" ")
    error = BY_CODE.get(code)
    return error(message or code) if error else ControllerError(text)

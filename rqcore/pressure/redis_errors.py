# SPDX-License-Identifier: MIT
"""Translate the exceptions of redis-py into errors of rqcore that say what to do."""

from __future__ import annotations

from redis import exceptions as redis_exceptions

from rqcore.errors import (
    BadCall,
    BadUrl,
    ConnectionLost,
    ControllerError,
    NoAuth,
    NotAllowed,
    RqError,
    TooMany,
    WrongPass,
    one_line,
)
from rqcore.transport.failure_reasons import closing_hint, closing_message, opening_reason

REDIS_ERRORS: tuple[type[Exception], ...] = (
    redis_exceptions.RedisError,
    redis_exceptions.RedisClusterException,
    OSError,
)
"""All exceptions that redis-py raises."""
WRONG_REPLIES: tuple[type[Exception], ...] = (
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    ArithmeticError,
)
"""What redis-py, or we, raise for a reply that no Redis sends, also to HELLO when it connects."""

_TRANSLATIONS: tuple[tuple[str, type[RqError], str], ...] = (
    ("NOAUTH", NoAuth, "{address} needs a password: write redis://:password@host"),
    ("HELLO must be called", NoAuth, "{address} needs a password: write redis://:password@host"),
    ("WRONGPASS", WrongPass, "{address} does not know this user and password"),
    ("invalid password", WrongPass, "{address} does not know this password"),
    ("without any password configured", WrongPass, "{address} has no password, but the URL has one"),
    ("NOPERM", NotAllowed, "{address} does not permit this user to do that: {message}"),
    ("LOADING", ControllerError, "{address} is still loading its data; try again later"),
    ("OOM", TooMany, "{address} is out of memory and accepts no more items"),
    ("READONLY", NotAllowed, "{address} is a replica, which accepts no changes; connect to its primary"),
    ("MISCONF", TooMany, "{address} accepts no changes, because it cannot save them"),
    ("WRONGTYPE", BadCall, "a key has the wrong type for a pressure queue: {message}"),
    ("not an integer", BadCall, "a counter of the queue is not a number: {message}"),
    ("CROSSSLOT", BadCall, "on a cluster the name of a queue needs a part in braces, as in {{jobs}}"),
    (
        "same key slot",
        BadCall,
        "on a cluster the names of both queues need the same part in braces, as in {{jobs}}",
    ),
    ("at least one key", BadCall, "the command for {address} has no key"),
    (
        "COMMAND LIST shows all commands",
        BadUrl,
        "{address} is a controller, not a Redis: write rq:// for redis://",
    ),
    (
        "unknown command",
        NotAllowed,
        "{address} is too old or too restricted, use Redis 6.2 or newer, or Valkey: {message}",
    ),
    ("DB index is out of range", BadUrl, "{address} has no such database"),
    ("CLUSTERDOWN", ConnectionLost, "the cluster at {address} is down"),
    ("No master found", ConnectionLost, "no sentinel of {address} has a primary for that service"),
)
"""A part of the message of redis-py, the class of our error, and its message."""


def translated(error: Exception, address: object, has_answered: bool = False) -> RqError:
    """Return an RqError for one of REDIS_ERRORS.

    Args:
        error: The exception.
        address: The server.
        has_answered: Whether the server has answered before, so that the URL is right.
    """
    if isinstance(error, RqError):  # ConnectionLost is an OSError too
        return error
    message = one_line(str(error))
    for part, kind, sentence in _TRANSLATIONS:
        if part in message or _class_means(error, part):
            return kind(sentence.format(address=address, message=message))
    has_tls = str(address).startswith("rediss")
    is_reset = _is_reset(error) and (has_answered or not has_tls)
    if is_reset or "Connection closed by server" in message:
        hint = "" if has_answered else closing_hint(has_tls, has_certificate=False)
        return ConnectionLost(closing_message(address, hint))
    if isinstance(error, redis_exceptions.InvalidResponse):
        return ConnectionLost(f"{address} does not speak the protocol of Redis; check host and port")
    if isinstance(
        error,
        (
            redis_exceptions.ConnectionError,
            redis_exceptions.TimeoutError,
            redis_exceptions.RedisClusterException,
            OSError,
        ),
    ):
        return ConnectionLost(f"cannot reach {address}: {_reason(error, str(address))}")
    return ControllerError(f"{address} answered: {message}")


def is_outage(error: RqError) -> bool:
    """Return whether an error can pass: the server cannot be reached, or still loads its data."""
    return isinstance(error, ConnectionLost) or isinstance(error.__cause__, redis_exceptions.BusyLoadingError)


def never_sent(error: RqError) -> bool:
    """Return whether the server certainly has not received the command, because there was no connection."""
    return isinstance(error.__cause__, redis_exceptions.BusyLoadingError) or "connecting to" in str(
        error.__cause__
    )


def _reason(error: Exception, address: str) -> str:
    """Return why the server cannot be reached: redis-py wraps the error of the system in its own."""
    cause = error if isinstance(error, OSError) else error.__cause__ or error.__context__
    if isinstance(error, redis_exceptions.TimeoutError):
        cause = TimeoutError()
    if isinstance(cause, OSError):
        return opening_reason(cause, address.startswith("rediss"))
    return str(error) or "it did not answer in time"


def _is_reset(error: Exception) -> bool:
    """Return whether the server ended the connection by a reset, as servers with TLS do."""
    return isinstance(error.__cause__ or error.__context__ or error, ConnectionResetError)


def _class_means(error: Exception, code: str) -> bool:
    """Return whether the exception's class means this code: redis-py removes some codes from the message."""
    kind = _CLASSES.get(code)
    return kind is not None and isinstance(error, kind)


_CLASSES: dict[str, type[Exception]] = {
    "LOADING": redis_exceptions.BusyLoadingError,
    "OOM": redis_exceptions.OutOfMemoryError,
    "READONLY": redis_exceptions.ReadOnlyError,
    "NOPERM": redis_exceptions.NoPermissionError,
    "WRONGPASS": redis_exceptions.AuthenticationError,
    "CLUSTERDOWN": redis_exceptions.ClusterDownError,
}

# SPDX-License-Identifier: MIT
"""What redis-py raises, as the errors of rqcore, each in one sentence that says what to do."""

from __future__ import annotations

from redis import exceptions as theirs

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
)

REDIS_ERRORS = (theirs.RedisError, theirs.RedisClusterException, OSError)
"""All that comes out of redis-py."""

_SAYINGS: tuple[tuple[str, type[RqError], str], ...] = (
    ("NOAUTH", NoAuth, "{place} needs a password: write redis://:password@host"),
    ("HELLO must be called", NoAuth, "{place} needs a password: write redis://:password@host"),
    ("WRONGPASS", WrongPass, "{place} does not know this user and password"),
    ("invalid password", WrongPass, "{place} does not know this password"),
    ("without any password configured", WrongPass, "{place} has no password, and was given one"),
    ("NOPERM", NotAllowed, "{place} does not permit this user that: {said}"),
    ("LOADING", ControllerError, "{place} is still loading its data; try again later"),
    ("OOM", TooMany, "{place} is out of memory and takes nothing more"),
    ("READONLY", NotAllowed, "{place} is a replica, which takes no changes; connect to its primary"),
    ("MISCONF", TooMany, "{place} takes no changes, since it cannot save them"),
    ("WRONGTYPE", BadCall, "a key is not what it must be in a pressure queue: {said}"),
    ("not an integer", BadCall, "a counter of the queue is no number: {said}"),
    ("CROSSSLOT", BadCall, "on a cluster the name of a queue needs a part in braces, as in {{jobs}}"),
    ("at least one key", BadCall, "{place} was asked for no key at all"),
    (
        "unknown command",
        NotAllowed,
        "{place} is too old or too restricted, it must be Redis 6.2 or newer: {said}",
    ),
    ("DB index is out of range", BadUrl, "{place} has no such database"),
    ("CLUSTERDOWN", ConnectionLost, "the cluster at {place} is down"),
    ("No master found", ConnectionLost, "no sentinel of {place} names a primary of that service"),
    ("no command is called", BadUrl, "{place} is a controller and no Redis: write rq:// for redis://"),
)
"""What occurs in theirs, ours, and what ours says."""


def translated(error: Exception, place: object) -> RqError:
    """Of ours, for one of REDIS_ERRORS; ConnectionLost, an OSError too, is ours already."""
    if isinstance(error, RqError):
        return error
    said = str(error)
    for words, kind, sentence in _SAYINGS:
        if words in said or _class_means(error, words):
            return kind(sentence.format(place=place, said=said))
    if isinstance(
        error, (theirs.ConnectionError, theirs.TimeoutError, theirs.RedisClusterException, OSError)
    ):
        return ConnectionLost(f"cannot reach {place}: {said}")
    return ControllerError(f"{place} answered: {said}")


def _class_means(error: Exception, words: str) -> bool:
    """redis-py takes the code off some replies and keeps it as the class."""
    kind = _CLASSES.get(words)
    return kind is not None and isinstance(error, kind)


_CLASSES: dict[str, type[Exception]] = {
    "LOADING": theirs.BusyLoadingError,
    "OOM": theirs.OutOfMemoryError,
    "READONLY": theirs.ReadOnlyError,
    "NOPERM": theirs.NoPermissionError,
    "WRONGPASS": theirs.AuthenticationError,
    "CLUSTERDOWN": theirs.ClusterDownError,
}

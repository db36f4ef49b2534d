# SPDX-License-Identifier: MIT
"""How tasks and results travel between machines: as JSON in lists, which a controller and a Redis have alike.

Each function has a list of tasks, each queue one of results, and one that is
there as long as the queue is. A worker says at once that it began a task, and
from then on that it lives: so a task whose worker is lost can be given to
another. Nothing that travels is executed: a worker does what it was started
for, and an exception that is not one of Python's own comes as a TaskError.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rqcore.client.exchanges import Exchange
from rqcore.errors import BadCall, BadUrl, CodecError, ProtocolError, TaskError
from rqcore.protocol.resp import Value, command
from rqcore.url import Url

PREFIX = "rqcore:work:"
REDIS_PORT = 6379
LEAST_BEAT = 0.05
"""Seconds; nobody makes a worker say more often that it lives."""


def place_of(url: str | None) -> Url:
    """Where the lists are: ``redis://`` and ``rediss://`` besides those of a controller. Raises BadUrl."""
    for redis, scheme in (("redis://", "rq://"), ("rediss://", "rqs://")):
        if url and url.startswith(redis):
            rest = url.removeprefix(redis).rstrip("/")
            port = "" if rest.rpartition("@")[2].rpartition("]")[2].count(":") else f":{REDIS_PORT}"
            return Url.parse(f"{scheme}{rest}{port}")
    if url and url.startswith("redis+"):
        raise BadUrl("tasks travel by one server alone: write rq://host or redis://host")
    return Url.find(url)


def name_of(function: Callable[..., Any]) -> str:
    """``module:function``. Raises BadCall for what a worker could not import under that name."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "")
    if not module or module == "__main__" or not name.isidentifier():
        raise BadCall(f"{function!r} is no function of a module that workers elsewhere could import")
    return f"{module}:{name}"


def tasks_of(function: str) -> str:
    """The list of the tasks of ``module:function``."""
    return f"{PREFIX}{function}"


def results_of(queue: str) -> str:
    return f"{PREFIX}results:{queue}"


def sign_of(queue: str) -> str:
    """The list that is there as long as the queue wants results."""
    return f"{PREFIX}open:{queue}"


@dataclass(frozen=True, slots=True)
class TaskOrder:
    """A task on its way: of which queue, which number, and how often its worker is to say that it lives."""

    queue: str
    number: int
    beat: float
    args: list[Any]
    options: dict[str, Any]

    @classmethod
    def read(cls, data: bytes) -> TaskOrder:
        """Raises ProtocolError."""
        try:
            queue, number, beat, args, options = json.loads(data)
            order = cls(str(queue), int(number), max(float(beat), LEAST_BEAT), list(args), dict(options))
        except (ValueError, TypeError, RecursionError) as error:
            raise ProtocolError(f"{data[:80]!r} is no task: {error}") from error
        return order


def packed(args: tuple[Any, ...], options: dict[str, Any]) -> bytes:
    """The arguments of a task. Raises CodecError for what JSON cannot carry."""
    try:
        return json.dumps([args, options], separators=(",", ":"))[1:-1].encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise CodecError(f"the arguments of a task for other machines travel as JSON: {error}") from error


def order(queue: str, number: int, beat: float, arguments: bytes) -> bytes:
    return b'["%b",%d,%g,%b]' % (queue.encode(), number, beat, arguments)


def raised(error: BaseException, trace: str) -> list[Any]:
    """An exception as it travels."""
    try:
        args = json.loads(json.dumps(error.args))
    except (TypeError, ValueError, RecursionError):
        args = [str(error)]
    return [type(error).__module__, type(error).__qualname__, args, str(error), trace]


def exception(told: Any) -> Exception:
    """What travelled as such: one of Python's own, or a TaskError; with its ``stack_trace``."""
    module, name, args, text, trace = told
    kind = getattr(builtins, str(name), None) if module == "builtins" else None
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            error: Exception = kind(*args)
        except TypeError:
            error = TaskError(f"{name}: {text}")
    else:
        error = TaskError(f"{module}.{name}: {text}")
    error.stack_trace = str(trace)  # type: ignore[attr-defined]
    error.add_note(f"In the worker:\n{trace}")
    return error


def push(name: str, data: bytes) -> Exchange[int]:
    return Exchange(command(["LPUSH", name, data]), int)


def pop(name: str, patience: float) -> Exchange[bytes | None]:
    """The next of a list, or None when none came in so many seconds."""
    return Exchange(command(["BRPOP", name, patience]), lambda reply: reply and bytes(reply[1]), patience)


def take(name: str) -> Exchange[bytes | None]:
    """The next of a list, or None where there is none."""
    return Exchange(command(["RPOP", name]), _bytes)


def last(name: str) -> Exchange[bytes | None]:
    """What was pushed last and stays there, or None."""
    return Exchange(command(["LRANGE", name, 0, 0]), lambda reply: _bytes(reply[0]) if reply else None)


def time() -> Exchange[int]:
    """What the server's clock shows: seconds since 1970."""
    return Exchange(command(["TIME"]), lambda reply: int(reply[0]))


def _bytes(reply: Value) -> bytes | None:
    return None if reply is None else bytes(reply)


def length(name: str) -> Exchange[int]:
    return Exchange(command(["LLEN", name]), int)


def exists(name: str) -> Exchange[bool]:
    return Exchange(command(["EXISTS", name]), bool)


def delete(*names: str) -> Exchange[int]:
    return Exchange(command(["DEL", *names]), int)

# SPDX-License-Identifier: MIT
"""Replaces methods of classes of queues, so that the calls on exposed queues can be recorded.

A method is replaced in the class that defines it, not in the queue: the attributes of an exposed queue, its
bound methods, its copies and its pickles stay as they are. For a queue that is not exposed, the replacement
calls the original. Tracebacks do not show the replacement.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from types import CodeType, FunctionType
from typing import Any, Generic, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
P = TypeVar("P")
Original = Callable[..., Any]
Probes = dict[int, P]
"""The probe of each exposed queue, by the identity of the queue."""
MakeReplacement = Callable[[Original, Probes[P]], Original]

_own_code: set[CodeType] = set()
"""The code of all replacements, and of what they call."""


class PatchedMethod(Generic[P]):
    """A method of a class that is replaced while queues whose calls it receives are exposed.

    Args:
        owner: The class that defines the method.
        name: The name of the method.
        replace: Makes the replacement from the original and ``probes``.
    """

    def __init__(self, owner: type, name: str, replace: MakeReplacement[P]) -> None:
        self.probes: Probes[P] = {}
        self._owner = owner
        self._name = name
        self._original: Original = vars(owner)[name]
        self._replacement = imitate(self._original, replace(self._original, self.probes))

    def add(self, key: int, probe: P) -> None:
        """Let this probe receive the calls on a queue, by the identity of the queue."""
        self.probes[key] = probe
        setattr(self._owner, self._name, self._replacement)

    def remove(self, key: int) -> None:
        """Record the calls on a queue no longer. After the last queue, the class has its own method again."""
        self.probes.pop(key, None)
        if not self.probes and vars(self._owner).get(self._name) is self._replacement:
            setattr(self._owner, self._name, self._original)
            if self.probes:  # another thread has added one meanwhile
                setattr(self._owner, self._name, self._replacement)


_patched: dict[tuple[type, str], PatchedMethod[Any]] = {}


def patched_method(queues: type, name: str, replace: MakeReplacement[P]) -> PatchedMethod[P] | None:
    """Return the patch that receives the calls of a method, for the queues of a class.

    If a subclass overrides the method and its override calls the method of the base class, the method of
    the base class is patched, so that the override is called as always.

    Args:
        queues: The class of the queues.
        name: The name of the method.
        replace: Makes the replacement.

    Returns:
        The patch, or None if the class has no such method that is written in Python.
    """
    owner = _owner(queues, name)
    if owner is None:
        return None
    patch = _patched.get((owner, name))
    return patch or _patched.setdefault((owner, name), PatchedMethod(owner, name, replace))


def _owner(queues: type, name: str) -> type | None:
    for owner in queues.__mro__:
        function = _original(owner, name)
        if isinstance(function, FunctionType) and name not in function.__code__.co_names:
            return owner
    return None


def _original(owner: type, name: str) -> Any:
    patch = _patched.get((owner, name))
    return vars(owner).get(name) if patch is None else patch._original


def imitate(original: Original, replacement: Original) -> Original:
    """Make a function look like another one, and keep it out of tracebacks that ``hide_frames`` changes."""
    own(replacement)
    imitation: Original = wraps(original)(replacement)
    imitation.__dict__["__signature__"] = inspect.signature(original)
    return imitation


def own(function: F) -> F:
    """Keep a function that replacements call out of tracebacks that ``hide_frames`` changes."""
    _own_code.add(function.__code__)
    return function


def hide_frames(error: BaseException) -> None:
    """Remove the replacement from the traceback of an error, which it must raise again."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code in _own_code:
        frames = frames.tb_next
    error.__traceback__ = frames

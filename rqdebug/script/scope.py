# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names are known at a place of a script, and whether each is a queue or a value."""

from __future__ import annotations

from rqdebug.script.language import ERRORS, FUNCTIONS, KEYWORDS, MAX_NAMES, did_you_mean

_TAKEN = {*FUNCTIONS, *KEYWORDS, *ERRORS}


class Scope:
    """The names of a lane. Its methods raise ValueError with what is wrong."""

    def __init__(self, names: dict[str, bool] | None = None) -> None:
        self._is_queue = dict(names or {})

    def lane(self) -> Scope:
        """The scope of a lane that begins here: it knows what is known, and keeps its own to itself."""
        return Scope(self._is_queue)

    def define(self, name: str, *, is_queue: bool) -> None:
        if name in _TAKEN or name.startswith("__"):
            raise ValueError(f"{name!r} is a word of the language; choose another name")
        if self._is_queue.get(name, is_queue) is not is_queue:
            raise ValueError(f"{name!r} is {_kind(not is_queue)} above and cannot become {_kind(is_queue)}")
        if len(self._is_queue) >= MAX_NAMES and name not in self._is_queue:
            raise ValueError(f"a script may have {MAX_NAMES} variables")
        self._is_queue[name] = is_queue

    def check_queue(self, name: str) -> None:
        self._check_known(name)
        if not self._is_queue[name]:
            raise ValueError(f"{name!r} is {_kind(False)}; only queues have methods")

    def check_value(self, name: str) -> None:
        self._check_known(name)
        if self._is_queue[name]:
            raise ValueError(f"{name!r} is a queue; only its methods can be used, as in {name}.qsize()")

    def _check_known(self, name: str) -> None:
        if name not in self._is_queue:
            raise ValueError(f"nothing is called {name!r} here{did_you_mean(name, self._is_queue)}")


def _kind(is_queue: bool) -> str:
    return "a queue" if is_queue else "a value"

# SPDX-License-Identifier: GPL-3.0-or-later
"""The names that are defined at a position of a script, and their kinds."""

from __future__ import annotations

from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import (
    CALLS,
    ERRORS,
    KEYWORDS,
    MAX_NAMES,
    ValueKind,
    did_you_mean,
)

_TAKEN = {*CALLS, *SCRIPT_FUNCTIONS, *KEYWORDS, *ERRORS}


class Scope:
    """The names of a lane. Its methods raise ValueError with a sentence for the user."""

    def __init__(self, names: dict[str, ValueKind] | None = None) -> None:
        self._kinds = dict(names or {})

    def lane(self) -> Scope:
        """Return the scope of a lane that begins here: it sees the names so far, and its own stay in it."""
        return Scope(self._kinds)

    def define(self, name: str, kind: ValueKind) -> None:
        if name in _TAKEN or name.startswith("__"):
            raise ValueError(f"{name!r} is a word of the language; choose another name")
        known = self._kinds.get(name, kind)
        if known is not kind:
            raise ValueError(f"{name!r} is {known.value} above and cannot become {kind.value}")
        if len(self._kinds) >= MAX_NAMES and name not in self._kinds:
            raise ValueError(f"a script may have {MAX_NAMES} variables")
        self._kinds[name] = kind

    def kind(self, name: str) -> ValueKind:
        if name not in self._kinds:
            raise ValueError(f"nothing is called {name!r} here{did_you_mean(name, self._kinds)}")
        return self._kinds[name]

    def check_value(self, name: str) -> None:
        match self.kind(name):
            case ValueKind.QUEUE:
                raise ValueError(f"{name!r} is a queue; only its methods can be used, as in {name}.qsize()")
            case ValueKind.TARGET:
                raise ValueError(f"{name!r} is a target; it makes and finds queues, as in {name}.create()")

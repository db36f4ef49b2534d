# SPDX-License-Identifier: MIT
"""One command: its name, arguments, reply and errors; and how it reads its arguments.

An argument is positional, or optional behind its keyword.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rqcore.errors import BadCall
from rqcore.protocol.arguments import raw
from rqcore.protocol.event_batch import Method

Convert = Callable[[bytes], Any]

FEW, SHORT, KNOWN = 6, 64, 256
"""Options are remembered of so few words, in so few bytes, and so many of them for each command."""


_NO_OPTIONS: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: positional, or behind ``keyword``; ``convert`` None makes the keyword a flag."""

    name: str
    convert: Convert | None = raw
    keyword: str = ""
    several: bool = False
    rest: bool = False
    """Takes every word to the end, keywords among them."""

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.keyword, self.name if self.convert else "")))
        if self.several:
            words += " …"
        return f"[{words}]" if self.keyword or self.several else words


@dataclass(frozen=True)
class CommandSpec:
    """A row of the table. ``parse`` turns a request's words into a handler's arguments."""

    name: str
    args: tuple[Argument, ...]
    reply: str
    errors: tuple[str, ...]
    help: str
    method: Method | None = None
    looks: bool = False
    """Only looks: from an observing client it is no event, so that watching does not fill the log."""
    open: bool = False
    """May be sent before logging in."""
    required: tuple[str, ...] = ()
    """Options that must be there."""
    positional: tuple[Argument, ...] = field(init=False)
    as_they_are: bool = field(init=False)
    """No positional argument needs to be converted."""
    options: dict[bytes, Argument] = field(init=False)
    fewest: int = field(init=False)
    most: int = field(init=False)
    """So many words, and no fewer than that, need no look at all."""
    _known: dict[tuple[bytes, ...], dict[str, Any]] = field(init=False, default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        positional = tuple(arg for arg in self.args if not arg.keyword and not arg.several)
        options = {arg.keyword.encode(): arg for arg in self.args if arg.keyword}
        plain = not self.required and all(arg.convert is raw for arg in positional)
        several = plain and not options and len(self.args) > len(positional)
        object.__setattr__(self, "positional", positional)
        object.__setattr__(self, "as_they_are", all(arg.convert is raw for arg in positional))
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "fewest", len(positional))
        object.__setattr__(self, "most", sys.maxsize if several else len(positional) if plain else -1)

    @property
    def usage(self) -> str:
        return " ".join((self.name, *map(str, self.args)))

    @property
    def arity(self) -> int:
        """As COMMAND tells it: words with the name; negative when more may follow."""
        words = len(self.positional) + 1
        return -words if len(self.args) > len(self.positional) else words

    def parse(self, words: list[bytes]) -> tuple[list[Any], dict[str, Any]]:
        """Positional values and options of a request without its name. Raises BadCall."""
        count = len(self.positional)
        if len(words) < count or (len(words) > count == len(self.args)):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        values: list[Any] = words[:count]
        if not self.as_they_are:
            values = [
                arg.convert(word) for arg, word in zip(self.positional, words, strict=False) if arg.convert
            ]
        if len(words) == count and not self.required:
            return values, _NO_OPTIONS
        if not self.options:
            return values + words[count:], _NO_OPTIONS
        few = len(words) - count <= FEW
        options = self._known_options(tuple(words[count:])) if few else self._parse_options(words, count)
        if self.required and not options.keys() >= set(self.required):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        return values, options

    def _known_options(self, tail: tuple[bytes, ...]) -> dict[str, Any]:
        """Clients send the same few options with every call: those are parsed once."""
        options = self._known.get(tail)
        if options is None:
            options = self._parse_options(list(tail), 0)
            if len(self._known) >= KNOWN:
                self._known.clear()
            if sum(map(len, tail)) <= SHORT:
                self._known[tail] = options
        return options

    def _parse_options(self, words: list[bytes], at: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while at < len(words):
            arg = self.options.get(words[at].upper())
            if arg is None:
                raise BadCall(f"{words[at][:40]!r} is no option; {self.usage}")
            at += 1
            if arg.several:
                at = self._parse_several(arg, words, at, found)
            elif arg.convert is None:
                found[arg.name] = True
            elif at == len(words):
                raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
            else:
                found[arg.name] = arg.convert(words[at])
                at += 1
        return found

    def _parse_several(self, arg: Argument, words: list[bytes], at: int, found: dict[str, Any]) -> int:
        assert arg.convert
        start = at
        while at < len(words) and (arg.rest or words[at].upper() not in self.options):
            at += 1
        if at == start:
            raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
        found[arg.name] = [*found.get(arg.name, ()), *map(arg.convert, words[start:at])]
        return at

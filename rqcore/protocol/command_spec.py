# SPDX-License-Identifier: MIT
"""The row type of the command table, and how a row parses the words of a request.

An argument is positional, or optional behind its keyword.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rqcore.errors import BadCall, RqError
from rqcore.protocol.arguments import raw, seconds
from rqcore.protocol.command_traits import CONSTANT, CONTROLLER_ONLY, OnRedis, Role, Storage, WorkBound
from rqcore.protocol.reply_types import ReplyType

if TYPE_CHECKING:
    from rqcore.protocol.command_table.queue_rows import Method

Convert = Callable[[bytes], Any]

CACHED_WORDS, CACHED_BYTES, CACHED_OPTIONS = 6, 64, 256
"""Limits of the cache of options: words and bytes of one entry, and entries of one command."""


_NO_OPTIONS: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: positional, or behind ``keyword``; ``convert`` None makes the keyword a flag."""

    name: str
    convert: Convert | None = raw
    keyword: str = ""
    several: bool = False
    rest: bool = False
    """Takes every word to the end, even those that are keywords."""

    @property
    def parameter(self) -> str:
        """The name of the handler's parameter: a duration arrives in ns, and its name says so."""
        return f"{self.name}_ns" if self.convert is seconds else self.name

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.keyword, self.name if self.convert else "")))
        if self.several:
            words += " …"
        return f"[{words}]" if self.keyword or self.several else words


@dataclass(frozen=True)
class CommandSpec:
    """A row of the command table. ``parse`` turns the words of a request into the arguments of a handler.

    The function that carries the command out is the one that
    ``@handles("…")`` marks with the name of the row.
    """

    name: str
    """The wire word, in capitals. It may be shorter than ``method_name``."""
    args: tuple[Argument, ...]
    reply: ReplyType
    errors: tuple[type[RqError], ...]
    """What the command itself can raise, beside BadCall for wrong arguments, NoAuth and NotAllowed."""
    help: str
    """One or more plain sentences. The first makes sense without the wire: scripts show it too."""
    method_name: str = ""
    """The name of the method at every other layer: clients, exchanges, handlers, events, scripts, generator
    and model. Empty where no client has such a method."""
    method: Method | None = None
    """Under which number events report it; None where it is no event. The numbers are stable."""
    script: str | None = None
    """The parameters that scripts can give, as Python writes them; ``: queue`` after the name of one that
    takes a queue. None if scripts cannot call it."""
    variants: tuple[str, ...] = ()
    """Other methods that clients make of this command alone."""
    only_looks: bool = False
    """It changes nothing. From an observing client it is no event, so that watching does not fill the log."""
    waits: bool = False
    """It may block until another client's call lets it go on, at most for its TIMEOUT."""
    before_login: bool = False
    """A client may send it before it has logged in."""
    role: Role = Role.WRITE
    on_redis: OnRedis = CONTROLLER_ONLY
    bound: WorkBound = CONSTANT
    storage: Storage = Storage.NOTHING
    breakable: bool = False
    """Rules of a debugger (breakpoints, faults) can match it. Declared: there are no rules yet."""
    required: tuple[str, ...] = ()
    """Options that must be given."""
    positional: tuple[Argument, ...] = field(init=False)
    all_raw: bool = field(init=False)
    """No positional argument needs to be converted."""
    options: dict[bytes, Argument] = field(init=False)
    fewest: int = field(init=False)
    most: int = field(init=False)
    """A request with ``fewest`` to ``most`` words needs no parsing at all."""
    _recent_options: dict[tuple[bytes, ...], dict[str, Any]] = field(
        init=False, default_factory=dict, compare=False
    )

    def __post_init__(self) -> None:
        positional = tuple(arg for arg in self.args if not arg.keyword and not arg.several)
        options = {arg.keyword.encode(): arg for arg in self.args if arg.keyword}
        plain = not self.required and all(arg.convert is raw for arg in positional)
        several = plain and not options and len(self.args) > len(positional)
        object.__setattr__(self, "positional", positional)
        object.__setattr__(self, "all_raw", all(arg.convert is raw for arg in positional))
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "fewest", len(positional))
        object.__setattr__(self, "most", sys.maxsize if several else len(positional) if plain else -1)

    @property
    def error_codes(self) -> tuple[str, ...]:
        """The codes of ``errors``, as error replies begin with them."""
        return tuple(error.code for error in self.errors)

    @property
    def summary(self) -> str:
        """The first sentence of ``help``."""
        return self.help.partition(". ")[0].rstrip(".") + "."

    @property
    def takes_queue(self) -> bool:
        """Whether its first argument is the name of a queue."""
        return bool(self.args) and self.args[0].name == "queue"

    @property
    def usage(self) -> str:
        return " ".join((self.name, *map(str, self.args)))

    @property
    def arity(self) -> int:
        """As COMMAND reports it: words with the name; negative when more may follow."""
        words = len(self.positional) + 1
        return -words if len(self.args) > len(self.positional) else words

    def parse(self, words: list[bytes]) -> tuple[list[Any], dict[str, Any]]:
        """The positional values and the options of a request.

        Args:
            words: The request without the name of the command.

        Raises:
            BadCall: An argument is missing, too many, unknown or wrong.
        """
        count = len(self.positional)
        if len(words) < count or (len(words) > count == len(self.args)):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        values: list[Any] = words[:count]
        if not self.all_raw:
            values = [
                arg.convert(word) for arg, word in zip(self.positional, words, strict=False) if arg.convert
            ]
        if len(words) == count and not self.required:
            return values, _NO_OPTIONS
        if not self.options:
            return values + words[count:], _NO_OPTIONS
        few = len(words) - count <= CACHED_WORDS
        options = self._cached_options(tuple(words[count:])) if few else self._parse_options(words, count)
        if self.required and not options.keys() >= set(self.required):
            raise BadCall(f"wrong number of arguments; {self.usage}")
        return values, options

    def _cached_options(self, tail: tuple[bytes, ...]) -> dict[str, Any]:
        """Parse an options list once only: clients send the same few with every call."""
        options = self._recent_options.get(tail)
        if options is None:
            options = self._parse_options(list(tail), 0)
            if len(self._recent_options) >= CACHED_OPTIONS:
                self._recent_options.clear()
            if sum(map(len, tail)) <= CACHED_BYTES:
                self._recent_options[tail] = options
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
                found[arg.parameter] = True
            elif at == len(words):
                raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
            else:
                found[arg.parameter] = arg.convert(words[at])
                at += 1
        return found

    def _parse_several(self, arg: Argument, words: list[bytes], at: int, found: dict[str, Any]) -> int:
        assert arg.convert
        start = at
        while at < len(words) and (arg.rest or words[at].upper() not in self.options):
            at += 1
        if at == start:
            raise BadCall(f"{arg.keyword} needs a value; {self.usage}")
        found[arg.parameter] = [*found.get(arg.parameter, ()), *map(arg.convert, words[start:at])]
        return at

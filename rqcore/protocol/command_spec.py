# SPDX-License-Identifier: MIT
"""The type of a row in the command table, and how a row parses the arguments of a request.

An argument is either positional, or optional and introduced by its keyword. One
positional argument may be repeated or left out; the positional arguments behind
it are passed to the handler by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rqcore.errors import BadCall, RqError, TooBig, quoted
from rqcore.protocol.arguments import duration, raw, seconds
from rqcore.protocol.command_traits import (
    CONSTANT,
    CONTROLLER_ONLY,
    MANY,
    SHORT,
    InTransaction,
    OnRedis,
    Right,
    Storage,
    WorkBound,
)
from rqcore.protocol.reply_types import ReplyType, TransactionReply

if TYPE_CHECKING:
    from rqcore.protocol.event_values import Method

Convert = Callable[[bytes], Any]

QUEUE_NAMES = ("queue", "source", "destination")
"""The names of positional arguments that name a queue."""

CACHED_WORDS, CACHED_BYTES, CACHED_OPTIONS = 6, 64, 256
"""Limits of the cache of parsed options: words of one entry, bytes of one entry, entries of one command."""

LONGEST_KEYWORD = 20
"""The most bytes of a keyword."""

_NO_OPTIONS: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, either positional or introduced by a keyword."""

    name: str
    convert: Convert | None = raw
    """Converts the bytes. None: the keyword alone is a flag without a value."""
    keyword: str = ""
    """The keyword before the value, in capitals. Empty: the argument is positional."""
    several: bool = False
    """The argument takes one or more values."""
    optional: bool = False
    """The positional argument may be left out. With ``several``, it takes any number of values."""
    rest: bool = False
    """The argument takes all remaining words, even words that equal a keyword."""
    most: int = MANY
    """The most values of an argument with ``several``."""
    is_long: bool = False
    """The values may be as long as a request. All others have at most ``MAX_WORD`` bytes."""

    @property
    def parameter(self) -> str:
        """The name of the handler's parameter. A duration is in nanoseconds, so its name ends in ``_ns``."""
        return f"{self.name}_ns" if self.convert in (seconds, duration) else self.name

    def __str__(self) -> str:
        words = " ".join(filter(None, (self.keyword, self.name if self.convert else "")))
        if self.several and not (self.keyword or self.optional):
            return f"{words} [{words} …]"
        if self.several:
            words += " …"
        return f"[{words}]" if self.keyword or self.optional else words


@dataclass(frozen=True)
class CommandSpec:
    """A row of the command table: one command.

    ``parse`` converts the words of a request to the arguments of the handler. The
    handler is the function that ``@handles("…")`` registers under the row's name.
    """

    name: str
    """The name on the wire, in capitals. It may be shorter than ``method_name``."""
    args: tuple[Argument, ...]
    """The arguments, in the order of the usage text."""
    reply: ReplyType
    """The type of the handler's value, and its encoding."""
    errors: tuple[type[RqError], ...]
    """The errors of the command itself. Every command can also raise BadCall, NoAuth and NotAllowed."""
    help: str
    """One or more plain sentences. Scripts show the first one, so it must make sense without the wire."""
    method_name: str = ""
    """The name of the method in all other layers: clients, exchanges, handlers, events, scripts, generator
    and model. Empty if clients have no such method."""
    method: Method | None = None
    """The method number in events. None: the command is not reported as an event. The numbers are stable."""
    script: str | None = None
    """The parameters in scripts, in Python syntax. ``: queue`` follows the name of a parameter that takes
    a queue. None: scripts cannot call the command."""
    variants: tuple[str, ...] = ()
    """Other client methods that use only this command."""
    is_read_only: bool = False
    """The command only reads. It is not recorded if an observer sends it: watching must not fill the log."""
    waits: bool = False
    """The command may block, at most for its TIMEOUT, until a call of another client lets it continue."""
    right: Right = Right.USE
    """The right that a user needs."""
    subcommands: Mapping[bytes, Right] = field(default_factory=dict)
    """The subcommands that need another right, by their names in capitals."""
    acts_on_any_queue: bool = False
    """The command can act on queues that its arguments do not name."""
    on_redis: OnRedis = CONTROLLER_ONLY
    """How a Redis backend supports the method."""
    bound: WorkBound = CONSTANT
    """The most work that one call may do."""
    storage: Storage = Storage.NOTHING
    """What a durable queue must write before the reply."""
    breakable: bool = False
    """Debugger rules (breakpoints, faults) can match the command. Declared only: rules do not exist yet."""
    in_transaction: InTransaction = InTransaction.QUEUED
    """What happens to the command between MULTI and EXEC."""
    since: str = "0.1.0"
    """The first version of rqcore that has the command."""
    required: tuple[str, ...] = ()
    """The names of options that every request must have."""
    is_repeatable: bool = field(init=False)
    """A client that did not receive the reply may send the request again, because it changes no queue."""
    is_immediate: bool = field(init=False)
    """The command is executed also between MULTI and EXEC."""
    may_take_long: bool = field(init=False)
    """A short request can cause much work. It waits for its turn while the controller is busy."""
    positional: tuple[Argument, ...] = field(init=False)
    """The arguments without a keyword that every request has once, in front of the variable argument."""
    variable: Argument | None = field(init=False)
    """The argument without a keyword that may be repeated or left out."""
    trailing: tuple[Argument, ...] = field(init=False)
    """The arguments without a keyword behind the variable argument."""
    all_raw: bool = field(init=False)
    """All positional arguments are used as bytes, without conversion."""
    options: dict[bytes, Argument] = field(init=False)
    """The arguments with a keyword, by keyword."""
    fewest: int = field(init=False)
    """The fewest words of a request, without the command name."""
    most: int = field(init=False)
    """A request of ``fewest`` to ``most`` words needs no parsing. -1: every request needs parsing."""
    longest: int = field(init=False)
    """The most words of a request, with the command name. A longer request must not even be copied."""
    _recent_options: dict[tuple[bytes, ...], dict[str, Any]] = field(
        init=False, default_factory=dict, compare=False
    )

    def __post_init__(self) -> None:
        plain = [arg for arg in self.args if not arg.keyword]
        at = next((at for at, arg in enumerate(plain) if arg.several or arg.optional), len(plain))
        positional, trailing = tuple(plain[:at]), tuple(plain[at + 1 :])
        variable = plain[at] if at < len(plain) else None
        options = {arg.keyword.encode(): arg for arg in self.args if arg.keyword}
        assert not (variable and options), f"{self.name} has both a variable argument and options"
        all_raw = all(arg.convert is raw for arg in positional)
        repeats = variable is not None and variable.several and variable.convert is raw and not trailing
        needs_no_parsing = all_raw and not self.required
        fewest = len(positional) + len(trailing) + (variable is not None and not variable.optional)
        most = (
            len(positional) + variable.most
            if repeats and variable
            else -1
            if fewest > len(positional)
            else len(positional)
        )
        changes_queues = self.right is Right.USE or isinstance(self.reply, TransactionReply)
        object.__setattr__(self, "is_repeatable", self.is_read_only or not changes_queues)
        object.__setattr__(self, "is_immediate", self.in_transaction is InTransaction.IMMEDIATE)
        object.__setattr__(self, "may_take_long", self.bound not in SHORT)
        object.__setattr__(self, "positional", positional)
        object.__setattr__(self, "variable", variable)
        object.__setattr__(self, "trailing", trailing)
        object.__setattr__(self, "all_raw", all_raw)
        object.__setattr__(self, "options", options)
        object.__setattr__(self, "fewest", fewest)
        object.__setattr__(self, "most", most if needs_no_parsing else -1)
        several = variable.most if variable and variable.several else variable is not None
        option_words = sum(map(_words_of, options.values()))
        object.__setattr__(self, "longest", 1 + len(positional) + several + len(trailing) + option_words)

    @property
    def error_codes(self) -> tuple[str, ...]:
        """The codes of ``errors``. An error reply begins with its code."""
        return tuple(error.code for error in self.errors)

    @property
    def summary(self) -> str:
        """The first sentence of ``help``."""
        return self.help.partition(". ")[0].rstrip(".") + "."

    @property
    def before_login(self) -> bool:
        """Whether clients may send the command before they log in."""
        return self.right is Right.ANYONE

    def right_for(self, words: list[bytes]) -> Right:
        """Return the right that a request needs. ``words``: its arguments."""
        if self.subcommands and words:
            return self.subcommands.get(words[0].upper(), self.right)
        return self.right

    def queue_words(self, words: list[bytes]) -> Iterator[bytes]:
        """Yield the arguments of a request that name queues. The name of a new queue is empty if it has none.

        Raises:
            BadCall: The options are invalid.
        """
        count, end = len(self.positional), len(words) - len(self.trailing)
        for argument, word in zip(self.positional, words, strict=False):
            if argument.name in QUEUE_NAMES:
                yield word
        if self.variable and self.variable.name in QUEUE_NAMES:
            yield from words[count : max(end, count)]
        if b"NAME" in self.options:
            options = self.parse(words)[1]
            yield (options.get("name") or "").encode()
            if dead_letter := options.get("dead_letter"):
                yield dead_letter.encode()

    def allows_long(self, request: list[bytes]) -> bool:
        """Return whether the next argument may be long.

        Args:
            request: The name of the command, and the arguments in front of it.
        """
        at, count = len(request) - 1, len(self.positional)
        if at < count:
            return self.positional[at].is_long
        option = self.variable
        if self.options and len(request) < self.longest:
            option = self._last_option(request[count + 1 :])
        return option is not None and option.is_long

    def _last_option(self, words: list[bytes]) -> Argument | None:
        """Return the option to which the word behind these words belongs, if it is not a keyword."""
        option: Argument | None = None
        for word in words:
            known = self.options.get(word.upper()) if len(word) <= LONGEST_KEYWORD else None
            if known and known.rest:
                return known
            if known or not (option and option.several):
                option = known
        return option

    @property
    def takes_lease(self) -> bool:
        """Whether it acts on a leased item: scripts call it as a method of the item."""
        return any(argument.name == "lease" for argument in self.positional)

    @property
    def takes_queue(self) -> bool:
        """Whether its first argument is the name of a queue."""
        return bool(self.args) and self.args[0].name == "queue"

    @property
    def usage(self) -> str:
        """The command with all its arguments, as help texts show it."""
        return " ".join((self.name, *map(str, self.args)))

    @property
    def arity(self) -> int:
        """The arity that COMMAND reports: the number of words with the name; negative if more may follow."""
        words = self.fewest + 1
        return -words if self.options or self.variable else words

    def check_number(self, count: int) -> None:
        """Check the number of arguments of a request.

        Args:
            count: The words of the request without the name of the command.

        Raises:
            BadCall: There are too few or too many arguments.
            TooBig: There are more values than one command may have.
        """
        if count < self.fewest:
            raise self._wrong_number()
        if count >= self.longest:
            several = [arg for arg in self.args if arg.several]
            raise self._too_many(several[-1]) if several else self._wrong_number()

    def _too_many(self, argument: Argument) -> TooBig:
        return TooBig(
            f"{self.name} takes at most {argument.most} values of {argument.name}; use several commands"
        )

    def _wrong_number(self) -> BadCall:
        return BadCall(f"wrong number of arguments; usage: {self.usage}")

    def parse(self, words: list[bytes]) -> tuple[list[Any], dict[str, Any]]:
        """Convert the arguments of a request.

        Args:
            words: The request without the name of the command.

        Returns:
            The positional values in order, and the options by parameter name.

        Raises:
            BadCall: There are too few or too many arguments, or one is unknown or invalid.
        """
        self.check_number(len(words))
        if self.variable:
            return self._parse_variable(words, self.variable)
        count = len(self.positional)
        values: list[Any] = words[:count]
        if not self.all_raw:
            values = [
                arg.convert(word) for arg, word in zip(self.positional, words, strict=False) if arg.convert
            ]
        if len(words) == count and not self.required:
            return values, _NO_OPTIONS
        few = len(words) - count <= CACHED_WORDS
        options = self._cached_options(tuple(words[count:])) if few else self._parse_options(words, count)
        if self.required and not options.keys() >= set(self.required):
            raise self._wrong_number()
        return values, options

    def parse_named(self, words: list[bytes]) -> dict[str, Any]:
        """Return the converted arguments of a request by the names of their parameters.

        Args:
            words: The request without the name of the command.

        Returns:
            The values. The only one that is a list is that of an argument with several values.

        Raises:
            BadCall: As for ``parse``.
        """
        values, options = self.parse(words)
        named = {argument.parameter: value for argument, value in zip(self.positional, values, strict=False)}
        if self.variable:
            named[self.variable.parameter] = values[len(self.positional) :]
        return named | options

    def _parse_variable(self, words: list[bytes], variable: Argument) -> tuple[list[Any], dict[str, Any]]:
        end = len(words) - len(self.trailing)
        converted = [
            arg.convert(word) for arg, word in zip(self.positional, words, strict=False) if arg.convert
        ]
        assert variable.convert
        converted += map(variable.convert, words[len(self.positional) : end])
        trailing = zip(self.trailing, words[end:], strict=True)
        return converted, {arg.parameter: arg.convert(word) for arg, word in trailing if arg.convert}

    def _cached_options(self, tail: tuple[bytes, ...]) -> dict[str, Any]:
        """Parse a list of options only once, because clients send the same few lists with every call.

        ``TIMEOUT 2.5 WITHCODEC`` takes 1.1 µs to parse, and 0.1 µs from the cache (timeit, Python 3.11).
        """
        options = self._recent_options.get(tail)
        if options is None:
            options = self._parse_options(list(tail), 0)
            if len(self._recent_options) >= CACHED_OPTIONS:
                self._recent_options.clear()
            if sum(map(len, tail)) <= CACHED_BYTES:
                self._recent_options[tail] = options
        return options

    def _parse_options(self, words: list[bytes], at: int) -> dict[str, Any]:
        options: dict[str, Any] = {}
        while at < len(words):
            arg = self.options.get(words[at].upper())
            if arg is None:
                raise BadCall(f"unknown option {quoted(words[at])}; usage: {self.usage}")
            at += 1
            if arg.several:
                at = self._parse_several(arg, words, at, options)
            elif arg.convert is None:
                options[arg.parameter] = True
            elif at == len(words):
                raise BadCall(f"option {arg.keyword} needs a value; usage: {self.usage}")
            else:
                options[arg.parameter] = arg.convert(words[at])
                at += 1
        return options

    def _parse_several(self, arg: Argument, words: list[bytes], at: int, options: dict[str, Any]) -> int:
        assert arg.convert
        start = at
        end = min(start + arg.most + 1, len(words))
        while at < end and (arg.rest or words[at].upper() not in self.options):
            at = len(words) if arg.rest else at + 1
        if at - start + len(options.get(arg.parameter, ())) > arg.most:
            raise self._too_many(arg)
        if at == start:
            raise BadCall(f"option {arg.keyword} needs a value; usage: {self.usage}")
        options.setdefault(arg.parameter, []).extend(map(arg.convert, words[start:at]))
        return at


def _words_of(option: Argument) -> int:
    """Return the most words of an option in a request. Each value of ``several`` may have its own keyword."""
    if option.convert is None:
        return 1
    return 2 * option.most if option.several else 2

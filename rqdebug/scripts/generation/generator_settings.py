# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of generated scripts."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rqcore.protocol.queue_values import KINDS
from rqdebug.scripts.language.script_text import write_literal

CODECS = ("raw", "text", "json", "pickle")
MAX_COUNT = 200_000
MAX_QUEUES = 100
MAX_LANES = 32
MAX_TIMEOUT = 60.0
MAX_ITEM = 1024 * 1024


class Strategy(enum.Enum):
    """How vectors are chosen."""

    EVERY = "every"
    """Every combination of the settings, once."""
    PAIRWISE = "pairwise"
    """A selection in which each two choices occur together at least once."""
    RANDOM = "random"
    """Each vector at random."""
    WALK = "walk"
    """Each at random, weighted by method, and suited to the state of the queue."""


class QueueChoice(enum.Enum):
    """Which of the queues a vector is for."""

    ALL = "all"
    """The same vector for each of them."""
    ONE = "one"
    """One at random."""
    SOME = "some"
    """``some`` of them at random."""


class BlockChoice(enum.Enum):
    """Whether calls block, for the methods with this parameter."""

    YES = "yes"
    NO = "no"
    EITHER = "either"


class TimeoutChoice(enum.Enum):
    """How long calls wait at most."""

    NONE = "none"
    """Without a timeout; the shortest one if nothing could end the wait."""
    VALUE = "value"
    """Always the shortest."""
    RANGE = "range"
    """At random from the shortest to the longest."""
    UNIQUE = "unique"
    """From the shortest to the longest, all different."""


class DataChoice(enum.Enum):
    """What the items are."""

    UNIQUE = "unique"
    """All different, so that a wrong item shows where it comes from."""
    RANDOM = "random"
    """Random payloads of the chosen sizes and codecs."""
    CUSTOM = "custom"
    """The items in ``custom``, in turn."""


DEFAULT_WEIGHTS = {
    **{"put": 20.0, "get": 20.0, "put_nowait": 8.0, "get_nowait": 8.0, "put_many": 4.0, "get_many": 4.0},
    **{"peek": 3.0, "qsize": 3.0, "empty": 2.0, "full": 2.0, "maxsize": 1.0, "stat": 2.0, "waiters": 1.0},
    **{"task_done": 4.0, "join": 2.0, "purge": 0.5, "shutdown": 0.3, "close": 0.3},
}
"""The relative frequency of each method in a random walk."""
METHODS = tuple(DEFAULT_WEIGHTS)
"""The methods that a generated script can call."""


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """All settings. The same settings give the same script, byte for byte."""

    strategy: Strategy = Strategy.WALK
    count: int = 200
    """The number of vectors; for combinations and pairs, the maximum."""
    seed: int = 1
    methods: tuple[str, ...] = METHODS
    weights: Mapping[str, float] = field(default_factory=dict)
    """Relative frequencies of methods in a walk that differ from DEFAULT_WEIGHTS."""
    kinds: tuple[str, ...] = ("fifo",)
    """The kinds of the queues in turn, each with each of ``maxsizes``."""
    maxsizes: tuple[int, ...] = (0, 3)
    queues: int = 2
    names: tuple[str, ...] = ()
    """Names of the queues; empty for queues without names."""
    found: bool = False
    """Whether the queues exist already, empty and as described here; they are found by name."""
    which: QueueChoice = QueueChoice.ONE
    some: int = 2
    block: BlockChoice = BlockChoice.EITHER
    timeout: TimeoutChoice = TimeoutChoice.RANGE
    shortest: float = 0.001
    """Seconds."""
    longest: float = 0.01
    data: DataChoice = DataChoice.UNIQUE
    custom: tuple[Any, ...] = ()
    sizes: tuple[int, ...] = (0, 1, 100, 10_000)
    """Sizes of random payloads in bytes."""
    codecs: tuple[str, ...] = ("raw", "text", "json")
    lanes: int = 0
    """In a walk, the number of lanes that sometimes use one queue at once; 0 or 1 is never."""

    def problems(self) -> dict[str, str]:
        """Return what is wrong, by field, each in one sentence; empty if nothing is."""
        found = ((name, _PROBLEMS[name](self)) for name in _PROBLEMS)
        return {name: problem for name, problem in found if problem}


def _check_known(chosen: tuple[str, ...], known: Any, what: str) -> str:
    unknown = [name for name in chosen if name not in known]
    if unknown:
        return f"there is no {what} {unknown[0]!r}; there are {', '.join(known)}"
    return "" if chosen else f"choose at least one {what}"


def _check_range(value: float, least: float, most: float, what: str) -> str:
    return "" if least <= value <= most else f"{what} {least:,g} to {most:,g}, not {value:,g}"


def _check_weights(settings: GeneratorSettings) -> str:
    unknown = _check_known(tuple(settings.weights), METHODS, "method") if settings.weights else ""
    if unknown or all(0 <= weight < 1e9 for weight in settings.weights.values()):
        walked = (settings.weights.get(method, 1.0) for method in settings.methods)
        return unknown or ("" if any(walked) else "at least one method must have a weight above 0")
    return "a weight is a number from 0 on"


def _check_names(settings: GeneratorSettings) -> str:
    names = settings.names
    if len(set(names)) < len(names):
        return "two queues have the same name"
    if names and len(names) != settings.queues:
        return f"{settings.queues} queues need {settings.queues} names, not {len(names)}"
    return (
        "queues that exist already are found by their names: give them" if settings.found > len(names) else ""
    )


def _check_custom(settings: GeneratorSettings) -> str:
    if settings.data is DataChoice.CUSTOM and not settings.custom:
        return "give at least one item of your own"
    try:
        write_literal(settings.custom)
    except ValueError as error:
        return str(error)
    return ""


def _check_each(values: tuple[int, ...], most: int, what: str) -> str:
    problems = (_check_range(value, 0, most, what) for value in values)
    return next(filter(None, problems), "") if values else f"{what} at least one number"


_PROBLEMS: dict[str, Callable[[GeneratorSettings], str]] = {
    "count": lambda settings: _check_range(settings.count, 1, MAX_COUNT, "there may be"),
    "methods": lambda settings: _check_known(settings.methods, METHODS, "method"),
    "weights": _check_weights,
    "kinds": lambda settings: _check_known(settings.kinds, KINDS, "kind"),
    "maxsizes": lambda settings: _check_each(settings.maxsizes, 10**6, "a bound is"),
    "queues": lambda settings: _check_range(settings.queues, 1, MAX_QUEUES, "there may be"),
    "names": _check_names,
    "some": lambda settings: (
        _check_range(settings.some, 1, settings.queues, "of the queues choose")
        if settings.which is QueueChoice.SOME
        else ""
    ),
    "shortest": lambda settings: _check_range(settings.shortest, 0, MAX_TIMEOUT, "seconds to wait are"),
    "longest": lambda settings: _check_range(settings.longest, settings.shortest, MAX_TIMEOUT, "it must be"),
    "custom": _check_custom,
    "sizes": lambda settings: _check_each(settings.sizes, MAX_ITEM, "a size is"),
    "codecs": lambda settings: _check_known(settings.codecs, CODECS, "codec"),
    "lanes": lambda settings: _check_range(settings.lanes, 0, MAX_LANES, "there may be"),
}
"""Field → a function that returns what is wrong with it, or an empty text."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the generator, and their validation."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rqcore.protocol.queue_values import KINDS
from rqdebug.scripts.language.script_text import write_literal
from rqdebug.scripts.language.vocabulary import LEASE_METHODS

CODECS = ("raw", "text", "json", "pickle")
MAX_COUNT = 200_000
"""The maximum number of vectors."""
MAX_QUEUES = 100
MAX_LANES = 32
MAX_TIMEOUT = 60.0
"""In seconds."""
MAX_ITEM = 1024 * 1024
"""The maximum size of a random payload in bytes."""


class Strategy(enum.Enum):
    """How the vectors of a script are chosen."""

    EVERY = "every"
    """Every combination of the choices, once."""
    PAIRWISE = "pairwise"
    """A selection in which each pair of choices occurs together at least once."""
    RANDOM = "random"
    """Random vectors."""
    WALK = "walk"
    """Random vectors, weighted by method, that suit the state of their queue."""


class QueueChoice(enum.Enum):
    """Which queues a vector is generated for."""

    ALL = "all"
    """The same vector for each queue."""
    ONE = "one"
    """One random queue."""
    SOME = "some"
    """A random selection of ``GeneratorSettings.some`` queues."""


class BlockChoice(enum.Enum):
    """Whether ``put`` and ``get`` block."""

    YES = "yes"
    NO = "no"
    EITHER = "either"


class TimeoutChoice(enum.Enum):
    """Which timeouts calls have."""

    NONE = "none"
    """No timeout; or the shortest one, if the call would wait forever."""
    VALUE = "value"
    """Always ``shortest``."""
    RANGE = "range"
    """A random value from ``shortest`` to ``longest``."""
    UNIQUE = "unique"
    """Values from ``shortest`` to ``longest`` that are all different."""


class DataChoice(enum.Enum):
    """Which items are put."""

    UNIQUE = "unique"
    """Numbered texts that are all different, so that a wrong item can be traced to its put."""
    RANDOM = "random"
    """Random payloads of the chosen sizes and codecs."""
    CUSTOM = "custom"
    """The items in ``GeneratorSettings.custom``, in turn."""


DEFAULT_WEIGHTS = {
    **{"put": 20.0, "get": 20.0, "put_nowait": 8.0, "get_nowait": 8.0, "put_many": 4.0, "get_many": 4.0},
    **{"peek": 3.0, "qsize": 3.0, "empty": 2.0, "full": 2.0, "maxsize": 1.0, "stat": 2.0, "waiters": 1.0},
    **{"task_done": 4.0, "join": 2.0, "purge": 0.5, "shutdown": 0.3, "close": 0.3},
    **{"lease": 10.0, "ack": 6.0, "nack": 4.0, "extend": 1.0},
}
"""The relative frequency of each method in a random walk."""
METHODS = tuple(DEFAULT_WEIGHTS)
"""The methods that a generated script can call."""
OF_LEASES = ("lease", *LEASE_METHODS)
"""Methods that not every server supports: a script has them only if they are chosen."""


@dataclass(frozen=True, slots=True)
class GeneratorSettings:
    """All settings. The same settings generate the same script, byte for byte."""

    strategy: Strategy = Strategy.WALK
    count: int = 200
    """The number of vectors; for EVERY and PAIRWISE, the maximum."""
    seed: int = 1
    methods: tuple[str, ...] = tuple(method for method in METHODS if method not in OF_LEASES)
    """The methods to call. In a walk, a repeated method is called more often."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Relative frequencies of methods in a walk; other methods use DEFAULT_WEIGHTS."""
    kinds: tuple[str, ...] = ("fifo",)
    """The kinds of the queues, used in turn."""
    maxsizes: tuple[int, ...] = (0, 3)
    queues: int = 2
    """The number of queues: at least one for each kind and each maxsize."""
    names: tuple[str, ...] = ()
    """One name for each queue; empty for queues without names."""
    existing: bool = False
    """Whether the queues already exist. They must be empty and match the settings; names are required."""
    which: QueueChoice = QueueChoice.ONE
    some: int = 2
    """The number of queues for QueueChoice.SOME."""
    block: BlockChoice = BlockChoice.EITHER
    timeout: TimeoutChoice = TimeoutChoice.RANGE
    shortest: float = 0.001
    """The shortest timeout in seconds."""
    longest: float = 0.01
    """The longest timeout in seconds."""
    data: DataChoice = DataChoice.UNIQUE
    custom: tuple[Any, ...] = ()
    """The items for DataChoice.CUSTOM."""
    sizes: tuple[int, ...] = (0, 1, 100, 10_000)
    """Sizes of random payloads in bytes."""
    codecs: tuple[str, ...] = ("raw", "text", "json")
    lanes: int = 0
    """In a walk, the number of lanes that sometimes use a queue in parallel; 0 or 1 for no lanes."""

    @property
    def has_leases(self) -> bool:
        """Whether a script can lease items."""
        return bool(set(self.methods) & set(OF_LEASES))

    @property
    def min_queues(self) -> int:
        """The number of queues that have all kinds and all maxsizes."""
        return max(len(self.kinds), len(self.maxsizes), 1)

    def problems(self) -> dict[str, str]:
        """Return what is wrong by field, each in one sentence; empty if all settings are valid."""
        checked = ((name, check(self)) for name, check in _CHECKS.items())
        return {name: problem for name, problem in checked if problem}


def _check_names_in(chosen: tuple[str, ...], allowed: Any, what: str) -> str:
    unknown = [name for name in chosen if name not in allowed]
    if unknown:
        return f"unknown {what} {unknown[0]!r}; choose from {', '.join(allowed)}"
    return "" if chosen else f"choose at least one {what}"


def _check_range(value: float, least: float, most: float) -> str:
    return "" if least <= value <= most else f"must be from {least:,.12g} to {most:,.12g}, not {value:,.12g}"


def _check_weights(settings: GeneratorSettings) -> str:
    unknown = _check_names_in(tuple(settings.weights), METHODS, "method") if settings.weights else ""
    if unknown or all(0 <= weight < 1e9 for weight in settings.weights.values()):
        walked = (settings.weights.get(method, 1.0) for method in settings.methods)
        return unknown or ("" if any(walked) else "at least one method must have a weight above 0")
    return "each weight must be a number from 0 to below 1,000,000,000"


def _check_names(settings: GeneratorSettings) -> str:
    names = settings.names
    if len(set(names)) < len(names):
        return "two queues have the same name"
    if names and len(names) != settings.queues:
        return f"give one name for each of the {settings.queues} queues, not {len(names)}"
    missing = settings.existing and not names
    return "existing queues need names; give one for each queue" if missing else ""


def _check_custom(settings: GeneratorSettings) -> str:
    if settings.data is DataChoice.CUSTOM and not settings.custom:
        return "give at least one custom item"
    try:
        write_literal(settings.custom)
    except ValueError as error:
        return str(error)
    return ""


def _check_each(values: tuple[int, ...], most: int) -> str:
    problems = (_check_range(value, 0, most) for value in values)
    return next(filter(None, problems), "") if values else "give at least one number"


def _check_queues(settings: GeneratorSettings) -> str:
    if problem := _check_range(settings.queues, 1, MAX_QUEUES):
        return problem
    if settings.queues >= settings.min_queues:
        return ""
    counts = f"{len(settings.kinds)} kinds and {len(settings.maxsizes)} maximum sizes"
    return f"{counts} need at least {settings.min_queues} queues, not {settings.queues}"


_CHECKS: dict[str, Callable[[GeneratorSettings], str]] = {
    "count": lambda settings: _check_range(settings.count, 1, MAX_COUNT),
    "methods": lambda settings: _check_names_in(settings.methods, METHODS, "method"),
    "weights": _check_weights,
    "kinds": lambda settings: _check_names_in(settings.kinds, KINDS, "kind"),
    "maxsizes": lambda settings: _check_each(settings.maxsizes, 10**6),
    "queues": _check_queues,
    "names": _check_names,
    "some": lambda settings: (
        _check_range(settings.some, 1, settings.queues) if settings.which is QueueChoice.SOME else ""
    ),
    "shortest": lambda settings: _check_range(settings.shortest, 0, MAX_TIMEOUT),
    "longest": lambda settings: _check_range(settings.longest, settings.shortest, MAX_TIMEOUT),
    "custom": _check_custom,
    "sizes": lambda settings: _check_each(settings.sizes, MAX_ITEM),
    "codecs": lambda settings: _check_names_in(settings.codecs, CODECS, "codec"),
    "lanes": lambda settings: _check_range(settings.lanes, 0, MAX_LANES),
}
"""For each field, a function that returns what is wrong with it, or an empty text."""

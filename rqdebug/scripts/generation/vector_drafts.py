# SPDX-License-Identifier: GPL-3.0-or-later
"""Vectors without expected results: which call, on which queue, with which arguments."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from allpairspy import AllPairs

from rqdebug.scripts.generation.generated_items import GeneratedItems
from rqdebug.scripts.generation.generator_settings import (
    BlockChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
)
from rqdebug.scripts.language.vocabulary import LEASE_METHODS

_BLOCKING = {"put", "get", "lease"}
TIMED = {"put", "get", "put_many", "get_many", "join", "lease"}
"""The methods that have a timeout."""
_PUTTING = {"put", "put_nowait", "put_many"}
_MANY = (1, 2, 5)
"""The possible numbers of items for put_many and get_many."""
_PRIORITIES = (0, 1, 2, -1)
LEASE_SECONDS = 3600.0
"""How long leases and delays last: longer than the script, because their ends could not be predicted."""


@dataclass(frozen=True, slots=True)
class VectorDraft:
    """A call without its expected result."""

    queue: int
    """The number of the queue, counted from 0."""
    method: str
    arguments: dict[str, Any]
    pick: int = 0
    """Which of the leases it is for, if it is for one."""


@dataclass(frozen=True, slots=True)
class VectorChoice:
    """The choices for one vector. Choices that its method has no parameter for are ignored."""

    queue: int
    method: str
    block: bool
    codec: str
    many: int
    immediate: bool


class VectorDrafts:
    """Chooses vectors and makes drafts of them.

    Args:
        settings: The settings of the script.
        random_source: The random numbers; seeded, so that scripts can be repeated.
    """

    def __init__(self, settings: GeneratorSettings, random_source: random.Random) -> None:
        self._settings = settings
        self._random = random_source
        self.items = GeneratedItems(settings, random_source)
        self._numbers = 0

    def kind(self, queue: int) -> str:
        """Return the kind of a queue by its number."""
        return kind_and_maxsize(self._settings, queue)[0]

    def generate_all(self) -> Iterator[VectorDraft]:
        """Yield the drafts for the strategy of the settings; not for a walk, which makes its own."""
        match self._settings.strategy:
            case Strategy.EVERY:
                choices = _drop_duplicates(map(_make_choice, product(*list_dimensions(self._settings))))
            case Strategy.PAIRWISE:
                pairs = AllPairs([list(values) for values in list_dimensions(self._settings)])
                choices = _drop_duplicates(map(_make_choice, pairs))
            case _:
                choices = self.generate_random()
        return (self.make_draft(choice) for choice in islice(choices, self._settings.count))

    def generate_random(self) -> Iterator[VectorChoice]:
        """Yield random choices without end."""
        others = list_dimensions(self._settings)[1:]
        while True:
            chosen = [self._random.choice(values) for values in others]
            for queue in self.choose_queues():
                yield _make_choice((queue, *chosen))

    def choose_queues(self) -> Sequence[int]:
        """Return the numbers of the queues that the next vector is for."""
        queues = range(self._settings.queues)
        match self._settings.which:
            case QueueChoice.ALL:
                return queues
            case QueueChoice.SOME:
                return self._random.sample(queues, self._settings.some)
        return [self._random.choice(queues)]

    def make_draft(self, choice: VectorChoice) -> VectorDraft:
        """Return the call for a choice, with new items and timeouts."""
        arguments: dict[str, Any] = {}
        if choice.method in _PUTTING:
            arguments |= self._put_arguments(choice)
        if choice.method == "get_many":
            arguments["count"] = choice.many
        if choice.method in _BLOCKING and not choice.block:
            arguments["block"] = False
        elif choice.method in TIMED and (limit := self.items.choose_timeout()) is not None:
            arguments["timeout"] = limit
        if choice.method == "shutdown" and choice.immediate:
            arguments["immediate"] = True
        if choice.method == "lease":
            arguments["seconds"] = LEASE_SECONDS
        if choice.method == "nack" and choice.immediate:
            arguments["delay"] = LEASE_SECONDS
        if choice.method == "extend" and choice.immediate:
            arguments["seconds"] = LEASE_SECONDS
        return VectorDraft(choice.queue, choice.method, arguments, choice.many)

    def _put_arguments(self, choice: VectorChoice) -> dict[str, Any]:
        sorts = self.kind(choice.queue) == "priority"
        if choice.method == "put_many" and sorts:
            return {"items": [self._number() for _ in range(choice.many)]}
        if choice.method == "put_many":
            return {"items": self.items.next_items(choice.codec, choice.many)}
        if choice.method == "put_nowait" and sorts:
            return {"item": self._number()}
        item = self.items.next_item(choice.codec)
        return {"item": item, "priority": self._random.choice(_PRIORITIES)} if sorts else {"item": item}

    def _number(self) -> float:
        """Return an item that is its own priority; numbers can be ordered with all others."""
        self._numbers += 1
        return round(self._random.choice(_PRIORITIES) + self._numbers / 1000, 3)


def kind_and_maxsize(settings: GeneratorSettings, queue: int) -> tuple[str, int]:
    """Return the kind and maxsize of a queue by its number.

    The first queues have each kind and each maxsize at least once, further ones the other combinations.
    """
    kinds, maxsizes = settings.kinds, settings.maxsizes
    # Diagonals of the table of kinds and maxsizes; each begins one column further than the one before.
    shift = queue // math.lcm(len(kinds), len(maxsizes))
    return kinds[queue % len(kinds)], maxsizes[(queue + shift) % len(maxsizes)]


def list_dimensions(settings: GeneratorSettings) -> list[Sequence[Any]]:
    """Return the values that each field of a VectorChoice can have."""
    block = {BlockChoice.YES: (True,), BlockChoice.NO: (False,), BlockChoice.EITHER: (True, False)}[
        settings.block
    ]
    return [
        range(settings.queues),
        settings.methods,
        block,
        settings.codecs,
        _MANY,
        (False, True),
    ]


def _make_choice(values: Sequence[Any]) -> VectorChoice:
    return VectorChoice(*values)


def _drop_duplicates(choices: Iterator[VectorChoice]) -> Iterator[VectorChoice]:
    """Yield each choice once, ignoring fields that its method has no parameter for."""
    seen = set()
    for choice in choices:
        method = choice.method
        key = (
            choice.queue,
            method,
            choice.block if method in _BLOCKING else None,
            choice.codec if method in _PUTTING else None,
            choice.many if method in ("put_many", "get_many", *LEASE_METHODS) else None,
            choice.immediate if method in ("shutdown", "nack", "extend") else None,
        )
        if key not in seen:
            seen.add(key)
            yield choice

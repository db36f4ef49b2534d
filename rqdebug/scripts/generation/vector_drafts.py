# SPDX-License-Identifier: GPL-3.0-or-later
"""Vectors without results: which call, on which queue, with which arguments."""

from __future__ import annotations

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

_BLOCKING = {"put", "get"}
TIMED = {"put", "get", "put_many", "get_many", "join"}
_PUTTING = {"put", "put_nowait", "put_many"}
_MANY = (1, 2, 5)
"""The numbers of items for put_many and get_many."""
_PRIORITIES = (0, 1, 2, -1)


@dataclass(frozen=True, slots=True)
class VectorDraft:
    """A call without its expected result."""

    queue: int
    method: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class VectorChoice:
    """The choices for one vector. Only those count that its method has a parameter for."""

    queue: int
    method: str
    block: bool
    codec: str
    many: int
    immediate: bool


class VectorDrafts:
    """Chooses vectors and makes drafts of them."""

    def __init__(self, settings: GeneratorSettings, random_source: random.Random) -> None:
        self._settings = settings
        self._random = random_source
        self.items = GeneratedItems(settings, random_source)

    def kind(self, queue: int) -> str:
        """Return the kind of a queue."""
        return kind_and_maxsize(self._settings, queue)[0]

    def generate_all(self) -> Iterator[VectorDraft]:
        """Return the drafts of the settings' strategy; a walk makes its own."""
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
        """Return the queues that the next vector is for."""
        combinations = range(self._settings.queues)
        match self._settings.which:
            case QueueChoice.ALL:
                return combinations
            case QueueChoice.SOME:
                return self._random.sample(combinations, self._settings.some)
        return [self._random.choice(combinations)]

    def make_draft(self, choice: VectorChoice) -> VectorDraft:
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
        return VectorDraft(choice.queue, choice.method, arguments)

    def _put_arguments(self, choice: VectorChoice) -> dict[str, Any]:
        if choice.method == "put_many":
            return {"items": self.items.next_items(choice.codec, choice.many)}
        item = self.items.next_item(choice.codec)
        if self.kind(choice.queue) != "priority":
            return {"item": item}
        priority = self._random.choice(_PRIORITIES)
        if choice.method == "put":
            return {"item": item, "priority": priority}
        return {"item": [priority, item] if isinstance(item, (str, dict, list)) else item}


def kind_and_maxsize(settings: GeneratorSettings, queue: int) -> tuple[str, int]:
    """Return the kind and maxsize of a queue by its number: kinds in turn, then maxsizes."""
    combinations = [(kind, bound) for bound in settings.maxsizes for kind in settings.kinds]
    return combinations[queue % len(combinations)]


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
    """Yield the choices that differ in something that their method has a parameter for."""
    seen = set()
    for choice in choices:
        method = choice.method
        key = (
            choice.queue,
            method,
            choice.block if method in _BLOCKING else None,
            choice.codec if method in _PUTTING else None,
            choice.many if method in ("put_many", "get_many") else None,
            choice.immediate if method == "shutdown" else None,
        )
        if key not in seen:
            seen.add(key)
            yield choice

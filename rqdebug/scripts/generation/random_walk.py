# SPDX-License-Identifier: GPL-3.0-or-later
"""A random walk: each vector by chance, but with a view to how the queues stand."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rqdebug.scripts.generation.generator_settings import USUAL_WEIGHTS, GeneratorSettings
from rqdebug.scripts.generation.scene import PATIENCE, Scene
from rqdebug.scripts.generation.vector_drafts import VectorChoice, VectorDraft, VectorDrafts, dimensions
from rqdebug.scripts.language import script_text

_WAITING = 0.1
"""How likely a call is taken that has to wait until its time is up: each costs real time."""
_TRIES = 8
_RENEWAL = 0.5
"""How likely a queue that is closed or shut down gives way to a new one, instead of being called."""
_BETWEEN = 40
"""Vectors between two times that lanes go on beside each other."""
_MOST_LEFT = 30
"""Items in a queue that lanes can empty together."""
_EACH = 4
"""Items that each lane puts."""


class Walk:
    """The vectors of a walk: for each the lines that say it."""

    def __init__(self, settings: GeneratorSettings, scene: Scene, chance: random.Random) -> None:
        self._settings = settings
        self._scene = scene
        self._random = chance
        self._drafts = VectorDrafts(settings, chance)
        self._weights = [settings.weights.get(method, USUAL_WEIGHTS[method]) for method in settings.methods]

    def vectors(self) -> Iterator[tuple[int, list[str]]]:
        """How many vectors, and their lines; for ever."""
        done = 0
        while True:
            for queue in self._drafts.some_queues():
                count, lines = self._vector(queue)
                yield count, lines
                done += count
            if self._settings.lanes > 1 and done >= _BETWEEN:
                done = 0
                yield self._beside(self._random.randrange(self._settings.queues))

    def _vector(self, queue: int) -> tuple[int, list[str]]:
        model = self._scene.models[queue]
        ended = model.closed or model.shut
        if ended and not self._settings.found and self._random.random() < _RENEWAL:
            ending = [] if model.closed else self._scene.perform(VectorDraft(queue, "close", {}))
            return 1 + len(ending), [*ending, self._scene.make(queue)]
        return 1, self._scene.perform(self._draft(queue))

    def _draft(self, queue: int) -> VectorDraft:
        model = self._scene.models[queue]
        for _ in range(_TRIES):
            draft = self._drafts.draft(self._choice(queue))
            if not model.waits(draft.method, draft.arguments) or self._random.random() < _WAITING:
                break
        return draft

    def _choice(self, queue: int) -> VectorChoice:
        _, _, *others = dimensions(self._settings)
        (method,) = self._random.choices(self._settings.methods, self._weights)
        return VectorChoice(queue, method, *(self._random.choice(values) for values in others))

    def _beside(self, queue: int) -> tuple[int, list[str]]:
        """Lanes that put and lanes that get until the queue is empty. Which gets what nobody can say."""
        model = self._scene.models[queue]
        if model.closed or model.shut or model.size > _MOST_LEFT:
            return 0, []
        putting = self._settings.lanes // 2
        getting = self._settings.lanes - putting
        items = [[self._item(queue) for _ in range(_EACH)] for _ in range(putting)]
        every = [*model.in_order(), *(draft.arguments["item"] for lane in items for draft in lane)]
        lanes = {f"put {n + 1}": [self._scene.call(draft) for draft in lane] for n, lane in enumerate(items)}
        for n in range(getting):
            if share := len(every[n::getting]):
                lanes[f"get {n + 1}"] = self._gets(queue, share)
        self._let_happen(queue, items, len(every))
        lines = [f"items = {script_text.literal(every)}", *script_text.parallel(lanes)]
        return len(every) + putting * _EACH, [*lines, *self._scene.perform(VectorDraft(queue, "qsize", {}))]

    def _item(self, queue: int) -> VectorDraft:
        choice = VectorChoice(queue, "put", True, self._drafts.items.codec(), 1, False)
        draft = self._drafts.draft(choice)
        return VectorDraft(queue, "put", draft.arguments | {"timeout": PATIENCE})

    def _gets(self, queue: int, count: int) -> list[str]:
        call = self._scene.call(VectorDraft(queue, "get", {"timeout": PATIENCE}))
        return [f"with repeat({count}): assert {call} in items"]

    def _let_happen(self, queue: int, items: list[list[VectorDraft]], gets: int) -> None:
        """In the model one after the other: whatever the order, in the end the queue is empty."""
        model = self._scene.models[queue]
        for draft in (draft for lane in items for draft in lane):
            model.call(None, "put", draft.arguments)
        for _ in range(gets):
            model.call(None, "get", {})

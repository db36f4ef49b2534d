# SPDX-License-Identifier: GPL-3.0-or-later
"""A random walk: random vectors that suit the state of their queue."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rqdebug.scripts.generation.generator_settings import DEFAULT_WEIGHTS, GeneratorSettings
from rqdebug.scripts.generation.vector_drafts import VectorChoice, VectorDraft, VectorDrafts, list_dimensions
from rqdebug.scripts.generation.vector_writer import CALL_TIMEOUT, VectorWriter
from rqdebug.scripts.language import script_text

_BLOCKING_SHARE = 0.1
"""The probability that a call is kept although it would time out; each of these costs real time."""
_TRIES = 8
"""How often a call is drawn again because it would time out."""
_RENEWAL_SHARE = 0.5
"""The probability that a closed or shut-down queue is replaced by a new one instead of called."""
_LANE_INTERVAL = 40
"""The number of vectors between two parallel blocks."""
_MAX_LEFT = 30
"""The maximum number of items in a queue when lanes begin to use it."""
_ITEMS_PER_LANE = 4
"""The number of items that each putting lane puts."""


class RandomWalk:
    """Generates the lines of a walk, vector by vector.

    Args:
        settings: The settings of the script.
        writer: Writes the vectors; it must already have written the queues.
        random_source: The random numbers; seeded, so that scripts can be repeated.
    """

    def __init__(
        self, settings: GeneratorSettings, writer: VectorWriter, random_source: random.Random
    ) -> None:
        self._settings = settings
        self._writer = writer
        self._random = random_source
        self._drafts = VectorDrafts(settings, random_source)
        self._weights = [settings.weights.get(method, DEFAULT_WEIGHTS[method]) for method in settings.methods]

    def vectors(self) -> Iterator[tuple[int, list[str]]]:
        """Yield numbers of vectors with their lines, without end."""
        done = 0
        while True:
            for queue in self._drafts.choose_queues():
                count, lines = self._write_next(queue)
                yield count, lines
                done += count
            if self._settings.lanes > 1 and done >= _LANE_INTERVAL:
                done = 0
                yield self._write_lanes(self._random.randrange(self._settings.queues))

    def _write_next(self, queue: int) -> tuple[int, list[str]]:
        model = self._writer.models[queue]
        ended = model.closed or model.shut
        if ended and not self._settings.existing and self._random.random() < _RENEWAL_SHARE:
            ending = [] if model.closed else self._writer.perform(VectorDraft(queue, "close", {}))
            return 1 + len(ending), [*ending, self._writer.write_queue(queue)]
        return 1, self._writer.perform(self._make_draft(queue))

    def _make_draft(self, queue: int) -> VectorDraft:
        model = self._writer.models[queue]
        # After the last try, a call that times out is accepted: a queue may have no other.
        for _ in range(_TRIES):
            draft = self._drafts.make_draft(self._make_choice(queue))
            if (
                not model.would_block(draft.method, draft.arguments)
                or self._random.random() < _BLOCKING_SHARE
            ):
                break
        return draft

    def _make_choice(self, queue: int) -> VectorChoice:
        _, _, *others = list_dimensions(self._settings)
        (method,) = self._random.choices(self._settings.methods, self._weights)
        return VectorChoice(queue, method, *(self._random.choice(values) for values in others))

    def _write_lanes(self, queue: int) -> tuple[int, list[str]]:
        """Return lanes that put and lanes that get until the queue is empty; the order does not matter."""
        model = self._writer.models[queue]
        # Delayed items can leave no space for the items that the lanes put.
        if model.closed or model.shut or model.size > _MAX_LEFT or model.absent.delayed:
            return 0, []
        # As many items are taken as there are, so every get is served and the queue is empty afterwards.
        putting = self._settings.lanes // 2
        getting = self._settings.lanes - putting
        items = [[self._draft_put(queue) for _ in range(_ITEMS_PER_LANE)] for _ in range(putting)]
        all_items = [*model.in_order(), *(draft.arguments["item"] for lane in items for draft in lane)]
        lanes = {f"put {n + 1}": [self._writer.call(draft) for draft in lane] for n, lane in enumerate(items)}
        for n in range(getting):
            # The number of items that lane n gets if they are dealt out in turn, as cards are.
            if share := len(all_items[n::getting]):
                lanes[f"get {n + 1}"] = self._write_gets(queue, share)
        self._apply_to_model(queue, items, len(all_items))
        lines = [f"items = {script_text.write_literal(all_items)}", *script_text.write_parallel(lanes)]
        return len(all_items) + putting * _ITEMS_PER_LANE, [
            *lines,
            *self._writer.perform(VectorDraft(queue, "qsize", {})),
        ]

    def _draft_put(self, queue: int) -> VectorDraft:
        choice = VectorChoice(queue, "put", True, self._drafts.items.choose_codec(), 1, False)
        draft = self._drafts.make_draft(choice)
        return VectorDraft(queue, "put", draft.arguments | {"timeout": CALL_TIMEOUT})

    def _write_gets(self, queue: int, count: int) -> list[str]:
        call = self._writer.call(VectorDraft(queue, "get", {"timeout": CALL_TIMEOUT}))
        return [f"with repeat({count}): assert {call} in items"]

    def _apply_to_model(self, queue: int, items: list[list[VectorDraft]], gets: int) -> None:
        """Execute the lanes in the model, one after the other; the queue is empty after any order."""
        model = self._writer.models[queue]
        for draft in (draft for lane in items for draft in lane):
            model.call(None, "put", draft.arguments)
        for _ in range(gets):
            model.call(None, "get", {})

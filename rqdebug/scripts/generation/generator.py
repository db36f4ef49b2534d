# SPDX-License-Identifier: GPL-3.0-or-later
"""From settings to the text of a script that judges itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator_settings import GeneratorSettings, Strategy
from rqdebug.scripts.generation.random_walk import Walk
from rqdebug.scripts.generation.scene import Scene
from rqdebug.scripts.generation.vector_drafts import VectorDrafts
from rqdebug.scripts.language import script_text

PREVIEW = 200
"""Lines of a script that are shown while settings are chosen."""


@dataclass(frozen=True, slots=True)
class GeneratedScript:
    """A script, and how many vectors it has, beside those that make its queues."""

    text: str
    vectors: int


def generate(settings: GeneratorSettings) -> GeneratedScript:
    """The whole script. Raises SettingsError."""
    vectors, lines = 0, _preamble(settings, scene := _scene(settings))
    for count, said in _vectors(settings, scene):
        vectors += count
        lines += said
    return GeneratedScript("\n".join([*lines, ""]), vectors)


def preview(settings: GeneratorSettings, most: int = PREVIEW) -> str:
    """The first lines, without the work for all others. Raises SettingsError."""
    scene = _scene(settings)
    beginning = _preamble(settings, scene)
    lines = (line for _, said in _vectors(settings, scene) for line in said)
    return "\n".join([*beginning, *islice(lines, most), ""])


def count(settings: GeneratorSettings) -> int:
    """How many vectors there will be, or a few more where lanes end a walk. Raises SettingsError."""
    if settings.strategy in (Strategy.EVERY, Strategy.PAIRWISE):
        return generate(settings).vectors
    _scene(settings)
    return settings.count


def _scene(settings: GeneratorSettings) -> Scene:
    for field, problem in settings.problems().items():
        raise SettingsError(f"{field}: {problem}")
    return Scene(settings)


def _preamble(settings: GeneratorSettings, scene: Scene) -> list[str]:
    what = f"At most {settings.count:,} vectors, {settings.strategy.value}, seed {settings.seed}."
    return [*script_text.comment(what), *(scene.make(queue) for queue in range(settings.queues)), ""]


def _vectors(settings: GeneratorSettings, scene: Scene) -> Iterator[tuple[int, list[str]]]:
    """How many vectors, and their lines, until there are enough."""
    chance = random.Random(settings.seed)
    if settings.strategy is Strategy.WALK:
        yield from _enough(Walk(settings, scene, chance).vectors(), settings.count)
        return
    for draft in VectorDrafts(settings, chance).all():
        if scene.models[draft.queue].closed:
            yield 0, [scene.make(draft.queue)]
        yield 1, scene.perform(draft)


def _enough(vectors: Iterator[tuple[int, list[str]]], wanted: int) -> Iterator[tuple[int, list[str]]]:
    done = 0
    while done < wanted:
        count, lines = next(vectors)
        done += count
        yield count, lines

# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates scripts: settings in, text with expected results out."""

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
"""Lines of the preview in the dialog."""


@dataclass(frozen=True, slots=True)
class GeneratedScript:
    """A script, and its number of vectors without those that create the queues."""

    text: str
    vectors: int


def generate(settings: GeneratorSettings) -> GeneratedScript:
    """Return the whole script. Raises SettingsError."""
    vectors, lines = 0, _write_preamble(settings, scene := _make_scene(settings))
    for count, statements in _write_vectors(settings, scene):
        vectors += count
        lines += statements
    return GeneratedScript("\n".join([*lines, ""]), vectors)


def generate_preview(settings: GeneratorSettings, most: int = PREVIEW) -> str:
    """Return the first lines, without generating the others. Raises SettingsError."""
    scene = _make_scene(settings)
    beginning = _write_preamble(settings, scene)
    lines = (line for _, statements in _write_vectors(settings, scene) for line in statements)
    return "\n".join([*beginning, *islice(lines, most), ""])


def count_vectors(settings: GeneratorSettings) -> int:
    """Return the number of vectors, or slightly less if lanes end a walk. Raises SettingsError."""
    if settings.strategy in (Strategy.EVERY, Strategy.PAIRWISE):
        return generate(settings).vectors
    _make_scene(settings)
    return settings.count


def _make_scene(settings: GeneratorSettings) -> Scene:
    for field, problem in settings.problems().items():
        raise SettingsError(f"{field}: {problem}")
    return Scene(settings)


def _write_preamble(settings: GeneratorSettings, scene: Scene) -> list[str]:
    what = f"At most {settings.count:,} vectors, {settings.strategy.value}, seed {settings.seed}."
    return [
        *script_text.write_comment(what),
        *(scene.write_queue(queue) for queue in range(settings.queues)),
        "",
    ]


def _write_vectors(settings: GeneratorSettings, scene: Scene) -> Iterator[tuple[int, list[str]]]:
    """Return the number of vectors and their lines, until there are enough."""
    random_source = random.Random(settings.seed)
    if settings.strategy is Strategy.WALK:
        yield from _take_vectors(Walk(settings, scene, random_source).vectors(), settings.count)
        return
    for draft in VectorDrafts(settings, random_source).generate_all():
        if scene.models[draft.queue].closed:
            yield 0, [scene.write_queue(draft.queue)]
        yield 1, scene.perform(draft)


def _take_vectors(vectors: Iterator[tuple[int, list[str]]], wanted: int) -> Iterator[tuple[int, list[str]]]:
    done = 0
    while done < wanted:
        count, lines = next(vectors)
        done += count
        yield count, lines

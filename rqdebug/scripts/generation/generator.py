# SPDX-License-Identifier: GPL-3.0-or-later
"""Generates the text of scripts, with expected results."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator_settings import GeneratorSettings, Strategy
from rqdebug.scripts.generation.random_walk import RandomWalk
from rqdebug.scripts.generation.settings_header import write_header
from rqdebug.scripts.generation.vector_drafts import VectorDrafts
from rqdebug.scripts.generation.vector_writer import VectorWriter
from rqdebug.scripts.language import script_text

PREVIEW = 200
"""The number of lines of the preview in the dialog."""


@dataclass(frozen=True, slots=True)
class GeneratedScript:
    """A generated script."""

    text: str
    vectors: int
    """The number of vectors, without those that create the queues at the beginning."""
    is_complete: bool = True
    """Whether it has all vectors of the strategies EVERY and PAIRWISE; others have no end."""


def generate(settings: GeneratorSettings) -> GeneratedScript:
    """Generate the whole script.

    Raises:
        SettingsError: If a setting is invalid. The message begins with the name of its field.
    """
    vectors, lines = 0, _write_preamble(settings, writer := _make_writer(settings))
    for count, statements in _write_vectors(settings, writer):
        vectors += count
        lines += statements
    return GeneratedScript("\n".join([*lines, ""]), vectors, _is_complete(settings, vectors))


def generate_preview(settings: GeneratorSettings, most: int = PREVIEW) -> str:
    """Generate only the beginning of the script.

    Args:
        settings: The settings.
        most: The maximum number of lines after the creation of the queues.

    Raises:
        SettingsError: If a setting is invalid.
    """
    writer = _make_writer(settings)
    beginning = _write_preamble(settings, writer)
    lines = (line for _, statements in _write_vectors(settings, writer) for line in statements)
    return "\n".join([*beginning, *islice(lines, most), ""])


def count_vectors(settings: GeneratorSettings) -> int:
    """Return the number of vectors; with lanes, the script can have slightly more.

    Raises:
        SettingsError: If a setting is invalid.
    """
    return measure(settings)[0]


def measure(settings: GeneratorSettings) -> tuple[int, bool]:
    """Return the number of vectors, and whether they are all that the strategy has.

    Raises:
        SettingsError: If a setting is invalid.
    """
    if settings.strategy in (Strategy.EVERY, Strategy.PAIRWISE):
        script = generate(settings)
        return script.vectors, script.is_complete
    _make_writer(settings)
    return settings.count, True


def _is_complete(settings: GeneratorSettings, vectors: int) -> bool:
    """Whether there are no more combinations than vectors were generated."""
    if settings.strategy not in (Strategy.EVERY, Strategy.PAIRWISE) or vectors < settings.count:
        return True
    more = replace(settings, count=vectors + 1)
    drafts = VectorDrafts(more, random.Random(settings.seed)).generate_all()
    return next(islice(drafts, vectors, None), None) is None


def _make_writer(settings: GeneratorSettings) -> VectorWriter:
    for field, problem in settings.problems().items():
        raise SettingsError(f"{field}: {problem}")
    return VectorWriter(settings)


def _write_preamble(settings: GeneratorSettings, writer: VectorWriter) -> list[str]:
    strategy = f"strategy {settings.strategy.value}, seed {settings.seed}"
    what = f"Generated: at most {settings.count:,} vectors, {strategy}."
    return [
        *script_text.write_comment(what),
        *write_header(settings),
        *(writer.write_queue(queue) for queue in range(settings.queues)),
        "",
    ]


def _write_vectors(settings: GeneratorSettings, writer: VectorWriter) -> Iterator[tuple[int, list[str]]]:
    """Yield numbers of vectors with their lines, until there are enough."""
    random_source = random.Random(settings.seed)
    if settings.strategy is Strategy.WALK:
        yield from _take_vectors(RandomWalk(settings, writer, random_source).vectors(), settings.count)
        return
    for draft in VectorDrafts(settings, random_source).generate_all():
        if writer.models[draft.queue].closed:
            yield 0, [writer.write_queue(draft.queue)]
        yield 1, writer.perform(draft)


def _take_vectors(vectors: Iterator[tuple[int, list[str]]], wanted: int) -> Iterator[tuple[int, list[str]]]:
    done = 0
    while done < wanted:
        count, lines = next(vectors)
        done += count
        yield count, lines

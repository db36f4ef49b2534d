# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug generate``: a script with expected results, generated from settings."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from rqcore.protocol.queue_values import KINDS
from rqdebug.cli.common import exit_quietly
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator import generate as generate_script
from rqdebug.scripts.generation.generator_settings import (
    CODECS,
    METHODS,
    BlockChoice,
    DataChoice,
    GeneratorSettings,
    QueueChoice,
    Strategy,
    TimeoutChoice,
)

F = TypeVar("F", bound=Callable[..., Any])

USUAL = {field.name: field.default for field in fields(GeneratorSettings) if field.default is not MISSING}


def _option(name: str, field: str, help: str, **more: Any) -> Callable[[F], F]:
    """Add an option for a field of the settings, with its default."""
    usual = USUAL[field]
    shown = ", ".join(map(str, usual)) if isinstance(usual, tuple) else None
    more.setdefault("default", usual)
    return click.option(name, field, help=help, show_default=shown or True, **more)


def _several(name: str, field: str, help: str, kind: Any) -> Callable[[F], F]:
    return _option(name, field, f"{help}; can be repeated.", multiple=True, type=kind)


def _one_of(name: str, field: str, words: type[enum.Enum], help: str) -> Callable[[F], F]:
    return _option(
        name,
        field,
        help,
        type=click.Choice([word.value for word in words]),
        default=USUAL[field].value,
        callback=lambda context, parameter, value: words(value),
    )


def _weights(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    weights = {}
    for value in values:
        method, _, weight = value.partition("=")
        try:
            weights[method] = float(weight)
        except ValueError:
            raise click.BadParameter(f"{value!r} is not a weight, as in put=3") from None
    return weights


def _custom(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    """Parse values as JSON; what is not JSON is text."""
    items = []
    for value in values:
        try:
            items.append(json.loads(value))
        except ValueError:
            items.append(value)
    return tuple(items)


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The script; by default stdout."
)
@_one_of("--strategy", "strategy", Strategy, "How vectors are generated.")
@_option("--count", "count", "The number of vectors; for combinations, the maximum.", type=int)
@_option("--seed", "seed", "The same seed gives the same script.", type=int)
@_several("--method", "methods", "Methods to call", click.Choice(METHODS))
@click.option(
    "--weight", "weights", multiple=True, callback=_weights, help="How often a walk calls a method: put=3."
)
@_several("--kind", "kinds", "Kinds of queues", click.Choice(list(KINDS)))
@_several("--maxsize", "maxsizes", "Maximum numbers of items of queues; 0: unbounded", int)
@_option("--queues", "queues", "The number of queues; with --name, that of the names.", type=int)
@click.option("--name", "names", multiple=True, help="The name of a queue; can be repeated.")
@click.option("--found", is_flag=True, help="The named queues already exist, and are empty.")
@_one_of("--which", "which", QueueChoice, "Which queues each vector uses.")
@_option("--some", "some", "How many, with --which some.", type=int)
@_one_of("--block", "block", BlockChoice, "Whether put and get wait.")
@_one_of("--timeout", "timeout", TimeoutChoice, "How long calls may wait.")
@_option("--shortest", "shortest", "The shortest timeout, in seconds.", type=float)
@_option("--longest", "longest", "The longest timeout, for range and unique.", type=float)
@_one_of("--data", "data", DataChoice, "What items are.")
@click.option("--item", "custom", multiple=True, callback=_custom, help="An item, as JSON or text.")
@_several("--size", "sizes", "Bytes of random items", int)
@_several("--codec", "codecs", "Codecs of random items", click.Choice(CODECS))
@_option("--lanes", "lanes", "For walks: from time to time, run this many lanes in parallel.", type=int)
def generate(output: Path | None, **chosen: Any) -> None:
    """Write a script of vectors with expected results, which a model of the queues predicts."""
    if chosen["custom"]:
        chosen["data"] = DataChoice.CUSTOM
    if chosen["names"]:
        chosen["queues"] = len(chosen["names"])
    try:
        script = generate_script(GeneratorSettings(**chosen))
    except SettingsError as error:
        raise CommandFailed(str(error)) from error
    write_script(output, script.text)
    print_message(f"{script.vectors:,} vectors{f' in {output}' if output else ''}")


def write_script(output: Path | None, text: str) -> None:
    """Write a script into a file, or to the output without one. Raises CommandFailed."""
    if output is None:
        with exit_quietly():
            click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise CommandFailed(f"cannot write {output}: {error.strerror}") from error

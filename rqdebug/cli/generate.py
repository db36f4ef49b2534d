# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug generate``: generate a script with expected results from settings."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from rqcore.protocol.queue_values import KINDS
from rqdebug.cli.common import file_path
from rqdebug.cli.documented_command import command
from rqdebug.cli.messages import CommandFailed, plural, print_message
from rqdebug.cli.outputs import STDOUT, check_outputs, force_option, write_text
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
from rqdebug.scripts.generation.settings_header import read_header
from rqdebug.support.json_text import parse_json

F = TypeVar("F", bound=Callable[..., Any])

DEFAULTS = {field.name: field.default for field in fields(GeneratorSettings) if field.default is not MISSING}
"""The defaults of the settings by name: the options have the same."""


def _option(name: str, field: str, help: str, **more: Any) -> Callable[[F], F]:
    """Add an option for a field of the settings, and show its default in the help."""
    more = {"default": DEFAULTS[field], "show_default": True, **more}
    return click.option(name, field, help=help, **more)


def _several(name: str, field: str, help: str, kind: Any, **more: Any) -> Callable[[F], F]:
    text = f"{help}; can be repeated. By default: {', '.join(map(str, DEFAULTS[field]))}."
    return _option(name, field, text, multiple=True, type=kind, show_default=False, **more)


def _one_of(name: str, field: str, words: type[enum.Enum], help: str) -> Callable[[F], F]:
    return _option(
        name,
        field,
        help,
        type=click.Choice([word.value for word in words]),
        default=DEFAULTS[field].value,
        callback=lambda context, parameter, value: words(value),
    )


def _weights(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    weights = {}
    for value in values:
        method, _, weight = value.partition("=")
        try:
            weights[method] = float(weight)
        except ValueError:
            raise click.BadParameter(f"{value!r} is not METHOD=WEIGHT, such as put=3") from None
    return weights


def _custom(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    """Parse each value as JSON; a value that is not JSON is text."""
    items = []
    for value in values:
        try:
            items.append(parse_json(value))
        except ValueError:
            items.append(value)
    return tuple(items)


@command(
    examples={
        "Write a random walk on two queues:": "rqdebug generate -o walk.rqs",
        "Try every pair of choices on bounded queues:": "rqdebug generate --strategy pairwise --maxsize 3 "
        "--kind fifo --kind lifo -o pairs.rqs",
        "Generate a script again, but longer:": "rqdebug generate --like walk.rqs --count 1000 -o long.rqs",
        "Test a queue that exists, and is empty:": "rqdebug generate --name jobs --found -o jobs.rqs",
    }
)
@click.option(
    "-o",
    "--output",
    type=file_path,
    metavar="FILE",
    default=STDOUT,
    help="The script to write. By default, or with -, stdout.",
)
@_one_of(
    "--strategy",
    "strategy",
    Strategy,
    "How to choose vectors: every combination once (every), every pair of choices at least once (pairwise), "
    "at random (random), or at random but suited to the state of the queues (walk).",
)
@_option(
    "--count",
    "count",
    "The number of vectors. For every and pairwise, this is the maximum.",
    type=int,
    metavar="N",
)
@_option(
    "--seed",
    "seed",
    "The seed of random choices; the same seed gives the same script.",
    type=int,
    metavar="N",
)
@_several("--method", "methods", "A method to call", click.Choice(METHODS), metavar="METHOD")
@click.option(
    "--weight",
    "weights",
    multiple=True,
    metavar="METHOD=WEIGHT",
    callback=_weights,
    help="How often a walk calls a method, relative to the others, such as put=3; can be repeated. "
    "By default, each method has a weight of its own.",
)
@_several("--kind", "kinds", "A kind of queue", click.Choice(list(KINDS)))
@_several("--maxsize", "maxsizes", "A maximum number of items in a queue, 0 for unbounded", int, metavar="N")
@_option(
    "--queues",
    "queues",
    "The number of queues. By default 2, or as many as needed for all kinds and maximum sizes; with --name, "
    "the number of names.",
    type=int,
    metavar="N",
    default=None,
    show_default=False,
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="The name of a queue; can be repeated. By default, queues have no names.",
)
@click.option("--found", "existing", is_flag=True, help="Use named queues that already exist and are empty.")
@_one_of(
    "--which",
    "which",
    QueueChoice,
    "The queues that a vector is for: all, one at random, or some at random (see --some).",
)
@_option(
    "--some", "some", "The number of queues that a vector is for with --which some.", type=int, metavar="N"
)
@_one_of("--block", "block", BlockChoice, "Whether put and get block: yes, no, or either of them at random.")
@_one_of(
    "--timeout",
    "timeout",
    TimeoutChoice,
    "The timeouts of calls: none, always --shortest (value), at random from --shortest to --longest (range), "
    "or all different (unique).",
)
@_option("--shortest", "shortest", "The shortest timeout, in seconds.", type=float, metavar="SECONDS")
@_option(
    "--longest",
    "longest",
    "The longest timeout, in seconds, for --timeout range and unique.",
    type=float,
    metavar="SECONDS",
)
@_one_of(
    "--data",
    "data",
    DataChoice,
    "The items to put: all different (unique), random (see --size and --codec), or your own (see --item).",
)
@click.option(
    "--item",
    "custom",
    multiple=True,
    metavar="ITEM",
    callback=_custom,
    help="An item to put, as JSON or as text; can be repeated, and sets --data custom. By default, none.",
)
@_several("--size", "sizes", "A size of random items, in bytes", int, metavar="BYTES")
@_several("--codec", "codecs", "A codec of random items", click.Choice(CODECS))
@_option(
    "--lanes",
    "lanes",
    "In a walk, sometimes let N lanes use one queue at the same time; 0 or 1 never does.",
    type=int,
    metavar="N",
)
@click.option(
    "--like",
    "like",
    type=file_path,
    metavar="FILE",
    help="Use the settings in a generated script; other options replace them. By default, none.",
)
@force_option
def generate(output: Path, force: bool, like: Path | None, **chosen: Any) -> None:
    """Generate a script of vectors with expected results.

    A model of the queues predicts the results. Execute the script with run. The script begins with its
    settings, so that the same script can be generated again.
    """
    check_outputs([output], force)
    context = click.get_current_context()
    default = click.core.ParameterSource.DEFAULT
    given = {name: value for name, value in chosen.items() if context.get_parameter_source(name) != default}
    settings = _settings(GeneratorSettings() if like is None else _read_settings(like), given)
    _check(settings)
    _check_use(settings, given)
    try:
        script = generate_script(settings)
    except SettingsError as error:
        raise CommandFailed(str(error)) from error
    write_text(output, script.text)
    if not script.is_complete:
        print_message(f"there are more combinations than {settings.count:,}; raise --count for all of them")
    print_message(
        f"{plural(script.vectors, 'vector', 'vectors')}{f' in {output}' if output != STDOUT else ''}"
    )


def _read_settings(script: Path) -> GeneratorSettings:
    """Return the settings in a script. Raises CommandFailed."""
    try:
        settings = read_header(script.read_text("utf-8-sig"))
    except OSError as error:
        raise CommandFailed(f"cannot read {script}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise CommandFailed(f"cannot read {script}: it is not UTF-8 text") from error
    except SettingsError as error:
        raise CommandFailed(f"{script}: {error}") from error
    if settings is None:
        raise CommandFailed(f"{script} has no settings; give a script that rqdebug generated")
    return settings


def _settings(base: GeneratorSettings, given: dict[str, Any]) -> GeneratorSettings:
    """Return settings in which the given options replace settings of the base."""
    settings = replace(base, **given)
    if settings.custom and "custom" in given:
        settings = replace(settings, data=DataChoice.CUSTOM)
    if "names" in given:
        return replace(settings, queues=len(settings.names))
    if "queues" not in given and not settings.names:
        return replace(settings, queues=max(settings.queues, settings.min_queues))
    return settings


def _check_use(settings: GeneratorSettings, given: dict[str, Any]) -> None:
    """Refuse options that have no effect on these settings. Raises CommandFailed."""
    walks = settings.strategy is Strategy.WALK
    combines = settings.strategy in (Strategy.EVERY, Strategy.PAIRWISE)
    has_longest = settings.timeout in (TimeoutChoice.RANGE, TimeoutChoice.UNIQUE)
    needs = (
        ("lanes", settings.lanes < 2 or walks, "--lanes needs --strategy walk"),
        ("weights", walks, "--weight needs --strategy walk"),
        ("which", not combines, "--which needs --strategy random or walk"),
        ("some", settings.which is QueueChoice.SOME, "--some needs --which some"),
        ("longest", has_longest, "--longest needs --timeout range or unique"),
        ("sizes", settings.data is DataChoice.RANDOM, "--size needs --data random"),
        ("codecs", settings.data is DataChoice.RANDOM, "--codec needs --data random"),
    )
    for name, is_used, problem in needs:
        if name in given and not is_used:
            raise CommandFailed(problem)
    for method in settings.weights:
        if method not in settings.methods:
            raise CommandFailed(f"--weight {method} needs --method {method}")


def _check(settings: GeneratorSettings) -> None:
    """Check the settings, and name the option of the first wrong one. Raises CommandFailed."""
    problems = settings.problems()
    if problems:
        field, problem = next(iter(problems.items()))
        option = next(parameter.opts[0] for parameter in generate.params if parameter.name == field)
        raise CommandFailed(f"{option} {problem}")

# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses, lists and checks the scripts and tests of ``rqdebug run``."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from rqdebug.cli.messages import CommandFailed, plural, print_message, sanitize
from rqdebug.cli.script_runs.run_inputs import read_inputs, read_secrets
from rqdebug.scripts.language.evaluation import constant_value
from rqdebug.scripts.language.script_nodes import Check, Script, Statement, Vector, walk
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.selection import all_tests, read_selection, shuffle, unselected_lines, words_of


def select_scripts(
    scripts: Sequence[Script], keyword: str | None, order: int | None
) -> list[tuple[Script, frozenset[int]]]:
    """Return the selected scripts, each with the lines of the tests that do not run.

    Args:
        scripts: The scripts of the command.
        keyword: An expression that selects; None selects all.
        order: The seed of a random order; None keeps the order.

    Raises:
        CommandFailed: The expression is wrong, or selects nothing.
    """
    chosen = [(script, frozenset[int]()) for script in scripts]
    if keyword is not None:
        chosen = list(_select(scripts, keyword))
    if order is not None:
        chosen = [(shuffle(script, order), off) for script, off in chosen]
        random.Random(order).shuffle(chosen)  # noqa: S311  # an order is no secret
    return chosen


def _select(scripts: Sequence[Script], keyword: str) -> Iterator[tuple[Script, frozenset[int]]]:
    try:
        selection = read_selection(keyword)
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    left_out = 0
    for script in scripts:
        tests = all_tests(script)
        off = unselected_lines(script, selection)
        if len(off) < len(tests) or (not tests and selection(words_of(script, None))):
            yield script, off
        else:
            left_out += 1
    if left_out == len(scripts):
        raise CommandFailed(f"-k {keyword!r} selects no test; --list shows their names and tags")
    if left_out:
        print_message(f"-k selects nothing in {plural(left_out, 'script', 'scripts')}; not run")


def list_scripts(scripts: Sequence[tuple[Script, frozenset[int]]]) -> None:
    """Print the tests, parameters and inputs of scripts, with the selected tests only."""
    for script, off in scripts:
        for line in _lines(script, off):
            click.echo(sanitize(line))


def _lines(script: Script, off: frozenset[int]) -> Iterator[str]:
    off |= script.off
    yield f"{script.filename}: {plural(_count(script.body, off), 'vector', 'vectors')}"
    for name, each in script.parameters.items():
        default = constant_value(each.default)
        yield f"  --set {name}={default!r}" + (f"  {each.description}" if each.description else "")
    for name, is_secret in dict.fromkeys((each.name, each.is_secret) for each in script.inputs):
        yield f"  {'secret' if is_secret else 'environment variable'} {name}"
    for test in all_tests(script):
        if test.line not in off:
            tags = f"  [{', '.join(test.tags)}]" if test.tags else ""
            yield f"  {test.name}{tags}: {plural(_count(test.body, off), 'vector', 'vectors')}"


def _count(statements: Sequence[Statement], off: frozenset[int]) -> int:
    """Return how many vectors and checks are written in statements that are not off."""
    inside = {
        each.line for statement in walk(statements) if statement.line in off for each in walk([statement])
    }
    return sum(isinstance(each, (Vector, Check)) and each.line not in inside for each in walk(statements))


def with_inputs(
    selected: Sequence[tuple[Script, frozenset[int]]],
    options: Options,
    settings: Sequence[str],
    file: Path | None,
) -> list[tuple[Script, Options]]:
    """Return the selected scripts, each with the options of its run.

    Args:
        selected: What ``select_scripts`` returned.
        options: The options of all runs.
        settings: Parameters as ``NAME=VALUE``.
        file: A TOML file with parameters, or None.

    Raises:
        CommandFailed: As ``read_inputs``.
    """
    names = {name for script, _ in selected for name in script.parameters}
    secrets = read_secrets([script for script, _ in selected])
    runs = []
    for script, off in selected:
        inputs = read_inputs(script, settings, file, names, secrets)
        runs.append((script, replace(options, off=options.off | off, inputs=inputs)))
    return runs

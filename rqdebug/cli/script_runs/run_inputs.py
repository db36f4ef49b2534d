# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a script gets from outside: parameters, environment variables and secrets."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from rqdebug.cli.messages import CommandFailed
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.evaluation import Evaluator
from rqdebug.scripts.language.functions import SeededRandom
from rqdebug.scripts.language.inputs import Inputs, check_names, check_parameter, read_parameter
from rqdebug.scripts.language.script_nodes import Script

MAX_FILE = 1 << 20
"""The maximum size of a file with parameters in bytes."""


def read_inputs(
    script: Script, settings: Sequence[str], file: Path | None, others: Iterable[str] = ()
) -> Inputs:
    """Return the inputs of a run. Secrets that the environment does not have are asked for at a terminal.

    Args:
        script: The script, which has its parameters and names what it needs.
        settings: Parameters as ``NAME=VALUE``.
        file: A TOML file with parameters, or None.
        others: The parameters of other scripts of the same command, which this one may not have.

    Raises:
        CommandFailed: A parameter is unknown or of the wrong type, or something is missing.
    """
    evaluate = Evaluator({}, SeededRandom(0, ""))
    defaults = {name: evaluate(each.default) for name, each in script.parameters.items()}
    try:
        known = {*defaults, *others}
        parameters = _read_settings(settings, defaults, known)
        if file is not None:
            parameters = {**_read_file(file, defaults, known), **parameters}
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    inputs = Inputs(parameters, secrets=_ask_for_secrets(script))
    _check(script, inputs)
    return inputs


def _read_settings(
    settings: Sequence[str], defaults: Mapping[str, Any], known: Iterable[str]
) -> dict[str, Any]:
    texts = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise ValueError(f"--set {setting!r} is not NAME=VALUE, such as count=5")
        texts[name.strip()] = text
    check_names(texts, known)
    return {
        name: read_parameter(name, text, defaults[name]) for name, text in texts.items() if name in defaults
    }


def _read_file(file: Path, defaults: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    try:
        if file.stat().st_size > MAX_FILE:
            raise ValueError(f"{file} is larger than {MAX_FILE:,} bytes")
        values = tomllib.loads(file.read_text("utf-8-sig"))
        check_names(values, known)
        return {
            name: check_parameter(name, value, defaults[name])
            for name, value in values.items()
            if name in defaults
        }
    except OSError as error:
        raise ValueError(f"cannot read {file}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{file} is not valid TOML: {error}") from error
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


def _ask_for_secrets(script: Script) -> dict[str, str]:
    asked: dict[str, str] = {}
    environment = Inputs().environment
    for each in script.inputs:
        if (
            each.is_secret
            and not environment.get(each.name)
            and each.name not in asked
            and sys.stdin.isatty()
        ):
            asked[each.name] = click.prompt(f"secret {each.name}", hide_input=True, err=True)
    return asked


def _check(script: Script, inputs: Inputs) -> None:
    """Find what is missing before the run begins."""
    for each in script.inputs:
        try:
            if each.is_secret:
                inputs.secret(each.name)
            elif each.default is None:
                inputs.variable(each.name)
        except ValueError as error:
            filename, line = each.place
            raise CommandFailed(str(ScriptError(str(error), line, each.column, filename))) from None

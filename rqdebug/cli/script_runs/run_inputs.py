# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a script gets from outside: parameters, environment variables and secrets."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from rqdebug.cli.messages import CommandFailed, ScriptRefused, print_message
from rqdebug.errors import ScriptError
from rqdebug.scripts.language.evaluation import constant_value
from rqdebug.scripts.language.inputs import Inputs, check_names, check_parameter, read_parameter
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.scripts.running.stored_secrets import add_stored_secrets, missing_secrets
from rqdebug.support.regular_files import read_at_most

MAX_FILE = 1 << 20
"""The maximum size of a file with parameters in bytes."""


def read_secrets(scripts: Sequence[Script]) -> Inputs:
    """Return inputs with the secrets that the environment does not have: from the keyring, else a terminal.

    Each is asked for once, also if several scripts use it.
    """
    inputs = add_stored_secrets(scripts, Inputs())
    missing = missing_secrets(scripts, inputs) if sys.stdin.isatty() else []
    if missing and inputs.keyring_problem:
        print_message(f"{inputs.keyring_problem}; enter the secrets")
    asked = {name: click.prompt(f"secret {name}", hide_input=True, err=True) for name in missing}
    return replace(inputs, secrets={**inputs.secrets, **asked})


def read_inputs(
    script: Script,
    settings: Sequence[str],
    file: Path | None,
    others: Iterable[str] = (),
    secrets: Inputs | None = None,
) -> Inputs:
    """Return the inputs of a run.

    Args:
        script: The script, which has its parameters and names what it needs.
        settings: Parameters as ``NAME=VALUE``.
        file: A TOML file with parameters, or None.
        others: The parameters of other scripts of the same command, which this one may not have.
        secrets: What ``read_secrets`` returned; None for only the environment.

    Raises:
        CommandFailed: A parameter is unknown.
        ScriptRefused: A parameter is of the wrong type, or something is missing.
    """
    defaults = {name: constant_value(each.default) for name, each in script.parameters.items()}
    try:
        known = list(dict.fromkeys([*defaults, *others]))
        texts = _read_settings(settings, known)
        values = _read_file(file, known) if file is not None else {}
    except ValueError as error:
        raise CommandFailed(str(error)) from error
    parameters = {}
    for name, default in defaults.items():
        try:
            if name in texts:
                parameters[name] = read_parameter(name, texts[name], default)
            elif name in values:
                parameters[name] = check_parameter(name, values[name], default)
        except ValueError as error:
            message = str(error) if name in texts else f"{error}, in {file}"
            raise _refuse_parameter(script, name, message) from None
    inputs = replace(secrets or Inputs(), parameters=parameters)
    _check(script, inputs)
    return inputs


def _refuse_parameter(script: Script, name: str, message: str) -> ScriptRefused:
    parameter = script.parameters[name]
    filename, line = script.named_place(parameter.line)
    return ScriptRefused(str(ScriptError(message, line, parameter.column, filename)), script.filename)


def _read_settings(settings: Sequence[str], known: Iterable[str]) -> dict[str, str]:
    texts = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals:
            raise ValueError(f"--set {setting!r} is not NAME=VALUE, such as count=5")
        texts[name.strip()] = text
    check_names(texts, known)
    return texts


def _read_file(file: Path, known: Iterable[str]) -> dict[str, Any]:
    try:
        data = read_at_most(file, MAX_FILE)
    except OSError as error:
        raise ValueError(f"cannot read {file}: {error.strerror}") from error
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
        check_names(values, known)
        return values
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{file} is not valid TOML: {error}") from error
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


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
            message = str(ScriptError(str(error), line, each.column, filename))
            raise ScriptRefused(message, script.filename) from None

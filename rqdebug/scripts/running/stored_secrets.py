# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds the secrets that the keyring of the system has to the inputs of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.script_nodes import Script
from rqdebug.support.keyring_reader import read_keyring


def missing_secrets(scripts: Iterable[Script], inputs: Inputs) -> list[str]:
    """Return the names of the secrets of scripts that inputs and environment do not have, each once."""
    names = dict.fromkeys(each.name for script in scripts for each in script.inputs if each.is_secret)
    return [name for name in names if not (inputs.secrets.get(name) or inputs.environment.get(name))]


def add_stored_secrets(scripts: Iterable[Script], inputs: Inputs) -> Inputs:
    """Return the inputs with the missing secrets that the keyring has. Blocks, but not without end.

    Args:
        scripts: The scripts of a command, which share their secrets.
        inputs: What is known already.
    """
    answer = read_keyring(missing_secrets(scripts, inputs))
    secrets = {**inputs.secrets, **answer.values}
    return replace(inputs, secrets=secrets, keyring_problem=answer.problem)

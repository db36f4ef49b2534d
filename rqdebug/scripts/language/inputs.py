# SPDX-License-Identifier: GPL-3.0-or-later
"""What a script gets from outside: parameters, environment variables and secrets."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from typing import Any

from rqdebug.support.keyring_reader import SERVICE
from rqdebug.support.secret_forms import MAX_SECRET

MIN_SECRET = 4
"""The minimum length of a secret in characters: a shorter one could not be kept out of texts."""
_SECRET_NAME = re.compile("[A-Za-z0-9_.-]+")
_TRUTHS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_WANTED = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "a dict",
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one run."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Values that replace the defaults of parameters, by name."""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Secrets by name; one that is missing here is taken from the environment."""
    keyring_problem: str = ""
    """Why the keyring could not be read, for errors; empty if it could."""

    def variable(self, name: str) -> str:
        """Return an environment variable.

        Raises:
            ValueError: If it is not set.
        """
        if name not in self.environment:
            raise ValueError(f"the environment variable {name} is not set; set it, or give env a default")
        return self.environment[name]

    def secret(self, name: str) -> str:
        """Return a secret.

        Raises:
            ValueError: If it is missing, too short or too long.
        """
        secret = self.secrets.get(name) or self.environment.get(name, "")
        if not secret:
            if self.keyring_problem:
                raise ValueError(
                    f"the secret {name} is missing, because {self.keyring_problem}; set the environment "
                    f"variable {name}"
                )
            raise ValueError(
                f"the secret {name} is missing; set the environment variable {name}, or save it with the "
                f"command: keyring set {SERVICE} {name}"
            )
        if len(secret) < MIN_SECRET:
            raise ValueError(f"the secret {name} has fewer than {MIN_SECRET} characters")
        if len(secret.encode(errors="replace")) > MAX_SECRET:
            raise ValueError(f"the secret {name} is larger than {MAX_SECRET:,} bytes")
        return secret


def is_secret_name(name: str) -> bool:
    """Return whether a script may ask for a secret of this name.

    The keyring also has the passwords of targets, under their URLs, which a script must not read.
    """
    return _SECRET_NAME.fullmatch(name) is not None


def read_parameter(name: str, text: str, default: Any) -> Any:
    """Convert a text to the type of a parameter.

    Args:
        name: The name of the parameter, for errors.
        text: The text, from a command line.
        default: The value that the script gives, whose type counts. After None, JSON is read if it is any.

    Raises:
        ValueError: If the text is not of this type.
    """
    try:
        match default:
            case bool():
                return _TRUTHS[text.lower()]
            case int():
                return int(text)
            case float():
                return float(text)
            case str():
                return text
            case list() | dict():
                return check_parameter(name, json.loads(text), default)
    except (ValueError, KeyError, RecursionError):
        raise ValueError(f"the parameter {name} is {_WANTED[type(default)]}, not {text!r:.80}") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def check_parameter(name: str, value: Any, default: Any) -> Any:
    """Return a value for a parameter.

    Raises:
        ValueError: If it has another type than the default. A whole number is a number too.
    """
    if type(default) is float and type(value) is int:
        with suppress(OverflowError):
            return float(value)
    if default is not None and type(value) is not type(default):
        raise ValueError(f"the parameter {name} is {_WANTED[type(default)]}, not {value!r:.80}")
    if not _is_plain(value):
        raise ValueError(f"the parameter {name} contains a date or time; write it as a text")
    return value


def _is_plain(value: object) -> bool:
    """Return whether a script can have a value: TOML has dates and times, too."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return not isinstance(value, date | time)


def check_names(given: Iterable[str], known: Iterable[str]) -> None:
    """Check that a script has all parameters that are given.

    Raises:
        ValueError: If it does not have one.
    """
    names = list(known)
    for name in given:
        if name not in names:
            close = get_close_matches(name, names, 1)
            has = f"it has {', '.join(names)}" if names else "it has none"
            hint = f"did you mean {close[0]!r}?" if close else has
            raise ValueError(f"the script has no parameter {name!r}; {hint}")

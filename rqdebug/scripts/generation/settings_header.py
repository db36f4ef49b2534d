# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a generated script as comments at its beginning, from which they can be read again."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator_settings import GeneratorSettings

TITLE = "# Settings, which the generator can read again:"
INDENT = "#   "
WIDTH = 80
"""The number of characters after which a line of settings ends."""
MAX_HEADER = 1_000_000
"""The maximum number of characters of settings that are read."""
MAX_TITLE_LINE = 20
"""The settings begin in one of these first lines of a script."""


def write_header(settings: GeneratorSettings) -> list[str]:
    """Return comment lines with all settings, also those that have their default value."""
    parts = [part for name, value in to_values(settings).items() for part in _parts(name, value)]
    lines = [TITLE, INDENT]
    for part in parts:
        if len(lines[-1]) + len(part) > WIDTH and lines[-1] != INDENT:
            lines.append(INDENT)
        lines[-1] += part if lines[-1] == INDENT else f" {part}"
    return lines


def _parts(name: str, value: Any) -> list[str]:
    """Return ``name=value,`` in parts, between which a line can end."""
    if not isinstance(value, list) or len(value) < 2:
        return [f"{name}={value!r},"]
    first, *others, last = map(repr, value)
    return [f"{name}=[{first},", *(f"{member}," for member in others), f"{last}],"]


def read_header(text: str) -> GeneratorSettings | None:
    """Return the settings in a script; None if it has none.

    Raises:
        SettingsError: They are damaged, or of a version with other settings.
    """
    lines = text[:MAX_HEADER].splitlines()
    start = next((index + 1 for index, line in enumerate(lines[:MAX_TITLE_LINE]) if line == TITLE), None)
    if start is None:
        return None
    source = ""
    for line in lines[start:]:
        if not line.startswith(INDENT):
            break
        source += line[len(INDENT) :] + " "
    try:
        (statement,) = ast.parse(f"_({source})").body
        match statement:
            case ast.Expr(value=ast.Call(args=[], keywords=keywords)):
                return from_values({str(word.arg): ast.literal_eval(word.value) for word in keywords})
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError) as error:
        raise SettingsError(f"the settings in the script are damaged: {error}") from None
    raise SettingsError("the settings in the script are damaged")


def to_values(settings: GeneratorSettings) -> dict[str, Any]:
    """Return each setting by its name, as plain texts, numbers, lists and dicts."""
    return {field.name: _plain(getattr(settings, field.name)) for field in fields(GeneratorSettings)}


def from_values(values: Mapping[str, Any]) -> GeneratorSettings:
    """Return settings from the result of ``to_values``; what is missing has its default value.

    Raises:
        SettingsError: A setting does not exist, or has a value of the wrong type.
    """
    hints = get_type_hints(GeneratorSettings)
    unknown = set(values) - hints.keys()
    if unknown:
        raise SettingsError(
            f"there is no setting {min(unknown)!r}; it may be from another version of rqdebug"
        )
    defaults = GeneratorSettings()
    chosen = {
        name: _typed(name, value, hints[name], getattr(defaults, name)) for name, value in values.items()
    }
    return GeneratorSettings(**chosen)


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _typed(name: str, value: Any, hint: Any, default: Any) -> Any:
    """Return a plain value as the type of its field."""
    try:
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return hint(value)
    except ValueError:
        raise SettingsError(f"{name}: unknown value {value!r}") from None
    if isinstance(default, tuple):
        members = getattr(hint, "__args__", (Any,))[0]
        if isinstance(value, list) and (members is Any or _all(value, members)):
            return tuple(value)
    elif isinstance(default, Mapping):
        if isinstance(value, dict) and _all(value, str) and _all(value.values(), (int, float)):
            return {method: float(weight) for method, weight in value.items()}
    elif type(value) is type(default) or (type(default) is float and type(value) is int):
        return value
    raise SettingsError(f"{name}: a value of the wrong type, {type(value).__name__}")


def _all(values: Iterable[Any], kind: Any) -> bool:
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions that a text defines, while it is typed and may be no valid script."""

from __future__ import annotations

import re

from rqdebug.scripts.signatures import ANNOTATIONS, Signature, ValueKind

MAX_FUNCTIONS = 200
_FUNCTION = re.compile(r"^def[ \t]+(?P<name>[^\W\d]\w*)[ \t]*\((?P<parameters>[^()]*)\)[ \t]*:", re.MULTILINE)
HELP = "A function of this script."


def typed_functions(text: str) -> dict[str, Signature]:
    """Return the functions that a text defines, by name, the latest first."""
    found: dict[str, Signature] = {}
    for match in list(_FUNCTION.finditer(text))[-MAX_FUNCTIONS:]:
        parts = (_tidy(part) for part in match["parameters"].split(","))
        syntax = f"{match['name']}({', '.join(filter(None, parts))})"
        found[match["name"]] = Signature(syntax, HELP)
    return dict(reversed(found.items()))


def typed_parameters(text: str) -> dict[str, ValueKind]:
    """Return the parameters of the function around the end of a text, with their kinds."""
    functions = list(_FUNCTION.finditer(text))
    if not functions:
        return {}
    last = functions[-1]
    if re.search(r"\n(?=[^\s#])", text[last.end() :]):
        return {}  # a line without indentation ends the function
    parameters = {}
    for part in map(_tidy, last["parameters"].split(",")):
        name, _, annotation = part.partition("=")[0].partition(":")
        if name.isidentifier():
            parameters[name] = ANNOTATIONS.get(annotation.strip(), ValueKind.VALUE)
    return parameters


def _tidy(part: str) -> str:
    text = " ".join(part.split())
    return re.sub(r" ?= ?", "=", re.sub(r" ?: ?", ": ", text))

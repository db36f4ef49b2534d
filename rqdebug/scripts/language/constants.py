# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that a script must write as constants, because they are needed before it runs."""

from __future__ import annotations

import re

from rqdebug.scripts.language import expression_nodes

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(ns|us|µs|ms|s)")
_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9}


def read_duration(value: expression_nodes.Expression) -> int:
    """Return a duration in ns.

    Args:
        value: A number of seconds, or a text such as ``"5ms"``.

    Raises:
        ValueError: If it is neither, in one sentence.
    """
    match value:
        case expression_nodes.Literal(value=int() | float() as seconds) if 0 <= seconds < 10**9:
            return int(seconds * 10**9)
        case expression_nodes.Literal(value=str(text)) if (found := _DURATION.fullmatch(text)) and len(
            text
        ) < 20:
            return int(float(found[1]) * _UNITS[found[2]])
    raise ValueError('a duration is a number of seconds, or a text such as "5ms" in ns, us, ms or s')


def is_constant(node: expression_nodes.Expression) -> bool:
    """Whether an expression is a constant, or a list or dict of constants."""
    match node:
        case expression_nodes.Literal():
            return True
        case expression_nodes.Negative(value=value):
            return is_constant(value)
        case expression_nodes.ListOf(members=members):
            return all(map(is_constant, members))
        case expression_nodes.DictOf(pairs=pairs):
            return all(map(is_constant, (each for pair in pairs for each in pair)))
    return False

# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of JSON payloads: their paths, and how they are found in a payload."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from rqcore.controller.debugging.predicate_tree import json_type
from rqdebug.events.filters.literals import quote, unquote

MISSING = object()
"""The result for a payload without the member; None would be a JSON null."""
UNKNOWN = object()
"""The result for a payload of which too little is known."""

OPENING = {
    str: r"^(?:\xef\xbb\xbf)?[ \t\r\n]*(?:\{|$)",
    int: r"^(?:\xef\xbb\xbf)?[ \t\r\n]*(?:\[|$)",
}
"""Type of the first step of a path → how a payload with such a member begins; ``$`` if it was cut before."""
_STEP = re.compile(
    r"""\.(?P<name>[^.\[\]"']+)|\[(?P<index>0|[1-9][0-9]{0,8})\]"""
    r"""|\[(?P<quoted>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\]""",
    re.S,
)
_PLAIN_NAME = re.compile(r"""[^\s.\[\]"'(){},=!<>~*]+""")


def parse_path(name: str) -> tuple[str | int, ...]:
    """Return the names and indices in ``payload.order["two words"][0]``.

    Raises:
        ValueError: The path is malformed; the message says how to write one.
    """
    path: list[str | int] = []
    at = len("payload")
    while at < len(name):
        step = _STEP.match(name, at)
        if step is None and not name.startswith("[*]", at):
            raise ValueError(
                f"`{name}` is not a valid path; write, for example, payload.order.id, payload.parts[0] "
                'or payload["two words"]'
            )
        if step is None or step["name"] == "*":
            raise ValueError(
                f"`{name}` is not a valid path: there are no wildcards; name one member, for example, "
                'payload.order.id, or payload["*"] if * is its name'
            )
        quoted, index = step["quoted"], step["index"]
        path.append(unquote(quoted) if quoted else int(index) if index else step["name"])
        at = step.end()
    return tuple(path)


def format_path(path: Sequence[str | int]) -> str:
    """Return the name of a member, as ``parse_path`` reads it."""
    return "payload" + "".join(map(_format_step, path))


def _format_step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{quote(step)}]"


def extract(payload: bytes, path: Sequence[str | int]) -> Any:
    """Return a member of a whole payload, MISSING, or UNKNOWN if Python cannot parse it, for its depth."""
    try:
        value: Any = json.loads(payload.decode("utf-8-sig"))
        for step in path:
            if not isinstance(value, list if isinstance(step, int) else dict):
                return MISSING
            value = value[step]  # type: ignore[index]  # an index for a list, a name for an object
    except RecursionError:
        return UNKNOWN
    except (ValueError, LookupError):
        return MISSING
    return value


def same_json_type(one: Any, other: Any) -> bool:
    """Whether two JSON values have the same type. 1 and 1.0 are both numbers; true is not a number."""
    return json_type(one) is json_type(other)

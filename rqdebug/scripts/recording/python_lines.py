# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes calls as a Python program that uses ``rqcore``."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Sequence

from rqcore.codec import Codec, decode, encode
from rqcore.errors import CodecError
from rqcore.url import DEFAULT_URL, Url
from rqdebug.scripts.language.script_text import write_literal
from rqdebug.scripts.recording.observed_calls import TIMED, RecordedItem
from rqdebug.scripts.recording.repeated_calls import RepeatedCall
from rqdebug.scripts.recording.statements import ERROR_OF_OUTCOME

_WITHOUT_RESULT = ("put", "task_done", "shutdown", "close")
"""Methods whose result says nothing."""
_PYTHON_NAMES = {"list": "queues"}
"""The methods that have another name in events than in Python."""


class PythonWriter:
    """Writes calls, each with the lines that must come before it.

    Args:
        url: Returns the URL of a target by its name.
    """

    def __init__(self, url: Callable[[str], str]) -> None:
        self._url = url
        self._variables: dict[tuple[str, str], str] = {}
        """The variable of each queue, and of each target: its queue is empty."""

    def write(self, call: RepeatedCall) -> str:
        """Return the lines of a call."""
        event, lines = call.event, [] if self._variables else ["import rqcore", ""]
        target = self._variable(lines, event.target)
        if event.outcome == "noqueue":
            text = f"{target}.queue({event.queue!r})"
        elif not event.queue:
            text = f"{target}.{_PYTHON_NAMES.get(event.method, event.method)}()"
        else:
            receiver = self._variable(lines, event.target, event.queue)
            destination = self._variable(lines, event.target, call.destination) if call.destination else ""
            text = _write_call(call, receiver, destination)
        if event.method not in _WITHOUT_RESULT:
            text = f"print({text})"
        error = ERROR_OF_OUTCOME.get(event.outcome)
        if error:
            lines += ["try:", f"    {text}", f"except rqcore.{error} as error:", "    print(repr(error))"]
        else:
            lines.append(text)
        return "\n".join(lines)

    def _variable(self, lines: list[str], target: str, queue: str = "") -> str:
        """Return the variable of a queue, or of a target, and add the line that defines it the first time."""
        known = self._variables.get((target, queue))
        if known is not None:
            return known
        name = self._unused(_identifier(queue, "queue") if queue else "controller")
        if queue:
            value = f"{self._variables[target, '']}.queue({queue!r})"
        else:
            value = f"rqcore.connect({str(Url.parse(self._url(target) or DEFAULT_URL))!r})"
        lines.append(f"{name} = {value}")
        self._variables[target, queue] = name
        return name

    def _unused(self, name: str) -> str:
        taken, number, result = set(self._variables.values()), 1, name
        while result in taken:
            number += 1
            result = f"{name}_{number}"
        return result


def _identifier(label: str, default: str) -> str:
    """Return a name for a variable that resembles the label of a queue."""
    name = re.sub(r"\W+", "_", label, flags=re.ASCII).strip("_").lower()
    is_uuid = re.fullmatch("[0-9a-f]{8}(_[0-9a-f]{4}){3}_[0-9a-f]{12}", name)
    if not name or is_uuid:
        return default
    if name[0].isdigit():
        name = f"{default}_{name}"
    is_used = keyword.iskeyword(name) or hasattr(builtins, name) or name in ("rqcore", "controller", "error")
    return f"{name}_queue" if is_used else name


def _write_call(call: RepeatedCall, receiver: str, destination: str) -> str:
    event, arguments = call.event, []
    match event.method:
        case "maxsize":
            return f"{receiver}.maxsize"
        case "put":
            arguments = [_write_items(call.items)[0]]
        case "put_many":
            arguments = [f"[{', '.join(_write_items(call.items))}]"]
        case "get_many":
            arguments = [str(max(event.items, 1))]
        case "move":
            arguments = [destination, f"count={max(event.items, 1)}"]
        case "shutdown" if event.items:
            arguments = ["immediate=True"]
    if event.method in ("put", "get") and event.timeout_ns == 0:
        arguments.append("block=False")
    elif event.method in TIMED and event.timeout_ns is not None:
        arguments.append(f"timeout={event.timeout_ns / 1e9!r}")
    if event.method in ("get", "get_many") and event.codec == str(Codec.PICKLE):
        arguments.append("decoded=False")
    return f"{receiver}.{event.method}({', '.join(arguments)})"


def _write_items(items: Sequence[RecordedItem]) -> list[str]:
    """Return items as expressions that are put with exactly these bytes; all of one call in the same form."""
    try:
        return [_write_value(item) for item in items]
    except (CodecError, ValueError, RecursionError):
        return [
            f"rqcore.Payload(rqcore.codec.Codec.{Codec.parse(item.codec).name}, {item.head!r})"
            for item in items
        ]


def _write_value(item: RecordedItem) -> str:
    codec = Codec.parse(item.codec)
    value = decode(item.head, codec)
    if encode(value) != (codec, item.head):
        raise ValueError("the payload is not what a client makes of its value")
    return write_literal(value)

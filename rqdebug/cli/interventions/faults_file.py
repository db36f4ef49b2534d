# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with faults, in TOML. Each table is a fault, and its name that of the fault.

::

    [slow]
    filter = "queue == jobs and method == put"
    delay = "100ms..300ms"
    probability = 0.1
    seed = 7

    [twice]
    filter = "payload.order.id == 17"
    duplicate = true

The keys are ``filter`` and the options of ``rqdebug fault``, of which exactly one is a fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from rqcore.debug import CallCondition
from rqcore.errors import BadCall
from rqdebug.cli.documented_command import number
from rqdebug.cli.interventions.attached_debugger import STAGES
from rqdebug.cli.interventions.fault_kinds import FAULT_KINDS, read_probability
from rqdebug.cli.interventions.set_faults import Fault
from rqdebug.cli.messages import CommandFailed
from rqdebug.events.filters.literals import did_you_mean
from rqdebug.support.regular_files import read_at_most

LONGEST_FILE = 1 << 20
"""The most bytes of a file."""
_KINDS = {kind.name: kind for kind in FAULT_KINDS}
KEYS = ("filter", *_KINDS, "probability", "seed", "at")
"""All keys of a table."""
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"""\s*([\w-]+|"[^"]*"|'[^']*')\s*[=.]""")
T = TypeVar("T")


class FaultsFile:
    """A file with faults.

    Args:
        path: The file.
        compile: Makes a condition of a filter. It raises CommandFailed.
    """

    def __init__(self, path: Path, compile: Callable[[str], CallCondition]) -> None:
        self._path = path
        self._compile = compile
        self._stamp: object = None

    @property
    def has_changed(self) -> bool:
        """Whether the file is not the one that was read last."""
        return self._current_stamp() != self._stamp

    def _current_stamp(self) -> object:
        try:
            status = self._path.stat()
        except OSError as error:
            return error.errno
        return status.st_mtime_ns, status.st_size, status.st_ino

    def read(self) -> dict[str, Fault]:
        """Return the faults by name.

        Raises:
            CommandFailed: The file cannot be read, or has an error. The message has the line and the key.
        """
        self._stamp = self._current_stamp()
        try:
            text = read_at_most(self._path, LONGEST_FILE).decode("utf-8-sig")
            tables = tomllib.loads(text)
        except OSError as error:
            raise CommandFailed(f"cannot read {self._path}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise CommandFailed(f"{self._path} is not valid TOML: {error}") from error
        return {name: self._read_fault(text, name, table) for name, table in tables.items()}

    def _read_fault(self, text: str, name: str, table: Any) -> Fault:
        reader = _TableReader(f"{self._path}", text, name, table)
        reader.check_keys()
        with reader.explaining("filter"):
            condition = self._compile(reader.text("filter"))
        (kind,) = (_KINDS[key] for key in table if key in _KINDS)
        fault = Fault(
            name,
            kind.name,
            reader.read(kind.name, kind.read) if kind.metavar else reader.flag(kind.name),
            condition,
            reader.read("at", _read_stage) if "at" in table else None,
            reader.read("probability", read_probability) if "probability" in table else None,
            int(reader.read("seed", number(int, 1))) if "seed" in table else 1,
        )
        with reader.explaining(kind.name):
            _ = fault.definition
        return fault


class _TableReader:
    """Reads the table of a fault. Its errors have the line and the key.

    Args:
        path: The file.
        text: Its content.
        name: The name of the table.
        table: The table.
    """

    def __init__(self, path: str, text: str, name: str, table: Any) -> None:
        self._path, self._lines, self._name = path, text.splitlines(), name
        if not isinstance(table, dict):
            raise self._error(name, f"a fault is a table, which begins with [{name}]")
        self._table: dict[str, Any] = table

    def check_keys(self) -> None:
        """Check that there is a filter and one fault, and nothing unknown."""
        for key in self._table:
            if key not in KEYS:
                hint = did_you_mean(key, KEYS) or f"; choose from {', '.join(KEYS)}"
                raise self._error(key, f"there is no such key{hint}")
        kinds = [key for key in self._table if key in _KINDS]
        if len(kinds) != 1:
            raise self._error(self._name if not kinds else kinds[1], f"choose one of {', '.join(_KINDS)}")
        if "filter" not in self._table:
            raise self._error(self._name, 'the filter is missing; write filter = "queue == jobs"')

    def text(self, key: str) -> str:
        """Return a text."""
        value = self._table[key]
        if not isinstance(value, str):
            raise self._error(key, "it must be a text in quotes")
        return value

    def flag(self, key: str) -> dict[str, Any]:
        """Return the fields of a fault that has none."""
        if self._table[key] is not True:
            raise self._error(key, "it must be true; remove the line otherwise")
        return {}

    def read(self, key: str, read: Callable[[str], T]) -> T:
        """Return what is read from a text or number."""
        value = self._table[key]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self._error(key, "it must be a text or a number")
        with self.explaining(key):
            return read(str(value))

    @contextmanager
    def explaining(self, key: str) -> Iterator[None]:
        """Add the line and the key to an error in this block."""
        try:
            yield
        except (click.ClickException, BadCall) as error:
            message = error.message if isinstance(error, click.ClickException) else str(error)
            raise self._error(key, message) from error

    def _error(self, key: str, message: str) -> CommandFailed:
        line = self._line_of(key)
        return CommandFailed(f"{self._path}{f', line {line}' if line else ''}: {key}: {message}")

    def _line_of(self, key: str) -> int:
        """Return the line of a key of the table, or of the table itself; 0 if it is not found."""
        begin, table = 0, ""
        for at, line in enumerate(self._lines, 1):
            if header := _HEADER.match(line):
                table = header[1].strip(" \t\"'")
                begin = begin or at * (table == self._name)
            elif table == self._name and (found := _KEY.match(line)) and found[1].strip("\"'") == key:
                return at
        return begin


def _read_stage(text: str) -> str:
    if text not in STAGES:
        raise click.BadParameter(f"{text!r} is neither start nor end")
    return text

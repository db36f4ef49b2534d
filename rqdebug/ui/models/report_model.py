# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of a run as a table that grows during the run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PyQt5.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PyQt5.QtGui import QBrush, QColor

from rqdebug.scripts.language.included_files import IncludedFile, file_at
from rqdebug.scripts.report import RunStatus, VectorResult, Verdict
from rqdebug.scripts.running.vectors_not_run import LEFT_OUT, NOT_RUN
from rqdebug.ui.models import formats
from rqdebug.ui.style.colors import ColorPalette
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import later, tr

KEPT = 20_000
"""Maximum number of results that are kept; the oldest are dropped."""

TITLES = (
    later("Result"),
    later("Line"),
    later("Vector"),
    later("Expected"),
    later("Got"),
    later("Target"),
    later("Lane"),
    later("Iteration"),
    later("Duration"),
)
LINE, TARGET, LANE, LOOP = 1, 5, 6, 7
_RIGHT_COLUMNS = frozenset({LINE, 7, 8})
_RIGHT = int(Qt.AlignRight | Qt.AlignVCenter)
_LEFT = int(Qt.AlignLeft | Qt.AlignVCenter)

SIGNS = {
    Verdict.PASSED: "✓",
    Verdict.FAILED: "✗",
    Verdict.ERROR: "!",
    Verdict.INTERRUPTED: "!",
    Verdict.NOT_RUN: "–",
}
"""Symbols for verdicts, used where space is limited."""

WORDS = {
    Verdict.PASSED: later("passed"),
    Verdict.FAILED: later("failed"),
    Verdict.ERROR: later("error"),
    Verdict.INTERRUPTED: later("interrupted"),
    Verdict.NOT_RUN: later("not run"),
}
"""Names of the verdicts."""
STATUS_WORDS = {
    RunStatus.PASSED: later("Passed"),
    RunStatus.SKIPPED: later("Skipped"),
    RunStatus.NOT_RUN: later("Not run"),
    RunStatus.EMPTY: later("Nothing checked"),
    RunStatus.DIFFERENT: later("Different results"),
    RunStatus.FAILED: later("Failed"),
    RunStatus.ERROR: later("Error"),
    RunStatus.STOPPED: later("Stopped"),
    RunStatus.INVALID: later("Invalid script"),
    RunStatus.TIMED_OUT: later("Timed out"),
    RunStatus.LOST: later("Connection lost"),
    RunStatus.UNREACHABLE: later("Target unreachable"),
}
"""How a run ended, in words."""

_WHY_NOT_RUN = {
    NOT_RUN: later("its lane or block ended before it"),
    LEFT_OUT: later("the run ended before its script"),
}
"""By what the engine says of a vector that was not run: the same for the window."""

_ERROR = re.compile(r"[A-Z]\w*: ")
"""How ``got`` begins if it is an error: with the name of its class."""


def verdict_color(palette: ColorPalette, verdict: Verdict) -> str:
    return palette.ok if verdict is Verdict.PASSED else palette.error


class ReportModel(QAbstractTableModel):
    """Has a row for each result, in order of arrival, and counts the verdicts."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._results: list[VectorResult] = []
        self.files: Sequence[IncludedFile] = ()
        """The files that the script includes."""
        self.tally: Counter[Verdict] = Counter()
        """Number of results per verdict, including dropped results."""

    def clear(self) -> None:
        self.beginResetModel()
        self._results = []
        self.tally.clear()
        self.endResetModel()

    def add(self, results: Sequence[VectorResult]) -> None:
        self.tally.update(result.outcome for result in results)
        self._drop_oldest(len(results))
        results = results[-KEPT:]
        first = len(self._results)
        self.beginInsertRows(QModelIndex(), first, first + len(results) - 1)
        self._results += results
        self.endInsertRows()

    def add_unreachable(self, reasons: Mapping[str, str]) -> None:
        """Add a row for each target that could not be connected to. These rows are not counted as results."""
        rows = [
            VectorResult(target, "", 0, "", Verdict.ERROR, tr("a connection"), translate_message(reason))
            for target, reason in reasons.items()
        ]
        if not rows:
            return
        first = len(self._results)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._results += rows
        self.endInsertRows()

    def results(self, target: str) -> Iterator[VectorResult]:
        """Return the kept results of one target."""
        return (result for result in self._results if result.target == target)

    def result_at_time(self, target: str, method: str, time: int, error: int) -> VectorResult | None:
        """Find the vector that made a call.

        Args:
            target: Name of the target that saw the call.
            method: Method of the call.
            time: When the call was seen, in ns of this machine's clock.
            error: How far ``time`` may be off, in ns.

        Returns:
            The most likely result: close in time, with the method in its vector. None without results.
        """
        calls = (each for each in self.results(target) if each.ended)
        return min(calls, key=lambda each: unlikeliness(each, method, time, error), default=None)

    def result_at(self, row: int) -> VectorResult:
        return self._results[row]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._results)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.DisplayRole) -> Any:
        if orientation == Qt.Horizontal and role == Qt.DisplayRole:
            return tr(TITLES[section])
        if orientation == Qt.Horizontal and role == Qt.TextAlignmentRole:
            return _RIGHT if section in _RIGHT_COLUMNS else _LEFT
        return None

    def data(self, index: QModelIndex, role: int = Qt.DisplayRole) -> Any:
        result, column = self._results[index.row()], index.column()
        if role == Qt.DisplayRole:
            return texts_of(result, self.files)[column]
        if role == Qt.ToolTipRole:
            return formats.tip(texts_of(result, self.files)[column])
        if role == Qt.TextAlignmentRole:
            return _RIGHT if column in _RIGHT_COLUMNS else _LEFT
        if role == Qt.ForegroundRole:
            return QBrush(QColor(self._color(result, TITLES[column])))
        return None

    def _drop_oldest(self, new_count: int) -> None:
        """Drop the oldest results, many in one step because dropping is expensive."""
        if len(self._results) + new_count <= KEPT:
            return
        dropped = min(len(self._results), max(new_count, KEPT // 4))
        if dropped:
            self.beginRemoveRows(QModelIndex(), 0, dropped - 1)
            del self._results[:dropped]
            self.endRemoveRows()

    def _color(self, result: VectorResult, title: str) -> str:
        palette = self._theme.palette
        if title == "Result" or (title == "Got" and result.outcome is not Verdict.PASSED):
            return verdict_color(palette, result.outcome)
        return palette.text if title in ("Vector", "Expected", "Got") else palette.muted


def unlikeliness(result: VectorResult, method: str, time: int, error: int) -> tuple[bool, int]:
    """Return a value that is less the more likely a vector has made a call; see ``result_at_time``."""
    distance = _distance(result, time)
    return distance > error or f".{method}(" not in result.text, distance


def translate_got(result: VectorResult) -> str:
    """Translate the message of an error, such as ``Full: queue 'jobs' is full``; a value stays as it is."""
    if result.outcome is Verdict.NOT_RUN:
        return tr(_WHY_NOT_RUN.get(result.got, result.got))
    is_message = result.outcome is Verdict.INTERRUPTED or not result.expected or _ERROR.match(result.got)
    return translate_message(result.got) if is_message else result.got


def texts_of(result: VectorResult, files: Sequence[IncludedFile] = ()) -> tuple[str, ...]:
    """Return the texts of a result, in the order of TITLES.

    Args:
        result: The result.
        files: The files that the script includes; the line of a result is the one in its file.
    """
    first, column = result.place
    file = file_at(files, first)
    own = first - file.offset if file else first
    line = f"{own}:{column}" if column else str(own or "")
    return (
        f"{SIGNS[result.outcome]} {tr(WORDS[result.outcome])}",
        line,
        f"{file.name}:{line}: {result.text}" if file else result.text,
        result.expected,
        translate_got(result),
        result.target,
        result.lane,
        str(result.loop or "") if result.line else "",
        formats.duration(result.duration_ns) if result.line and result.outcome is not Verdict.NOT_RUN else "",
    )


def _distance(result: VectorResult, time: int) -> int:
    """Return the distance in ns between a time and a call; 0 during the call."""
    return max(result.ended - result.duration_ns - time, time - result.ended, 0)

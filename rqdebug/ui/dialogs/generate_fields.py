# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of the generator dialog, and the texts that users enter in them."""

from __future__ import annotations

import ast
import enum
import json
import shlex
from collections.abc import Callable
from typing import Any

from PyQt5.QtCore import QSignalBlocker, Qt
from PyQt5.QtGui import QResizeEvent
from PyQt5.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QListWidget, QListWidgetItem, QSpinBox

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator_settings import MAX_TIMEOUT
from rqdebug.ui.style.tr import tr

Changed = Callable[[], object]


class CheckList(QListWidget):
    """A list of check boxes that is as high as its rows need, whatever its width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        last = self.item(self.count() - 1)
        if last is not None:
            self.doItemsLayout()  # type: ignore[attr-defined]  # the stubs lack it
            bottom = self.visualItemRect(last).bottom() + self.verticalScrollBar().value()
            self.setFixedHeight(bottom + 2 * (self.frameWidth() + self.spacing()) + 2)


def choice_box(words: type[enum.Enum], default: enum.Enum, changed: Changed) -> QComboBox:
    box = QComboBox()
    for word in words:
        box.addItem(tr(str(word.value)), word)
    box.setCurrentIndex(box.findData(default))
    box.currentIndexChanged.connect(lambda _: changed())
    return box


def number_box(least: int, most: int, default: int, changed: Changed) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setValue(default)
    spin.valueChanged.connect(lambda _: changed())
    return spin


def seconds_box(default: float, changed: Changed) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(0, MAX_TIMEOUT)
    spin.setDecimals(4)
    spin.setSingleStep(0.001)
    spin.setSuffix(" s")
    spin.setValue(default)
    spin.valueChanged.connect(lambda _: changed())
    return spin


def text_line(default: str, hint: str, changed: Changed) -> QLineEdit:
    line = QLineEdit(default)
    line.setPlaceholderText(hint)
    line.textChanged.connect(lambda _: changed())
    return line


def check_list(words: tuple[str, ...], default: tuple[str, ...], changed: Changed) -> QListWidget:
    """A list of check boxes that wraps into columns."""
    box = CheckList()
    box.setFlow(QListWidget.LeftToRight)
    box.setWrapping(True)
    box.setResizeMode(QListWidget.Adjust)
    box.setSpacing(2)
    box.setVerticalScrollBarPolicy(Qt.ScrollBarAlwaysOff)
    box.addItems(words)
    check_words(box, default)
    box.itemChanged.connect(lambda _: changed())
    return box


def check_words(box: QListWidget, words: tuple[str, ...]) -> None:
    """Check these words, in their order, which is that of the generator; a word can appear more than once."""
    items = [item.text() for row in range(box.count()) if (item := box.item(row)) is not None]
    others = [word for word in dict.fromkeys(items) if word not in words]
    in_order = [word for word in dict.fromkeys(items) if word in words] == list(words)
    ordered = list(dict.fromkeys(items)) if in_order else [*words, *others]
    with QSignalBlocker(box):
        box.clear()
        for word in ordered:
            item = QListWidgetItem(word)
            item.setFlags(Qt.ItemIsEnabled | Qt.ItemIsUserCheckable)
            item.setCheckState(Qt.Checked if word in words else Qt.Unchecked)
            box.addItem(item)


def checked_words(box: QListWidget) -> tuple[str, ...]:
    items = (box.item(row) for row in range(box.count()))
    return tuple(item.text() for item in items if item is not None and item.checkState() == Qt.Checked)


def read_numbers(text: str, what: str) -> tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.replace(",", " ").split())
    except ValueError:
        raise SettingsError(
            tr("{what}: enter whole numbers separated by spaces, for example 0 3 100", what=what)
        ) from None


def read_names(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        raise SettingsError(tr("names: a quotation mark is missing")) from None


def read_weights(text: str) -> dict[str, float]:
    weights = {}
    for word in text.replace(",", " ").split():
        method, _, weight = word.partition("=")
        try:
            weights[method] = float(weight)
        except ValueError:
            raise SettingsError(
                tr("weights: enter METHOD=WEIGHT separated by spaces, for example put=3 close=0")
            ) from None
    return weights


def write_items(items: tuple[Any, ...]) -> str:
    """Return items as JSON; those that JSON does not have, such as bytes, as Python writes them."""
    if not items:
        return ""
    try:
        return json.dumps(list(items), ensure_ascii=False)
    except TypeError:
        return repr(list(items))


def read_items(text: str) -> tuple[Any, ...]:
    if not text.strip():
        return ()
    try:
        items = json.loads(text)
    except ValueError:
        items = _python_items(text)
    return tuple(items) if isinstance(items, list) else (items,)


def _python_items(text: str) -> list[Any]:
    try:
        items = ast.literal_eval(text.strip()) if text.strip().startswith("[") else None
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        items = None
    if not isinstance(items, list):
        raise SettingsError(tr('custom items: enter a JSON list, for example ["a", {"n": 1}]'))
    return items

# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog in which the user edits styles: colours and fonts for events that match a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QColor, QFont
from PyQt5.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFontComboBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rqdebug.events.views.styles import Style, StyleLibrary, export_styles, import_styles
from rqdebug.support.characters import escape_unsafe
from rqdebug.ui.dialogs.save_file import ask_save_file
from rqdebug.ui.models import formats
from rqdebug.ui.style.contrast import text_of_style
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.theme import Theme
from rqdebug.ui.style.tr import tr
from rqdebug.ui.widgets.escaping_delegate import escape_items
from rqdebug.ui.widgets.plain_label import PlainLabel
from rqdebug.ui.widgets.swatch import swatch

EXAMPLE = '14:03:20.118041   put   jobs   loader   ok   {"n": 17}'
FILES = "(*.json)"


class ColorButton(QPushButton):
    """Shows a colour; a click opens a colour dialog."""

    def __init__(self, title: str, changed: Callable[[], object]) -> None:
        super().__init__()
        self._title = title
        self._changed = changed
        self.color = ""
        self.setAutoDefault(False)
        self.setAccessibleName(title)
        self.clicked.connect(self._ask)

    def show_color(self, color: str) -> None:
        self.color = color
        self.setText(color or tr("default"))
        self.setIcon(swatch(color))

    def _ask(self) -> None:
        chosen = QColorDialog.getColor(QColor(self.color or "#808080"), self, self._title)
        if chosen.isValid():
            self.show_color(chosen.name())
            self._changed()


class StylesDialog(QDialog):
    """Edits a style library. Each change takes effect immediately and is saved."""

    def __init__(self, library: StyleLibrary, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WA_DeleteOnClose)
        self.setWindowTitle(tr("Styles"))
        self.resize(820, 480)
        self._library = library
        self._theme = theme
        self._showing = False
        self.sets = QComboBox()
        self.rules = QListWidget()
        escape_items(self.rules)
        self.filter = QLineEdit()
        self.color = ColorButton(tr("Text colour"), self._write)
        self.background = ColorButton(tr("Background"), self._write)
        self.bold, self.italic = QCheckBox(tr("Bold")), QCheckBox(tr("Italic"))
        self.default_font = QCheckBox(tr("Default font"))
        self.family = QFontComboBox()
        self.example = PlainLabel(EXAMPLE)
        self.problem = PlainLabel()
        self._lay_out()
        self._connect()
        self._show_sets()
        theme.changed.connect(self._repaint)

    # The rules

    @property
    def styles(self) -> list[Style]:
        """The rules in the list."""
        items = (self.rules.item(row) for row in range(self.rules.count()))
        return [item.data(Qt.UserRole) for item in items if item is not None]

    def add(self, style: Style) -> None:
        """Add a rule at the end, and focus its filter."""
        self._show_rules([*self.styles, style], self.rules.count())
        self.filter.setFocus()
        self._save()

    def remove(self) -> None:
        """Remove the selected rule."""
        row = self.rules.currentRow()
        if row >= 0:
            self._show_rules([style for n, style in enumerate(self.styles) if n != row], row)
            self._save()

    def move_rule(self, by: int) -> None:
        """Move the selected rule down by ``by`` rows, or up if negative."""
        row, styles = self.rules.currentRow(), self.styles
        if row >= 0 and 0 <= row + by < len(styles):
            styles.insert(row + by, styles.pop(row))
            self._show_rules(styles, row + by)
            self._save()

    def _show_rules(self, styles: Sequence[Style], current: int = 0) -> None:
        self._showing = True
        self.rules.clear()
        for style in styles:
            self.rules.addItem(self._item(style))
        self._showing = False
        self.rules.setCurrentRow(min(current, len(styles) - 1))
        self._show_rule()

    def _repaint(self) -> None:
        """Draw the rules in the colours of another theme."""
        self._show_rules(self.styles, self.rules.currentRow())

    def _item(self, style: Style) -> QListWidgetItem:
        item = QListWidgetItem()
        item.setFlags(item.flags() | Qt.ItemIsUserCheckable)
        self._paint_item(item, style)
        return item

    def _paint_item(self, item: QListWidgetItem, style: Style) -> None:
        item.setData(Qt.UserRole, style)
        item.setText(style.filter or tr("(all events)"))
        item.setCheckState(Qt.Checked if style.on else Qt.Unchecked)
        item.setForeground(QColor(text_of_style(style, self._theme.palette) or self._theme.palette.text))
        item.setBackground(QColor(style.background or self._theme.palette.panel))

    def _show_rule(self) -> None:
        item = self.rules.currentItem()
        style = item.data(Qt.UserRole) if item else Style("")
        for widget in (self.filter, self.color, self.background, self.bold, self.italic, self.default_font):
            widget.setEnabled(item is not None)
        self._showing = True
        self.filter.setText(style.filter)
        self.color.show_color(style.color)
        self.background.show_color(style.background)
        self.bold.setChecked(style.bold)
        self.italic.setChecked(style.italic)
        self.default_font.setChecked(not style.family)
        self.family.setEnabled(item is not None and bool(style.family))
        if style.family:
            self.family.setCurrentFont(QFont(style.family))
        self._showing = False
        self._show_example(style)

    def _write(self) -> None:
        """Update the selected rule from the form."""
        item = self.rules.currentItem()
        if self._showing or item is None:
            return
        default = self.default_font.isChecked()
        self.family.setEnabled(not default)
        style = Style(
            self.filter.text().strip(),
            self.color.color,
            self.background.color,
            self.bold.isChecked(),
            self.italic.isChecked(),
            "" if default else self.family.currentFont().family(),
            item.checkState() == Qt.Checked,
        )
        self._showing = True
        self._paint_item(item, style)
        self._showing = False
        self._show_example(style)
        self._save()

    def _switch(self, item: QListWidgetItem) -> None:
        if self._showing:
            return
        self._showing = True  # setData emits itemChanged, which would call this method again
        item.setData(Qt.UserRole, replace(item.data(Qt.UserRole), on=item.checkState() == Qt.Checked))
        self._showing = False
        self._save()

    def _show_example(self, style: Style) -> None:
        """Show an example event in a style, or what is wrong with the style."""
        palette = self._theme.palette
        font = QFont(self._theme.mono)
        if style.family:
            font.setFamily(style.family)
        font.setBold(style.bold)
        font.setItalic(style.italic)
        self.example.setFont(font)
        background, color = style.background or palette.ground, text_of_style(style, palette) or palette.text
        self.example.setStyleSheet(f"background: {background}; color: {color}; padding: 8px;")
        self.problem.setText(translate_message(style.problem()))

    # Sets

    def _save(self) -> None:
        if self._showing:
            return
        self._try_files(lambda: self._library.change(self.styles))

    def _show_sets(self) -> None:
        self.sets.blockSignals(True)
        self.sets.clear()
        for name in self._library.sets:
            self.sets.addItem(escape_unsafe(name), name)
        self.sets.setCurrentIndex(self.sets.findData(self._library.current))
        self.sets.blockSignals(False)
        self._show_rules(self._library.styles)

    def _use(self, name: str) -> None:
        self._try_files(lambda: self._library.use(name))
        self._show_sets()

    def _ask_set(self) -> None:
        name, accepted = QInputDialog.getText(self, tr("New Style Set"), tr("Name:"))
        if accepted and name.strip():
            self._use(name.strip())

    def _remove_set(self) -> None:
        self._try_files(lambda: self._library.remove(self._library.current))
        self._show_sets()

    def _export(self) -> None:
        title, types = tr("Export Styles"), f"{tr('Styles')} {FILES}"
        path = ask_save_file(title, "styles.json", types, ".json", self)
        if path is not None:
            self._try_files(lambda: export_styles(self.styles, path))

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Import Styles"), "", f"{tr('Styles')} {FILES}")
        if path:
            self._try_files(lambda: self._show_rules([*self.styles, *import_styles(Path(path))]))
            self._save()

    def _try_files(self, act: Callable[[], object]) -> None:
        """Call a function that accesses files, and show its error."""
        try:
            act()
        except (OSError, ValueError) as error:
            self.problem.setText(translate_message(str(error)))

    # Laying out

    def _connect(self) -> None:
        self.rules.currentRowChanged.connect(lambda _: None if self._showing else self._show_rule())
        self.rules.itemChanged.connect(self._switch)
        self.filter.textEdited.connect(lambda _: self._write())
        for box in (self.bold, self.italic, self.default_font):
            box.toggled.connect(lambda _: self._write())
        self.family.currentFontChanged.connect(lambda _: self._write())
        self.sets.currentIndexChanged.connect(lambda row: self._use(self.sets.itemData(row)))

    def _lay_out(self) -> None:
        self.rules.setAccessibleName(tr("Rules"))
        self.filter.setObjectName("mono")
        self.filter.setPlaceholderText("waited > 5ms")
        self.example.setAccessibleName(tr("Example"))
        self.problem.setObjectName("error")
        self.problem.setWordWrap(True)
        left = QVBoxLayout()
        left.addLayout(
            _row(self.sets, _button(tr("New…"), self._ask_set), _button(tr("Remove"), self._remove_set))
        )
        left.addWidget(self.rules, 1)
        left.addLayout(
            _row(
                _button(tr("Add"), lambda: self.add(Style("waited > 5ms", background="#7a5020"))),
                _button(tr("Remove"), self.remove),
                _button(tr("Move Up"), lambda: self.move_rule(-1)),
                _button(tr("Move Down"), lambda: self.move_rule(1)),
            )
        )
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.addRow(tr("Filter"), self.filter)
        form.addRow(tr("Text"), self.color)
        form.addRow(tr("Background"), self.background)
        form.addRow(tr("Font"), _row(self.bold, self.italic, self.default_font))
        form.addRow("", self.family)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(PlainLabel(tr("The first matching rule wins. Preview:")))
        right.addWidget(self.example)
        right.addWidget(self.problem)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addLayout(left, 2)
        columns.addLayout(right, 3)
        buttons = QDialogButtonBox(QDialogButtonBox.Close)
        for title, act in ((tr("Import…"), self._import), (tr("Export…"), self._export)):
            button = buttons.addButton(title, QDialogButtonBox.ActionRole)
            button.setAutoDefault(False)
            button.clicked.connect(act)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 18, 18, 14)
        whole.addLayout(columns, 1)
        whole.addWidget(buttons)


def _button(title: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(formats.escape_mnemonic(title))
    button.setAutoDefault(False)
    button.clicked.connect(lambda _: act())
    return button


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return row

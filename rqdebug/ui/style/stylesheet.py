# SPDX-License-Identifier: GPL-3.0-or-later
"""Qt style sheet of the window, generated from a palette."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from rqdebug.support.paths import resources
from rqdebug.ui.style.colors import ColorPalette

_SHEET = Template("""
QAbstractButton, QAbstractItemView, QComboBox, QGroupBox, QSlider, QTabBar { outline: none; }
QMainWindow, QDialog { background: $panel; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px 6px; }

QMenuBar { background: $panel; padding: 7px 4px 1px; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 7px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::icon { padding-left: 6px; }

QToolBar { background: transparent; border: none; spacing: 2px; padding: 0; }
QToolBar::separator { background: $line; width: 1px; margin: 5px 6px; }
QToolButton { background: transparent; border: none; border-radius: 4px; padding: 4px 8px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border: 1px solid $accent; padding: 3px 7px; }
QToolButton:disabled { color: $muted; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: 4px; padding: 5px 14px; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $line; }
QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:default { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton:default:focus { border-color: $text; }
QPushButton:disabled, QPushButton:default:disabled {
    background: $panel; border-color: $line; color: $muted; }
QPushButton#offer { text-align: left; }
QPushButton#link { background: transparent; border: 1px solid transparent; color: $link;
    padding: 3px 6px; text-align: left; }
QPushButton#link:hover { background: $raised; }
QPushButton#link:focus { border-color: $accent; }
QPushButton#problem { background: transparent; border: none; color: $error; text-align: left;
    padding: 2px 4px; }
QPushButton#problem:hover { background: $raised; }
QPushButton#held { background: $held_ground; border: 1px solid $held; color: $held; padding: 0 8px; }
QPushButton#held:hover { color: $text; }
QPushButton#chip { background: $panel; border-radius: 9px; padding: 1px 10px; color: $muted; }
QPushButton#chip:hover { background: $raised; color: $text; }
QPushButton#chip:checked { background: $selection; border-color: $accent; color: $text; }
QPushButton#chip:focus { border-color: $accent; }
QPushButton#chip::menu-indicator { width: 0; }
QTreeView#words { background: $panel; border: 1px solid $line; font-family: "$mono"; }
QPushButton#float { background: $accent; border-color: $accent; color: $on_accent; border-radius: 12px;
    padding: 4px 14px 4px 10px; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextBrowser {
    background: $ground; border: 1px solid $line; border-radius: 4px; padding: 4px 6px;
    selection-background-color: $selection; selection-color: $text; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QAbstractSpinBox { padding: 3px 4px 3px 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    background: transparent; border: none; width: 16px; }
QAbstractSpinBox::up-arrow { image: url($icons/up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url($icons/down.svg); width: 9px; height: 9px; }
QLineEdit#value { background: transparent; border: none; border-radius: 0; padding: 0; }
QAbstractItemView QLineEdit { padding: 0 6px; }
QLineEdit[wrong="true"] { border-color: $error; background: $error_ground; }
QComboBox { padding: 3px 6px 3px 8px; min-height: 18px; }
QLineEdit:disabled, QAbstractSpinBox:disabled { background: $panel; }
QComboBox:disabled { color: $muted; background: $panel; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url($icons/down.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; padding: 2px; }

QCheckBox::indicator, QListView::indicator, QTableView::indicator {
    width: 12px; height: 12px; border: 1px solid $muted; border-radius: 3px; background: $ground; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
    border-color: $accent; background: $accent; image: url($icons/check.svg); }
QCheckBox::indicator:focus { border-color: $text; }
QCheckBox::indicator:disabled, QListView::indicator:disabled, QTableView::indicator:disabled {
    border-color: $line; background: $panel; }
QCheckBox:disabled { color: $muted; }

QTabWidget::pane { border: none; }
QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab { background: $panel; color: $muted; padding: 7px 12px; border: none; max-width: 260px;
    border-bottom: 2px solid transparent; }
QMainWindow > QTabBar::tab { padding: 4px 12px; }
QTabBar::tab:hover { color: $text; background: $raised; }
QTabBar::tab:selected { color: $text; background: $ground; border-bottom-color: $accent; }
QTabBar::scroller { width: 26px; }
QTabBar QToolButton { background: $panel; border: none; border-radius: 0; padding: 0; }
QTabBar QToolButton:hover { background: $raised; }
QTabBar QToolButton::left-arrow { image: url($icons/left.svg); width: 12px; height: 12px; }
QTabBar QToolButton::right-arrow { image: url($icons/right.svg); width: 12px; height: 12px; }
QTabBar::close-button { image: url($icons/close.svg); subcontrol-position: right; margin: 2px; }
QTabBar::close-button:hover { background: $raised; border-radius: 4px; }

QDockWidget { color: $muted; titlebar-close-icon: url($icons/close.svg);
    titlebar-normal-icon: url($icons/float.svg); }
QDockWidget::title { background: $panel; padding: 5px 10px; border-bottom: 1px solid $line; }
QDockWidget::close-button, QDockWidget::float-button { border: none; padding: 0; icon-size: 12px; }
QDockWidget::close-button:hover, QDockWidget::float-button:hover { background: $raised; border-radius: 4px; }

QAbstractItemView { background: $ground; alternate-background-color: $stripe;
    border: 1px solid transparent; selection-background-color: $selection; selection-color: $text; }
QAbstractItemView:focus { border: 1px solid $accent; }
QTabBar::tab:focus { color: $text; border-bottom-color: $text; }
QTreeView, QListView { background: $panel; }
QTreeView::item, QListView::item { padding: 4px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: $raised; }
QTreeView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: $selection; }
QTreeView::branch:has-children:closed { image: url($icons/right.svg); }
QTreeView::branch:has-children:open { image: url($icons/down.svg); }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $muted; border: none;
    border-right: 1px solid $line; border-bottom: 1px solid $line; padding: 4px 8px; }
QHeaderView::section:last { border-right: none; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url($icons/up.svg); width: 8px; height: 8px; }
QHeaderView::down-arrow { image: url($icons/down.svg); width: 8px; height: 8px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: $ground; }

QStatusBar { background: $panel; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 1px 8px; }

QFrame#strip { background: $panel; border-bottom: 1px solid $line; }
QFrame#foot { background: $panel; border-top: 1px solid $line; }
QFrame#problem { background: $error_ground; border-bottom: 1px solid $line; }
QFrame#problem QLabel { color: $error; }
QFrame#held { background: $held_ground; border-bottom: 1px solid $line; }
QFrame#held QLabel { color: $held; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QFrame#line { border: none; border-top: 1px solid $line; max-height: 1px; }
QWidget#page { background: $ground; }
QLabel#title { font-weight: bold; }
QLabel#heading { font-size: 17pt; font-weight: 300; }
QLabel#muted, QLabel#url { color: $muted; }
QLabel#error { color: $error; }
QLabel#ok { color: $ok; }
QLabel#blocked { color: $blocked; }
QPlainTextEdit#reader { border: 1px solid transparent; border-radius: 0; }
QPlainTextEdit#reader:focus { border-color: $accent; }
QLabel#mono, QLabel#url, QLineEdit#mono, QLineEdit#value, QPlainTextEdit#mono, QPlainTextEdit#reader,
QAbstractItemView#mono {
    font-family: "$mono"; }
""")


def style_sheet(palette: ColorPalette, mono: str) -> str:
    """Return the style sheet. ``mono`` is the family name of the monospace font."""
    icons = (resources() / "icons" / palette.name).as_posix()
    return _SHEET.substitute(asdict(palette), mono=mono, icons=icons)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for the file to save to, and never replaces one that the user was not asked about."""

from __future__ import annotations

from pathlib import Path

from PyQt5.QtWidgets import QFileDialog, QMessageBox, QWidget

from rqdebug.errors import CaptureError
from rqdebug.events.captures.recording_lock import refuse_recorded
from rqdebug.ui.dialogs.text_dialog import warn
from rqdebug.ui.models import formats
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import tr


def ask_save_file(title: str, proposal: str, types: str, extension: str, parent: QWidget) -> Path | None:
    """Return the file that the user chooses; None if the user cancels, or the file is being recorded.

    The file dialog asks before it replaces the file of the typed name. Another question follows if there is
    a file of the name with its extension.

    Args:
        title: The title of the dialog.
        proposal: The proposed name.
        types: File types for Qt's file dialog; several are separated by ``;;``.
        extension: What is appended to a name without an extension, unless the user chooses another type.
        parent: The window of the dialog.
    """
    name, chosen_type = QFileDialog.getSaveFileName(parent, title, proposal, types)
    if not name:
        return None
    typed = Path(name).resolve()
    if _has_extension(typed, types):
        return _unless_recorded(typed, parent)
    path = typed.with_name(typed.name + (_extension_of(chosen_type) or extension))
    if path.exists() and not _may_replace(path, parent):
        return None
    return _unless_recorded(path, parent)


def _unless_recorded(path: Path, parent: QWidget) -> Path | None:
    """Return the path; None, and show why, if the file is being recorded."""
    try:
        refuse_recorded(path)
    except CaptureError as error:
        warn(translate_message(str(error)), parent)
        return None
    return path


def _has_extension(path: Path, types: str) -> bool:
    """Return whether a name is complete. ``board 1.2`` is not; a single type requires its own extension."""
    if ";;" not in types:
        return path.suffix == _extension_of(types)
    return bool(path.suffix) and not path.suffix[1:].isdecimal()


def _extension_of(chosen_type: str) -> str:
    """Return ``.csv`` for ``Table (*.csv)``; an empty text for a type without an extension."""
    pattern = chosen_type.rpartition("(*")[2].partition(")")[0]
    return pattern if pattern.startswith(".") and " " not in pattern else ""


def _may_replace(path: Path, parent: QWidget) -> bool:
    question = tr("{file} already exists. Replace it?", file=path.name)
    buttons = QMessageBox.Save | QMessageBox.Cancel
    answer = QMessageBox.question(
        parent, tr("Replace File"), formats.tip(question), buttons, QMessageBox.Cancel
    )
    return bool(answer == QMessageBox.Save)

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtWidgets import QDialogButtonBox, QFileDialog

from rqdebug.ui.dialogs.settings_dialog import SettingsDialog
from rqdebug.ui.services.window_settings import WindowSettings


@pytest.fixture
def dialog(shown, settings, theme, tmp_path):
    return shown(SettingsDialog(settings, theme, ["de", "en"], tmp_path))


@pytest.fixture
def saved(settings, tmp_path):
    """What another window reads from the file."""
    return lambda: WindowSettings(tmp_path / "window.ini")


def choose(box, data):
    box.setCurrentIndex(box.findData(data))


def test_theme_changes_immediately_and_is_saved(dialog, theme, saved):
    choose(dialog.theme_box, "light")
    assert (theme.palette.name, saved().theme) == ("light", "light")
    choose(dialog.theme_box, "dark")
    assert (theme.palette.name, saved().theme) == ("dark", "dark")


def test_language_is_saved_for_the_next_start(dialog, saved):
    assert [dialog.language_box.itemText(n) for n in range(3)] == ["As the desktop", "Deutsch", "English"]
    assert dialog.restart_note.isHidden()
    choose(dialog.language_box, "de")
    assert saved().language == "de"
    assert dialog.restart_note.isVisible()


def test_font_changes_immediately_and_is_saved(dialog, theme, saved):
    dialog.size_box.setValue(17.5)
    assert theme.mono.pointSizeF() == saved().font_size == 17.5
    assert saved().font_family == theme.mono.family()
    assert dialog.sample.font().pointSizeF() == 17.5


def test_payloads_in_events_are_chosen(dialog, saved):
    assert (dialog.preview_box.currentData(), saved().preview) == ("256", "")
    choose(dialog.preview_box, "4KiB")
    assert saved().preview == "4KiB"
    dialog.restore_defaults()
    assert (dialog.preview_box.currentData(), saved().preview) == ("256", "")


def test_folder_of_logs_is_chosen(qtbot, dialog, saved, monkeypatch, tmp_path):
    assert dialog.folder_line.text() == str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "logs"))
    with qtbot.waitSignal(dialog.usage_wanted):
        dialog.choose_button.click()
    assert saved().log_folder == tmp_path / "logs"
    assert dialog.folder_note.isVisible()


def test_defaults_are_restored(dialog, theme, saved):
    usual = theme.mono.pointSizeF()
    choose(dialog.language_box, "de")
    dialog.size_box.setValue(20)
    dialog._buttons.button(QDialogButtonBox.RestoreDefaults).click()
    assert (saved().theme, saved().language, saved().font_family, saved().font_size) == ("", "", "", 0)
    assert dialog.size_box.value() == theme.mono.pointSizeF() == usual


def test_damaged_choices_are_ignored(settings):
    settings.theme = "pink"
    settings._choose("font/size", "huge")
    assert (settings.theme, settings.font_size) == ("", 0)
    settings._choose("font/size", "400")
    assert settings.font_size == 0

# SPDX-License-Identifier: GPL-3.0-or-later
"""The window uses the language of the user."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QLocale, QTranslator
from PyQt5.QtWidgets import QDialogButtonBox

from rqdebug.ui.style import translator as language
from rqdebug.ui.style.numbers import use_notation
from rqdebug.ui.style.tr import CONTEXT, counted, tr
from rqdebug.ui.style.translator import (
    TranslationCatalog,
    catalog_path,
    choose_language,
    install_translators,
    read_catalog,
)
from rqdebug.ui.window.main_window import MainWindow
from rqdebug.ui.window.window_session import WindowSession

WRITTEN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>rqdebug</name>
        <message><source>Help</source><translation>Aide</translation></message>
        <message><source>Log</source><translation type="unfinished">Journal</translation></message>
        <message numerus="yes">
            <source>{n} items</source>
            <translation>
                <numerusform>{n} élément</numerusform>
                <numerusform>{n} éléments</numerusform>
            </translation>
        </message>
    </context>
</TS>
"""


class Locale(QLocale):
    """The locale of a user who reads these languages, best first."""

    def __init__(self, *languages: str) -> None:
        super().__init__()
        self._languages = list(languages)

    def uiLanguages(self) -> list[str]:
        return self._languages


@pytest.fixture
def installed(qapp):
    """Remove the translators after the test."""
    before = set(qapp.findChildren(QTranslator))
    yield qapp
    qapp.setProperty("language", None)
    use_notation("en")
    QLocale.setDefault(QLocale.system())
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def french(tmp_path):
    path = tmp_path / "rqdebug_fr.ts"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def test_unfinished_translations_are_skipped(french):
    assert read_catalog(french) == {
        (CONTEXT, "Help"): ("Aide",),
        (CONTEXT, "{n} items"): ("{n} élément", "{n} éléments"),
    }


def test_texts_are_translated_and_counted(installed, french):
    installed.installTranslator(TranslationCatalog(french, installed))
    assert tr("Help") == "Aide"
    assert tr("Log") == "Log"
    assert counted(1, "{n} item", "{n} items") == "1 élément"
    assert counted(2, "{n} item", "{n} items") == "2 éléments"


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (("de-AT", "en"), "de"),
        (("xx-XX", "de-DE"), "de"),
        (("en-GB", "de-DE"), "en"),
        (("C",), "en"),
        ((), "en"),
    ],
)
def test_first_language_with_a_translation_is_used(languages, expected):
    assert choose_language(Locale(*languages)) == expected


def test_regional_translation_has_priority_over_its_language(monkeypatch, tmp_path):
    (tmp_path / "pt_BR").touch()
    (tmp_path / "pt").touch()
    monkeypatch.setattr(language, "catalog_path", lambda name: tmp_path / name)
    assert choose_language(Locale("pt-BR")) == "pt_BR"


def test_every_translation_keeps_its_placeholders_and_is_not_empty():
    for (_, source), forms in read_catalog(catalog_path("de")).items():
        for form in forms:
            assert form.strip(), source
            for place in ("{n}", "{file}", "{queue}", "{test}", "{why}", "{shown}", "{total}"):
                assert (place in form) == (place in source), source


def test_german_user_sees_a_german_window(installed, qtbot, theme, settings):
    install_translators("de", installed)
    window = MainWindow(theme, settings)
    session = WindowSession(window)
    session.build()
    qtbot.addWidget(window)
    menus = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert menus == [
        "Ziel",
        "Bearbeiten",
        "Queue",
        "Ansicht",
        "Protokoll",
        "Mitschnitt",
        "Debuggen",
        "Skript",
        "Hilfe",
    ]
    assert window.docks["targets"].windowTitle() == "Ziele"
    assert "Strg+K" in window.context.commands["target.connect"].toolTip()
    window.resize(1280, 720)
    with qtbot.waitExposed(window):
        window.show()
    bar = window.menuBar()
    *_, last = (bar.actionGeometry(action) for action in bar.actions())
    assert 0 < last.right() < bar.cornerWidget().x()
    buttons = QDialogButtonBox(QDialogButtonBox.Cancel)
    assert buttons.button(QDialogButtonBox.Cancel).text() == "Abbrechen"
    session.close()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of the window, which is that of the system where there is a translation."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PyQt5.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from rqdebug.support.paths import resources

SOURCE = "en"
OF_QT = ("qtbase", "qscintilla")
"""Translations that come with Qt: of its own buttons and dialogs, and of the editor's menu."""
_PROPERTY = "language"


class TranslationCatalog(QTranslator):
    """The translations of a ``.ts`` file, as Qt Linguist writes it."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read(path)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(  # type: ignore[override]  # None: Qt asks the next translator
        self, context: str | None, source: str | None, disambiguation: str | None = None, number: int = -1
    ) -> str | None:
        """One form for one, another for any other number: enough for the languages that there are."""
        forms = self._texts.get((context or "", source or ""))
        return forms[0 if number in (-1, 1) else -1] if forms else None


def read(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Of each finished message of a ``.ts`` file, by context and source, the translation in its forms."""
    found = {}
    for context in ElementTree.parse(path).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None:
                forms = tuple(form.text or "" for form in translation.iter("numerusform"))
                key = context.findtext("name", ""), message.findtext("source", "")
                found[key] = forms or (translation.text or "",)
    return found


def file_of(language: str) -> Path:
    """Where the translation into a language is, if there is one."""
    return resources() / "translations" / f"rqdebug_{language}.ts"


def chosen(locale: QLocale) -> str:
    """The first of the user's languages that the window speaks."""
    wanted = (form for name in locale.uiLanguages() for form in (name.replace("-", "_"), name[:2]))
    return next((name for name in wanted if name == SOURCE or file_of(name).exists()), SOURCE)


def language() -> str:
    """The code of the language that the window speaks."""
    application = QCoreApplication.instance()
    return str((application and application.property(_PROPERTY)) or SOURCE)


def speak(language: str, application: QCoreApplication) -> None:
    """Translate what is shown from now on."""
    application.setProperty(_PROPERTY, language)
    if language == SOURCE:
        return
    places = QLibraryInfo.location(QLibraryInfo.TranslationsPath)
    for name in OF_QT:
        translator = QTranslator(application)
        translator.load(f"{name}_{language}", places)
        application.installTranslator(translator)
    application.installTranslator(TranslationCatalog(file_of(language), application))

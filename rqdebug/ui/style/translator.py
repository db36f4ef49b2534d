# SPDX-License-Identifier: GPL-3.0-or-later
"""Language of the window: the language of the system if a translation exists, otherwise English."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PyQt5.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from rqdebug.support.paths import resources
from rqdebug.ui.style.numbers import use_notation

SOURCE = "en"
QT_CATALOGS = ("qtbase", "qscintilla")
"""Translations that ship with Qt: its buttons and dialogs, and the menu of the editor."""
WINDOW, ENGINE = "rqdebug", "engine"
"""Names of the catalogs: texts of the window, and messages of the engine (see ``engine_messages``)."""
_PROPERTY = "language"


class TranslationCatalog(QTranslator):
    """Translations read from a ``.ts`` file of Qt Linguist."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = read_catalog(path)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(  # type: ignore[override]  # None: Qt asks the next translator
        self, context: str | None, source: str | None, disambiguation: str | None = None, number: int = -1
    ) -> str | None:
        """Return the singular form for 1 and the plural form otherwise, which fits all languages so far."""
        forms = self._texts.get((context or "", source or ""))
        return forms[0 if number in (-1, 1) else -1] if forms else None


def read_catalog(path: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Read the finished messages of a ``.ts`` file: their plural forms by context and source text."""
    catalog = {}
    for context in ElementTree.parse(path).iter("context"):  # noqa: S314  # a file of this package
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None:
                forms = tuple(form.text or "" for form in translation.iter("numerusform"))
                key = context.findtext("name", ""), message.findtext("source", "")
                catalog[key] = forms or (translation.text or "",)
    return catalog


def catalog_path(language: str, catalog: str = WINDOW) -> Path:
    """Return the path of a ``.ts`` file, which may not exist."""
    return resources() / "translations" / f"{catalog}_{language}.ts"


def languages() -> list[str]:
    """Return the codes of all languages of the window."""
    catalogs = catalog_path("*").parent.glob(catalog_path("*").name)
    return sorted({SOURCE, *(path.stem.removeprefix(f"{WINDOW}_") for path in catalogs)})


def choose_language(locale: QLocale) -> str:
    """Return the first of the user's languages that has a translation; otherwise English."""
    wanted = (form for name in locale.uiLanguages() for form in (name.replace("-", "_"), name[:2]))
    return next((name for name in wanted if name == SOURCE or catalog_path(name).exists()), SOURCE)


def language() -> str:
    """Return the code of the language of the window, such as ``de``."""
    application = QCoreApplication.instance()
    return str((application and application.property(_PROPERTY)) or SOURCE)


def install_translators(language: str, application: QCoreApplication) -> None:
    """Translate all texts that are shown from now on. Does nothing for English."""
    application.setProperty(_PROPERTY, language)
    use_notation(language)
    if QLocale.system().language() != QLocale(language).language():
        QLocale.setDefault(QLocale(language))  # for the fields of numbers
    if language == SOURCE:
        return
    places = QLibraryInfo.location(QLibraryInfo.TranslationsPath)
    for name in QT_CATALOGS:
        translator = QTranslator(application)
        translator.load(f"{name}_{language}", places)
        application.installTranslator(translator)
    application.installTranslator(TranslationCatalog(catalog_path(language), application))

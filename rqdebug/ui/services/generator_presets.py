# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the script generator that are kept: the last ones, and those that the user has named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from rqdebug.errors import SettingsError
from rqdebug.scripts.generation.generator_settings import GeneratorSettings
from rqdebug.scripts.generation.settings_header import read_header, write_header
from rqdebug.support.atomic_files import write_json
from rqdebug.support.regular_files import read_text

LAST = ""
"""The name of the settings that were used last."""


class GeneratorPresets:
    """Reads and writes a file in which each entry is text as at the beginning of a generated script.

    Args:
        path: The file; entries that are damaged, or of another version, are left out.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, GeneratorSettings]:
        """Return all settings by name; LAST is the name of the settings used last."""
        found = {}
        for name, text in self._texts().items():
            try:
                settings = read_header(text)
            except SettingsError:
                continue
            if settings is not None:
                found[name] = settings
        return found

    def save(self, name: str, settings: GeneratorSettings) -> None:
        """Add settings under a name, or replace the settings that have it.

        Raises:
            OSError: The file cannot be written.
        """
        self._write({**self._texts(), name: "\n".join(write_header(settings))})

    def delete(self, name: str) -> None:
        """Delete settings; do nothing if there are none of this name.

        Raises:
            OSError: The file cannot be written.
        """
        texts = self._texts()
        if texts.pop(name, None) is not None:
            self._write(texts)

    def _texts(self) -> dict[str, str]:
        try:
            document = json.loads(read_text(self._path))
        except (OSError, ValueError, RecursionError):
            return {}
        entries = document.items() if isinstance(document, dict) else ()
        return {name: text for name, text in entries if isinstance(text, str)}

    def _write(self, texts: Mapping[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_json(self._path, dict(texts))

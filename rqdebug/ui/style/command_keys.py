# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of commands, as texts such as “Press Ctrl+K to connect” name them. The user can change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from weakref import WeakSet

from PyQt5 import sip
from PyQt5.QtCore import QObject
from PyQt5.QtWidgets import QLabel


class CommandKeys:
    """The keys of each command, or its title in quotation marks if it has none.

    It is no object of Qt: a module makes it, and Qt destroys its objects with the application.
    """

    def __init__(self) -> None:
        """Start without keys."""
        self._texts: Mapping[str, str] = {}
        self._followers: WeakSet[TextWithKeys] = WeakSet()

    def show(self, texts: Mapping[str, str]) -> None:
        """Use these texts, by the names of commands."""
        if texts != self._texts:
            self._texts = texts
            for follower in tuple(self._followers):
                if not sip.isdeleted(follower):
                    follower.refresh()

    def follow(self, text: TextWithKeys) -> None:
        """Refresh a text after each change, as long as it exists."""
        self._followers.add(text)

    def __getitem__(self, name: str) -> str:
        return self._texts.get(name, name)


COMMAND_KEYS = CommandKeys()
"""The keys of the commands of this program."""


class TextWithKeys(QObject):
    """Keeps the text of a label correct when the user changes the shortcut of a command.

    Args:
        label: The label.
        text: Returns its text, for which it asks COMMAND_KEYS.
    """

    def __init__(self, label: QLabel, text: Callable[[], str]) -> None:
        super().__init__(label)
        self._label = label
        self._text = text
        COMMAND_KEYS.follow(self)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the text again."""
        self._label.setText(self._text())

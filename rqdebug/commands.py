# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands: the actions of the user interface, each registered where its function is.

A user interface creates a ``CommandSet`` for each group, and decorates a function for each command::

    QUEUE_COMMANDS = CommandSet("queue", menu="Queue")

    @QUEUE_COMMANDS.command("purge", "Purge…", "Delete all items from the selected queue", need=QUEUE)
    def purge(context: WindowContext, queue: SelectedQueue) -> None: ...

Menus, shortcuts, the command palette, the help page and the texts to translate are made from the sets.
This module does not depend on Qt, or on the type of the context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
SimpleFunction = TypeVar("SimpleFunction", bound=Callable[[Any], object])
"""A function that takes the context of the user interface."""


@dataclass(frozen=True, eq=False)
class Need(Generic[T]):
    """An object that a command needs, such as the script in the current tab."""

    title: str
    """A noun phrase, such as ``a script in the current tab``."""
    find: Callable[[Any], T | None]
    """Finds the object in a context; returns None if there is none."""
    enabled: Callable[[Any], bool] | None = None
    """Whether to enable the command; by default, whether ``find`` returns an object."""

    def is_met(self, context: Any) -> bool:
        """Whether commands with this need are enabled now."""
        if self.enabled is not None:
            return self.enabled(context)
        return self.find(context) is not None


@dataclass(frozen=True, eq=False)
class Command:
    """An action that the user can start by menu, shortcut or name."""

    name: str
    """``group.verb``; unique."""
    title: str
    """The text in menus. An ellipsis means that the command opens a dialog first."""
    help: str
    """One sentence without a full stop, for tool tips and the status bar."""
    function: Callable[..., object]
    """Called with the context and, if there is a need, with the object that it found."""
    shortcut: str = ""
    """A key sequence in Qt's notation, such as ``Ctrl+Shift+S``; empty for none."""
    widget_keys: str = ""
    """Keys that the widget with the keyboard handles itself: menus show them, but they are no shortcut."""
    need: Need[Any] | None = None
    """The object that the command needs."""
    icon: str = ""
    """The name of an icon of the Material Design set; empty for none."""
    icon_color: str = "text"
    """The name of a color of the palette."""
    checked: Callable[[Any], bool] | None = None
    """For a command that switches something on and off: returns whether it is on."""

    @property
    def group(self) -> str:
        """The part of the name before the dot."""
        return self.name.partition(".")[0]

    def is_enabled(self, context: Any) -> bool:
        """Whether the user can run the command now."""
        return self.need is None or self.need.is_met(context)

    def is_checked(self, context: Any) -> bool:
        """Whether the command is a switch that is on."""
        return self.checked is not None and self.checked(context)

    def run(self, context: Any) -> None:
        """Run the command. Do nothing if the object that it needs does not exist."""
        if self.need is None:
            self.function(context)
        elif (found := self.need.find(context)) is not None:
            self.function(context, found)


class CommandSet:
    """The commands of a group, in the order of registration.

    Args:
        group: The first part of the names of its commands. A menu separates groups by a line.
        menu: The title of the menu, in English. Several groups can share a menu.
    """

    def __init__(self, group: str, menu: str) -> None:
        self.group = group
        self.menu = menu
        self._commands: list[Command] = []

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def add(self, command: Command) -> None:
        """Register a command that was not made by the decorator."""
        self._commands.append(command)

    def sort_by_shortcut(self) -> None:
        """Sort the commands by their shortcuts, for groups with numbered shortcuts."""
        self._commands.sort(key=lambda command: command.shortcut)

    @overload
    def command(
        self,
        verb: str,
        title: str,
        help: str,
        shortcut: str = "",
        *,
        widget_keys: str = "",
        icon: str = "",
        icon_color: str = "text",
        checked: Callable[[Any], bool] | None = None,
    ) -> Callable[[SimpleFunction], SimpleFunction]: ...

    @overload
    def command(
        self,
        verb: str,
        title: str,
        help: str,
        shortcut: str = "",
        *,
        need: Need[T],
        widget_keys: str = "",
        icon: str = "",
        icon_color: str = "text",
        checked: Callable[[Any], bool] | None = None,
    ) -> Callable[[Callable[[Any, T], object]], Callable[[Any, T], object]]: ...

    def command(self, verb: str, title: str, help: str, shortcut: str = "", **options: Any) -> Any:
        """Register the decorated function as a command.

        Args:
            verb: The second part of its name.
            title: The text in menus; see ``Command``.
            help: One sentence without a full stop.
            shortcut: A key sequence in Qt's notation.
            **options: ``need``, ``widget_keys``, ``icon``, ``icon_color`` and ``checked``; see ``Command``.
                The function takes the context and, with a need, the object that it found.
        """

        def register(function: Callable[..., object]) -> Callable[..., object]:
            self.add(Command(f"{self.group}.{verb}", title, help, function, shortcut, **options))
            return function

        return register

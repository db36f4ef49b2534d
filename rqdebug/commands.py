# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands: what the user can ask the debugger to do, each registered where its function stands.

A shell creates a ``CommandSet`` for each group of commands and decorates one function for each command::

    QUEUE_COMMANDS = CommandSet("queue", menu="Queue")

    @QUEUE_COMMANDS.command("purge", "Purge…", "Delete all items from the selected queue", need=QUEUE)
    def purge(context: WindowContext, queue: SelectedQueue) -> None: ...

Everything else follows from that: menus, shortcuts, the command palette, the help page, the texts to
translate, and whether the command is enabled. Nothing here knows Qt or what a context holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
SimpleFunction = TypeVar("SimpleFunction", bound=Callable[[Any], object])
"""Takes the context of the shell."""


@dataclass(frozen=True, eq=False)
class Need(Generic[T]):
    """Something that a command works on, such as the script in the current tab."""

    title: str
    """A noun phrase, for example ``a script in the current tab``."""
    find: Callable[[Any], T | None]
    """Looks for it in a context; None if it is missing."""
    enabled: Callable[[Any], bool] | None = None
    """Whether to offer the command at all; by default, whether ``find`` finds something."""

    def is_met(self, context: Any) -> bool:
        """Whether commands with this need are enabled now."""
        if self.enabled is not None:
            return self.enabled(context)
        return self.find(context) is not None


@dataclass(frozen=True, eq=False)
class Command:
    """One thing that the user can ask for by menu, shortcut or name."""

    name: str
    """``group.verb``, unique."""
    title: str
    """As in a menu. An ellipsis means that the command asks for more before it acts."""
    help: str
    """One sentence without a full stop, for tool tips and the status bar."""
    function: Callable[..., object]
    """Called with the context, and with what the need found if there is a need."""
    shortcut: str = ""
    """As Qt writes it, for example ``Ctrl+Shift+S``."""
    need: Need[Any] | None = None
    icon: str = ""
    """Name of an icon of the Material Design set."""
    icon_color: str = "text"
    """Name of a color of the palette."""
    checked: Callable[[Any], bool] | None = None
    """For a command that switches something on and off: whether it is on."""

    @property
    def group(self) -> str:
        """The part of the name before the dot."""
        return self.name.partition(".")[0]

    def is_enabled(self, context: Any) -> bool:
        """Whether the user can run the command now."""
        return self.need is None or self.need.is_met(context)

    def is_checked(self, context: Any) -> bool:
        """Whether what the command switches is on."""
        return self.checked is not None and self.checked(context)

    def run(self, context: Any) -> None:
        """Run the command; do nothing if what it needs is missing."""
        if self.need is None:
            self.function(context)
        elif (found := self.need.find(context)) is not None:
            self.function(context, found)


class CommandSet:
    """The commands of one group, in the order in which they are registered."""

    def __init__(self, group: str, menu: str) -> None:
        """Create an empty set.

        Args:
            group: First part of the names of its commands; groups are separated by a line in a menu.
            menu: Title of the menu, in English; several groups may share one.
        """
        self.group = group
        self.menu = menu
        self._commands: list[Command] = []

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands)

    def add(self, command: Command) -> None:
        """Register a command that is made by other means than the decorator."""
        self._commands.append(command)

    def sort_by_shortcut(self) -> None:
        """Order the commands by their shortcuts, where those are numbered."""
        self._commands.sort(key=lambda command: command.shortcut)

    @overload
    def command(
        self,
        verb: str,
        title: str,
        help: str,
        shortcut: str = "",
        *,
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
        icon: str = "",
        icon_color: str = "text",
        checked: Callable[[Any], bool] | None = None,
    ) -> Callable[[Callable[[Any, T], object]], Callable[[Any, T], object]]: ...

    def command(self, verb: str, title: str, help: str, shortcut: str = "", **options: Any) -> Any:
        """Register the decorated function as a command.

        Args:
            verb: Second part of its name.
            title: See ``Command``, as for all that follow.
            help: One sentence without a full stop.
            shortcut: As Qt writes it.
            **options: ``need``, ``icon``, ``icon_color`` and ``checked`` of ``Command``. The function takes
                the context, and with a need also what the need found.
        """

        def register(function: Callable[..., object]) -> Callable[..., object]:
            self.add(Command(f"{self.group}.{verb}", title, help, function, shortcut, **options))
            return function

        return register

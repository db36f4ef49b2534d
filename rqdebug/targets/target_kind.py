# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of a target kind, which the debugger uses before it connects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from rqdebug.targets.base import Target
from rqdebug.targets.target_form import FieldType, TargetForm, scheme_of


@dataclass(frozen=True, slots=True)
class TargetKind:
    """A row of the registry of targets."""

    name: str
    """A short identifier, such as ``controller``."""
    title: str
    """The name of the kind in the connect dialog."""
    schemes: tuple[str, ...]
    """The URL schemes that belong to it, such as ``rq`` and ``rqs``."""
    example: str
    """A complete URL, which the connect dialog offers as an example."""
    loader: Callable[[str], Target]
    """Makes the target of a URL without connecting to it. Raises BadUrl.

    It may import large or optional packages: it is called only when a URL of this kind is opened.
    """
    form: TargetForm = field(default=TargetForm())
    """The options of its URLs."""
    permission: str = ""
    """The switch of the form that permits changes; empty if they are always permitted."""

    def __post_init__(self) -> None:
        """Check that the fields fit together.

        Raises:
            ValueError: The example has another scheme, or the permission is not a switch of the form.
        """
        if scheme_of(self.example) not in self.schemes:
            raise ValueError(f"the example {self.example!r} has none of the schemes {self.schemes}")
        switches = [each.name for each in self.form.fields if each.type is FieldType.SWITCH]
        if self.permission and self.permission not in switches:
            raise ValueError(f"the permission {self.permission!r} is not one of the switches {switches}")

    def allow_changes(self, url: str) -> str:
        """Return the URL with the permission to change queues, unless it already grants or denies it."""
        return self.form.apply(url, {self.permission: "yes"}) if self.permission else url

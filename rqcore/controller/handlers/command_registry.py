# SPDX-License-Identifier: MIT
"""The registry of handlers. ``@handles("RQ.PUT")`` above a function registers it for that command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

HANDLERS: dict[str, Callable[..., Any]] = {}
"""The handler of each command, by name. Importing the modules of this package fills it."""

H = TypeVar("H", bound=Callable[..., Any])


def handles(name: str) -> Callable[[H], H]:
    """Register the decorated function as the handler of a command.

    The handler takes the state, the client, the current time in ns, the positional
    arguments in order, and the options as keyword arguments, as the command's row
    declares them.

    Args:
        name: The name of the command in capitals.

    Raises:
        ValueError: The command already has a handler.
    """

    def register(handler: H) -> H:
        if name in HANDLERS:
            raise ValueError(f"{name} has two handlers: {HANDLERS[name].__name__} and {handler.__name__}")
        HANDLERS[name] = handler
        return handler

    return register

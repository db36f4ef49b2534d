# SPDX-License-Identifier: MIT
"""Which function carries out which command: ``@handles("RQ.PUT")`` above the function says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

HANDLERS: dict[str, Callable[..., Any]] = {}
"""The name of each command → its handler, filled as the modules of this package are imported."""

H = TypeVar("H", bound=Callable[..., Any])


def handles(name: str) -> Callable[[H], H]:
    """Register the function below as the handler of this command.

    It takes what the row of the command says: state, client, now, the positional
    arguments in their order, the options by keyword.

    Raises:
        ValueError: The command has a handler already.
    """

    def register(handler: H) -> H:
        if name in HANDLERS:
            raise ValueError(f"{name} has two handlers: {HANDLERS[name].__name__} and {handler.__name__}")
        HANDLERS[name] = handler
        return handler

    return register

# SPDX-License-Identifier: GPL-3.0-or-later
"""The interface of layers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

MAX_SIZE = 8 << 20
"""Bytes of what a layer contains. A payload that is larger without its layer is shown with it."""


class Layer(ABC):
    """A format that wraps the bytes of a payload.

    A package adds one with an entry point in the group ``rqdebug.payload_layers`` that names a subclass.
    """

    name: ClassVar[str]
    """Its name, such as ``gzip``."""

    @abstractmethod
    def unwrap(self, data: bytes) -> bytes | None:
        """Return what is inside, or None if the bytes are not completely of this format.

        The answer must be right for any bytes, because an attacker can send them: nothing is executed, and at
        most ``MAX_SIZE`` bytes are returned.
        """

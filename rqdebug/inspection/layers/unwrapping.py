# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the layers off a payload."""

from __future__ import annotations

from dataclasses import dataclass

from rqdebug.inspection.layers.layer import Layer
from rqdebug.inspection.layers.layer_registry import layers
from rqdebug.inspection.layers.text_armor import Base64
from rqdebug.inspection.text_encodings import read_text

MAX_LAYERS = 8
"""The number of layers that are taken off."""
MIN_TEXT = 12
"""Bytes. Shorter words are not taken for a text in base64, which they could be by chance."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The inside of a payload."""

    names: tuple[str, ...]
    """The layers that were taken off, the outermost first; empty if there was none."""
    data: bytes
    """What was inside."""


def unwrap(payload: bytes) -> Unwrapped:
    """Take off all layers that a whole payload has.

    Args:
        payload: The bytes as they were sent.
    """
    names: list[str] = []
    data = payload
    while len(names) < MAX_LAYERS and (found := _outermost(data)) is not None:
        layer, data = found
        names.append(layer.name)
    return Unwrapped(tuple(names), data)


def _outermost(data: bytes) -> tuple[Layer, bytes] | None:
    """Return the layer that bytes begin with, and what is in it."""
    for layer in layers():
        inside = layer.unwrap(data)
        if inside is not None and (not isinstance(layer, Base64) or _makes_sense(inside)):
            return layer, inside
    return None


def _makes_sense(inside: bytes) -> bool:
    """Return whether a program would write these bytes in base64: text, or another layer."""
    if len(inside) >= MIN_TEXT and not (text := read_text(inside)).replaced and not text.controls:
        return True
    return any(layer.unwrap(inside) is not None for layer in layers() if not isinstance(layer, Base64))

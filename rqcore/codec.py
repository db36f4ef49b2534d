# SPDX-License-Identifier: MIT
"""Encodes Python values as payloads, and decodes them.

``bytes`` travel raw, ``str`` as text, what JSON can carry as json (a tuple
comes back as a list). Pickle is never chosen and never read unless the caller asked for it:
a pickle can run any code when it is loaded.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from rqcore.errors import CodecError


class Codec(enum.IntEnum):
    """How a payload is to be read, as numbered in records."""

    RAW = 0
    TEXT = 1
    JSON = 2
    PICKLE = 3

    @classmethod
    def parse(cls, name: str) -> Codec:
        """The codec of this name. Raises CodecError for an unknown one."""
        try:
            return cls[name.upper()]
        except KeyError:
            raise CodecError(f"unknown codec {name!r}; choose raw, text, json or pickle") from None

    def __str__(self) -> str:
        return self.name.lower()


RAW = Codec.RAW
"""The codec of almost every item. The members of an enumeration are slow to look up."""


class Payload:
    """A payload that is not decoded. It can be put again as it is, even if it is a pickle.

    It is immutable, as a frozen dataclass would be; but to import ``dataclasses``
    takes longer than all of ``rqcore``.
    """

    __match_args__ = ("codec", "data")
    __slots__ = ("codec", "data")
    codec: Codec
    data: bytes

    def __init__(self, codec: Codec, data: bytes) -> None:
        object.__setattr__(self, "codec", codec)
        object.__setattr__(self, "data", data)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Payload is immutable; cannot set its {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Payload is immutable; cannot delete its {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not Payload:
            return NotImplemented
        return (self.codec, self.data) == (other.codec, other.data)

    def __hash__(self) -> int:
        return hash((self.codec, self.data))

    def __repr__(self) -> str:
        return f"Payload(codec={self.codec!r}, data={self.data!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Payload, (self.codec, self.data)


def encode(value: object, codec: Codec | None = None, *, allow_pickle: bool = False) -> tuple[Codec, bytes]:
    """Encode a value in the given codec, or in the one that its type calls for.

    Returns the codec and the payload. Raises CodecError if the codec cannot express the value.
    """
    if type(value) is Payload:
        return _unchanged(value, codec)
    try:
        chosen = _natural(value, allow_pickle) if codec is None else codec
        return chosen, _ENCODERS[chosen](value)
    except CodecError:
        raise
    except (TypeError, ValueError, AttributeError, _PicklingFailed, RecursionError) as error:
        form = "an item" if codec is None else str(codec)
        raise CodecError(f"a {type(value).__name__} cannot travel as {form}: {error}") from error


def decode(payload: bytes, codec: Codec, *, allow_pickle: bool = False) -> Any:
    """Return the value of a payload.

    Raises CodecError if the payload is not valid in its codec, and for a
    pickle unless ``allow_pickle``.
    """
    if codec is Codec.PICKLE and not allow_pickle:
        raise CodecError(
            "the payload is a pickle, which can run code when it is loaded; "
            'connect with codec="pickle" if you trust the client that put it'
        )
    try:
        return _DECODERS[codec](payload)
    except Exception as error:  # a pickle may raise anything at all
        raise CodecError(f"the payload is no valid {codec}: {error}") from error


def _unchanged(payload: Payload, codec: Codec | None) -> tuple[Codec, bytes]:
    if codec not in (None, payload.codec):
        raise CodecError(f"the payload is {payload.codec} already and cannot travel as {codec}")
    return payload.codec, payload.data


def _natural(value: object, allow_pickle: bool) -> Codec:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Codec.RAW
    if isinstance(value, str):
        return Codec.TEXT
    if _is_json(value):
        return Codec.JSON
    if allow_pickle:
        return Codec.PICKLE
    raise CodecError(
        f"an item of type {type(value).__name__} is neither bytes, str nor plain JSON; "
        'connect with codec="pickle" on both sides to send it'
    )


def _is_json(value: object) -> bool:
    """Return whether JSON can express the value; a tuple comes back as a list."""
    if value is None or type(value) in (bool, int, float, str):
        return True
    if isinstance(value, (list, tuple)):
        return all(map(_is_json, value))
    if type(value) is dict:
        return all(type(key) is str and _is_json(member) for key, member in value.items())
    return False


class _PicklingFailed(Exception):
    """Pickle could not express a value."""


def _pickle() -> Any:
    """Load pickle when it is first used."""
    return import_module("pickle")


def _encode_pickle(value: Any) -> bytes:
    pickle = _pickle()
    try:
        data: bytes = pickle.dumps(value)
    except pickle.PicklingError as error:
        raise _PicklingFailed(str(error)) from error
    return data


def _encode_raw(value: Any) -> bytes:
    return value if type(value) is bytes else bytes(memoryview(value))


def _encode_text(value: Any) -> bytes:
    return str.encode(value, "utf-8", "surrogatepass")


def _encode_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


_ENCODERS: dict[Codec, Callable[[Any], bytes]] = {
    Codec.RAW: _encode_raw,
    Codec.TEXT: _encode_text,
    Codec.JSON: _encode_json,
    Codec.PICKLE: _encode_pickle,
}
_DECODERS: dict[Codec, Callable[[bytes], Any]] = {
    Codec.RAW: bytes,
    Codec.TEXT: lambda payload: payload.decode("utf-8", "surrogatepass"),
    Codec.JSON: json.loads,
    Codec.PICKLE: lambda payload: _pickle().loads(payload),
}

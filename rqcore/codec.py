# SPDX-License-Identifier: MIT
"""Encodes Python values as payloads, and decodes payloads.

Without a given codec, ``bytes`` are encoded as raw, ``str`` as text, and values
that JSON can represent as json. A tuple is decoded as a list. Pickle is used
only if the caller allows it, because loading a pickle can run any code.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from rqcore.errors import CodecError


class Codec(enum.IntEnum):
    """The encoding of a payload. The numbers are used in events, and never change."""

    RAW = 0
    """Bytes."""
    TEXT = 1
    """UTF-8 text."""
    JSON = 2
    """JSON in UTF-8."""
    PICKLE = 3
    """A Python pickle."""

    @classmethod
    def parse(cls, name: str) -> Codec:
        """Return the codec with this name, in any case.

        Raises:
            CodecError: There is no such codec.
        """
        try:
            return cls[name.upper()]
        except (KeyError, AttributeError):
            raise CodecError(f"unknown codec {name!r}; choose raw, text, json or pickle") from None

    def __str__(self) -> str:
        return self.name.lower()


RAW = Codec.RAW
"""The codec of most items. A lookup in the enumeration would take 80 ns more (Python 3.11)."""


class Payload:
    """A payload that is not decoded. It can be put again unchanged, even if it is a pickle.

    It is immutable. It is not a frozen dataclass, because importing ``dataclasses``
    takes longer than importing the rest of ``rqcore``.

    Args:
        codec: The codec of the payload.
        data: The bytes of the payload.
    """

    __match_args__ = ("codec", "data")
    __slots__ = ("codec", "data")
    codec: Codec
    """The codec of the payload."""
    data: bytes
    """The bytes of the payload."""

    def __init__(self, codec: Codec, data: bytes) -> None:
        object.__setattr__(self, "codec", codec)
        object.__setattr__(self, "data", data)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot set {name!r}: a Payload is immutable; create a new one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete {name!r}: a Payload is immutable")

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
    """Encode a value.

    Args:
        value: The value. A ``Payload`` is used unchanged.
        codec: The codec; None chooses one by the type of the value.
        allow_pickle: If no other codec fits, use pickle.

    Returns:
        The codec and the payload.

    Raises:
        CodecError: The codec cannot encode the value, or no codec fits.
    """
    if type(value) is Payload:
        return _unchanged(value, codec)
    try:
        chosen = _natural(value, allow_pickle) if codec is None else codec
        return chosen, _ENCODERS[chosen](value)
    except CodecError:
        raise
    except (TypeError, ValueError, AttributeError, _PicklingFailed, RecursionError) as error:
        form = "" if codec is None else f" as {codec}"
        raise CodecError(f"cannot encode a value of type {type(value).__name__}{form}: {error}") from error


def decode(payload: bytes, codec: Codec, *, allow_pickle: bool = False) -> Any:
    """Decode a payload.

    Args:
        payload: The bytes.
        codec: The codec of the payload.
        allow_pickle: Load pickles. Use it only if you trust every client that can put items, because
            loading a pickle can run any code.

    Raises:
        CodecError: The payload is invalid, or it is a pickle and ``allow_pickle`` is False.
    """
    if codec is Codec.PICKLE and not allow_pickle:
        refusal = CodecError(
            "the payload is a pickle, which can run code when it is loaded; "
            'connect with codec="pickle" if you trust the client that put it'
        )
        raise _with_payload(refusal, Payload(codec, payload))
    try:
        return _DECODERS[codec](payload)
    except _FAILURES.get(codec, (ValueError, RecursionError)) as error:
        failure = CodecError(f"the payload is not valid {codec}: {error}")
        raise _with_payload(failure, Payload(codec, payload)) from error


def _with_payload(error: CodecError, payload: Payload) -> CodecError:
    error.payload = payload
    return error


def _unchanged(payload: Payload, codec: Codec | None) -> tuple[Codec, bytes]:
    codec_or_name: Any = payload.codec
    own = codec_or_name if type(codec_or_name) is Codec else Codec.parse(codec_or_name)
    if type(payload.data) is not bytes:
        raise CodecError(f"the data of a Payload must be bytes, not a {type(payload.data).__name__}")
    if codec not in (None, own):
        raise CodecError(f"the payload is already encoded as {own}, not as {codec}; omit the codec")
    return own, payload.data


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
        f"cannot encode a value of type {type(value).__name__}: it is not bytes, str, or plain JSON; "
        'convert it, or connect with codec="pickle" on both sides'
    )


def _is_json(value: object) -> bool:
    """Whether JSON can represent the value. A tuple counts as a list."""
    if value is None or type(value) in (bool, int, float, str):
        return True
    if isinstance(value, (list, tuple)):
        return all(map(_is_json, value))
    if type(value) is dict:
        return all(type(key) is str and _is_json(member) for key, member in value.items())
    return False


class _PicklingFailed(Exception):
    """Pickle cannot represent a value."""


def _pickle() -> Any:
    """Import pickle when it is first used, because most programs never need it."""
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
_FAILURES: dict[Codec, tuple[type[Exception], ...]] = {Codec.PICKLE: (Exception,)}
"""What decoding can raise. Signal handlers raise others, which the caller must receive."""
_DECODERS: dict[Codec, Callable[[bytes], Any]] = {
    Codec.RAW: bytes,
    Codec.TEXT: lambda payload: payload.decode("utf-8", "surrogatepass"),
    Codec.JSON: json.loads,
    Codec.PICKLE: lambda payload: _pickle().loads(payload),
}

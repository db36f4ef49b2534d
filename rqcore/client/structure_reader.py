# SPDX-License-Identifier: MIT
"""Makes dataclasses from the maps with which a controller answers, and checks their form."""

from __future__ import annotations

from typing import Any

from rqcore.protocol.resp import Value

_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "str": (bytes, str),
}
"""The types that a value may have in a reply, by the annotation of its field."""


def read_structure(kind: Any, reply: dict[bytes, Value]) -> Any:
    """Make a dataclass from a map. A newer controller may send fields that this version does not know.

    Raises:
        TypeError: A field has another type, or is null although it is always known.
    """
    fields = kind.__dataclass_fields__
    known = ((key.decode(errors="replace"), value) for key, value in reply.items())
    values = {name: value for name, value in known if name in fields}
    for name, value in values.items():
        annotation = fields[name].type
        is_null = value is None and annotation.endswith(" | None")
        if not is_null and type(value) not in _TYPES[annotation.removesuffix(" | None")]:
            raise TypeError(name)
    return kind(
        **{key: value.decode() if isinstance(value, bytes) else value for key, value in values.items()}
    )

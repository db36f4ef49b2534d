# SPDX-License-Identifier: GPL-3.0-or-later
"""The signatures of what a script can call."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache


class ValueKind(enum.Enum):
    """What a name refers to. The values are texts for error messages."""

    VALUE = "a value"
    QUEUE = "a queue"
    TARGET = "a target"
    LEASE = "a leased item"
    HELD = "a held call"
    EVENT = "an event"


ANNOTATIONS = {
    "queue": ValueKind.QUEUE,
    "target": ValueKind.TARGET,
    "lease": ValueKind.LEASE,
    "held": ValueKind.HELD,
    "event": ValueKind.EVENT,
}
"""What a parameter with an annotation takes; without one, a value."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function or method."""

    name: str
    required: bool
    by_keyword: bool
    """Whether it must be given as ``name=value``."""
    kind: ValueKind = ValueKind.VALUE
    """What it takes: VALUE for any expression, QUEUE for the variable of a queue."""
    variadic: bool = False
    """Whether it takes all further positional arguments, as a list."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method that a script can call."""

    syntax: str
    """As Python would write it, for example ``get(block=True, timeout=None)``. The annotation ``: queue``
    marks a parameter that takes a queue."""
    help: str
    """One or two sentences for completion, call tips and the reference."""
    returns: ValueKind = ValueKind.VALUE

    @property
    def name(self) -> str:
        """The name in the syntax, before the bracket."""
        return self.syntax.partition("(")[0]

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the syntax, in order."""
        return _read_parameters(self.syntax)

    @property
    def positional(self) -> list[Parameter]:
        """The parameters that can be given without their names, in order."""
        return [parameter for parameter in self.parameters if not parameter.by_keyword]


@cache  # the parser needs them for every vector (bench_vectors.py, row "read")
def _read_parameters(syntax: str) -> tuple[Parameter, ...]:
    """Return the parameters of a signature in the form of ``Signature.syntax``."""
    parameters = []
    by_keyword = False
    for part in filter(None, syntax.partition("(")[2].rstrip(")").split(", ")):
        declared, default, _ = part.partition("=")
        name, _, annotation = declared.partition(": ")
        if name == "*":
            by_keyword = True
        elif name.startswith("*"):
            parameters.append(Parameter(name[1:], True, by_keyword, variadic=True))
            by_keyword = True
        else:
            kind = ANNOTATIONS.get(annotation, ValueKind.VALUE)
            parameters.append(Parameter(name, not default, by_keyword, kind))
    return tuple(parameters)


def table_of(*signatures: Signature) -> dict[str, Signature]:
    """Return signatures by name."""
    return {signature.name: signature for signature in signatures}

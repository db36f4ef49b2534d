# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions that a script defines: their parameters, and which ones are known at a place."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rqdebug.scripts.interventions.target_access import FilterCheck
from rqdebug.scripts.language.expression_nodes import Input
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.included_files import IncludedFile
from rqdebug.scripts.language.script_nodes import Define, Invoke, LaneBlock, Statement, Teardown, children
from rqdebug.scripts.language.vocabulary import (
    CALLS,
    ERRORS,
    WORDS,
)
from rqdebug.scripts.signatures import ANNOTATIONS, Parameter, Signature, ValueKind


@dataclass(frozen=True, slots=True)
class DefinedFunction:
    """A function that a script has defined."""

    signature: Signature
    node: Define
    returns: ValueKind


@dataclass(slots=True)
class Definitions:
    """What a script and the files that it includes have defined so far."""

    functions: dict[str, DefinedFunction] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)
    inputs: list[Input] = field(default_factory=list)
    """The environment variables and secrets that were read."""
    secrets: set[str] = field(default_factory=set)
    """The names of these secrets."""
    lanes: list[LaneBlock | Teardown] = field(default_factory=list)
    """The lanes and teardown blocks that were read."""
    names_targets: bool = False
    """Whether a call of ``target()`` was read."""
    watches_events: bool = False
    """Whether a function was read that needs the events of targets."""
    check_filter: FilterCheck | None = None
    """Checks the filters in the script; None checks them in the run."""
    files: dict[Path, IncludedFile] = field(default_factory=dict)
    """The files that were included, in the order of their lines."""
    texts: Mapping[Path, str] = field(default_factory=dict)
    """Texts of files that are used in place of what is on disk."""
    open_files: list[Path] = field(default_factory=list)
    """The files that are being read, the innermost last."""
    name: str = ""
    """The name of the script."""
    home: Path | None = None
    """The folder of the script, which all files must be in."""
    lines: int = 0
    """The number of lines so far, from which the lines of an included file are counted."""


@dataclass(frozen=True, slots=True)
class ScriptSignature(Signature):
    """The signature of a function of the script."""

    declared: tuple[Parameter, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, in order."""
        return self.declared


def read_signature(node: ast.FunctionDef) -> ScriptSignature:
    """Return the signature of a function, which returns a value.

    Raises:
        ValueError: If a part of it is not supported, in one sentence.
    """
    arguments = node.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs or node.decorator_list or node.returns:
        raise ValueError(
            "a function has a name and plain parameters, as in def fill(jobs: queue, count=3): …"
        )
    if is_reserved_function(node.name):
        raise ValueError(f"{node.name!r} is a reserved name; choose another name")
    first_default = len(arguments.args) - len(arguments.defaults)
    declared = [
        Parameter(each.arg, index < first_default, False, _kind(each))
        for index, each in enumerate(arguments.args)
    ]
    declared += [
        Parameter(each.arg, default is None, True, _kind(each))
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return ScriptSignature(f"{node.name}({ast.unparse(arguments)})", "", declared=tuple(declared))


def is_reserved_function(name: str) -> bool:
    """Whether the language has this name, so that no function of a script can have it."""
    return name in {*SCRIPT_FUNCTIONS, *CALLS, *WORDS, *ERRORS} or name.startswith("__")


def defaults_of(node: ast.FunctionDef) -> dict[str, ast.expr]:
    """Return the default of each parameter that has one."""
    arguments = node.args
    count = len(arguments.defaults)
    last = arguments.args[-count:] if count else []
    pairs = [*zip(last, arguments.defaults, strict=True)]
    pairs += [
        (each, default)
        for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    ]
    return {each.arg: default for each, default in pairs}


def levels(statements: tuple[Statement, ...]) -> int:
    """Return how deeply blocks and calls of functions are nested in statements."""
    deepest = 0
    remaining = [(statement, 1) for statement in statements]
    while remaining:
        statement, depth = remaining.pop()
        if isinstance(statement, Invoke):
            depth += statement.function.levels
        deepest = max(deepest, depth)
        if not isinstance(statement, Define):
            remaining += [(each, depth + 1) for each in children(statement)]
    return deepest


def _kind(argument: ast.arg) -> ValueKind:
    match argument.annotation:
        case None:
            return ValueKind.VALUE
        case ast.Name(id=name) if name in ANNOTATIONS:
            return ANNOTATIONS[name]
    raise ValueError(
        f"{argument.arg}: the annotation is {', '.join(ANNOTATIONS)}; parameters of values have none"
    )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the command table match the handlers that execute them."""

from __future__ import annotations

import inspect
import types
import typing
from typing import Any

import pytest

from rqcore.controller.handlers.command_registry import HANDLERS, handles
from rqcore.controller.handlers.dispatcher import MODULES
from rqcore.controller.items import Item
from rqcore.controller.queue import BlockedValue
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.queue_values import Preview
from rqcore.protocol.reply_types import (
    BulkReply,
    IntegerReply,
    ItemReply,
    ItemsReply,
    OkReply,
    ReplyType,
    SimpleReply,
)

BY_ROW = pytest.mark.parametrize("row", COMMANDS.values(), ids=lambda row: row.name)
RETURNED: dict[type[ReplyType], set[Any]] = {
    OkReply: {type(None)},
    IntegerReply: {int},
    SimpleReply: {str, bytes},
    BulkReply: {str, bytes, type(None)},
    ItemReply: {Item, type(None)},
    ItemsReply: {list[Item], list[Preview], type(None)},
}
"""The return types of handlers for each reply type. Other reply types encode any value."""
CONTEXT = ("state", "client", "now_ns")


def test_each_row_has_a_handler_and_each_handler_a_row():
    assert HANDLERS.keys() == {row.name for row in COMMANDS.values()}


def test_each_handler_is_in_a_module_that_the_dispatcher_imports():
    assert {handler.__module__ for handler in HANDLERS.values()} == {module.__name__ for module in MODULES}


def test_second_handler_of_a_command_is_rejected():
    with pytest.raises(ValueError, match=r"RQ\.PUT has two handlers: put and other"):

        @handles("RQ.PUT")
        def other() -> None: ...


@BY_ROW
def test_handler_accepts_the_arguments_of_its_row(row: CommandSpec):
    assert disagreements(row, HANDLERS[row.name]) == []


@BY_ROW
def test_handler_matches_reply_type_and_waiting_of_its_row(row: CommandSpec):
    hint = typing.get_type_hints(HANDLERS[row.name])["return"]
    returned = set(typing.get_args(hint)) if isinstance(hint, types.UnionType) else {hint}
    if Any not in returned:
        assert (BlockedValue in returned) == row.waits
        values = RETURNED.get(type(row.reply))
        assert values is None or returned - {BlockedValue} <= values


@BY_ROW
def test_handler_has_the_name_of_its_method(row: CommandSpec):
    if row.method_name:
        assert HANDLERS[row.name].__name__ == row.method_name


def disagreements(row: CommandSpec, handler: Any) -> list[str]:
    """List the differences between the parameters of a handler and the result of ``row.parse``."""
    hints = typing.get_type_hints(handler)
    parameters = list(inspect.signature(handler).parameters.values())
    context, rest = parameters[: len(CONTEXT)], parameters[len(CONTEXT) :]
    found = [] if tuple(each.name for each in context) == CONTEXT else [f"it takes no {CONTEXT} first"]
    positional = [each for each in rest if each.kind is each.POSITIONAL_OR_KEYWORD]
    if len(positional) != len(row.positional):
        found.append(f"{len(positional)} positional parameters for {len(row.positional)} arguments")
    for each, argument in zip(positional, row.positional, strict=False):
        if hints[each.name] != type_of(argument):
            found.append(f"{each.name} is {hints[each.name]}, {argument.name} is {type_of(argument)}")
    found += repetition_disagreements(row, rest, hints)
    keyword_only = {each.name: each for each in rest if each.kind is each.KEYWORD_ONLY}
    options = {each.parameter: each for each in (*row.options.values(), *row.trailing)}
    if keyword_only.keys() != options.keys():
        found.append(f"it takes options {sorted(keyword_only)}, the row has {sorted(options)}")
    for name in keyword_only.keys() & options.keys():
        found += option_disagreements(row, options[name], keyword_only[name], hints[name])
    return found


def repetition_disagreements(row: CommandSpec, rest: list[Any], hints: dict[str, Any]) -> list[str]:
    repeated = [row.variable] if row.variable else []
    star = [each for each in rest if each.kind is each.VAR_POSITIONAL]
    if len(star) != len(repeated):
        return [f"*args for {len(repeated)} repeated arguments"]
    pairs = zip(star, repeated, strict=True)
    return [f"*{each.name} is of another type" for each, arg in pairs if hints[each.name] is not type_of(arg)]


def option_disagreements(row: CommandSpec, option: Argument, parameter: Any, hint: Any) -> list[str]:
    found = []
    if (parameter.default is parameter.empty) != (option.parameter in row.required or not option.keyword):
        found.append(f"{option.name} is optional on one side only")
    expected = list[type_of(option)] if option.several else type_of(option)  # type: ignore[misc]
    accepted = {hint, *typing.get_args(hint)} if isinstance(hint, types.UnionType) else {hint}
    if expected not in accepted:
        found.append(f"{option.name} is {hint}, its option gives {expected}")
    return found


def type_of(argument: Argument) -> Any:
    return typing.get_type_hints(argument.convert)["return"] if argument.convert else bool


def good(state: Any, client: Any, now_ns: int, queue: bytes, *, count: int = 0) -> None: ...
def without_option(state: Any, client: Any, now_ns: int, queue: bytes) -> None: ...
def other_type(state: Any, client: Any, now_ns: int, queue: str, *, count: int = 0) -> None: ...
def option_of_other_type(
    state: Any, client: Any, now_ns: int, queue: bytes, *, count: bool = False
) -> None: ...
def option_required(state: Any, client: Any, now_ns: int, queue: bytes, *, count: int) -> None: ...
def one_more(state: Any, client: Any, now_ns: int, queue: bytes, x: bytes, *, count: int = 0) -> None: ...
def any_number(state: Any, client: Any, now_ns: int, queue: bytes, *more: bytes, count: int = 0) -> None: ...
def other_context(state: Any, now_ns: int, client: Any, queue: bytes, *, count: int = 0) -> None: ...


@pytest.mark.parametrize(
    "handler",
    [
        without_option,
        other_type,
        option_of_other_type,
        option_required,
        one_more,
        any_number,
        other_context,
    ],
)
def test_handler_that_disagrees_with_its_row_is_detected(handler):
    from rqcore.protocol.arguments import natural

    row = CommandSpec("RQ.X", (Argument("queue"), Argument("count", natural, "COUNT")), OkReply(), (), "X.")
    assert disagreements(row, good) == []
    assert len(disagreements(row, handler)) == 1

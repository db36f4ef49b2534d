# SPDX-License-Identifier: GPL-3.0-or-later
"""Every layer has the methods of the command table, under the names that the table gives them."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

import rqcore
import rqcore.aio
from rqcore.client import exchanges
from rqcore.client.native import lease_exchanges
from rqcore.errors import BY_CODE
from rqcore.pressure.async_redis_handles import AsyncRedisQueueHandle
from rqcore.pressure.redis_handles import RedisQueueHandle
from rqcore.protocol import command_table
from rqcore.protocol.command_spec import CommandSpec
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_table.observer_rows import method as parse_method
from rqcore.protocol.command_traits import OnRedis, RedisSupport, Right, Storage
from rqcore.protocol.event_values import Method
from rqcore.redis.async_redis_queue import AsyncRedisQueue
from rqcore.redis.redis_queue import RedisQueue
from rqcore.server import reference_pages
from rqdebug.scripts.language.language_reference import help_text
from rqdebug.scripts.language.vocabulary import FUNCTIONS as SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import LEASE_METHODS, METHODS
from rqdebug.scripts.queue_model import MODELLED

REDIS_PAGE = Path(__file__).resolve().parents[1] / "docs" / "how-to" / "use-redis.md"
BY_METHOD = pytest.mark.parametrize("row", command_table.METHODS.values(), ids=lambda row: row.method_name)
BY_ROW = pytest.mark.parametrize("row", COMMANDS.values(), ids=lambda row: row.name)

SCRIPT_METHODS = {**METHODS, **LEASE_METHODS}
ATTRIBUTES = {"maxsize"}
"""Values that a handle has without a request."""
EXCHANGES_ONLY = {"tasks", "spool"}
"""Other parts of the project use these; handles have no method for them."""
OTHER_EVENT = {"read_payload": "peek", "tasks": "stat", "queues": "list"}
"""Methods that events report under another name, which captures and RQ.OBSERVE keep."""
OF_A_PROCESS = {"join_thread", "cancel_join_thread"}
"""Methods that concern a thread of the client's process and send no request."""
NOT_IN_SCRIPTS = {"previews"}
"""Variants that read items in small parts, for a window; a script has ``peek``."""
NOT_PREDICTED = {"stat", "leases"}
"""Methods whose results the model does not predict."""


def owners(row: CommandSpec) -> tuple[type, type]:
    """Return the blocking and the asyncio handle that have the method of a row."""
    if row.takes_queue:
        return rqcore.QueueHandle, rqcore.aio.QueueHandle
    return rqcore.ControllerHandle, rqcore.aio.ControllerHandle


@BY_METHOD
def test_both_clients_have_the_method(row: CommandSpec):
    if row.method_name not in ATTRIBUTES | EXCHANGES_ONLY:
        blocking, asynchronous = (getattr(owner, row.method_name) for owner in owners(row))
        assert parameters(blocking) == parameters(asynchronous)
        assert inspect.iscoroutinefunction(asynchronous) and not inspect.iscoroutinefunction(blocking)


def test_both_clients_have_each_method_of_queues_or_variant_and_no_other():
    methods = {row.method_name for row in command_table.METHODS.values() if row.takes_queue} - EXCHANGES_ONLY
    variants = {variant for row in command_table.METHODS.values() for variant in row.variants} - {"queue"}
    for handle in (rqcore.QueueHandle, rqcore.aio.QueueHandle):
        public = {name for name, member in vars(handle).items() if callable(member) and name[0] != "_"}
        assert public - OF_A_PROCESS == (methods | variants) - ATTRIBUTES


def parameters(method: Any) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(method).parameters.values()]


@BY_METHOD
def test_client_sends_the_command_of_the_method(row: CommandSpec):
    if row.method_name not in ATTRIBUTES:
        modules = [each for each in (exchanges, lease_exchanges) if hasattr(each, row.method_name)]
        handles = (
            rqcore.client.native.async_native_queue if row.takes_queue else inspect.getmodule(owners(row)[1])
        )
        source = inspect.getsource(modules[0] if modules else handles)
        assert f'"{row.name}"' in source


@BY_METHOD
def test_event_has_the_name_of_the_method(row: CommandSpec):
    if row.method is not None:
        name = OTHER_EVENT.get(row.method_name, row.method_name)
        assert row.method.name.lower() == name
        assert parse_method(name.encode()) is row.method


def test_scripts_have_the_methods_that_the_table_allows():
    allowed = {row.method_name for row in command_table.METHODS.values() if row.script is not None}
    variants = {
        variant for row in command_table.METHODS.values() for variant in row.variants
    } - NOT_IN_SCRIPTS
    assert SCRIPT_METHODS.keys() | SCRIPT_FUNCTIONS.keys() == allowed | variants


def test_help_page_of_scripts_shows_each_method():
    text = help_text()
    for signature in (*SCRIPT_METHODS.values(), *SCRIPT_FUNCTIONS.values()):
        assert signature.syntax in text and signature.help in text


def test_model_predicts_every_method_of_scripts():
    assert set(MODELLED) == SCRIPT_METHODS.keys() - NOT_PREDICTED


def test_readme_lists_the_redis_support_of_each_method():
    assert f"\n{reference_pages.redis_methods()}" in REDIS_PAGE.read_text()


@BY_METHOD
def test_redis_handles_refuse_the_methods_marked_in_the_table(row: CommandSpec):
    if row.takes_queue and row.method_name not in ATTRIBUTES | EXCHANGES_ONLY:
        for handle, base, support in (
            (RedisQueueHandle, rqcore.QueueHandle, row.on_redis.support),
            (AsyncRedisQueueHandle, rqcore.aio.QueueHandle, row.on_redis.support),
            (RedisQueue, rqcore.QueueHandle, row.on_redis.own),
            (AsyncRedisQueue, rqcore.aio.QueueHandle, row.on_redis.own),
        ):
            refuses = getattr(handle, row.method_name) is getattr(base, row.method_name)
            assert refuses == (support is RedisSupport.REFUSED)


def test_numbers_of_methods_never_change():
    assert [method.name for method in sorted(Method)] == [
        *("PUT", "GET", "CREATE", "CLOSE", "QSIZE", "MAXSIZE", "STAT", "LIST", "PUT_MANY", "GET_MANY"),
        *("PEEK", "WAITERS", "PURGE", "TASK_DONE", "JOIN", "SHUTDOWN", "COMMAND", "TASK", "MOVE"),
        *("MOVE_IN", "CONNECT", "DISCONNECT", "LEASE", "ACK", "NACK", "EXTEND", "REDELIVERED", "DUE"),
        "LEASES",
    ]
    assert sorted(Method) == list(range(len(Method)))


@BY_ROW
def test_row_is_consistent(row: CommandSpec):
    assert set(row.error_codes) <= BY_CODE.keys()
    assert len(set(row.errors)) == len(row.errors)
    if row.is_read_only:
        assert row.right in (Right.READ, Right.OBSERVE)
        assert (row.storage, row.breakable) == (Storage.NOTHING, False)
    if row.storage is not Storage.NOTHING:
        assert row.right is Right.USE
    if row.waits:
        assert any(argument.name == "timeout" for argument in row.args)
    if row.script is not None or (row.name.startswith("RQ.") and row.method):
        assert row.method_name
    if row.breakable:
        assert row.method is not None
    assert row.before_login == (row.right is Right.ANYONE)


@BY_ROW
def test_row_explains_different_support_on_redis(row: CommandSpec):
    if row.on_redis.support is not RedisSupport.SAME:
        assert row.on_redis.note
    assert isinstance(row.on_redis, OnRedis)


def test_names_of_methods_are_unique():
    names = [row.method_name for row in COMMANDS.values() if row.method_name]
    assert len(set(names)) == len(names)

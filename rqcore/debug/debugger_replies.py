# SPDX-License-Identifier: MIT
"""Reads what a controller reports to a debugger, and checks its form: the controller may be hostile.

The functions raise TypeError, ValueError, LookupError or AttributeError if it has another form. In an
``Exchange``, that becomes ProtocolError.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rqcore.client.exchange import plain
from rqcore.protocol.resp import Value

Fields = Mapping[str, type]
"""The types of the members of a map, by name. There may be others."""
_BEGUN: Fields = {"token": str, "session": int}
_RULE: Fields = {"rule": int, **dict.fromkeys(("hits", "acted", "unknown", "passed", "held", "owner"), int)}
_FREEZE: Fields = {"freeze": str, "side": str, "steps": dict}
_STEPS: Fields = {"puts": int, "gets": int}
_ADDED: Fields = {"rule": int, "waiting": int}
_TEXTS = ("method", "queue", "name", "address", "at")
_HELD: Fields = {"call": int, "rule": int, "count": int, "items": list, **dict.fromkeys(_TEXTS, bytes)}
_ITEM: Fields = {"payload": bytes, "size": int, "codec": bytes, "deliveries": int}


def as_it_is(reply: Value) -> Any:
    """Return a reply."""
    return reply


def read_number(reply: Value) -> int:
    """Return a number."""
    if type(reply) is not int:
        raise TypeError("it is no number")
    return reply


def read_begun(reply: Value) -> dict[str, Any]:
    """Return the token and the number of a session."""
    return _checked(plain(reply), _BEGUN)


def read_added(reply: Value) -> tuple[int, int]:
    """Return the number of a rule that was added, and how many calls waited for its queues."""
    added = _checked(plain(reply), _ADDED)
    return added["rule"], added["waiting"]


def read_rules(reply: Value) -> list[dict[str, Any]]:
    """Return rules, with what they have done."""
    return [_rule(each) for each in plain(reply, errors="replace")]


def _rule(value: Any) -> dict[str, Any]:
    rule = _checked(value, _RULE)
    if "freeze" in rule:
        _checked(_checked(rule, _FREEZE)["steps"], _STEPS)
    return rule


def read_held_calls(reply: Value) -> list[dict[str, Any]]:
    """Return what is known of held calls."""
    if not isinstance(reply, list):
        raise TypeError("it is no list")
    return [_held(each) for each in reply]


def read_notice(members: list[Value]) -> tuple[str, dict[str, Any]]:
    """Return what happened to a call, and what is known of it."""
    _, kind, facts = members
    what = str(plain(kind))
    return what, _held(facts) if what == "held" else _checked(_keyed(facts), {"call": int})


def _held(value: Value) -> dict[str, Any]:
    facts = _checked(_keyed(value), _HELD)
    for item in facts["items"]:
        _checked(item, _ITEM)
    return facts


def _checked(value: Any, fields: Fields) -> dict[str, Any]:
    """Return a map whose members have these types."""
    if type(value) is not dict:
        raise TypeError("it is no map")
    for name, kind in fields.items():
        if type(value[name]) is not kind:
            raise TypeError(f"{name} has another type")
    return value


def _keyed(value: Any) -> Any:
    """Return maps with texts as their keys, and bytes as they are."""
    if isinstance(value, dict):
        return {key.decode() if isinstance(key, bytes) else key: _keyed(each) for key, each in value.items()}
    return [_keyed(each) for each in value] if isinstance(value, list) else value

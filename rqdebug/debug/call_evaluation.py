# SPDX-License-Identifier: GPL-3.0-or-later
"""Evaluates an expression on a held call: a field, a member of its payload, or a filter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rqcore.codec import Codec
from rqcore.controller.debugging.facts import CallFacts
from rqcore.controller.debugging.predicates import compile_predicate
from rqcore.debug import HeldCall
from rqcore.protocol.event_values import Method
from rqdebug.events.filters.fields import SOURCE_FIELDS
from rqdebug.events.filters.json_members import MISSING, UNKNOWN, extract, parse_path
from rqdebug.events.filters.source_predicates import compile_filter

UNKNOWN_TEXT, MISSING_TEXT = "unknown", "missing"
"""The value of what is not known, and of a member that the payload does not have."""
_FIELDS = tuple(field for field in SOURCE_FIELDS if field != "payload")
_PATH = re.compile(r"""payload(?:\.[^\s.\[\]"'(){},=!<>~]+|\[\d+\]|\["[^"]*"\]|\['[^']*'\])*""")
"""The name of the payload, or of a member of it."""


def evaluate(
    expression: str, call: HeldCall, payload: bytes | None = None, named: Mapping[str, str] | None = None
) -> str:
    """Return the value of an expression, as JSON.

    Args:
        expression: The name of a field, a member such as ``payload.order.id``, or a filter.
        call: The call.
        payload: What was edited; None takes the payload of the call.
        named: The saved filters by name, for ``@name``.

    Returns:
        The value as JSON; ``unknown``, or ``missing`` for a member that does not exist.

    Raises:
        FilterError: It is none of them, or compares what is not known before a call has ended.
    """
    text = expression.strip()
    facts = _facts_of(call, payload)
    if text in _FIELDS:
        return _field(text, facts, call)
    if _PATH.fullmatch(text):
        return _member(text, facts)
    answer = compile_predicate(compile_filter(text, named)).matches(facts)
    return UNKNOWN_TEXT if answer is None else json.dumps(answer)


def _facts_of(call: HeldCall, edited: bytes | None) -> CallFacts:
    """Return what predicates see of a call. A payload that is cut is unknown."""
    size = call.size if edited is None else len(edited)
    known = edited if edited is not None else call.payload if call.payloads else None
    return CallFacts(
        method=Method[call.method.upper()],
        queue=call.queue,
        namespace="",
        kind=call.kind,
        client=call.client,
        address=call.address,
        size=size if call.payloads else None,
        depth=call.depth,
        items=call.item_count,
        timeout_ns=None if call.timeout is None else round(call.timeout * 1e9),
        codec=Codec.parse(call.codec) if call.codec else None,
        payload=known if known is not None and len(known) == size else None,
        deliveries=call.deliveries,
    )


def _field(name: str, facts: CallFacts, call: HeldCall) -> str:
    value = {
        "method": call.method,
        "timeout": "forever" if call.timeout is None else f"{call.timeout:g}s",
        "codec": call.codec or "raw",
        "size": facts.size or 0,
    }.get(name, getattr(facts, name, None))
    return json.dumps(value, ensure_ascii=False)


def _member(text: str, facts: CallFacts) -> str:
    """Return a member of the payload, or all of it as text."""
    path = parse_path(text)
    if facts.payload is None:
        return UNKNOWN_TEXT if facts.size else MISSING_TEXT
    if not path:
        return json.dumps(facts.payload.decode(errors="replace"), ensure_ascii=False)
    value = extract(facts.payload, path)
    if value is MISSING:
        return MISSING_TEXT
    return UNKNOWN_TEXT if value is UNKNOWN else json.dumps(value, ensure_ascii=False)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion of words in a script, in the order of use, and the signature of the call around the cursor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rqdebug.scripts.editing.cursor_context import (
    MAX_TEXT,
    CursorContext,
    UnfinishedCall,
    defined_names,
    read_context,
)
from rqdebug.scripts.editing.typed_functions import typed_functions, typed_parameters
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import (
    BLOCKS,
    CALLS,
    CONDITIONS,
    DEBUGGER_BLOCKS,
    DEFINITIONS,
    ERRORS,
    FIELDS_OF,
    INPUTS,
    METHODS_OF,
    SEQUENCES,
    STATEMENTS,
    WORDS,
)
from rqdebug.scripts.signatures import Signature, ValueKind
from rqdebug.scripts.text.loose_tokens import CLOSING

TIP_WIDTH = 90
"""The maximum number of characters in a line of a call tip."""

_USED_FIRST = (
    *("put", "get", "qsize", "empty", "full", "put_nowait", "get_nowait", "put_many", "get_many"),
    *("peek", "task_done", "join", "stat"),
)
_USED_LAST = ("shutdown", "close", "purge")
"""Methods that end a queue or destroy items: they are never the first proposal beside another one."""

_BEGINNINGS = ("assert", "with", "for", "def")
_CONSTANTS = ("True", "False", "None")
_BETWEEN = ("in", "not", "and", "or")
_SPOKEN = (*_BEGINNINGS, *_CONSTANTS, *_BETWEEN, *BLOCKS, *DEBUGGER_BLOCKS, *SEQUENCES)


@dataclass(frozen=True, slots=True)
class Proposals:
    """The words that are possible at the cursor."""

    word: str
    """The beginning of the word, which each of the proposals continues."""
    words: tuple[str, ...]
    """The proposals, the best first. A parameter ends in ``=``."""


@dataclass(frozen=True, slots=True)
class CallTip:
    """The signature and help of the call around the cursor."""

    text: str
    highlight: tuple[int, int] | None
    """The part of the text that is the parameter at the cursor: its first character and the one after it."""


def propose(before: str, is_wanted: bool = False) -> Proposals | None:
    """Complete the word before the cursor.

    Args:
        before: The text before the cursor.
        is_wanted: Whether the user asked for proposals, even if no word has begun.

    Returns:
        The proposals; None if there are none, or if the word is the only one.
    """
    context = read_context(before)
    if not context.is_word:
        return None
    is_likely = context.receiver is not None or (context.is_argument and context.word)
    if not (is_wanted or is_likely or len(context.word) > 1):
        return None
    prefix = context.word.casefold()
    text = before.removesuffix(context.word)[-MAX_TEXT:]
    functions = typed_functions(text)
    names = {**typed_parameters(before[-MAX_TEXT:]), **defined_names(text)}
    names |= dict.fromkeys(functions, ValueKind.VALUE)
    candidates = dict.fromkeys(_candidates(context, names, functions))
    found = [word for word in candidates if word.casefold().startswith(prefix)]
    # The word itself first: then Enter ends the line, and does not write a longer word.
    found.sort(key=lambda word: word != context.word)
    if not found or found == [context.word]:
        return None
    return Proposals(context.word, tuple(found))


def call_tip(before: str) -> CallTip | None:
    """Return the signature of the call around the cursor; None outside the brackets of known calls."""
    context = read_context(before)
    functions = typed_functions(before[-MAX_TEXT:])
    signature = _signature(context.call, functions) if context.call is not None else None
    if context.call is None or signature is None:
        return None
    syntax = signature.syntax.replace("*, ", "").replace("(*", "(")
    help = "\n".join(textwrap.wrap(signature.help, TIP_WIDTH))
    highlight = _highlight(context.call, signature, syntax)
    lines = textwrap.fill(syntax, TIP_WIDTH, break_long_words=False, break_on_hyphens=False)
    return CallTip(f"{lines}\n{help}", highlight)


def _candidates(
    context: CursorContext, names: Mapping[str, ValueKind], functions: Mapping[str, Signature]
) -> Iterable[str]:
    """Return everything that the language allows at the cursor, in the order of use."""
    if context.receiver is not None:
        kind = names.get(context.receiver, ValueKind.QUEUE) if context.receiver else ValueKind.VALUE
        return (*FIELDS_OF.get(kind, ()), *_by_use(METHODS_OF[kind]))
    words, call = context.words, context.call
    if not words:
        return [*_of_kind(names, queues=True), *_BEGINNINGS, *CALLS, *STATEMENTS, *names]
    if words == ("with",):
        return [*BLOCKS, *DEBUGGER_BLOCKS, *(name for name, kind in names.items() if kind is ValueKind.QUEUE)]
    if words[0] == "for" and call is None:
        return SEQUENCES if words[-1] == "in" else ("in",) if len(words) == 2 else ()
    if call is not None and call.name == "raises":
        return ERRORS
    if words[-1] in CLOSING or (words[-1].isidentifier() and words[-1] not in _SPOKEN):
        return _BETWEEN
    owners = [name for name, kind in names.items() if kind in FIELDS_OF]
    values = [*_of_kind(names, queues=False), *owners, *SCRIPT_FUNCTIONS, *INPUTS, *_CONSTANTS]
    if call is None:
        definitions = DEFINITIONS if len(words) == 2 and words[1] == "=" else ()
        return [*_of_kind(names, queues=True), *values, *CALLS, *_of_assert(words), *definitions]
    if not context.is_argument:
        return values
    return [*_parameters(call, functions), *_argument_values(call, names, values, functions)]


def _by_use(methods: Iterable[str]) -> list[str]:
    def rank(name: str) -> int:
        if name in _USED_FIRST:
            return _USED_FIRST.index(name)
        return len(_USED_FIRST) + (_USED_LAST.index(name) + 1 if name in _USED_LAST else 0)

    return sorted(methods, key=rank)


def _of_kind(names: Mapping[str, ValueKind], queues: bool) -> list[str]:
    """Return the names of values, or those that have methods."""
    return [name for name, kind in names.items() if (kind is not ValueKind.VALUE) == queues]


def _of_assert(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with which a condition of an assert can begin."""
    return ("not", *CONDITIONS) if words == ("assert",) else ()


def _parameters(call: UnfinishedCall, functions: Mapping[str, Signature]) -> list[str]:
    """Return the parameters that the call has no argument for, as ``name=``."""
    signature = _signature(call, functions)
    if signature is None:
        return []
    given = {*(each.name for each in signature.positional[: call.positional]), *call.keywords}
    # The first parameters of a call are written without their names.
    optional = [each for each in signature.parameters if not each.required]
    return [f"{each.name}=" for each in optional if each.name not in given]


def _argument_values(
    call: UnfinishedCall,
    names: Mapping[str, ValueKind],
    values: Sequence[str],
    functions: Mapping[str, Signature],
) -> Sequence[str]:
    """Return the values that the parameter at the cursor can have."""
    signature = _signature(call, functions)
    name = _parameter_at(call, signature) if signature else ""
    kinds = {each.name: each.kind for each in signature.parameters} if signature else {}
    return _of_kind(names, queues=True) if kinds.get(name) is ValueKind.QUEUE else values


def _parameter_at(call: UnfinishedCall, signature: Signature) -> str:
    """Return the name of the parameter at the cursor; empty if there is none."""
    if call.at_keyword:
        return call.keywords[-1]
    is_past = call.keywords or call.positional >= len(signature.positional)
    return "" if is_past else signature.positional[call.positional].name


def _signature(call: UnfinishedCall, functions: Mapping[str, Signature]) -> Signature | None:
    if call.receiver:
        return next((table[call.name] for table in METHODS_OF.values() if call.name in table), None)
    if call.name in functions:
        return functions[call.name]
    if call.name in SCRIPT_FUNCTIONS:
        return SCRIPT_FUNCTIONS[call.name].signature
    return CALLS.get(call.name) or WORDS.get(call.name)


def _highlight(call: UnfinishedCall, signature: Signature, syntax: str) -> tuple[int, int] | None:
    """Return the part of a syntax that is the parameter at the cursor."""
    name = _parameter_at(call, signature)
    start = syntax.index("(") + 1
    for part in syntax[start:].rstrip(")").split(", "):
        if part.partition("=")[0].partition(": ")[0] == name:
            return start, start + len(part)
        start += len(part) + 2
    return None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks as short text; reading them runs no code."""

from __future__ import annotations

import pickle
from collections import OrderedDict, defaultdict, deque
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.parallel_queue.task_messages import pickled
from rqcore.parallel_queue.task_text import LARGEST, MOST, task_text, value_text


class Color(Enum):
    RED = 1


RED = "Color.RED" if Color.RED.__reduce_ex__(2)[0] is getattr else "Color(1)"
"""How a pickle names the member: Python 3.11.2 writes its name."""


class Counted:
    """Counts its unpickled instances."""

    made = 0

    def __init__(self, name):
        self.name = name

    def __setstate__(self, state):
        Counted.made += 1
        self.__dict__ = state

    def __call__(self, number):
        return number

    def method(self, number, width=0):
        return number


def shrink(path, width=0):
    return path


WRITTEN = [
    (shrink, ("a.png",), {"width": 64}, "shrink('a.png', width=64)"),
    (abs, (-3,), {}, "abs(-3)"),
    (partial(int, base=2), ("11",), {}, "partial(int)('11')"),
    (shrink, (PurePosixPath("/a"), Fraction(1, 3)), {}, None),
    (shrink, (Color.RED, [1, {"a": None}]), {}, f"shrink({RED}, [1, {{'a': None}}])"),
    (Counted("x").method, (1,), {"width": 2}, "Counted().method(1, width=2)"),
    (OrderedDict.fromkeys, ("ab",), {}, "OrderedDict.fromkeys('ab')"),
    (shrink, (deque([1]), OrderedDict(a=1), defaultdict(int)), {}, None),
    (shrink, (Counted("x"),), {}, "shrink(Counted())"),
    (Counted("x"), (1,), {}, "Counted()(1)"),
    (shrink, (date(2026, 1, 2),), {}, None),
    (shrink, (10**5000,), {}, "shrink(a int)"),
    (shrink, (b"x" * (LARGEST + 1),), {}, "shrink(…)"),
    (shrink, (list(range(100_000)),), {}, "shrink(…)"),
    (Counted("x").method, (b"x" * (LARGEST + 1),), {}, "Counted(…)"),
]


@pytest.mark.parametrize(("function", "args", "options", "text"), WRITTEN)
def test_task_is_shown_as_a_call_in_python(function, args, options, text):
    shown = task_text(pickled((function, args, options)), "")
    assert shown.startswith("shrink(") if text is None else shown == text
    assert Counted.made == 0


def test_function_of_all_tasks_is_named():
    assert task_text(pickled((("a",), {"width": 1})), "shrink") == "shrink('a', width=1)"
    assert task_text(pickled((("a" * LARGEST,), {})), "shrink") == "shrink(…)"


@pytest.mark.parametrize("argument", ["a" * 100_000, list(range(100_000)), list(range(5000))])
def test_beginning_of_a_large_task_is_enough(argument):
    assert task_text(pickled((shrink, (argument,), {}))[: LARGEST + 1], "") == "shrink(…)"


def test_remote_task_is_shown_as_a_call():
    assert task_text(b'tasks:shrink\n["a"],{"width":1}', "") == "shrink('a', width=1)"
    for size in (LARGEST - 17, LARGEST, 10 * LARGEST):
        assert task_text((b'tasks:shrink\n["%b"],{}' % (b"a" * size))[: LARGEST + 1], "") == "shrink(…)"


def test_result_is_shown_as_a_value():
    assert value_text(pickle.dumps({"a": 1})) == "{'a': 1}"
    assert value_text(pickle.dumps((ValueError("jam", 3), "trace")), raised=True) == "ValueError('jam', 3)"
    assert value_text(b"x" * 9000) == "9,000 bytes"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(json_values).map(tuple), st.dictionaries(st.text(), json_values))
def test_text_is_short(args, options):
    shown = task_text(pickle.dumps((shrink, args, options)), "")
    assert shown.startswith("shrink(")
    assert len(shown) <= MOST


@given(st.integers(0, 100))
def test_truncated_pickle_is_shown_without_error(length):
    whole = pickled((("a" * 90, Counted), {"b": Counted("x")}))
    assert task_text(whole[: max(length, 2)], "shrink").startswith("shrink(")
    assert isinstance(value_text(whole[:length]), str)

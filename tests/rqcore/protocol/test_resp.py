# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rqcore.errors import BadCall, ControllerError, Empty, Full, ProtocolError, RqError
from rqcore.protocol import resp
from rqcore.protocol.resp import NOT_ENOUGH, HiredisParser, Push, PythonParser, Value

BROKEN = "broken"

with_hiredis = pytest.mark.skipif(resp.hiredis is None, reason="hiredis is not installed")
both = pytest.mark.parametrize("parser", [pytest.param(HiredisParser, marks=with_hiredis), PythonParser])


def plain(value: Value) -> Value:
    """Convert a value so that it can be compared."""
    if isinstance(value, RqError):
        return type(value), str(value)
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if isinstance(value, dict):
        return {plain(key): plain(member) for key, member in value.items()}
    if isinstance(value, list):
        pushed = type(value).__name__.startswith("Push")  # inside other values, hiredis keeps its own type
        return "push" if pushed else "list", [plain(member) for member in value]
    return type(value), value


def read(parser: type[HiredisParser | PythonParser], *pieces: bytes) -> list[Value]:
    """Parse every value in the bytes. BROKEN follows if the rest is not valid RESP."""
    reader = parser()
    values: list[Value] = []
    try:
        for piece in pieces:
            reader.feed(piece)
            while (value := reader.gets()) is not NOT_ENOUGH:
                values.append(plain(value))
    except ProtocolError:
        values.append(BROKEN)
    return values


def nested(depth: int) -> list[Value]:
    return [nested(depth - 1)] if depth > 1 else []


VALUES = {
    b"+OK\r\n": b"OK",
    b"+\r\n": b"",
    b":0\r\n": 0,
    b":-12\r\n": -12,
    b":9223372036854775807\r\n": 2**63 - 1,
    b":-9223372036854775808\r\n": -(2**63),
    b"$0\r\n\r\n": b"",
    b"$4\r\na\r\nb\r\n": b"a\r\nb",
    b"$-1\r\n": None,
    b"*-1\r\n": None,
    b"_\r\n": None,
    b"#t\r\n": True,
    b"#f\r\n": False,
    b",0.25\r\n": 0.25,
    b",-1e-07\r\n": -1e-07,
    b",inf\r\n": math.inf,
    b",-inf\r\n": -math.inf,
    b",nan\r\n": math.nan,
    b"*0\r\n": [],
    b"*2\r\n:1\r\n*1\r\n_\r\n": [1, [None]],
    b"%0\r\n": {},
    b"%1\r\n$1\r\na\r\n*1\r\n:1\r\n": {b"a": [1]},
    b">2\r\n+rq.lost\r\n:7\r\n": Push([b"rq.lost", 7]),
    b"-FULL jobs holds 3 of 3\r\n": Full("jobs holds 3 of 3"),
    b"-EMPTY\r\n": Empty("EMPTY"),
    b"-ERR what?\r\n": BadCall("what?"),
    b"-UNHEARD of\r\n": ControllerError("UNHEARD of"),
    b"-ERR \xff\r\n": BadCall("\N{REPLACEMENT CHARACTER}"),
    b"*1\r\n-EMPTY none\r\n": [Empty("none")],
    b"*1\r\n" * 50 + b"*0\r\n": nested(51),
}


@both
@pytest.mark.parametrize("data", VALUES)
def test_value_is_parsed(parser, data):
    assert read(parser, data) == [plain(VALUES[data])]


@both
@pytest.mark.parametrize("data", VALUES)
def test_parser_waits_for_the_rest_of_an_incomplete_value(parser, data):
    assert [read(parser, data[:cut]) for cut in range(len(data))] == [[]] * len(data)


@both
@pytest.mark.parametrize(
    "data",
    [
        b"\r\n",
        b"hello\r\n",
        b"+a\nb\r\n",
        b"+a\rb\r\n",
        b"-ERR a\nb\r\n",
        b":\r\n",
        b":-\r\n",
        b":+1\r\n",
        b":01\r\n",
        b":-0\r\n",
        b":1 \r\n",
        b":1_0\r\n",
        b":9223372036854775808\r\n",
        b":-9223372036854775809\r\n",
        b":99999999999999999999\r\n",
        b"$\r\n",
        b"$x\r\n",
        b"$-2\r\n",
        b"$99999999999999999999\r\n",
        b"*\r\n",
        b"*-2\r\n",
        b"*x\r\n",
        b"%1\r\n*0\r\n:1\r\n",
        b"%1\r\n*2\r\n",
        b"%1\r\n%1\r\n",
        b"_x\r\n",
        b"#\r\n",
        b"#x\r\n",
        b",\r\n",
        b",x\r\n",
        b", 1\r\n",
        b",+1\r\n",
        b",1_0\r\n",
        b",1e999\r\n",
        b",infinity\r\n",
        b"(--1\r\n",
        b"=8\r\ntxt*word\r\n",
        b"=0\r\n\r\n",
        b"*4294967296\r\n",
    ],
)
def test_invalid_resp_is_refused(parser, data):
    assert read(parser, data) == [BROKEN]


@pytest.mark.parametrize(
    "data",
    [
        b"$2\r\nabcd\r\n",  # a bulk string without a line end
        b"%2\r\n+a\r\n:1\r\n+a\r\n:2\r\n",  # a key twice
        b",.5\r\n",
        b",iNf\r\n",
        b"(\r\n",
    ],
)
def test_python_parser_refuses_what_the_specification_does_not_allow(data):
    """This is the only difference: hiredis returns some value."""
    assert read(PythonParser, data) == [BROKEN]


@both
def test_values_before_an_invalid_one_are_returned(parser):
    assert read(parser, b":1\r\n+a\r\n:x\r\n") == [plain(1), plain(b"a"), BROKEN]


@both
def test_only_a_push_frame_is_a_push(parser):
    reader = parser()
    reader.feed(b"*1\r\n:1\r\n>1\r\n:1\r\n")
    assert [type(reader.gets()), type(reader.gets())] == [list, Push]


SCALARS = st.one_of(
    st.binary(max_size=12),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.binary(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@both
@given(value=ANYTHING)
def test_value_encoded_in_resp3_is_parsed_unchanged(parser, value):
    assert read(parser, resp.encode(value, 3)) == [plain(value)]


@both
@given(values=st.lists(ANYTHING, max_size=4), cuts=st.lists(st.integers(0, 200), max_size=6))
def test_bytes_may_arrive_in_any_pieces(parser, values, cuts):
    data = b"".join(resp.encode(value, 3) for value in values)
    places = sorted(min(cut, len(data)) for cut in cuts)
    pieces = [data[start:stop] for start, stop in pairwise([0, *places, len(data)])]
    assert read(parser, *pieces) == [plain(value) for value in values]


BITS = st.one_of(
    st.sampled_from(sorted(VALUES)),
    st.sampled_from(
        [b"\r\n", b"*2\r\n", b"%1\r\n", b">2\r\n", b"+", b"-", b":", b"*", b"%", b">", b",", b"#"]
    ),
    st.sampled_from([b"_", b"\r", b"\n", b"0", b"1", b"7", b".", b"e", b"t", b" ", b"inf", b"nan", b"\xff"]),
)


@with_hiredis
@given(bits=st.lists(BITS, max_size=10), cut=st.integers(0, 8))
@example(bits=[b"*2\r\n", b":1\r\n", b":x\r\n"], cut=0)
def test_both_parsers_agree_on_any_bytes(bits, cut):
    """The line end of a bulk string is complete or missing here, because hiredis does not check it."""
    data = b"".join(bits)
    assume(not re.search(rb"\d{6}", data.replace(b"9223372036854775807", b"")))  # no gigabytes of lists
    data = data[: len(data) - cut]
    assert read(PythonParser, data) == read(HiredisParser, data)


@pytest.mark.parametrize(
    ("value", "resp2", "resp3"),
    [
        (None, b"$-1\r\n", b"_\r\n"),
        (True, b":1\r\n", b"#t\r\n"),
        (0.5, b"$3\r\n0.5\r\n", b",0.5\r\n"),
        ("é", b"$2\r\n\xc3\xa9\r\n", b"$2\r\n\xc3\xa9\r\n"),
        ({"a": 1}, b"*2\r\n$1\r\na\r\n:1\r\n", b"%1\r\n$1\r\na\r\n:1\r\n"),
        ([{}], b"*1\r\n*0\r\n", b"*1\r\n%0\r\n"),
    ],
)
def test_values_are_encoded_for_both_versions_of_resp(value, resp2, resp3):
    assert (resp.encode(value, 2), resp.encode(value, 3)) == (resp2, resp3)


def test_command_is_an_array_of_bulk_strings():
    assert (
        resp.command(["RQ.PUT", b"\x00", 1, 0.5])
        == b"*4\r\n$6\r\nRQ.PUT\r\n$1\r\n\x00\r\n$1\r\n1\r\n$3\r\n0.5\r\n"
    )


@both
def test_error_is_one_line_even_if_its_message_has_line_ends(parser):
    assert read(parser, resp.error("ERR", "no 'a\r\n+OK' \ud800")) == [plain(BadCall("no 'a +OK' ?"))]


@both
def test_encoded_nulls_and_pushes_are_parsed_unchanged(parser):
    data = (
        resp.null(2) + resp.null(3) + resp.null_array(2) + resp.null_array(3) + resp.push([resp.integer(1)])
    )
    assert read(parser, data) == [plain(None)] * 4 + [plain(Push([1]))]


@pytest.mark.parametrize(
    ("installed", "expected"), [pytest.param(True, HiredisParser, marks=with_hiredis), (False, PythonParser)]
)
def test_hiredis_is_used_if_installed(monkeypatch, installed, expected):
    monkeypatch.setattr(resp, "hiredis", resp.hiredis if installed else None)
    assert type(resp.reply_parser()) is expected


@pytest.mark.skipif(resp.hiredis is None, reason="needs hiredis")
def test_reply_that_announces_too_many_members_is_a_protocol_error(monkeypatch):
    """Hiredis reserves memory for all of them first."""

    class Reader:
        def feed(self, data: bytes) -> None:
            pass

        def gets(self) -> None:
            raise MemoryError

    parser = HiredisParser()
    monkeypatch.setattr(parser, "_reader", Reader())
    with pytest.raises(ProtocolError, match="more members than fit into memory"):
        parser.gets()

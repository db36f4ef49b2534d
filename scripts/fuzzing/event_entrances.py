# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of the debugger: event batches, captures, filters, scripts."""

from __future__ import annotations

import io
from contextlib import closing
from functools import cache
from pathlib import Path

import pyarrow as pa

from fuzzing.entrance import Entrance
from fuzzing.event_seeds import batch_v2, batch_v3
from rqcore.errors import ProtocolError
from rqcore.protocol.event_batch import decode_batch
from rqdebug.errors import CaptureError, FilterError, ScriptError
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.event_log import read_events
from rqdebug.events.filters.filter import parse as parse_filter
from rqdebug.events.provenance import Origin
from rqdebug.events.schema import SCHEMA
from rqdebug.scripts.language.parser import check as check_script
from rqdebug.scripts.language.parser import parse as parse_script
from rqdebug.scripts.text.formatter import format_script

FILTERS = (
    b'method == put and queue ~ "order" and waited > 5ms',
    b"outcome in {full, empty} or not (client == loader and time > 14:03:20)",
    b"payload.order.id == 17 and waited in 1ms..5ms and last 5min",
    b'blocked or size >= 1KiB and payload ~ /a+b/ or codec != json or depth == 3 xor "text"',
)
FILTER_WORDS = (
    *(
        b" and ",
        b" or ",
        b" not ",
        b" in ",
        b" == ",
        b" ~ ",
        b"..",
        b"{",
        b"}",
        b"(",
        b")",
        b"/(?i)a/",
        b"payload.",
    ),
    *(b"method", b"queue", b"time", b"waited", b"size", b"item", b"call", b"target", b"2026-01-01T00:00:00Z"),
)
SCRIPTS = (
    b'jobs = create("jobs", maxsize=2)\nwith repeat(3):\n    jobs.put({"a": 1}, timeout=0.1)\n'
    b"assert jobs.qsize() == 3\n",
    b'q = queue("a")\nwith raises(Empty):\n    q.get(block=False)\n'
    b'for i in range(3):\n    q.put(f"{i}") # off\n',
    b"def f(to: queue, n=3):\n    to.put(n)\n    return n\njobs = create()\nx = f(jobs, n=1)\n"
    b'with test("a", "b"):\n    with retry(2): assert jobs.get() == approx(1.0) or x, "text"\n',
    b'n = parameter(1, "a")\nwith setup(): note(env("A", n))\nwith teardown(): note(secret("B"))\n'
    b'with xfail("a"): assert eventually(1 < n < 2 and not n == 1, timeout=1)\n',
    b'with parallel():\n    with lane("a"):\n        sleep("5ms")\n    with lane("b"):\n        note("x")\n',
)
SCRIPT_WORDS = (
    *(b"def f(to: queue, n=3):\n ", b"return n", b"f(jobs)", b"with setup():\n ", b"with teardown():\n "),
    *(b'with test("a", "b"):\n ', b'with skip("a"):\n ', b'with xfail("a"):\n ', b"with soft():\n "),
    *(b"with retry(3):\n ", b"eventually(jobs.empty())", b" and ", b" or ", b" not ", b"approx(1)"),
    *(b'matches("(a")', b"has({})", b'parameter(1, "a")', b'env("A")', b'secret("A")', b'include("a.rqs")'),
    *(b"with timing(max=1):\n ", b"for r in rows('a.csv'):\n ", b"assert ", b"lambda: ", b"(yield)", b"    "),
    *(
        b"1e999",
        b"0x" + b"f" * 5000,
        b"'\\N{DIGIT ONE}'",
        b"f'{a!r:>{b}}'",
        b"**",
        b"<<",
        b"if 1:\n ",
        b"\x0c",
        b"\xe2\x80\xa8",
    ),
)


def read_batch(data: bytes) -> None:
    """Decode a batch in both ways, which must find the same number of events."""
    try:
        batch = decode_batch(data)
    except ProtocolError:
        return
    try:
        rows = BatchDecoder().decode(batch)
    except ProtocolError:
        rows = None
    try:
        count = sum(1 for _ in batch.events())
    except ProtocolError:
        return
    if rows is not None:
        rows.validate(full=True)
        assert rows.num_rows == count, f"{rows.num_rows} rows, but {count} events"
        read_events(rows)


@cache
def _rows() -> pa.RecordBatch:
    return BatchDecoder().decode(decode_batch(batch_v3()))


@cache
def _capture() -> bytes:
    buffer = io.BytesIO()
    with closing(CaptureWriter(buffer, [Origin("local", "rq://localhost")])) as writer:
        writer.write(_rows())
        written = buffer.getvalue()
    return written


def read_capture(data: bytes) -> None:
    """Open a capture, and read all of its events."""
    log = open_capture(Path("fuzzed.arrows"), io.BytesIO(data))
    try:
        for batch in log.batches:
            assert batch.schema.equals(SCHEMA)
            parse_filter('queue == "jobs" or payload.a > 1').mask(batch)
            read_events(batch)
    finally:
        log.close()


def read_filter(data: bytes) -> None:
    """Parse a filter and what it prints again, and evaluate it."""
    parsed = parse_filter(data.decode("utf-8", "surrogateescape"), {"saved": "method == put"}, 10**18)
    mask = parsed.mask(_rows())
    assert len(mask) == _rows().num_rows
    assert mask.null_count == 0
    again = parse_filter(str(parsed), now_ns=10**18)
    assert again.mask(_rows()) == mask, f"{parsed} is read again as {again}"


def read_script(data: bytes) -> None:
    """Parse a script, find all of its errors, and format it."""
    text = data.decode("utf-8", "surrogateescape")
    _, problems = check_script(text)
    try:
        parse_script(text)
    except ScriptError as error:
        assert problems, f"only parse finds {error}"
        raise
    assert not problems, f"only check finds {problems[0]}"
    formatted = format_script(text.replace("\r\n", "\n").replace("\r", "\n"))
    parse_script(formatted)
    assert format_script(formatted) == formatted, "formatting it again changes it"


EVENT_ENTRANCES = (
    Entrance(
        "batches",
        read_batch,
        (batch_v2(), batch_v3()),
        (ProtocolError,),
        (b"sequence", b"more", b"run", b"B"),
    ),
    Entrance(
        "captures", read_capture, (_capture(),), (CaptureError,), (b'"gaps"', b'"version": 1', b"Infinity")
    ),
    Entrance("filters", read_filter, FILTERS, (FilterError,), FILTER_WORDS),
    Entrance("scripts", read_script, SCRIPTS, (ScriptError,), SCRIPT_WORDS),
)

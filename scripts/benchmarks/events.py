# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure a log of millions of events: filters next to DuckDB, opening a capture, memory while recording."""

from __future__ import annotations

import json
import multiprocessing
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.figures import Figure, Pace, at_most, note
from rqcore.codec import Codec
from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.captures.recorder import Recorder
from rqdebug.events.event_log import EventLog
from rqdebug.events.filters.filter import parse
from rqdebug.events.row_batches import FULL_ROWS
from rqdebug.events.schema import SCHEMA, absent_column, member_names
from rqdebug.events.views.view import View

DUCKDB: Any = import_module("duckdb") if find_spec("duckdb") else None

MANY = 10_000_000
MISSING = "DuckDB is missing, so its figures are left out; install the package duckdb."
TEXTS = {
    "method": list(member_names(Method).values()),
    "outcome": list(member_names(Outcome).values()),
    "phase": list(member_names(Phase).values()),
    "codec": list(member_names(Codec).values()),
    "queue": [f"order-{n}" for n in range(40)],
    "client": [f"worker-{n}" for n in range(60)],
    "address": [f"10.0.0.{n}:5{n:04}" for n in range(60)],
    "target": ["edge-1"],
}
QUESTIONS = (
    ("two comparisons", "method == put and waited > 5ms", "method = 'put' and waited > 5000000", 0.2),
    ("payload contains", 'payload contains "17/4"', "contains(decode(payload), '17/4')", 0.6),
    ("a regular expression", 'payload ~ "[0-9]7/4"', "regexp_matches(decode(payload), '[0-9]7/4')", 0.8),
)
"""Name, our filter, the condition in SQL, and the seconds that it may take over ten million events."""


@cache
def _payloads() -> pa.Array:
    texts = (json.dumps({"order": {"id": n, "of": f"{n % 97}/{n % 13}"}}) for n in range(FULL_ROWS))
    return pa.array([text.encode() for text in texts], pa.large_binary())


def events(number: int, count: int = FULL_ROWS) -> pa.RecordBatch:
    """Make events, as a busy target sends them. The same number makes the same events.

    Args:
        number: The number of the batch.
        count: Number of events.

    Returns:
        A batch with the columns of ``SCHEMA``.
    """
    chance, first = np.random.default_rng(number), number * FULL_ROWS
    return pa.RecordBatch.from_arrays(
        [_column(field, chance, first, count) for field in SCHEMA], schema=SCHEMA
    )


def _column(field: pa.Field, chance: np.random.Generator, first: int, count: int) -> pa.Array:
    if field.name in ("took", "part", "unknown"):
        return absent_column(field.name, count)
    if pa.types.is_dictionary(field.type):
        texts = TEXTS[field.name]
        indices = chance.integers(0, len(texts), count).astype(field.type.index_type.to_pandas_dtype())
        return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(texts))
    if field.name == "payload":
        return _payloads().slice(0, count)
    if field.name in ("sequence", "call", "item", "time"):
        return pa.array(np.arange(first, first + count)).cast(field.type)
    return pa.array(chance.exponential(2e6, count).astype(np.int64)).cast(field.type)


@contextmanager
def capture(count: int) -> Iterator[Path]:
    """Write a capture with ``count`` events; yield its path."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        path = Path(directory, "many.arrows")
        with closing(CaptureWriter(path.open("wb"))) as writer:
            for number in range(count // FULL_ROWS):
                writer.write(events(number))
            if count % FULL_ROWS:
                writer.write(events(count // FULL_ROWS, count % FULL_ROWS))
        yield path


def filter_figures(pace: Pace) -> Iterator[Figure]:
    """Measure filters over all events, next to the same conditions in DuckDB."""
    count = pace.amount(MANY)
    if DUCKDB is None:
        note(MISSING)
    with capture(count) as path:
        log = open_capture(path)
        for work, filter, question, wanted in QUESTIONS:
            rivals: list[Callable[[], int]] = [partial(_matching, log, filter)]
            if DUCKDB is not None:
                rivals.append(partial(_asked, path, question))
            ours, *theirs = _seconds(rivals, pace)
            most = wanted * count / MANY
            rival = f"DuckDB {theirs[0]:.3f} s" if theirs else ""
            work = f"{work}, over {count:,} events"
            yield Figure(work, f"{ours:.3f} s", rival, f"{ours:.3f}", f"≤ {most:g} s", ours <= most)


def _matching(log: EventLog, filter: str) -> int:
    return View(log, parse(filter)).advance()


def _seconds(rivals: list[Callable[[], int]], pace: Pace) -> list[float]:
    """Return the median seconds of each rival, measured in turn. All must find the same number."""
    times: list[list[float]] = [[] for _ in rivals]
    for _ in range(pace.rounds):
        found = set()
        for rival, taken in zip(rivals, times, strict=True):
            start = time.perf_counter()
            found.add(rival())
            taken.append(time.perf_counter() - start)
        if len(found) > 1:
            raise ValueError(f"the rivals found different numbers of events: {found}")
    return list(map(median, times))


def _asked(path: Path, question: str) -> int:
    """Return the number of events that DuckDB finds; it reads them from the mapped file, as we do."""
    events = pa.ipc.open_stream(pa.memory_map(str(path))).read_all()
    place = events.schema.get_field_index("waited")
    with DUCKDB.connect() as connection:
        connection.register("events", events.set_column(place, "waited", events["waited"].cast(pa.int64())))
        (count,) = connection.execute(f"select count(*) from events where {question}").fetchone()  # noqa: S608  # of this file
    return int(count)


def capture_figures(pace: Pace) -> Iterator[Figure]:
    """Measure the opening of a capture, including the check of all its data."""
    count = pace.amount(MANY)
    with capture(count) as path:
        (ours,) = _seconds([lambda: open_capture(path).num_rows], pace)
    most = 0.5 * count / MANY
    work = f"opening a capture of {count:,} events"
    yield Figure(work, f"{ours:.3f} s", "", f"{ours:.3f}", f"≤ {most:g} s", ours <= most)


def memory_figure(pace: Pace) -> Iterator[Figure]:
    """Measure the memory of a process that records events."""
    count = pace.amount(20_000_000)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        most = pool.submit(_recorded, count).result()
    yield at_most(f"private memory while recording {count:,} events", most, 400, "MiB")


def _recorded(count: int) -> float:
    """Return the maximum of private memory in MiB while a log receives events and a recorder writes them."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as directory:
        log = EventLog("edge-1", directory=Path(directory))
        recorder = Recorder(log, Path(directory, "many.arrows"))
        most = 0.0
        for number in range(count // FULL_ROWS):
            for start in range(0, FULL_ROWS, 8192):
                log.append(events(number).slice(start, 8192))
            most = max(most, private_memory())
        recorder.stop(60.0)
        if recorder.problem:
            raise OSError(recorder.problem)
    return max(most, private_memory())


def private_memory() -> float:
    """Return the memory of this process that is not mapped from a file, in MiB. Linux only."""
    match = re.search(r"RssAnon:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert match, "/proc/self/status has no RssAnon"
    return int(match[1]) / 1024

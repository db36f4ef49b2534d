# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import gc
import threading

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.protocol.event_batch import Method, Outcome, Phase
from rqcore.protocol.event_fields import RunKind
from rqdebug.events.batch_decoder import BatchDecoder
from rqdebug.events.event_log import EventLog
from rqdebug.events.row_batches import FULL_ROWS

START = {"phase": Phase.START, "outcome": Outcome.BLOCKED, "method": Method.GET}


def numbered(columns, first, count):
    """A batch of events with consecutive sequence numbers."""
    return columns(*({"sequence": first + n} for n in range(count)))


@pytest.fixture
def log():
    return EventLog()


def test_empty_log_has_no_rows(log):
    assert (log.num_rows, log.batches, log.events([]), list(log.batches_from(0))) == (0, (), [], [])
    with pytest.raises(IndexError):
        log.event(0)


@given(sizes=st.lists(st.integers(0, 9), max_size=20), data=st.data())
def test_rows_keep_their_numbers_in_batches_of_any_size(columns, sizes, data):
    log = EventLog()
    for size in sizes:
        log.append(numbered(columns, log.num_rows, size))
    total = sum(sizes)
    assert log.num_rows == total == sum(batch.num_rows for batch in log.batches)
    wanted = data.draw(st.lists(st.integers(0, total - 1), max_size=30)) if total else []
    assert [event.sequence for event in log.events(wanted)] == wanted
    assert [log.event(row).sequence for row in wanted] == wanted


@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=20), data=st.data())
def test_batches_from_a_row_have_every_later_row_once(columns, sizes, data):
    log = EventLog()
    for size in sizes:
        log.append(numbered(columns, log.num_rows, size))
    row = data.draw(st.integers(0, log.num_rows))
    seen = []
    for start, batch in log.batches_from(row):
        assert batch.column("sequence")[0].as_py() == start
        seen += batch.column("sequence").to_pylist()
    assert seen == list(range(row, log.num_rows))


@pytest.mark.parametrize("row", [-1, 3, 2**40])
def test_missing_row_raises_index_error(log, columns, row):
    log.append(numbered(columns, 0, 3))
    with pytest.raises(IndexError, match=f"row {row} does not exist; the log has 3 rows"):
        log.events([0, row])


def test_small_batches_are_merged(log, columns):
    one = columns({})
    for _ in range(1_000):
        log.append(one)
    assert len(log.batches) <= 10
    assert log.num_rows == 1_000


@pytest.mark.parametrize("size", [1_000, FULL_ROWS - 1, FULL_ROWS + 1])
def test_full_batches_move_into_a_file(columns, tmp_path, size):
    log = EventLog(directory=tmp_path)
    whole = columns(*({"sequence": n, "queue": n % 3, "payload": b"%d" % n} for n in range(size)))
    before = pa.total_allocated_bytes()
    for _ in range(3 * FULL_ROWS // size + 1):
        log.append(pa.concat_batches([whole]))
    kept = pa.total_allocated_bytes() - before
    assert (
        kept < whole.nbytes * FULL_ROWS / size
    )  # less than one full batch, which is the maximum size of the tail
    assert all(batch.num_rows >= FULL_ROWS for batch in log.batches[:2])
    assert pa.Table.from_batches(log.batches).slice(size, size).combine_chunks().to_batches()[0].equals(whole)
    assert not list(tmp_path.iterdir()), "the file has no name, so a crash leaves none"


def test_batches_stay_readable_after_the_log_is_deleted(columns, tmp_path):
    log = EventLog(directory=tmp_path)
    log.append(pa.concat_batches([columns({"payload": b"x"})] * FULL_ROWS))
    (batch,) = log.batches
    log.close()
    del log
    gc.collect()
    assert batch.column("payload").to_pylist() == [b"x"] * FULL_ROWS


def test_events_stay_in_memory_if_the_file_cannot_be_created(columns, tmp_path):
    log = EventLog(directory=tmp_path / "missing")
    full = pa.concat_batches([columns({})] * FULL_ROWS)
    log.append(full)
    log.append(full)
    assert log.problem.startswith("events stay in memory, because the temporary file cannot be written")
    assert log.num_rows == 2 * FULL_ROWS


def test_merging_joins_different_names(log, columns):
    for queue in (1, 2, 0, 900, 1, 77):
        log.append(columns({"queue": queue, "method": queue % 17}))
    assert [event.queue for event in log.events(range(6))] == ["jobs", "order-7", "", "größe", "jobs", "#77"]


def test_merging_accepts_every_number_of_the_columns(log, columns):
    """The dictionary of a merged batch can hold all unknown numbers."""
    for number in range(127):
        log.append(columns({"method": number, "outcome": 126 - number}))
    assert len({event.method for event in log.events(range(127))}) == 127


def test_snapshot_of_batches_does_not_change(log, columns):
    log.append(numbered(columns, 0, 2))
    snapshot = log.batches
    log.append(numbered(columns, 2, 2))
    assert [batch.num_rows for batch in snapshot] == [2]


def test_other_columns_are_refused(log):
    with pytest.raises(ValueError, match="not the columns of events"):
        log.append(pa.record_batch({"n": [1]}))
    assert log.num_rows == 0


def test_call_is_blocked_from_its_start_to_its_end(log, columns):
    log.append(columns({"call": 1, **START}, {"call": 2, **START}, {"call": 3}))
    assert (log.blocked, *map(log.is_open, log.events(range(3)))) == (2, True, True, False)
    log.append(columns({"call": 1}, {"call": 4, **START}, {"call": 4}))
    assert (log.blocked, *map(log.is_open, log.events(range(2)))) == (1, False, True)


def test_held_call_is_open_and_not_blocked(log, columns):
    held = {"call": 1, "phase": Phase.START, "outcome": Outcome.HELD}
    log.append(columns({**held, "time": 1}, {"call": 2, **START}))
    assert (log.blocked, *map(log.is_open, log.events(range(2)))) == (1, True, True)


def test_only_the_newest_start_of_a_call_is_open(log, columns):
    held = {"call": 1, "phase": Phase.START, "outcome": Outcome.HELD}
    log.append(columns({**held, "time": 1}))
    log.append(columns({"call": 1, **START, "time": 1}))
    assert (log.blocked, *map(log.is_open, log.events(range(2)))) == (1, False, True)
    log.append(columns({**held, "time": 5}))
    assert (log.blocked, *map(log.is_open, log.events(range(3)))) == (0, False, False, True)
    log.append(columns({"call": 1, "time": 6}))
    assert (log.blocked, *map(log.is_open, log.events(range(3)))) == (0, False, False, False)


def test_new_observation_clears_blocked_calls(log, columns):
    log.append(columns({"call": 1, **START}))
    log.clear_open_calls()
    assert not log.blocked


def test_changes_are_signalled(log, columns):
    seen = []
    log.changed.connect(lambda: seen.append((log.num_rows, log.lost)))
    log.append(columns({}))
    log.append(columns())
    log.record_loss(7)
    assert seen == [(1, 0), (1, 7)]


def test_readers_in_other_threads_see_whole_rows(log, columns):
    batch = columns({}, {"queue": 2})
    done = threading.Event()
    failures = []

    def read():
        while not done.is_set():
            count = log.num_rows
            queues = [event.queue for event in log.events(range(count))]
            if queues != ["jobs", "order-7"] * (count // 2):
                failures.append(queues)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(200):
        log.append(batch)
    done.set()
    reader.join()
    assert not failures


def test_call_with_a_row_for_each_item_is_open_once_at_its_first_row(wire, tmp_path):
    start = {"call": 9, "items": 3, "phase": Phase.START, "outcome": Outcome.BLOCKED}
    parts = {**start, "run": RunKind.PARTS, "previews": [b"a", b"b", b"c"]}
    log = EventLog(directory=tmp_path)
    log.append(BatchDecoder().decode(wire({"call": 4}, parts, version=3)))
    assert (log.num_rows, log.blocked, log.open_calls.start(9, "").row) == (4, 1, 1)

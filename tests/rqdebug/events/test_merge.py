# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.event_log import EventLog
from rqdebug.events.merge import MAX_WAIT, LogMerge, MergeSource
from rqdebug.events.provenance import Origin, TargetClock

TIMES = st.lists(st.integers(0, 30), max_size=12)


def advance(merge, now=0.0):
    deque(merge.advance(now), maxlen=0)


def append(log, columns, *times):
    log.append(columns(*({"time": time, "sequence": log.num_rows + n} for n, time in enumerate(times))))


def rows_of(log):
    return [(event.target, event.time_ns, event.sequence) for event in log.events(range(log.num_rows))]


@given(
    st.lists(st.lists(TIMES, max_size=4), max_size=3), st.lists(st.integers(-9, 9), min_size=3, max_size=3)
)
def test_merging_complete_logs_sorts_by_corrected_time(columns, logs, offsets):
    sources, expected = [], []
    for number, (batches, offset) in enumerate(zip(logs, offsets, strict=False)):
        log = EventLog(f"t{number}")
        log.set_clock(offset, 1)
        reached = -100
        for times in batches:
            for time in times:
                reached = max(reached, time - offset)
                expected.append((reached, number, len(expected), (log.num_rows, time - offset)))
                append(log, columns, time)
        sources.append(MergeSource(log))
    merge = LogMerge(sources)
    advance(merge)
    merge.finish()
    expected.sort(key=lambda row: row[:3])
    assert rows_of(merge.log) == [(f"t{number}", time, row) for _, number, _, (row, time) in expected]
    assert merge.late == 0


@given(st.lists(st.tuples(st.integers(0, 2), TIMES), max_size=20))
def test_merging_in_steps_keeps_all_events_and_the_order_of_each_log(columns, arrivals):
    logs = [EventLog(f"t{number}") for number in range(3)]
    merge = LogMerge([MergeSource(log) for log in logs])
    for now, (number, times) in enumerate(arrivals):
        append(logs[number], columns, *times)
        advance(merge, now * MAX_WAIT / 2)
    merge.finish()
    for log in logs:
        assert [row for row in rows_of(merge.log) if row[0] == log.origins[0].name] == rows_of(log)


def test_event_waits_until_every_other_log_is_past_it(columns):
    a, b = EventLog("a"), EventLog("b")
    merge = LogMerge([MergeSource(a), MergeSource(b)])
    append(a, columns, 10, 20, 30)
    advance(merge)
    assert rows_of(merge.log) == []
    append(b, columns, 5, 20)
    advance(merge)
    assert rows_of(merge.log) == [("b", 5, 0), ("a", 10, 0), ("a", 20, 1), ("b", 20, 1)]


def test_idle_log_delays_others_only_briefly(columns):
    a, quiet = EventLog("a"), EventLog("b")
    merge = LogMerge([MergeSource(a), MergeSource(quiet)])
    append(a, columns, 10)
    advance(merge, 1.0)
    advance(merge, 1.0 + MAX_WAIT * 0.9)
    assert merge.log.num_rows == 0
    advance(merge, 1.0 + MAX_WAIT)
    assert rows_of(merge.log) == [("a", 10, 0)]


def test_late_events_are_appended_and_counted(columns):
    a, b = EventLog("a"), EventLog("b")
    merge = LogMerge([MergeSource(a), MergeSource(b)])
    append(a, columns, 10)
    advance(merge, 1.0)
    advance(merge, 2.0)
    append(b, columns, 5, 12)
    append(a, columns, 15)
    advance(merge, 2.0)
    assert rows_of(merge.log) == [("a", 10, 0), ("b", 5, 0), ("b", 12, 1)]
    assert merge.late == 1


def test_long_backlog_is_merged_in_batches(columns):
    logs = [EventLog.from_batches([columns({"time": 10 * n + k}) for n in range(20)]) for k in range(2)]
    merge = LogMerge([MergeSource(log, name) for log, name in zip(logs, "ab", strict=True)])
    fractions = list(merge.advance(0.0))
    assert len(fractions) == 40
    assert fractions == sorted(fractions)
    waiting_at_most = [sum(len(piece.times) for piece in inlet.waiting) for inlet in merge._inlets]
    assert max(waiting_at_most) <= 1
    merge.finish()
    assert [time for _, time, _ in rows_of(merge.log)] == sorted(
        10 * n + k for n in range(20) for k in range(2)
    )


def test_stopped_work_continues_later(columns):
    logs = [EventLog.from_batches([columns({"time": n}) for n in range(9)]) for _ in range(2)]
    merge = LogMerge([MergeSource(log) for log in logs])
    next(merge.advance(0.0))
    advance(merge)
    merge.finish()
    assert merge.log.num_rows == 18


def test_sources_can_be_renamed(columns):
    log = EventLog("edge")
    append(log, columns, 1)
    merge = LogMerge([MergeSource(log, "before"), MergeSource(log, "after")])
    advance(merge)
    merge.finish()
    assert [name for name, *_ in rows_of(merge.log)] == ["before", "after"]
    assert [origin.name for origin in merge.log.origins] == ["before", "after"]


def test_gaps_losses_and_origins_are_merged_in_corrected_time(columns):
    log = EventLog("edge", "rq://edge")
    log.set_clock(100, 7)
    append(log, columns, 110)
    log.record_loss(3)
    log.add_gap(120, 150)
    append(log, columns, 160)
    log.record_loss(4)
    merge = LogMerge([MergeSource(log)])
    advance(merge)
    merge.finish()
    log.record_loss(5)
    advance(merge)
    assert [(gap.start_ns, gap.end_ns, gap.target) for gap in merge.log.gaps] == [(20, 50, "edge")]
    assert (merge.log.lost, {loss.target for loss in merge.log.losses}) == (12, {"edge"})
    assert merge.log.origins == (Origin("edge", "rq://edge", TargetClock(0, 7)),)
    assert [time for _, time, _ in rows_of(merge.log)] == [10, 60]


def test_calls_of_different_targets_block_independently(columns):
    logs = [EventLog(name) for name in "ab"]
    for log in logs:
        log.append(columns({"call": 1, "phase": 0, "time": 1}))
    logs[0].append(columns({"call": 1, "time": 2}))
    merge = LogMerge([MergeSource(log) for log in logs])
    advance(merge)
    merge.finish()
    assert [merge.log.open_calls.start(1, name) is not None for name in "ab"] == [False, True]
    assert merge.log.blocked == 1
    logs[1].add_gap(3, 4)
    advance(merge)
    assert merge.log.blocked == 0

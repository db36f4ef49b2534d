# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rqcore
from rqcore.protocol.event_batch import Method, Outcome
from rqdebug.errors import SettingsError
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import At, Parallel
from rqdebug.scripts.recording.recorded_script import record
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun

MS = 10**6


@dataclass(frozen=True)
class Event:
    """An event with the fields of the event log."""

    time_ns: int = 0
    waited_ns: int = 0
    method: str = "put"
    queue: str = "jobs"
    client_label: str = "loader"
    outcome: str = "ok"
    phase: str = "end"
    size: int = 0
    depth: int = 1
    items: int = 1
    part: int | None = None
    call: int = 0
    timeout_ns: int | None = None
    codec: str = "text"
    item: int | None = None
    rule: int | None = None
    payload: bytes = b""


def put(ms, number, payload=b"a", **more):
    return Event(ms * MS, item=number, payload=payload, **{"size": len(payload), **more})


def get(ms, number, payload=b"a", **more):
    return put(ms, number, payload, **{"method": "get", "client_label": "saver", "depth": 0, **more})


def lines(*events, **options):
    """Return the statements in the lanes, without at() and turn()."""
    text = record(events, **options).text
    assert parse(text)
    return [
        line.strip()
        for line in text.splitlines()
        if line.startswith("        ") and not line.lstrip().startswith(("at(", "with turn("))
    ]


def test_recording_repeats_the_calls_of_each_client():
    recorded = record(
        [put(0, 1), put(2, 2, b'{"n":1}', codec="json"), get(3, 1), get(4, 2, b'{"n":1}', codec="json")]
    )
    assert (recorded.calls, recorded.left_out) == (4, {})
    assert recorded.text.splitlines()[2:] == [
        "q1 = create(name='jobs', kind='fifo', maxsize=0)",
        "with parallel():",
        "    with lane('loader'):",
        "        at(0.050000)",
        "        with turn('jobs', 1):",
        "            q1.put('a')",
        "        at(0.052000)",
        "        with turn('jobs', 2):",
        "            q1.put({'n': 1})",
        "    with lane('saver'):",
        "        at(0.053000)",
        "        with turn('jobs', 3):",
        "            assert q1.get() == 'a'",
        "        at(0.054000)",
        "        with turn('jobs', 4):",
        "            assert q1.get() == {'n': 1}",
    ]


def test_recording_without_timing_has_no_at():
    (_, parallel) = parse(record([put(0, 1), get(5, 1)], timed=False).text).body
    assert isinstance(parallel, Parallel)
    assert not any(isinstance(statement, At) for lane in parallel.lanes for statement in lane.body)


def test_calls_on_a_queue_have_turns_in_the_order_of_their_ends():
    waited = get(1, 1, waited_ns=MS)
    events = [put(1, 1), waited, put(2, None, queue="other"), put(3, 2)]
    text = record(events, timed=False).text
    turns = [line.strip() for line in text.splitlines() if "turn(" in line]
    assert turns == [
        "with turn('jobs', 2):",
        "with turn('jobs', 1):",
        "with turn('other', 1):",
        "with turn('jobs', 3):",
    ]


def test_waiting_calls_together_wait_no_longer_than_they_did():
    """Two gets wait from 0 to 500 ms and from 100 to 600 ms: as turns, for 500 ms and for 100 ms."""
    first = get(500, None, b"", outcome="empty", timeout_ns=500 * MS, waited_ns=500 * MS, client_label="one")
    second = replace(first, time_ns=600 * MS, client_label="two")
    text = record([first, second]).text
    assert [line.strip() for line in text.splitlines() if "at(" in line or "get(" in line] == [
        "at(0.050000)",
        "with raises(Empty): q1.get(timeout=0.5)",
        "at(0.550000)",
        "with raises(Empty): q1.get(timeout=0.1)",
    ]


def test_tasks_of_a_program_are_left_out_with_their_whole_queue():
    task = replace(put(2, 1), method="task")
    recorded = record([put(0, 1), get(1, 1), task, put(3, 2, queue="other")])
    assert recorded.left_out == {"a script cannot run the tasks of 'jobs', which a program exposes": 3}
    assert recorded.calls == 1
    assert "'jobs', kind" not in recorded.text


def test_calls_that_had_not_ended_are_counted():
    waiting = replace(get(1, None), phase="start", outcome="blocked")
    ended = replace(waiting, client_label="other")
    recorded = record([put(0, None), waiting, ended, replace(ended, phase="end", outcome="empty")])
    assert recorded.left_out == {"they had not ended when the recording did": 1}


def test_items_that_were_never_taken_keep_the_queue_full():
    events = [replace(put(0, None), outcome="full", depth=3, timeout_ns=0), get(1, 5, depth=2)]
    text = record(events).text.splitlines()
    assert text[2:5] == [
        "q1 = create(name='jobs', kind='fifo', maxsize=3)",
        "q1.put('a', timeout=1)",
        "with repeat(2): q1.put('not recorded', timeout=1)",
    ]


def test_each_line_of_a_call_knows_its_event():
    events = [put(0, 1), get(5, 1)]
    recorded = record(events)
    text = recorded.text.splitlines()
    found = {
        text[line - 1].strip(): event for line, event in recorded.sources.items() if "q1." in text[line - 1]
    }
    assert found == {"q1.put('a')": events[0], "assert q1.get() == 'a'": events[1]}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (put(0, 1, timeout_ns=0), "q1.put('a', block=False)"),
        (put(0, 1, timeout_ns=500 * MS), "q1.put('a', timeout=0.5)"),
        (put(0, 1, b"\x00\xff", codec="raw"), r"q1.put(b'\x00\xff')"),
        (put(0, 1, b"\x80\x04.", codec="pickle"), r"q1.put(pickled(b'\x80\x04.'))"),
        (put(0, 1, b"{broken", codec="json"), "q1.put(encoded('json', b'{broken'))"),
        (put(0, None, outcome="full", depth=3, timeout_ns=0), "with raises(Full): q1.put('a', block=False)"),
        (get(0, None, b"", outcome="empty", timeout_ns=MS), "with raises(Empty): q1.get(timeout=0.001)"),
        (get(0, None, b"", outcome="closed"), "with raises(Closed): q1.get()"),
        (replace(put(0, None), method="qsize", depth=7), "assert q1.qsize() == 7"),
        (replace(put(0, None), method="purge", items=2), "assert q1.purge() == 2"),
        (replace(put(0, None), method="shutdown", items=2), "q1.shutdown(immediate=True)"),
        (replace(put(0, None), method="join", timeout_ns=MS), "q1.join(timeout=0.001)"),
        (replace(put(0, None), method="task_done", outcome="error"), "with raises(BadCall): q1.task_done()"),
        (replace(put(0, None), method="stat"), "q1.stat()"),
        (replace(put(0, None), method="list", queue=""), "queues()"),
        (replace(put(0, None), method="get", outcome="noqueue"), "with raises(NoQueue): queue('jobs')"),
        (
            replace(put(0, None), method="create", outcome="exists"),
            "with raises(Exists): create(name='jobs')",
        ),
    ],
)
def test_call_is_recorded_as_a_statement(event, line):
    assert lines(event) == [line]


def test_partly_recorded_item_keeps_its_size():
    note, call = lines(put(0, 1, b"abc", size=5000))
    assert note == "# Only the first 3 of 5,000 bytes (text) were recorded; dots replace the rest."
    assert call == "q1.put('abc' + '.' * 4997)"


def test_items_of_put_many_are_found_in_their_gets():
    many = put(0, 7, b"a", method="put_many", items=3, size=6)
    taken = [get(1, 7, b"a"), get(2, 8, b"bb"), get(3, 9, b"ccc")]
    assert lines(many, *taken)[0] == "assert q1.put_many(['a', 'bb', 'ccc']) == 3"


def test_initial_items_are_put_first():
    text = record([get(0, 3, b"old"), put(1, 4, b"new"), get(2, 4, b"new")]).text
    assert "q1.put('old', timeout=1)\nwith parallel():" in text


def test_kind_and_maxsize_are_inferred():
    events = [put(0, 1), put(1, 2), get(2, 2), get(3, 1)]
    assert "kind='lifo'" in record(events).text
    assert "kind='fifo'" in record([put(0, 1), get(1, 1)]).text
    assert (
        "maxsize=2"
        in record([*events, replace(put(5, None), phase="start", outcome="blocked", depth=2)]).text
    )


def test_competing_clients_can_get_any_of_their_items():
    events = [
        put(0, 1, b"x"),
        put(1, 2, b"y"),
        get(2, 1, b"x", client_label="one"),
        get(3, 2, b"y", client_label="two"),
    ]
    assert "items_q1 = ['x', 'y']" in record(events).text
    assert lines(*events)[2:] == ["assert q1.get() in items_q1"] * 2
    assert lines(*events, strict=True)[2:] == ["assert q1.get() == 'x'", "assert q1.get() == 'y'"]


def test_calls_of_one_client_that_overlap_have_lanes_of_their_own():
    waited = get(10, 1, waited_ns=10 * MS, client_label="both")
    text = record([put(5, 1, client_label="both"), waited]).text
    assert [lane.name for lane in parse(text).body[1].lanes] == ["both", "both #2"]


def test_reused_name_is_another_queue():
    closed = replace(put(1, None), method="close")
    waiting = replace(get(1, None, b""), outcome="closed")
    text = record([put(0, 1), closed, waiting, put(2, 2)]).text
    assert "q1 = create(name='jobs'" in text
    assert "q2 = create(name='jobs q2'" in text
    assert "raises(Closed): q1.get()" in text


def test_queue_without_a_name_stays_unnamed():
    namespace = "12345678-1234-5678-1234-567812345678"
    assert "q1 = create(kind='fifo'" in record([put(0, 1, queue=namespace)]).text


def test_calls_that_a_script_cannot_repeat_are_counted():
    recorded = record([put(0, 1), put(1, 2, outcome="cancelled"), put(2, None, method="mystery")])
    assert recorded.calls == 1
    assert recorded.left_out == {"the client disconnected": 1, "a script cannot call mystery": 1}


def test_empty_recording_is_rejected():
    with pytest.raises(SettingsError, match="no call that a script can repeat has ended"):
        record([])


@given(
    st.lists(
        st.builds(
            Event,
            time_ns=st.integers(0, 10**12),
            waited_ns=st.integers(0, 10**9),
            method=st.sampled_from([*(method.name.lower() for method in Method), "x"]),
            queue=st.sampled_from(["", "jobs", "ä'\n", "done"]),
            client_label=st.text(max_size=5),
            outcome=st.sampled_from([outcome.name.lower() for outcome in Outcome] + ["x"]),
            phase=st.sampled_from(["start", "end"]),
            size=st.integers(0, 2**32 - 1),
            items=st.integers(0, 5),
            timeout_ns=st.none() | st.integers(0, 10**12),
            codec=st.sampled_from(["raw", "text", "json", "pickle", "x"]),
            item=st.none() | st.integers(1, 10),
            payload=st.binary(max_size=20),
        ),
        max_size=15,
    ),
    st.booleans(),
)
def test_any_events_give_a_script_or_an_error(events, timed):
    """A capture can be edited by hand."""
    try:
        text = record(events, timed=timed).text
    except SettingsError as error:
        assert str(error)
    else:
        assert parse(text).body


@pytest.mark.parametrize("client", ["", " ", "\u2003"])
def test_lane_of_a_client_without_a_visible_name_gets_a_name(client):
    assert "with lane('unnamed client'):" in record([put(0, 1, client_label=client)]).text


def test_recorded_script_passes(controller_url):
    events = [put(0, 1), get(1, 1), put(2, 2, b"x", size=10_000), get(3, 2, b"x", size=10_000)]
    for timed in (True, False):
        script = parse(record(events, timed=timed).text)
        run = ScriptRun(script, {"edge": lambda: rqcore.connect(controller_url)}, Options())
        run.start()
        report = run.wait(20)
        assert report.ok, report.results
        assert len(report.lateness.get("edge", ())) == (4 if timed else 0)


def test_rows_of_put_many_and_get_many_are_one_call_each():
    both = [put(1, n, payload, method="put_many", items=2, part=n - 1, call=5, depth=n) for n, payload in AB]
    taken = [get(2, n, payload, method="get_many", items=2, part=n - 1, call=6) for n, payload in AB]
    assert lines(*both, *taken, timed=False) == [
        "assert q1.put_many(['a', 'b']) == 2",
        "got = q1.get_many(2)",
        "assert len(got) == 2",
    ]


AB = ((1, b"a"), (2, b"b"))


def test_recorded_move_takes_its_turn_at_both_queues(controller_url):
    # Given
    puts = [put(1, n, payload, depth=n) for n, payload in AB]
    moved = [get(2, n, text, method="move", items=2, part=n - 1, call=5) for n, text in AB]
    there = {"items": 2, "call": 5, "queue": "done", "client_label": "saver", "method": "move_in"}
    arrived = [put(2, n, text, part=n - 1, **there) for n, text in AB]
    # When
    script = record([*puts, *moved, *arrived, get(3, 1, queue="done")], timed=False)
    # Then
    assert "assert q1.move(q2, count=2) == 2" in script.text
    assert [script.text.count(f"with turn({turn}):") for turn in ("'jobs', 3", "'done', 1", "'done', 2")] == [
        1
    ] * 3
    run = ScriptRun(parse(script.text), {"edge": lambda: rqcore.connect(controller_url)}, Options())
    run.start()
    report = run.wait(20)
    assert report.ok, report.results


@pytest.mark.parametrize("outcome", ["unknown", "busy", "#99"])
def test_call_whose_outcome_cannot_be_repeated_is_left_out(outcome):
    recorded = record([put(0, 1), replace(get(1, None, b""), outcome=outcome)])
    assert recorded.calls == 1
    assert recorded.left_out == {f"their outcome was {outcome}": 1}


@pytest.mark.parametrize("outcome", ["lost", "full", "error"])
def test_call_that_failed_by_a_rule_is_left_out(outcome):
    recorded = record([put(0, 1), replace(put(1, 2), outcome=outcome, rule=3)])
    assert recorded.calls == 1
    assert recorded.left_out == {"a rule of a debugger acted on them, and they did not succeed": 1}


def test_call_that_succeeded_under_a_rule_is_marked():
    assert lines(put(0, 1), replace(put(1, 2), rule=3), timed=False) == [
        "q1.put('a')",
        "# Rule 3 of a debugger acted on this call.",
        "q1.put('a')",
    ]


def test_get_whose_item_a_rule_lost_is_repeated_because_the_item_left_its_queue():
    lost = replace(get(2, 1), outcome="lost", rule=3)
    recorded = record([put(0, 1), put(1, 2, b"b"), lost, get(3, 2, b"b")], timed=False)
    assert (recorded.calls, recorded.left_out) == (4, {})
    assert lines(put(0, 1), put(1, 2, b"b"), lost, get(3, 2, b"b"), timed=False)[2:] == [
        "# Rule 3 of a debugger lost what this call took.",
        "assert q1.get() == 'a'",
        "assert q1.get() == 'b'",
    ]


def test_held_call_that_starts_again_to_wait_is_one_call():
    held = replace(get(1, None), phase="start", outcome="held", rule=3, call=7)
    blocked = replace(held, outcome="blocked")
    recorded = record([put(0, None), held, blocked, replace(get(2, None), rule=3, call=7)])
    assert recorded.left_out == {}


def test_number_of_items_that_a_damaged_capture_claims_is_refused(event):
    events = [event(method="put_many", items=2_000_000_000, item=1, call=1)]
    with pytest.raises(SettingsError, match=r"at most 1,000,000 items, not 2,000,000,000; filter the events"):
        record(events)


def test_number_of_items_of_a_purge_needs_no_memory(event):
    script = record([event(call=1, item=1), event(method="purge", items=2_000_000_000, item=1, call=2)])
    assert "purge() == 2000000000" in script.text

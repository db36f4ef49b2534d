# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls as a Python program. What it does is tested with a real Python."""

from __future__ import annotations

import subprocess
import sys

import pytest

import rqcore
from rqcore.codec import Codec
from rqdebug.scripts.recording.observed_calls import RecordedItem
from rqdebug.scripts.recording.python_lines import PythonWriter
from rqdebug.scripts.recording.repeated_calls import CallReader, RepeatedCall

ITEMS = [
    'it\'s "quoted" \\ $HOME',
    "",
    "two\nlines\x1b\u202e",
    {"n": [1, None, True, 1.5, "ä"], "deep": {"x": {}}},
    [10**30, 1e300],
    7,
    b"\x00\xff",
    rqcore.Payload(Codec.JSON, b'"a text as JSON"'),
    rqcore.Payload(Codec.JSON, b'{"spaced" :  1, "spaced": 2}'),
    rqcore.Payload(Codec.JSON, b"[NaN, 1e999]"),
    rqcore.Payload(Codec.TEXT, b"\xff no text"),
    rqcore.Payload(Codec.PICKLE, b"\x80\x04K\x07."),
    "long " * 50_000,
]


@pytest.fixture
def write():
    """A function that writes calls to the targets with these URLs."""

    def write(*calls, urls=None):
        writer = PythonWriter((urls or {"edge": "rq://user:secret@board:7654"}).get)
        return "\n".join(map(writer.write, calls))

    return write


@pytest.mark.parametrize("codec", ["RAW, b''));print('run by a stranger')#", "\U0001d5be", "future", ""])
def test_text_that_is_no_codec_never_becomes_part_of_a_program(write, call_event, codec):
    call = call_event(codec=codec)
    reader = CallReader(lambda rows: [call] * len(rows), 1, lambda target: True)
    assert [each for calls in reader.calls([[0]]) for each in calls] == []
    assert reader.left_out == {"their codec is unknown": 1}
    with pytest.raises(rqcore.CodecError):
        write(RepeatedCall(call, [RecordedItem(codec, b"a", 1)]))


def test_program_connects_once_and_looks_up_each_queue_once(write, call_event):
    item = [RecordedItem("text", b"a", 1)]
    text = write(
        RepeatedCall(call_event(), item),
        RepeatedCall(call_event(method="get", timeout_ns=0)),
        RepeatedCall(call_event(method="move", items=2), destination="class"),
    )
    assert text.splitlines() == [
        "import rqcore",
        "",
        "controller = rqcore.connect('rq://user@board:7654')",
        "jobs = controller.queue('jobs')",
        "jobs.put('a')",
        "print(jobs.get(block=False))",
        "class_queue = controller.queue('class')",
        "print(jobs.move(class_queue, count=2))",
    ]


def test_each_target_and_each_queue_has_a_variable_of_its_own(write, call_event):
    labels = ["a b", "a-b", "7", "print", "controller", "8c8a6b9e-3f47-4c09-a9ef-0123456789ab", "漢"]
    calls = [RepeatedCall(call_event(method="purge", queue=label)) for label in labels]
    text = write(
        *calls,
        RepeatedCall(call_event(method="list", queue="", target="core")),
        urls={"edge": "rq://a:1", "core": "rq://b:2"},
    )
    names = [line.partition(" = ")[0] for line in text.splitlines() if " = " in line]
    assert names == [
        "controller",
        "a_b",
        "a_b_2",
        "queue_7",
        "print_queue",
        "controller_queue",
        "queue",
        "queue_2",
        "controller_2",
    ]
    compile(text, "copied.py", "exec")


def test_call_that_failed_does_not_end_the_program(write, call_event):
    text = write(RepeatedCall(call_event(method="stat", queue="gone", outcome="noqueue")))
    assert text.splitlines()[3:] == [
        "try:",
        "    print(controller.queue('gone'))",
        "except rqcore.NoQueue as error:",
        "    print(repr(error))",
    ]


def test_program_does_the_same_with_the_queues(observed):
    sizes = {"jobs": len(ITEMS) + 3, "done": 0}
    observed.create_again(**sizes)
    jobs, done = map(observed.handle.queue, sizes)
    for item in ITEMS:
        jobs.put(item)
    jobs.put_many([{"n": 1}, [2], 3], timeout=1)
    with pytest.raises(rqcore.Full):
        jobs.put("too many", block=False)
    jobs.get()
    jobs.move(done, count=2)
    jobs.put("last")
    expected = observed.contents(*sizes)
    writer = PythonWriter(lambda _: observed.log.origins[0].url.partition("?")[0])
    program = "\n".join(map(writer.write, observed.calls_at(*sizes)))

    observed.create_again(**sizes)
    python = subprocess.run([sys.executable, "-"], input=program, capture_output=True, text=True, timeout=50)

    assert python.stderr == ""
    assert observed.contents(*sizes) == expected
    assert "Full(" in python.stdout

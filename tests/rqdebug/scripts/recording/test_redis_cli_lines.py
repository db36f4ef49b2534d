# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls as lines for a shell. What they do is tested with a real shell and a real redis-cli."""

from __future__ import annotations

import shutil
import subprocess

import pytest

import rqcore
from rqdebug.scripts.recording.observed_calls import RecordedItem
from rqdebug.scripts.recording.redis_cli_lines import RedisCliWriter
from rqdebug.scripts.recording.repeated_calls import RepeatedCall

needs_redis_cli = pytest.mark.skipif(shutil.which("redis-cli") is None, reason="redis-cli is not installed")
ITEMS = [
    "plain",
    'it\'s $HOME `id` \\n "quoted" %s %%',
    "-x",
    "",
    "Grüße 漢字 😀",
    "two\nlines\t\x1b[31m\x07",
    "\u202egnp",
    {"n": [1, None, "ä'"]},
    b"\x00\xff'\"\\\n\r",
    "long " * 50_000,
]


@pytest.fixture
def write():
    """A function that writes a call to a server with this URL."""

    def write(event, url="rq://board:7654", **fields):
        return RedisCliWriter(lambda _: url).write(RepeatedCall(event, **fields))

    return write


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("rq://127.0.0.1:7001", "-h 127.0.0.1 -p 7001"),
        ("rq://[::1]:7001", "-h ::1 -p 7001"),
        ("rqs://board?cafile=/etc/ca%20s.pem", "-h board -p 7654 --tls --cacert '/etc/ca s.pem'"),
        ("rq+unix:///run/rq.sock", "-s /run/rq.sock"),
        ("rq://anna:secret@board:1", "-h board -p 1 --user anna"),
        ("rq://:secret@board:1", "-h board -p 1"),
    ],
)
def test_line_names_the_server_without_a_password(write, call_event, url, address):
    line = write(call_event(method="qsize"), url)
    assert line == f"redis-cli {address} RQ.SIZE jobs"


@pytest.mark.parametrize(
    ("fields", "request_text"),
    [
        ({"method": "get", "timeout_ns": 0}, "RQ.GET jobs TIMEOUT 0"),
        ({"method": "get", "timeout_ns": 1}, "RQ.GET jobs TIMEOUT 0.000000001"),
        ({"method": "get_many", "items": 7}, "RQ.MGET jobs 7"),
        ({"method": "join", "timeout_ns": 10**10}, "RQ.JOIN jobs TIMEOUT 10"),
        ({"method": "list", "queue": ""}, "RQ.LIST"),
        ({"method": "stat"}, "RQ.STAT jobs"),
        ({"method": "shutdown", "items": 0}, "RQ.SHUTDOWN jobs"),
        ({"method": "shutdown", "items": 3}, "RQ.SHUTDOWN jobs IMMEDIATE"),
        ({"method": "close", "queue": "two words"}, "RQ.CLOSE 'two words'"),
    ],
)
def test_line_has_the_arguments_of_the_call(write, call_event, fields, request_text):
    assert write(call_event(**fields)) == f"redis-cli -h board -p 7654 {request_text}"


def test_bytes_that_a_shell_cannot_pass_on_go_through_the_input(write, call_event):
    items = [RecordedItem("raw", b"it's\x00", 5), RecordedItem("raw", b"plain", 5)]
    line = write(call_event(method="put_many"), items=items)
    request = r'RQ.MPUT jobs ITEMS "it\x27s\x00" plain'
    assert line == rf"printf '%s\n' '{request}' | redis-cli -h board -p 7654"


@needs_redis_cli
def test_lines_do_the_same_with_the_queues(observed):
    sizes = {"jobs": len(ITEMS) + 3, "done": 0}
    observed.create_again(**sizes)
    jobs, done = map(observed.handle.queue, sizes)
    for item in ITEMS:
        jobs.put(item)
    jobs.put_many([b"a\n", b"b'", b"c d"], timeout=1)
    with pytest.raises(rqcore.Full):
        jobs.put("too many", timeout=0)
    jobs.get()
    jobs.move(done, count=2)
    jobs.put("last")
    expected = observed.contents(*sizes)
    writer = RedisCliWriter(lambda _: observed.log.origins[0].url.partition("?")[0])
    lines = [writer.write(call) for call in observed.calls_at(*sizes)]

    observed.create_again(**sizes)
    shell = subprocess.run(["sh"], input="\n".join(lines), capture_output=True, text=True, timeout=50)

    assert observed.contents(*sizes) == expected
    assert shell.stderr == ""
    assert shell.stdout.count("OK") == len(ITEMS) + 1
    assert "FULL" in shell.stdout

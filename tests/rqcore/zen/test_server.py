# SPDX-License-Identifier: GPL-3.0-or-later
"""``python -m rqcore.zen.server``, in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from rqcore.zen import QueueClient

SERVER = [sys.executable, "-m", "rqcore.zen.server"]


@contextmanager
def serving(*arguments):
    """Start a server on a free port, and yield its process and its port."""
    command = [*SERVER, "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process, int(re.search(r":(\d+)", process.stdout.readline())[1])
        finally:
            process.kill()


@pytest.mark.parametrize("mode", ["tcp", "http"])
def test_server_has_one_queue_for_all_clients(mode):
    with serving("--mode", mode) as (_, port):
        producer, consumer = (QueueClient("127.0.0.1", port, mode=mode) for _ in range(2))
        producer.push({"n": 1})
        assert consumer.pull(timeout=5) == {"n": 1}
        producer.close()
        consumer.close()


def test_interrupted_server_ends_cleanly():
    with serving() as (process, _):
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in log


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "99999999"], "port"),
        (["--port", "0", "--host", "no.such.host.invalid"], "cannot listen on no.such.host.invalid:0"),
        (["--max-connections", "many"], "max-connections"),
    ],
)
def test_impossible_option_is_one_sentence(arguments, words):
    ended = subprocess.run([*SERVER, *arguments], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr

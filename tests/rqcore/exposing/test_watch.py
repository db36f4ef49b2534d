# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching a program that does not use rqcore."""

from __future__ import annotations

import os
import subprocess
import sys

PATIENCE = 20
PROGRAM = """
import asyncio, multiprocessing, queue, sys
assert __name__ == "__main__"
jobs = queue.Queue(7)
class Own(queue.PriorityQueue):
    def __init__(self):
        super().__init__(3)
own = [Own() for _ in range(2)]
loop_queue = asyncio.Queue(5)
processes = multiprocessing.Queue()
jobs.put(1)
print(sys.argv[1:], flush=True)
sys.stdin.readline()
sys.exit(4)
"""


def test_every_queue_that_a_program_creates_is_exposed(process, controller, tmp_path, until):
    def watched():
        return [stat for stat in controller.queues() if "program.py" in (stat.name or "")]

    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    command = [sys.executable, "-m", "rqcore", "watch", "--url", process.url, str(path), "-x", "1"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdout.readline() == "['-x', '1']\n"
        until(lambda: len(watched()) == 5)
        stats = {stat.name: stat for stat in watched()}
        assert set(stats) == {
            "program.py:4",
            "program.py:8",
            "program.py:8#2",
            "program.py:9",
            "program.py:10",
        }
        assert (stats["program.py:4"].size, stats["program.py:4"].maxsize) == (1, 7)
        assert stats["program.py:8"].kind == "__main__.Own"
        running.communicate("\n")
        assert running.returncode == 4
    until(lambda: not watched())


def test_forked_child_is_watched(process, controller, tmp_path, until):
    path = tmp_path / "program.py"
    path.write_text("import os, queue, sys\nmade = queue.Queue()\nos.fork()\nsys.stdin.readline()\n")
    command = [sys.executable, "-m", "rqcore", "watch", "--url", process.url, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True) as running:
        until(lambda: sum("program.py" in (stat.name or "") for stat in controller.queues()) == 2)
        assert running.communicate("\n\n") == (None, "")


def test_exception_of_the_program_is_shown_as_python_shows_it(process, rqcore_command, tmp_path):
    path = tmp_path / "program.py"
    path.write_text("import rqcore\ndef fail():\n    raise rqcore.BadUrl('its own')\nfail()\n")
    alone = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=PATIENCE)
    result = rqcore_command("watch", "--url", process.url, str(path))
    assert (result.returncode, result.stderr) == (1, alone.stderr)
    assert "its own" in alone.stderr


def test_syntax_error_of_the_program_is_shown_as_python_shows_it(rqcore_command, tmp_path):
    path = tmp_path / "program.py"
    path.write_text("x = (\n")
    result = rqcore_command("watch", str(path))
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert "'(' was never closed" in result.stderr


def test_wrong_url_is_reported_before_the_program_starts(rqcore_command, tmp_path):
    path = tmp_path / "program.py"
    path.write_text("print('begun')")
    result = rqcore_command("watch", "--url", "wrong", str(path))
    assert (result.returncode, result.stdout) == (2, "")
    assert "'wrong' is not the URL of a controller" in result.stderr


def test_missing_program_is_reported(rqcore_command):
    result = rqcore_command("watch", os.devnull + "/none.py")
    assert (result.returncode, result.stderr) == (
        2,
        f"rqcore: the program {os.devnull}/none.py does not exist; pass the path of a Python file\n",
    )


def test_unreachable_controller_is_one_line_and_the_program_runs(tmp_path):
    path = tmp_path / "program.py"
    path.write_text("import queue\njobs = queue.Queue()\njobs.put(1)\nprint(jobs.get())\n")
    command = [sys.executable, "-m", "rqcore", "watch", "--url", "rq://127.0.0.1:9", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stdout) == (0, "1\n")
    (line,) = done.stderr.splitlines()
    assert line.startswith("rqcore: ")
    assert "127.0.0.1:9" in line

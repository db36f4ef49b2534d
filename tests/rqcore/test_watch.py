# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that knows nothing of rqcore, watched."""

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


def test_every_queue_that_a_program_makes_is_exposed(process, controller, tmp_path, until):
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


def test_what_is_no_program_is_said(rqcore_command):
    result = rqcore_command("watch", os.devnull + "/none.py")
    assert (result.returncode, result.stderr) == (2, f"rqcore: there is no program {os.devnull}/none.py\n")

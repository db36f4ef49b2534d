# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure how long one client can delay the calls of another, command by command.

A client measures its own calls while another client sends each command at its worst size.

scripts/bench fairness [--quick] [ATTACK …]
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from benchmarks import servers
from benchmarks.fairness import ATTACKS, Attack
from benchmarks.figures import INTERRUPTED

WITHOUT_UVLOOP = """
import sys
sys.modules["uvloop"] = None
from rqcore.__main__ import main
sys.exit(main())
"""


def calls_during(port: int, name: str) -> list[float]:
    """Return the milliseconds of each call of a client while another client attacks."""
    program = Path(__file__).with_name("benchmarks") / "fairness.py"
    start = [sys.executable, str(program), str(port), name]
    environment = os.environ | {"PYTHONPATH": str(program.parents[2])}
    with subprocess.Popen(
        start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as attacker:
        assert attacker.stdin and attacker.stdout
        if attacker.stdout.readline() != "ready\n":
            raise RuntimeError(f"the attack {name!r} could not be prepared")
        is_done = threading.Event()
        waiter = threading.Thread(target=_set_at_line, args=(attacker.stdout, is_done))
        waiter.start()
        found: list[float] = []
        with socket.create_connection(("127.0.0.1", port)) as wire:
            attacker.stdin.write("\n")
            attacker.stdin.flush()
            after = 0
            while after < 20:  # some calls after the end, because the server may still free memory
                after += is_done.is_set()
                began = time.perf_counter()
                wire.sendall(b"PING\r\n")
                wire.recv(100)
                found.append((time.perf_counter() - began) * 1000)
                time.sleep(0.0005)
        attacker.stdin.close()
        waiter.join()
    return found


def _set_at_line(output: IO[str], event: threading.Event) -> None:
    output.readline()
    event.set()


def measure(name: str, attack: Attack, rounds: int) -> bool:
    """Print the delays of one attack with and without uvloop. Returns whether they are within the limit."""
    good = True
    for loop in ("uvloop", "asyncio"):
        worst, usual = [], []
        for _ in range(rounds):
            with servers.controller(program=WITHOUT_UVLOOP if loop == "asyncio" else "") as url:
                found = sorted(calls_during(servers.port_of(url), name))
            worst.append(found[-1])
            usual.append(found[int(len(found) * 0.99)])
        best = min(worst)  # other programs delay the client too, but never make it faster
        good = good and best <= attack.limit
        mark = "" if best <= attack.limit else "  TOO LONG"
        print(f"{name:36} {loop:8} {best:9.1f} {min(usual):9.1f} {attack.limit:7.0f}{mark}", flush=True)
    return good


def main() -> int:
    """Measure the attacks that the command line names, and print a line for each."""
    parser = argparse.ArgumentParser(
        description="Measure how long one client can delay the calls of another, command by command.",
        epilog="example: scripts/bench fairness --quick RQ.PURGE\n"
        "exit codes: 0 all delays are within their limits; 1 one is above; 2 wrong options; 130 stopped",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="measure once instead of three times")
    parser.add_argument(
        "attack", nargs="*", metavar="ATTACK", help="part of the names of attacks (default: all)"
    )
    options = parser.parse_args()
    print(f"{'attack':36} {'loop':8} {'worst ms':>9} {'99 % ms':>9} {'limit':>7}")
    chosen = {
        name: attack
        for name, attack in ATTACKS.items()
        if not options.attack or any(part in name for part in options.attack)
    }
    try:
        good = [measure(name, attack, 1 if options.quick else 3) for name, attack in chosen.items()]
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: GPL-3.0-or-later
"""Send broken input to all code that reads input of others, and report what is read wrongly.

.venv/bin/python scripts/fuzz.py [--count N | --seconds S] [--guided] [ENTRANCE …]

An input is a finding if it raises an undocumented error, takes seconds or much memory, or breaks a promise,
such as that both RESP parsers return the same values. Findings are stored in ``tests/scripts/corpus``; a test
replays all files there.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import resource
import sys
import time
from collections.abc import Sequence
from random import Random

from fuzzing.entrance import Entrance
from fuzzing.entrances import CORPUS, ENTRANCES, seeds
from fuzzing.examiner import Finding, examine
from fuzzing.guided import run_guided
from fuzzing.mutator import Mutator

MAX_ADDRESS_SPACE = 4 << 30
"""The most bytes of memory of this process: beyond it, an input raises MemoryError instead of swapping."""
MAX_KINDS = 20
"""The most findings of different kinds of one entrance."""
TURN = 200
"""The number of inputs between two looks at the clock."""


def store(finding: Finding) -> str:
    """Write the input of a finding into the corpus; return the path."""
    name = "finding-" + hashlib.sha256(finding.data).hexdigest()[:12]
    path = CORPUS / finding.entrance / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(finding.data)
    return str(path)


def fuzz(entrance: Entrance, count: int, deadline: float, seed: int) -> tuple[int, int, list[Finding]]:
    """Examine mutated inputs. Returns how many there were, how many were accepted, and the findings.

    Args:
        entrance: The entrance.
        count: The most inputs.
        deadline: The time of the monotonic clock in seconds at which to end.
        seed: Chooses the inputs.
    """
    mutator = Mutator(Random(f"{seed} {entrance.name}"), seeds(entrance), entrance.words)
    findings: dict[str, Finding] = {}
    accepted = done = 0
    while done < count and len(findings) < MAX_KINDS and (done % TURN or time.monotonic() < deadline):
        try:
            accepted += examine(entrance, mutator.make())
        except Finding as finding:
            known = findings.get(finding.kind)
            if known is None or len(finding.data) < len(known.data):
                findings[finding.kind] = finding
        done += 1
    return done, accepted, list(findings.values())


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the chosen entrances; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Send broken input to everything that reads what others wrote.",
        epilog="example: .venv/bin/python scripts/fuzz.py --count 1000000 replies session\n"
        f"entrances: {', '.join(ENTRANCES)}\n"
        "exit codes: 0 no findings; 1 findings, whose inputs were stored; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--count", type=int, default=sys.maxsize, help="maximum number of inputs of each entrance"
    )
    parser.add_argument("--seconds", type=float, default=60, help="seconds for all entrances (default: 60)")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="repeat the inputs of a run")
    parser.add_argument("--guided", action="store_true", help="let atheris choose inputs by code coverage")
    parser.add_argument("entrance", nargs="*", metavar="ENTRANCE", help="(default: all)")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.entrance if name not in ENTRANCES]:
        parser.error(f"there is no entrance {unknown[0]}; choose from {', '.join(ENTRANCES)}")
    chosen = [ENTRANCES[name] for name in options.entrance or ENTRANCES]
    seconds = sys.maxsize if options.count < sys.maxsize else options.seconds / len(chosen)
    if options.guided:
        return max(run_guided(each, options.count, seconds) for each in chosen)
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    print(f"seed {options.seed}\n{'entrance':12} {'inputs':>10} {'accepted':>9} {'per s':>8}", flush=True)
    all_findings: list[Finding] = []
    for entrance in chosen:
        began = time.monotonic()
        done, accepted, findings = fuzz(entrance, options.count, began + seconds, options.seed)
        rate = done / (time.monotonic() - began)
        print(f"{entrance.name:12} {done:10,} {accepted:9,} {rate:8,.0f}", flush=True)
        all_findings += findings
        for finding in findings:
            print(f"{finding}\nstored as {store(finding)}\n", flush=True)
    return 1 if all_findings else 0


if __name__ == "__main__":
    sys.exit(main())

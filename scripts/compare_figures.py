# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare the benchmark figures of this checkout and another commit, in one run.

.venv/bin/python scripts/compare_figures.py COMMIT [--rounds 5] [BENCHMARK[:PART] …]

Both are measured in turn, so that other load of the machine slows both. A benchmark is the name of a script
without ``bench_``, such as ``core`` or ``core:many_clients``; the default is all. A figure is worse if its
ratio is below 0.97.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ("core", "events", "redis", "family", "vectors", "window")
TOLERATED = 0.97
"""The ratio to the figure of the other commit below which a figure is worse."""

NUMBER = re.compile(r"[\d,]*\.?\d+")

Figures = dict[str, float]


def read_table(text: str) -> Figures:
    """Read a benchmark's table.

    Args:
        text: The output of a benchmark.

    Returns:
        The figure of each row by its work: the ratio if there is a rival, so that the speed of the machine
        cancels out; the reciprocal if less is better.
    """
    figures = {}
    for line in text.splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if len(cells) < 5 or cells[-1] not in ("ok", "below") or not NUMBER.fullmatch(cells[-3]):
            continue
        number, wanted = float(cells[-3].replace(",", "")), cells[-2]
        rival = f" / {' '.join(cells[2].split()[:-1])}" if len(cells) == 6 else ""
        figures[cells[0] + rival] = 1 / number if wanted.startswith("≤") and number else number
    return figures


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """Check a commit out into a temporary folder; yield the folder."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def measure(tree: Path, benchmark: str) -> Figures:
    """Run a benchmark once and return its figures."""
    name, _, part = benchmark.partition(":")
    command = [sys.executable, f"scripts/bench_{name}.py", "--quick", *filter(None, [part])]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    figures = read_table(done.stdout)
    if not figures:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        print(f"benchmark {benchmark} in {tree} printed no figures: {last}", file=sys.stderr)
    return figures


def compare(before: Path, benchmark: str, rounds: int) -> bool:
    """Print a row for each figure of a benchmark, and return whether none is worse.

    Args:
        before: The checkout of the other commit.
        benchmark: The benchmark, such as ``core`` or ``core:many_clients``.
        rounds: Number of runs of each; the medians count.
    """
    values_before: dict[str, list[float]] = {}
    values_now: dict[str, list[float]] = {}
    for _ in range(rounds):
        for tree, figures in ((before, values_before), (ROOT, values_now)):
            for work, value in measure(tree, benchmark).items():
                figures.setdefault(work, []).append(value)
    good = True
    for work, values in values_now.items():
        if not median(values_before.get(work, [0])):
            print(f"{work[:90]:90}  new")
            continue
        ratio = median(values) / median(values_before[work])
        good = good and ratio >= TOLERATED
        print(f"{work[:90]:90}  {ratio:.2f}  {'ok' if ratio >= TOLERATED else 'worse'}", flush=True)
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code: 0 if no figure is worse, otherwise 1."""
    parser = argparse.ArgumentParser(
        description=__doc__.partition("\n")[0],
        epilog="example: .venv/bin/python scripts/compare_figures.py main core:many_clients --rounds 3\n"
        f"exit codes: 0 no figure is worse (ratio below {TOLERATED}); 1 a figure is worse; 2 wrong options",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("commit", metavar="COMMIT", help="the commit to compare with")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each; the medians count (default: 5)")
    parser.add_argument(
        "benchmark",
        nargs="*",
        default=BENCHMARKS,
        metavar="BENCHMARK[:PART]",
        help=f"what to measure: {', '.join(BENCHMARKS)}, or a part such as core:many_clients (default: all)",
    )
    options = parser.parse_intermixed_args(arguments)
    with checkout(options.commit) as before:
        return 0 if all([compare(before, each, options.rounds) for each in options.benchmark]) else 1


if __name__ == "__main__":
    sys.exit(main())

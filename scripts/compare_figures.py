# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the figures of this checkout beside those of another commit, in one run.

.venv/bin/python scripts/compare_figures.py COMMIT [--rounds 5] [BENCHMARK[:PART] …]

The two take turns, so that a busy machine slows both. A benchmark is the name
of a script without ``bench_``, such as ``core`` or ``core:many_clients``;
without one all are measured. Below 0.97 a figure has got worse.
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
"""Of the figure before."""

NUMBER = re.compile(r"[\d,]*\.?\d+")

Figures = dict[str, float]


def read_table(text: str) -> Figures:
    """Each row of a benchmark's table by what was measured; where less is better, the reciprocal.

    Of a row with a rival the ratio counts: how fast the machine was cancels out.
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
    """The files of a commit in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def measure(tree: Path, benchmark: str) -> Figures:
    """The figures of one run of a benchmark."""
    name, _, part = benchmark.partition(":")
    command = [sys.executable, f"scripts/bench_{name}.py", "--quick", *filter(None, [part])]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    figures = read_table(done.stdout)
    if not figures:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        print(f"{benchmark} in {tree} measured nothing: {last}", file=sys.stderr)
    return figures


def compare(before: Path, benchmark: str, rounds: int) -> bool:
    """Print a row for each figure of a benchmark; whether none got worse."""
    found: list[dict[str, list[float]]] = [{}, {}]
    for _ in range(rounds):
        for tree, figures in zip((before, ROOT), found, strict=True):
            for work, value in measure(tree, benchmark).items():
                figures.setdefault(work, []).append(value)
    good = True
    for work, values in found[1].items():
        if not median(found[0].get(work, [0])):
            print(f"{work[:90]:90}  new")
            continue
        ratio = median(values) / median(found[0][work])
        good = good and ratio >= TOLERATED
        print(f"{work[:90]:90}  {ratio:.2f}  {'ok' if ratio >= TOLERATED else 'worse'}", flush=True)
    return good


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 if no figure got worse."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("commit", help="the commit to compare with")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each; the medians count (default: 5)")
    parser.add_argument("benchmark", nargs="*", default=BENCHMARKS, help="such as core or core:many_clients")
    options = parser.parse_intermixed_args(arguments)
    with checkout(options.commit) as before:
        return 0 if all([compare(before, each, options.rounds) for each in options.benchmark]) else 1


if __name__ == "__main__":
    sys.exit(main())

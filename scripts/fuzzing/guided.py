# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets atheris, a coverage-guided fuzzer, choose inputs. Its wheels are for Linux and macOS.

atheris ends its process, so each entrance has a process of its own:
``python -m fuzzing.guided ENTRANCE [LIBFUZZER OPTIONS]`` with ``scripts`` in the path.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fuzzing.entrance import Entrance

SCRIPTS = Path(__file__).resolve().parents[1]


def run_guided(entrance: Entrance, count: int, seconds: float) -> int:
    """Fuzz an entrance in a process; return 0, or 1 after a finding.

    Args:
        entrance: The entrance.
        count: The most inputs.
        seconds: The most seconds.
    """
    if find_spec("atheris") is None:
        sys.exit("fuzz.py: --guided needs atheris; install it with: pip install atheris")
    folder = SCRIPTS.parent / "tests" / "scripts" / "corpus" / entrance.name
    folder.mkdir(parents=True, exist_ok=True)
    options = [
        f"-artifact_prefix={folder}/",
        "-max_len=4096",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-verbosity=0",
    ]
    options += ["-print_final_stats=1", f"-max_total_time={max(int(min(seconds, 1 << 30)), 1)}"]
    if count < sys.maxsize:
        options.append(f"-runs={count}")
    print(f"{entrance.name}:", flush=True)
    path = os.pathsep.join((str(SCRIPTS), str(SCRIPTS.parent), os.environ.get("PYTHONPATH", "")))
    command = [sys.executable, "-m", "fuzzing.guided", entrance.name, *options]
    code = subprocess.run(command, env=os.environ | {"PYTHONPATH": path}, check=False).returncode
    if not any(folder.iterdir()):
        folder.rmdir()
    return min(code, 1)


def _main() -> None:
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["rqcore", "rqdebug"], enable_loader_override=False):
        entrances = import_module("fuzzing.entrances")
        examiner = import_module("fuzzing.examiner")
    entrance = entrances.ENTRANCES[sys.argv[1]]
    dictionary = [b"", *entrance.words]

    def examine(data: bytes) -> None:
        examiner.examine(entrance, data)

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        """Mutate as libFuzzer does; sometimes insert a word of the entrance or begin with a seed."""
        if not data or seed % 50 == 0:
            return bytes(entrance.seeds[seed % len(entrance.seeds)][:most])
        if seed % 3 == 0:
            at = seed // 3 % (len(data) + 1)
            return bytes(data[:at] + dictionary[seed // 7 % len(dictionary)] + data[at:])[:most]
        return bytes(atheris.Mutate(data, most))

    atheris.Setup([sys.argv[0], *sys.argv[2:]], examine, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    _main()

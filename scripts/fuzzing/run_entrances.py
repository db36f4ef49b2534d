# SPDX-License-Identifier: GPL-3.0-or-later
"""The entrances of a run: files with parameters, earlier reports, and scripts that others include."""

from __future__ import annotations

import atexit
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzzing.entrance import Entrance
from fuzzing.event_entrances import SCRIPT_WORDS, SCRIPTS
from fuzzing.text_entrances import TOML, written
from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.script_runs.run_inputs import read_inputs
from rqdebug.errors import ScriptError
from rqdebug.scripts.baseline import compare_with_baseline, read_baseline
from rqdebug.scripts.language.parser import check, parse

SCRIPT = parse(
    'a = parameter(None)\nb = parameter(1)\nc = parameter(1.5)\nd = parameter("x")\ne = parameter([1])\n'
    "f = parameter({})\ng = parameter(True)\n"
)
PARAMETERS = (
    b'a = 1\nb = 2\nc = 3\nd = "text"\ne = [1, "b"]\nf = {x = 1}\ng = false\n',
    b"[f]\nx.y = [{z = 1}]\n",
    b"a = 1979-05-27T07:32:00Z\n",
    b"c = nan\n",
)
INCLUDING = 'include("common.rqs")\njobs = create()\nfill(jobs)\n'


def read_parameters(data: bytes) -> None:
    """Read a file with parameters: their values are ones that a script can have."""
    inputs = read_inputs(SCRIPT, (), Path(written(data)))
    json.dumps(dict(inputs.parameters))


def read_report(data: bytes) -> None:
    """Compare a run with an earlier report."""
    outcomes = read_baseline(data.decode("utf-8", "surrogateescape"))
    compare_with_baseline([], outcomes)
    assert all(outcome in ("passed", "failed", "not run") for outcome in outcomes.values())


@cache
def _folder() -> Path:
    """Return a folder with the file that is included, which is removed at the end of this process."""
    folder = TemporaryDirectory(prefix="rqdebug-fuzz-")
    atexit.register(folder.cleanup)
    path = Path(folder.name)
    (path / "common.rqs").touch()
    return path


def include(data: bytes) -> None:
    """Check a script that includes a text: each error has a place in one of the two files."""
    text = data.decode("utf-8", "surrogateescape")
    folder = _folder()
    script, problems = check(INCLUDING, "main.rqs", folder, {(folder / "common.rqs").resolve(): text})
    lines = (INCLUDING.count("\n") + 1, text.count("\n") + text.count("\r") + 1)
    for problem in problems:
        assert 1 <= problem.line <= lines[0], f"{problem} is in no line of the script"
        assert 1 <= problem.origin.line <= max(lines), f"{problem.origin} is in no line"
    for file in script.files:
        assert script.place(file.offset + 1) == (file.path, 1)
    if problems:
        raise problems[0]


def _report(**changes: Any) -> bytes:
    counts = {"passed": 2, "failed": 0}
    line = {"target": "edge", "lane": "main", "line": 3, "text": "jobs.put(1)", "counts": counts}
    report = {"script": "a.rqs", "targets": [{"name": "edge"}], "lines": [line], **changes}
    return json.dumps(report).encode()


RUN_ENTRANCES = (
    Entrance("parameters", read_parameters, PARAMETERS, (CommandFailed,), (*TOML, b"a = ", b"b = ", b"e = ")),
    Entrance(
        "earlier-reports",
        read_report,
        (_report(), b'{"scripts": [' + _report() + b"]}", _report(lines=[])),
        (ValueError,),
        (b"null", b"[]", b"{}", b"-1", b"true", b'"counts"', b'"scripts"', b"9" * 5000, b"1e999", b"NaN"),
    ),
    Entrance(
        "included",
        include,
        (b"def fill(to: queue, n=3):\n    to.put(n)\n", *SCRIPTS),
        (ScriptError,),
        (*SCRIPT_WORDS, b"def fill(to: queue):\n "),
    ),
)

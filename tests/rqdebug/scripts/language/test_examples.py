# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

import rqcore
from rqdebug.debug.script_access import access_to
from rqdebug.debug.script_filters import check_script_filter
from rqdebug.scripts.examples import copy_used_files, examples_folder
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.support.paths import resources
from rqdebug.targets.target_registry import create_target

EXAMPLES = sorted((resources() / "scripts").glob("*.rqs"))
SUBJECTS = (
    "bounds",
    "fairness",
    "close-under-load",
    "shutdown",
    "priorities",
    "large-payloads",
    "others",
    "soak",
    "suite",
    "token",
)


def test_examples_exist():
    assert {*SUBJECTS, "example", "orders"} <= {path.stem for path in EXAMPLES}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_passes_and_leaves_no_queue(path, controller_url, monkeypatch):
    monkeypatch.setenv("ORDER_TOKEN", "correct-horse")
    script = parse(path.read_text("utf-8"), path.name, path.parent, check_script_filter)
    edge = create_target(controller_url)
    run = ScriptRun(
        script, {"edge": edge.connect}, Options(loops=2), access={"edge": access_to(edge, "edge")}
    )
    run.start()
    report = run.wait(50)
    assert report.ok, [result for result in report.results if result.outcome.value != "passed"]
    with rqcore.connect(controller_url) as controller:
        assert controller.queues() == []


def test_copy_of_an_example_has_the_files_that_it_includes(tmp_path):
    text = (examples_folder() / "token.rqs").read_text("utf-8")
    copy_used_files(text, tmp_path)
    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*")] == ["shared/checks.rqs"]
    (tmp_path / "shared/checks.rqs").write_text("own = 1\n")
    copy_used_files(text, tmp_path)
    assert (tmp_path / "shared/checks.rqs").read_text() == "own = 1\n"


def test_blocking_get_is_stopped(controller_url):
    run = ScriptRun(
        parse("jobs = create('waiting')\njobs.get()"), {"edge": lambda: rqcore.connect(controller_url)}
    )
    run.result_added.connect(lambda result: run.stop())
    run.start()
    assert run.wait(10).stopped
    with rqcore.connect(controller_url) as controller:
        assert controller.queues() == []

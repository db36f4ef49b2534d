# SPDX-License-Identifier: GPL-3.0-or-later
"""Several scripts and folders in one run: exit code, output and reports agree; a baseline shows changes."""

from __future__ import annotations

import json
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

PASSES = "x = create()\nassert x.qsize() == 0"
FAILS = "x = create()\nassert x.qsize() == 1"
NOTHING = "sleep(0)"
WAITS = "x = create()\nx.get()\nqueues()"
NOWHERE = "rq://127.0.0.1:1"


class Ended(NamedTuple):
    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Write scripts into a folder that is the current one."""
    monkeypatch.chdir(tmp_path)

    def folder(**scripts):
        for name, text in scripts.items():
            file = tmp_path / f"{name.replace('__', '/')}.rqs"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        return tmp_path

    return folder


@pytest.fixture
def run(rqdebug, controller_url):
    return lambda *arguments: Ended(*rqdebug("run", *arguments, "--target", f"edge={controller_url}"))


def test_scripts_of_files_and_folders_run_in_order_each_once(folder, run):
    folder(b=PASSES, tests__c=PASSES, tests__a=PASSES)
    result = run("b.rqs", "tests", "tests/c.rqs")
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == ["b.rqs", "tests/a.rqs", "tests/c.rqs", "3 scripts"]
    assert lines[-1].startswith("3 scripts: 3 passed; 6 vectors: 6 passed; ")
    assert result.exit_code == 0


def test_scripts_with_the_same_name_are_told_apart_by_their_folders(folder, run):
    folder(one__a=PASSES, two__a=f"{FAILS}\nnote('here')", three__a='with test("slow"): queues()')
    result = run("one/a.rqs", "two/a.rqs", "three/a.rqs", "-k", "two or one", "--junit", "r.xml")
    failed, note, *lines = result.stdout.splitlines()[1:]
    assert failed.startswith("two/a.rqs:2: failed: ") and note == "two/a.rqs:3: note: here"
    assert lines[0].startswith("two/a.rqs: 1 passed, 1 failed")
    root = ElementTree.parse(folder().joinpath("r.xml")).getroot()
    assert [suite.get("name") for suite in root] == [
        f"{name}/a.rqs on edge" for name in ("one", "two", "three")
    ]


@pytest.mark.parametrize(
    ("scripts", "code", "words"),
    [
        ({"a": PASSES, "b": FAILS}, 1, "2 scripts: 1 passed, 1 failed; 4 vectors: 3 passed, 1 failed"),
        ({"a": PASSES, "b": NOTHING}, 2, "2 scripts: 1 passed, 1 empty; 2 vectors: 2 passed"),
        ({"a": FAILS, "b": PASSES}, 1, "2 scripts: 1 passed, 1 failed"),
    ],
)
def test_worst_script_decides_and_all_reports_agree(folder, run, scripts, code, words):
    folder(**scripts)
    result = run("a.rqs", "b.rqs", "--json", "r.json", "--junit", "r.xml", "--html", "r.html")
    assert result.exit_code == code
    assert words in result.stdout
    report = json.loads(folder().joinpath("r.json").read_text())
    assert report["ok"] is (code == 0)
    assert [each["script"] for each in report["scripts"]] == ["a.rqs", "b.rqs"]
    assert report["counts"]["passed"] == sum(each["counts"]["passed"] for each in report["scripts"])
    root = ElementTree.parse(folder().joinpath("r.xml")).getroot()
    assert [suite.get("name") for suite in root] == ["a.rqs on edge", "b.rqs on edge"]
    assert (int(root.get("failures")) + int(root.get("errors")) == 0) is (code == 0)
    assert f">{report['status']}</span> 2 scripts</h1>" in folder().joinpath("r.html").read_text()


def test_scripts_after_the_timeout_are_not_run_and_counted(folder, run):
    folder(a=WAITS, b=PASSES)
    result = run("a.rqs", "b.rqs", "--timeout", "2", "--json", "r.json")
    assert result.exit_code == 2
    assert "2 scripts: 1 not run, 1 timed out" in result.stdout
    assert "b.rqs was not run, because the time was over" in result.stderr
    report = json.loads(folder().joinpath("r.json").read_text())
    assert report["counts"] == {"passed": 1, "failed": 0, "error": 0, "interrupted": 1, "not_run": 3}
    assert [each["status"] for each in report["scripts"]] == ["timed out", "not run"]


def test_scripts_after_the_failure_of_fail_fast_are_not_run_and_not_failed(folder, run):
    folder(a=PASSES, b=FAILS, c=PASSES, d=FAILS)
    reports = ("--json", "r.json", "--junit", "r.xml", "--html", "r.html")
    result = run("a.rqs", "b.rqs", "c.rqs", "d.rqs", "--fail-fast", *reports)
    assert result.exit_code == 1
    sums = "4 scripts: 1 passed, 2 not run, 1 failed; 8 vectors: 3 passed, 1 failed, 4 not run"
    assert sums in result.stdout
    report = json.loads(folder().joinpath("r.json").read_text())
    assert report["status"] == "failed"
    assert [each["status"] for each in report["scripts"]] == ["passed", "failed", "not run", "not run"]
    root = ElementTree.parse(folder().joinpath("r.xml")).getroot()
    assert (root.get("failures"), root.get("errors")) == ("1", "0")
    assert [suite.get("skipped") for suite in root] == ["0", "0", "2", "2"]
    messages = {each.get("message") for each in root.iter("skipped")}
    assert messages == {"not run: the run ended before its script"}
    assert folder().joinpath("r.html").read_text().count("The run ended before this script.") == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["empty"], "the folder empty contains no script; their names end in .rqs"),
        (["a.rqs", "missing.rqs"], "cannot read missing.rqs"),
        (["a.rqs", "bad.rqs"], "bad.rqs, line 1, column 1"),
        (["a.rqs", "b.rqs", "--off", "1"], "options that name a line need a single script"),
        (["a.rqs", "--baseline", "a.rqs"], "cannot use a.rqs as a baseline: it is not a JSON report"),
        (["a.rqs", "--baseline", "missing.json"], "cannot read missing.json"),
        (["a.rqs", "--baseline", "/dev/zero"], "/dev/zero is larger than 67,108,864 bytes"),
    ],
)
def test_what_cannot_run_is_refused_before_anything_runs(folder, run, arguments, words):
    folder(a=PASSES, b=PASSES, bad="import os").joinpath("empty").mkdir()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_baseline_shows_what_fails_and_passes_now(folder, run):
    folder(a="x = create()\nassert x.qsize() == 0\nassert 1 == 2\nassert 2 == 2")
    run("a.rqs", "--json", "old.json")
    folder(a="# a comment\nx = create()\nx.put(1)\nassert x.qsize() == 0\nassert 1 == 1\nassert 2 == 2")
    result = run("a.rqs", "--baseline", "old.json")
    lines = result.stdout.splitlines()
    assert "a.rqs:4: newly failing: assert x.qsize() == 0" in lines
    assert lines[-1] == "compared with the baseline: 1 newly failing, 2 new, 1 gone"
    assert result.exit_code == 1


def test_baseline_of_several_scripts_without_a_change(folder, run):
    folder(a=PASSES, b=FAILS)
    run("a.rqs", "b.rqs", "--json", "old.json")
    result = run("a.rqs", "b.rqs", "--baseline", "old.json")
    assert result.stdout.splitlines()[-1] == "compared with the baseline: 1 still failing"


def test_included_file_of_a_folder_does_not_run_by_itself(folder, run):
    folder(tests__common="def fill(to: queue): to.put(1)", tests__a='include("common.rqs")\n' + PASSES)
    result = run("tests")
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["tests/a.rqs"]


def test_included_file_that_is_named_runs_too(folder, run):
    folder(b=PASSES, a='include("b.rqs")')
    result = run("a.rqs", "b.rqs")
    assert "2 scripts: 2 passed; 4 vectors: 4 passed; " in result.stdout


def test_skipped_vectors_are_in_the_sum_of_all_scripts(folder, run):
    folder(a=PASSES + "\nwith skip('why'): x.put(1)", b=PASSES + "\nx.put(1)  # off\nx.qsize()  # off")
    result = run("a.rqs", "b.rqs", "--html", "r.html")
    assert result.exit_code == 0
    assert "2 scripts: 2 passed; 4 vectors: 4 passed; 3 skipped; " in result.stdout
    assert "4 passed, 3 skipped" in folder().joinpath("r.html").read_text()


def test_scripts_that_are_not_selected_are_reported_as_skipped(folder, run):
    folder(a=PASSES, b="with test('quick'):\n    queues()\n    queues()", c='with test("slow"): queues()')
    result = run(
        "a.rqs", "b.rqs", "c.rqs", "-k", "slow", "--json", "r.json", "--junit", "r.xml", "--html", "r.html"
    )
    assert result.exit_code == 0
    assert "3 scripts: 2 skipped, 1 passed; 1 vector: 1 passed; 4 skipped; " in result.stdout
    report = json.loads(folder().joinpath("r.json").read_text())
    assert (report["ok"], report["status"]) == (True, "passed")
    assert [(each["script"], each["status"]) for each in report["scripts"]] == [
        ("c.rqs", "passed"),
        ("a.rqs", "skipped"),
        ("b.rqs", "skipped"),
    ]
    assert [(each["line"], each["reason"]) for each in report["scripts"][2]["skipped"]] == [
        (2, "the script is not selected"),
        (3, "the script is not selected"),
    ]
    root = ElementTree.parse(folder().joinpath("r.xml")).getroot()
    assert [(suite.get("tests"), suite.get("skipped")) for suite in root] == [
        ("1", "0"),
        ("2", "2"),
        ("2", "2"),
    ]
    assert (root.get("failures"), root.get("errors")) == ("0", "0")
    names = [[case.get("name") for case in suite.iter("testcase")] for suite in root]
    assert names == [
        ["slow: queues()"],
        ["x = create()", "assert x.qsize() == 0"],
        ["quick: queues()", "quick: queues() (2)"],
    ]
    assert '<span class="skipped">skipped</span> a.rqs' in folder().joinpath("r.html").read_text()


def test_failure_of_a_selected_script_decides_beside_skipped_ones(folder, run):
    folder(a=PASSES, b='with test("slow"): assert 1 == 2')
    result = run("a.rqs", "b.rqs", "-k", "slow")
    assert result.exit_code == 1
    assert "2 scripts: 1 skipped, 1 failed; " in result.stdout

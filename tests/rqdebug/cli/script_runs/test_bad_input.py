# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input has an error with file, line and column, and all reports say that nothing ran."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

CHECK = "jobs = create()\nassert jobs.empty()\n"
CALLS_ITSELF = "def f(x):\n    f(x)\nf(1)\n" + CHECK
CALL_EACH_OTHER = "def f(x):\n    g(x)\ndef g(x):\n    f(x)\nf(1)\n" + CHECK
FILES = {
    "circle.rqs": '\ninclude("self.rqs")\n',
    "broken.rqs": "x = 1\ndef f():\n    y = nothing\n",
    "outer.rqs": 'include("broken.rqs")\n',
}


@pytest.fixture
def run(tmp_path, monkeypatch, rqdebug, controller_url):
    """Return a function that runs a text as self.rqs, with reports in all formats."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text)
    for report in ("r.json", "r.xml", "r.html"):
        Path(report).write_text("of an earlier run")

    def run(text, *options):
        Path("self.rqs").write_text(text)
        reports = ("--json", "r.json", "--junit", "r.xml", "--html", "r.html", "--force")
        return rqdebug("run", "self.rqs", "--target", f"edge={controller_url}", *reports, *options)

    return run


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        (CALLS_ITSELF, (), "self.rqs, line 2, column 5: f cannot call itself"),
        (CALL_EACH_OTHER, (), "self.rqs, line 2, column 5: the function 'g' is defined below this line"),
        ('include("self.rqs")\n', (), "self.rqs, line 1, column 1: self.rqs includes itself"),
        (
            'include("circle.rqs")\n',
            (),
            "circle.rqs, line 2, column 1: self.rqs includes itself: self.rqs → circle.rqs → self.rqs "
            "(included by self.rqs, line 1)",
        ),
        (
            'x = 1\ninclude("outer.rqs")\n',
            (),
            "broken.rqs, line 3, column 9: 'nothing' is not defined here; assign it first "
            "(included by outer.rqs, line 1) (included by self.rqs, line 2)",
        ),
        (
            "\ncount = parameter(5)\n" + CHECK,
            ("--set", "count=x"),
            "self.rqs, line 2, column 1: the parameter count is a whole number, not 'x'",
        ),
        (
            't = secret("NOT_THERE")\n' + CHECK,
            (),
            "self.rqs, line 1, column 5: the secret NOT_THERE is missing",
        ),
        (
            "\n".join(f"p{number} = parameter({number})" for number in range(100_000)),
            (),
            "self.rqs, line 201, column 1: a lane can have at most 200 variables",
        ),
        ('assert "a" == matches("(a{1000}){1000}")\n', (), "self.rqs, line 1, column 15: "),
    ],
)
def test_error_has_a_place_and_every_report_says_invalid(run, text, options, error):
    code, output, errors = run(text, *options)
    assert code == 2
    assert errors.startswith(f"rqdebug: {error}")
    assert output == ""
    message = errors.removeprefix("rqdebug: ").strip()
    report = json.loads(Path("r.json").read_text())
    assert (report["ok"], report["status"], report["reasons"]) == (False, "invalid", [message])
    (case,) = ElementTree.parse("r.xml").getroot().iter("testcase")
    assert case.find("error").get("message") == message
    page = Path("r.html").read_text()
    assert "invalid" in page
    assert message.split(":")[0] in page


def test_wrong_value_in_a_file_names_the_file_and_the_parameter(run):
    Path("values.toml").write_text('count = "x"')
    code, _, errors = run("count = parameter(5)\n" + CHECK, "--set-file", "values.toml")
    place = "self.rqs, line 1, column 1"
    assert (code, errors) == (
        2,
        f"rqdebug: {place}: the parameter count is a whole number, not 'x', in values.toml\n",
    )


def test_pattern_that_would_explode_in_other_engines_is_judged_at_once(run):
    text = 'jobs = create()\njobs.put("a" * 5000)\nassert jobs.get() != matches("^(a+)+$b")\n'
    assert run(text)[0] == 0


@pytest.mark.parametrize("body", ["assert jobs.qsize() == 5", "x = jobs.get_nowait()", "y = [1][3]"])
def test_failing_teardown_fails_the_run_in_every_report(run, body):
    code, output, _ = run(f"jobs = create()\nwith teardown():\n    {body}\nassert jobs.empty()\n")
    assert code == 1
    assert re.match(r"self\.rqs:3(:9)?: ", output)
    report = json.loads(Path("r.json").read_text())
    assert (report["ok"], [each["lane"] for each in report["failures"]]) == (False, ["teardown"])
    root = ElementTree.parse("r.xml").getroot()
    assert int(root.get("failures")) + int(root.get("errors")) == 1
    assert report["status"] in Path("r.html").read_text()


def test_failure_in_an_included_file_is_printed_with_its_file_and_line(run):
    Path("common.rqs").write_text("def fill(to: queue):\n    to.put(1)\n    y = [1][3]\n")
    code, output, _ = run('include("common.rqs")\njobs = create()\nfill(jobs)\n')
    assert code == 1
    assert output.startswith("common.rqs:3:9: error: y = [1][3]: ")
    (failure,) = json.loads(Path("r.json").read_text())["failures"]
    assert (failure["file"], failure["line"], failure["text"]) == ("common.rqs", 3, "y = [1][3]")


def test_url_in_place_of_a_script_says_where_targets_belong(rqdebug):
    code, _, errors = rqdebug("run", "rq://edge-1")
    assert code == 2
    assert "a script is a file, not a URL; give the target as --target URL" in errors


def test_parameters_are_listed_in_their_order(run):
    names = ["seven", "one", "three", "two", "nine"]
    _, _, errors = run("".join(f"{name} = parameter(1)\n" for name in names) + CHECK, "--set", "x=1")
    assert "it has seven, one, three, two, nine" in errors


def test_reports_name_vectors_of_an_included_file_by_their_own_line(run):
    Path("common.rqs").write_text("def fill(q: queue):\n    q.put(1)\n    assert q.qsize() == 7\n")
    text = 'include("common.rqs")\njobs = create()\nfill(jobs)\nx = jobs.get(timeout=0)\n'
    run(text + "y = jobs.get(timeout=0)\nfill(jobs)\n")
    place = '<td class="n">common.rqs:3</td><td>edge</td><td>main</td><td><code>assert q.qsize() == 7'
    assert place in Path("r.html").read_text()
    report = json.loads(Path("r.json").read_text())
    assert [(each["file"], each["line"]) for each in report["lines"][:3]] == [
        ("self.rqs", 2),
        ("common.rqs", 2),
        ("common.rqs", 3),
    ]
    assert [(each["file"], each["line"]) for each in report["not_run"]] == [
        ("common.rqs", 2),
        ("common.rqs", 3),
    ]
    cases = ElementTree.parse("r.xml").getroot().iter("testcase")
    texts = {case.get("name"): each.text for case in cases for each in case}
    assert texts["assert q.qsize() == 7"].startswith("common.rqs:3: assert q.qsize() == 7\n")


def test_vectors_that_are_not_run_are_named_by_file_and_line(run):
    Path("common.rqs").write_text("def fill(q: queue):\n    q.put(1)\n    q.put(2)\n")
    text = 'include("common.rqs")\njobs = create()\nx = jobs.get(timeout=0)\nfill(jobs)\nqueues()\n'
    _, output, _ = run(text)
    assert "self.rqs:5: not run: 3 vectors in line 5 and from line 2 to line 3 of common.rqs" in output


def test_notes_and_a_timeout_name_file_and_line_of_an_included_file(run):
    Path("common.rqs").write_text("def slow():\n    note('here')\n    sleep(60)\n")
    text = 'include("common.rqs")\njobs = create()\nwith retry(2): assert jobs.full()\nslow()\n'
    code, output, errors = run(text, "--timeout", "2")
    assert code == 2
    assert "common.rqs:2: note: here\n" in output
    assert "self.rqs:3: note: attempt 1 of 2 failed in line 3: " in output
    assert "self.rqs did not end within 2 s: main in line 3 of common.rqs" in errors


def test_included_file_is_named_beside_its_script_in_all_messages(run, rqdebug, controller_url):
    Path("tests").mkdir()
    Path("tests/common.rqs").write_text("def check():\n    assert 1 == 2\n")
    text = 'include("common.rqs")\ncheck()\n'
    for name in ("a", "b"):
        Path(f"tests/{name}.rqs").write_text(text)
    code, output, _ = rqdebug("run", "tests", "--target", f"edge={controller_url}")
    assert (code, output.count("tests/common.rqs:2: failed: assert 1 == 2: ")) == (1, 2)
    Path("tests/common.rqs").write_text("x = nothing\n")
    _, _, errors = rqdebug("run", "tests/a.rqs", "tests/b.rqs")
    assert "tests/common.rqs, line 1, column 5: " in errors

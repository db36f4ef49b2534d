# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.script_runs.running import OUTPUTS, create_run, execute_run, finish_run, parse_targets
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus
from rqdebug.scripts.running.options import Options

NOWHERE = "rq://127.0.0.1:1"


def make_run(text, *urls, **options):
    return create_run(parse(text, "some.rqs"), parse_targets(urls), Options(**options))


def finish(run, compare=False, **outputs):
    """Finish a run; return the exit code, and the message if the command failed."""
    with pytest.raises((SystemExit, CommandFailed)) as error:
        finish_run(run, (), compare, outputs)
    failure = error.value
    return (failure.exit_code, failure.message) if isinstance(failure, CommandFailed) else (failure.code, "")


# Targets


def test_targets_are_named_by_host_and_port():
    assert list(parse_targets(["rq://a:1", "rq://b"])) == ["a:1", "b:7654"]


def test_targets_can_have_names():
    assert list(parse_targets(["edge=rq://a:1", "cloud=rqs://b?cafile=x"])) == ["edge", "cloud"]


def test_equals_sign_in_a_url_parameter_does_not_begin_a_name():
    assert list(parse_targets(["rqs://b?cafile=x"])) == ["b:7654"]


@pytest.mark.parametrize(
    ("urls", "sentence"),
    [
        (["http://x"], "is not the URL of a target"),
        (["edge=http://x"], "is not the URL of a target"),
        (["rq://a", "rq://a:7654"], "two targets are called a:7654; give each its own"),
        (["edge=rq://a", "edge=rq://b"], "two targets are called edge; give each its own"),
    ],
)
def test_wrong_targets_are_one_sentence(urls, sentence):
    with pytest.raises(CommandFailed, match=sentence):
        parse_targets(urls)


def test_connection_is_opened_only_by_the_target(controller_url):
    edge = parse_targets([f"edge={controller_url}"])["edge"]
    with edge.connect() as controller:
        assert controller.ping()


def test_redis_can_be_changed_by_a_script(redis_program, redis_server_of):
    pytest.importorskip("redis")
    with redis_server_of(redis_program) as server:
        run = make_run("x = create('box')\nx.put('a')\nassert x.get() == 'a'\nx.close()", server.url)
        assert not execute_run(run, 20)
        assert finish(run) == (0, "")


def test_redis_url_that_forbids_changes_is_not_changed(redis_program, redis_server_of):
    pytest.importorskip("redis")
    with redis_server_of(redis_program) as server:
        run = make_run("x = create('box')", f"{server.url}?changes=no")
        execute_run(run, 20)
        assert finish(run) == (1, "")
        assert run.report().results[0].got.startswith("NotAllowed")


# Runs


def test_complete_run_has_no_problem(controller_url):
    run = make_run("x = create()\nx.put(1)", controller_url)
    assert not execute_run(run, None)
    assert (run.report().passed, run.report().problem) == (2, "")


def test_run_is_stopped_at_its_timeout(controller_url, controller):
    run = make_run("x = create('slow')\nx.get()", controller_url)
    execute_run(run, 1.5)
    assert run.report().problem == "did not end within 1.5 s: main in line 2"
    assert run.report().status is RunStatus.TIMED_OUT
    assert controller.queues() == [], "its queues are closed"


def test_note_is_printed_while_it_runs(controller_url, capsys):
    execute_run(make_run("note('hello')", controller_url), 20)
    assert capsys.readouterr().out == "some.rqs:1: note: hello\n"


# Reports


def test_exit_code_is_1_unless_all_passed(controller_url, capsys):
    for text, code in (("x = create()", 0), ("assert 1 == 2", 1), ("sleep('a')", 1)):
        run = make_run(text, controller_url)
        execute_run(run, 20)
        assert finish(run) == (code, "")
    assert capsys.readouterr().err == ""


def test_each_pass_has_a_default_timeout(controller_url, monkeypatch):
    monkeypatch.setattr("rqdebug.cli.script_runs.running.DEFAULT_TIMEOUT", 1.5)
    run = make_run("x = create()\nsleep(0.4)", controller_url, loops=4)
    execute_run(run, None)
    assert run.report().status is RunStatus.PASSED, "all passes together may take longer"
    run = make_run("x = create()\nx.get()", controller_url, loops=0)
    execute_run(run, None)
    assert run.report().problem == "did not end within 1.5 s: main in line 2"
    assert finish(run) == (2, "")


def test_unreachable_target_is_reported_and_fails(controller_url, capsys):
    run = make_run("x = create()", controller_url, NOWHERE)
    execute_run(run, 20)
    assert finish(run) == (2, "")
    captured = capsys.readouterr()
    assert "1 passed" in captured.out
    assert captured.err.startswith("rqdebug: cannot reach rq://127.0.0.1:1")


def test_report_of_an_unreachable_target_counts_what_was_not_run(capsys):
    run = make_run("x = create()", NOWHERE)
    execute_run(run, 20)
    assert finish(run) == (2, "")
    assert "some.rqs: 0 passed, 1 not run, unreachable" in capsys.readouterr().out


def test_targets_that_differ_fail_only_when_compared(controller_url, capsys):
    urls = (f"a={controller_url}", f"b={controller_url}")
    script = "edge = target('a')\nx = edge.queues()"
    for compare, code in ((False, 0), (True, 1)):
        run = make_run(script, *urls)
        execute_run(run, 20)
        assert finish(run, compare=compare) == (code, "")
    assert "differs" in capsys.readouterr().out


def test_report_is_written_in_each_format(controller_url, tmp_path):
    run = make_run("assert 1 == 2", f"edge={controller_url}")
    execute_run(run, 20)
    files = {name: tmp_path / name for name in OUTPUTS}
    assert finish(run, **files) == (1, "")
    assert ElementTree.parse(files["junit"]).getroot().get("failures") == "1"
    assert json.loads(files["json"].read_text())["targets"][0]["name"] == "edge"
    assert "</html>" in files["html"].read_text()


def test_format_without_a_file_is_not_written(controller_url, tmp_path):
    run = make_run("x = create()", controller_url)
    execute_run(run, 20)
    assert finish(run, junit=None) == (0, "")


def test_file_that_cannot_be_written_is_one_sentence(controller_url, tmp_path):
    run = make_run("x = create()", controller_url)
    execute_run(run, 20)
    path = tmp_path / "none" / "x.html"
    assert finish(run, html=path) == (2, f"cannot write {path}: No such file or directory")

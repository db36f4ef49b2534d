# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import rqcore
from rqdebug.cli.group import commands

NOWHERE = "rq://127.0.0.1:1"


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a text as a script; its result has exit_code, stdout and stderr."""
    file = tmp_path / "some.rqs"

    def run(text, *arguments):
        file.write_text(text, "utf-8")
        result = CliRunner().invoke(commands, ["run", str(file), *arguments])
        assert "Traceback" not in result.output
        return result

    return run


def test_passing_script_exits_with_0(run, controller_url):
    result = run("x = create()\nx.put(1)\nassert x.get() == 1", "--target", controller_url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(r"some\.rqs: 3 passed, .*s\n", result.stdout)


def test_failing_script_exits_with_1(run, controller_url):
    text = "x = create()\nfor i in range(2): assert x.qsize() == 5\nsleep('a')"
    result = run(text, "--target", controller_url)
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.splitlines()[:-1] == [
        "some.rqs:2: failed: assert x.qsize() == 5: expected 5, got 0",
        "some.rqs:3:7: error: sleep('a'): sleep takes a number of seconds from 0 to 86,400, not 'a'",
        "some.rqs:2: failed: assert x.qsize() == 5: expected 5, got 0 (2 times)",
    ]
    assert "1 passed, 2 failed, 1 error" in result.stdout


def test_notes_are_printed_in_every_loop(run, controller_url):
    result = run("x = create('looped')\nnote('hello')", "--target", controller_url, "--loop", "3")
    assert result.exit_code == 0
    assert result.stdout.count("some.rqs:2: note: hello\n") == 3
    assert "3 passed, 3 loops" in result.stdout


def test_script_runs_on_all_targets(run, controller_url):
    other = controller_url.replace("127.0.0.1", "localhost")
    result = run("x = create('twice')\nsleep(0.3)", "--target", controller_url, "--target", other)
    assert result.exit_code == 1, "both are the same controller, where the name is taken"
    assert "got Exists" in result.stdout
    assert "2 targets" in result.stdout


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("import os", [], "some.rqs, line 1, column 1: scripts cannot import modules"),
        ("x = 1", ["--target", NOWHERE], "cannot reach rq://127.0.0.1:1"),
        ("x = 1", ["--target", "http://x"], "is not the URL of a target"),
        ("x = 1", ["--target", NOWHERE, "--target", NOWHERE], "two targets are called"),
        ("x = 1", ["--compare"], "--compare needs two or more targets"),
    ],
)
def test_impossible_run_is_one_sentence(run, text, arguments, words):
    result = run(text, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_unreadable_file_is_one_sentence(tmp_path):
    (tmp_path / "bytes.rqs").write_bytes(b"\xff\xfe")
    for name, words in (("none.rqs", "No such file"), ("bytes.rqs", "not UTF-8 text")):
        result = CliRunner().invoke(commands, ["run", str(tmp_path / name)])
        assert result.exit_code == 2
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


def test_unreachable_target_changes_only_the_exit_code_of_the_others(run, controller_url):
    result = run("x = create()", "--target", controller_url, "--target", NOWHERE)
    assert result.exit_code == 2
    assert "1 passed" in result.stdout
    assert "cannot reach" in result.stderr


def test_run_is_stopped_after_its_timeout(run, controller_url):
    text = "x = create('slow')\nwith parallel():\n  with lane('a'): x.get()\n  with lane('b'): sleep(0)"
    result = run(text, "--target", controller_url, "--timeout", "2")
    assert result.exit_code == 2
    assert result.stderr == "rqdebug: some.rqs did not end within 2 s: main in line 2, a in line 3\n"
    with rqcore.connect(controller_url) as controller:
        assert controller.queues() == []


@pytest.mark.parametrize(("number", "loop"), [("SIGINT", 1), ("SIGTERM", 1), ("SIGINT", 0)])
def test_signal_ends_the_run_and_closes_its_queues(tmp_path, controller_url, number, loop):
    file = tmp_path / "long.rqs"
    file.write_text(
        "x = create('long')\nnote('begun')\nsleep(1000)" if loop else "x = create()\nnote('begun')"
    )
    command = [sys.executable, "-m", "rqdebug", "run", str(file), "--target", controller_url]
    with subprocess.Popen(
        [*command, "--loop", str(loop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        killer = threading.Timer(30, process.kill)
        killer.start()
        assert "begun" in process.stdout.readline()
        process.send_signal(getattr(signal, number))
        out, err = process.communicate()
        killer.cancel()
    assert process.returncode == 130, err
    assert "stopped" in out
    assert "Traceback" not in err
    with rqcore.connect(controller_url) as controller:
        assert controller.queues() == []


def test_target_lost_during_a_run_is_reported(tmp_path):
    file = tmp_path / "long.rqs"
    file.write_text("x = create()\nnote('begun')\nx.get()")
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    python = [sys.executable, "-u", "-m"]
    serve = ["rqcore", "serve", "--port", "0", "--log-level", "error"]
    with subprocess.Popen([*python, *serve], **pipe) as target:
        url = target.stdout.readline().split()[-1]
        with subprocess.Popen([*python, "rqdebug", "run", str(file), "--target", url], **pipe) as process:
            assert "begun" in process.stdout.readline()
            target.kill()
            _, message = process.communicate(timeout=30)
    # The rest of the message depends on the system.
    assert (process.returncode, url in message, message.count("\n")) == (2, True, 1)


def test_reports_are_written_into_files(run, controller_url, tmp_path):
    files = {name: tmp_path / name for name in ("junit", "json", "html")}
    options = [part for name, file in files.items() for part in (f"--{name}", str(file))]
    result = run("x = create()\nassert x.qsize() == 1", "--target", f"edge={controller_url}", *options)
    assert result.exit_code == 1
    assert ElementTree.parse(files["junit"]).getroot().get("failures") == "1"
    assert json.loads(files["json"].read_text())["targets"][0]["name"] == "edge"
    assert "</html>" in files["html"].read_text()


def test_unwritable_report_is_an_error(run, controller_url, tmp_path):
    result = run("x = 1", "--target", controller_url, "--html", str(tmp_path / "none" / "x.html"))
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


def test_targets_are_compared(run, controller_url):
    targets = ["--target", f"a={controller_url}", "--target", f"b={controller_url}"]
    result = run("queues()", *targets, "--compare")
    assert result.exit_code == 0
    assert "a compared with b: no difference; calls take" in result.stdout
    script = "edge = target('a')\nx = edge.queues()"
    result = run(script, *targets, "--compare")
    assert result.exit_code == 1
    assert "some.rqs:2: differs: x = edge.queues(): a gave [], b gave nothing" in result.stdout


def test_unnamed_queues_compare_as_equal(run, controller_url):
    targets = ["--target", f"a={controller_url}", "--target", f"b={controller_url}"]
    script = "q = create()\nwith raises(Empty): q.get(timeout=0)\nstat = q.stat()\nq.close()"
    result = run(script, *targets, "--compare")
    assert (result.exit_code, "no difference" in result.stdout) == (0, True), result.stdout


def test_seed_determines_random_values_independently_of_pauses(run, controller_url):
    text = "at(1000)\nnote(random_int(0, 1000000))\nqueues()\nassert 1 == 2"
    options = ["--target", controller_url, "--seed", "5", "--speed", "0", "--off", "4"]
    first, second = run(text, *options), run(text, *options, "--before", "3=0.01", "--after", "0.01")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.splitlines()[0] == second.stdout.splitlines()[0]


def test_run_repeats_until_failure_or_for_a_time(run, controller_url):
    text = "x = create()\nx.put(random_int(0, 9))\ny = x.get()\nassert y != 7"
    result = run(text, "--target", controller_url, "--until-failure", "--seed", "1")
    assert result.exit_code == 1
    assert "1 failed" in result.stdout
    assert "seed 1," in result.stdout
    result = run("queues()\nsleep(0.01)", "--target", controller_url, "--for", "0.05", "--timeout", "20")
    assert (result.exit_code, result.stderr) == (0, "")


def test_malformed_pause_is_an_error(run):
    assert "is neither seconds nor LINE=SECONDS" in run("x = 1", "--before", "soon").output


def test_lateness_of_timed_calls_is_printed(run, controller_url):
    result = run("at(0.01)\nat(0.02)", "--target", f"edge={controller_url}")
    assert re.search(r"edge: 2 timed calls; .*% less than 1 ms late", result.stdout)


@pytest.fixture
def redis_url(redis_program, redis_server_of):
    pytest.importorskip("redis")
    with redis_server_of(redis_program) as server:
        yield server.url


def test_same_script_passes_on_a_controller_and_on_redis(run, controller_url, redis_url):
    text = """
x = create("moved", maxsize=2)
x.put({"n": 1})
x.put("b", timeout=0.5)
with raises(Full): x.put("c", timeout=0.1)
assert x.peek() == [{"n": 1}, "b"]
assert x.get() == {"n": 1}
with parallel():
    with lane("producer"):
        for i in range(20): x.put(i, timeout=5)
    with lane("consumer"):
        for i in range(21): x.get(timeout=5)
with raises(Empty): x.get_nowait()
x.shutdown()
with raises(ShutDown): x.put("d")
x.close()
"""
    result = run(text, "--target", controller_url, "--target", redis_url)
    assert (result.exit_code, result.stderr) == (0, ""), result.stdout
    assert "2 targets" in result.stdout


def test_unsupported_call_on_redis_fails_with_a_reason(run, controller_url, redis_url):
    text = "x = create('line')\nx.join(timeout=0)"
    result = run(text, "--target", controller_url, "--target", redis_url)
    assert result.exit_code == 1
    assert f"{redis_url.partition('://')[2]}" in result.stdout
    assert "NotAllowed: join needs a controller" in result.stdout


def test_script_with_queues_of_every_kind_passes_on_a_controller_and_on_redis(run, controller_url, redis_url):
    text = """
x = create("stack", kind="lifo", maxsize=2)
x.put(1)
x.put(2)
assert x.get() == 2
x.task_done()
x.purge()
assert x.join(timeout=0)
x.close()
"""
    result = run(text, "--target", controller_url, "--target", redis_url)
    assert result.exit_code == 0, result.stdout


def test_byte_order_mark_of_a_script_is_skipped(run, controller_url):
    assert run("\ufeffassert 1 == 1", "--target", controller_url).exit_code == 0


def test_option_for_a_line_without_a_statement_is_refused(run):
    result = run("assert 1 == 1", "--off", "99")
    assert (result.exit_code, result.stderr) == (2, "rqdebug: no statement of some.rqs begins in line 99\n")

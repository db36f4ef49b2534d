# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of rqcore."""

from __future__ import annotations

import argparse
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import rqcore
from rqcore.__main__ import _parser
from rqcore.controller.users import Users
from rqcore.server.server_settings import GROUPS, ROWS, option

ROOT = Path(__file__).resolve().parents[2]


def refused(result: subprocess.CompletedProcess[str]) -> str:
    """Return the sentence that a command printed when it could not be carried out."""
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("rqcore: ") and result.stderr.count("\n") == 1
    return result.stderr.removeprefix("rqcore: ").strip()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "-1"], "--port must be a number from 0 to 65535, not '-1'"),
        (["--port", "65536"], "--port must be a number from 0 to 65535, not '65536'"),
        (["--max-memory", "lots"], "--max-memory must be a size such as"),
        (
            ["--config", "/no/such/file"],
            "cannot read /no/such/file: No such file or directory; check the path",
        ),
        (
            ["--users", "/no/such/file"],
            "cannot read /no/such/file: No such file or directory; check the path",
        ),
        (
            ["--host", "0.0.0.0"],
            "0.0.0.0 can be reached from other machines without a password; set RQ_PASSWORD",
        ),
        (["--host", "no.such.host.invalid", "--insecure"], "cannot listen on no.such.host.invalid:"),
        (
            ["--port", "0", "--unix", "/no/such/folder/x"],
            "cannot listen on /no/such/folder/x: No such file or directory; choose another",
        ),
        (["--tls-cert", "/no/such/file"], "the certificate in /no/such/file cannot be used: No such"),
        (
            ["--tls-cert", "README.md"],
            "the certificate in README.md cannot be used: the certificate or key in PEM",
        ),
    ],
)
def test_wrong_setting_is_reported_in_one_sentence(rqcore_command, arguments, sentence):
    assert refused(rqcore_command("serve", *arguments)).startswith(sentence)


def test_port_in_use_is_reported(process, rqcore_command):
    sentence = refused(rqcore_command("serve", "--port", str(process.port)))
    assert (
        sentence
        == f"cannot listen on 127.0.0.1:{process.port}: Address already in use; choose another address"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sing"], "argument COMMAND: invalid choice: 'sing'"),
        ([], "the following arguments are required: COMMAND; see rqcore --help"),
        (
            ["serve", "--prot", "1"],
            "rqcore serve has no argument --prot, did you mean --port?; see rqcore serve",
        ),
        (["serve", "--password", "x"], "rqcore serve has no argument --password; see rqcore serve --help"),
        (["serve", "extra"], "rqcore serve has no argument extra; see rqcore serve --help"),
        (["serve", "--port"], "argument --port: expected one argument; see rqcore serve --help"),
        (["watch"], "the following arguments are required: PROGRAM; see rqcore watch --help"),
        (["user"], "the following arguments are required: NAME; see rqcore user --help"),
    ],
)
def test_wrong_arguments_are_reported_in_one_sentence(rqcore_command, arguments, sentence):
    assert refused(rqcore_command(*arguments)).startswith(sentence)


def commands_of(parser):
    """Every command, with the parser itself."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


COMMANDS = {each.prog: each for each in commands_of(_parser())}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_command_has_a_description_an_example_and_its_exit_codes(command):
    assert command.description and command.description.endswith(".")
    assert f"examples:\n  {command.prog}" in command.epilog
    assert "exit codes:\n  0  " in command.epilog and "\n  2  " in command.epilog


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_each_argument_has_a_help_and_each_value_names_its_default(command):
    for action in command._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), action.dest
        if action.option_strings and action.nargs != 0:
            assert action.required or "(default: " in action.help, action.dest


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_is_printed(rqcore_command, command, option):
    result = rqcore_command(*command.split()[1:], option)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"usage: {command} ")


def test_options_of_serve_are_in_the_groups_of_the_table(rqcore_command):
    text = rqcore_command("serve", "--help").stdout
    assert [group for group in GROUPS if f"\n{group}:\n" not in text] == []
    assert {row.metadata["group"] for row in ROWS} == set(GROUPS)


def test_help_lists_every_option(rqcore_command):
    text = rqcore_command("serve", "--help").stdout
    assert [option(row) for row in ROWS if option(row) not in text] == ["--password"]


@pytest.mark.parametrize(("arguments", "password"), [(["--insecure"], ""), ([], "secret")])
def test_controller_listens_on_all_interfaces_if_that_is_intended(launch, arguments, password):
    with launch("--host", "0.0.0.0", *arguments, RQ_PASSWORD=password) as process:
        assert process.greeting.startswith("rqcore: listening on rq://0.0.0.0:")
        assert process.end() == 0


def test_settings_come_from_options_environment_and_file(launch, tmp_path):
    (tmp_path / "users").write_text("me:secret")
    (tmp_path / "rqcore.toml").write_text(f'max_queues = 1\nmax_clients = 1\nusers = "{tmp_path}/users"')
    file = str(tmp_path / "rqcore.toml")
    with launch("--config", file, "--max-clients", "7", RQ_MAX_CLIENTS="6") as process:
        process.url = process.url.replace("//", "//me:secret@")
        with process.connect() as controller:
            info = controller.info()
            assert (info["max_queues"], info["max_clients"], info["users"]) == ("1", "7", "1")
            controller.create()
            with pytest.raises(rqcore.TooMany, match="1 queues"):
                controller.create()


def test_controller_listens_on_a_unix_socket_and_a_port(launch, socket_directory):
    path = socket_directory / "a b.sock"
    with launch("--unix", str(path)) as process:
        url = process.next_line().rpartition(" ")[2]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with rqcore.connect(url) as controller, process.connect() as other:
            controller.create("jobs").put("x")
            assert other.queue("jobs").get() == "x"
            assert controller.info()["listening"] == f"{process.url} {url}"
        assert process.end() == 0
    assert not path.exists()


def test_controller_listens_on_a_unix_socket_alone(launch, socket_directory):
    path = socket_directory / "s"
    with launch("--no-tcp", "--unix", str(path), "--unix-mode", "666") as process:
        assert process.greeting == f"rqcore: listening on rq+unix://{path}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o666
        with process.connect() as controller:
            assert controller.ping()


def test_json_log_lines_have_url_and_level(tmp_path):
    program = [sys.executable, "-m", "rqcore", "serve", "--port", "0", "--log-format", "json"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().split()[-1]
        with rqcore.connect(url) as controller:
            controller.ping()
        process.terminate()
        lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    assert [line["message"] for line in lines] == ["listening", "stopped"]
    assert (lines[0]["url"], lines[0]["level"]) == (url, "info")


@pytest.mark.parametrize(("command", "begin"), [("commands", "# The commands"), ("settings", "# Settings")])
def test_reference_pages_are_printed(rqcore_command, command, begin):
    result = rqcore_command(command)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(begin)


def test_user_table_contains_a_hash_of_the_password_with_roles_and_queues(rqcore_command):
    arguments = ["--role", "use", "--role", "debug", "--queues", "jobs*", "--queues", "logs"]
    table = rqcore_command("user", "me", *arguments, input="secret\n").stdout
    assert "secret" not in table
    users = Users.parse(table)
    assert users.verify("me", b"secret")
    access = users.access_of("me")
    assert ({role.value for role in access.roles}, access.patterns) == ({"use", "debug"}, ("jobs*", "logs"))


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o666])
def test_users_file_that_others_can_change_is_refused(rqcore_command, tmp_path, mode):
    path = tmp_path / "users"
    path.write_text("me:secret\n")
    path.chmod(mode)
    sentence = refused(rqcore_command("serve", "--port", "0", "--users", str(path)))
    assert sentence.startswith(f"other users can change {path}")
    assert sentence.endswith(f"run: chmod go-w {path}")


@pytest.mark.parametrize("option", ["--zen", "--zen-http"])
def test_listener_of_zenqueue_and_users_exclude_each_other(rqcore_command, tmp_path, option):
    (tmp_path / "users").write_text("me:secret\n")
    (tmp_path / "users").chmod(0o600)
    arguments = ("serve", "--port", "0", option, "0=jobs", "--users", str(tmp_path / "users"))
    assert "can be used without a login" in refused(rqcore_command(*arguments))
    assert "can be used without a login" in refused(
        rqcore_command("serve", "--port", "0", option, "0=jobs", RQ_PASSWORD="x")
    )


PAIRS = [("", "x"), ("a:b", "x"), ("a b", "x"), ("#", "x"), ("me", "")]


@pytest.mark.parametrize(("name", "password"), PAIRS)
def test_unusable_name_or_password_is_refused(rqcore_command, name, password):
    refused(rqcore_command("user", name, input=password + "\n"))

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import re
import stat
from functools import partial

import pytest

from rqcore.controller.limits import Limits
from rqcore.errors import BadSetting
from rqcore.server import setting_files
from rqcore.server.committer import COLLECTING
from rqcore.server.server_settings import ROWS, ServerSettings, load_settings, option, variable


@pytest.fixture
def file(tmp_path):
    """``file(text)`` writes a settings file and returns the options that name it."""

    def write(text: str, name: str = "rqcore.toml") -> dict[str, str]:
        (tmp_path / name).write_text(text)
        return {"config": str(tmp_path / name)}

    return write


def test_defaults_apply_without_settings():
    assert load_settings({}, {}) == ServerSettings()
    assert ServerSettings().limits == Limits()


@pytest.mark.parametrize(
    ("options", "environment", "text", "port"),
    [
        ({"port": "1"}, {"RQ_PORT": "2"}, "port = 3", 1),
        ({"port": None}, {"RQ_PORT": "2"}, "port = 3", 2),
        ({}, {}, "port = 3", 3),
        ({}, {}, "", 7654),
    ],
)
def test_option_overrides_environment_and_environment_overrides_file(file, options, environment, text, port):
    assert load_settings(options | file(text), environment).port == port


def test_settings_file_can_be_named_in_the_environment(file):
    assert load_settings({}, {"RQ_CONFIG": file("port = 3")["config"]}).port == 3


def test_every_setting_can_be_set_in_the_environment():
    words = {str: "x", int: "601", bool: "true", float: "601", tuple: "601=x"}
    special = {"log_format": "json", "log_level": "debug", "config": "", "zen_http_hosts": "x", "sync": "off"}
    environment = {variable(row): special.get(row.name, words[type(row.default)]) for row in ROWS}
    found = load_settings({}, environment)
    changed = {row.name for row in ROWS if getattr(found, row.name) != row.default}
    assert changed == {row.name for row in ROWS} - {"config"}


def test_every_setting_except_config_can_be_set_in_the_file(file):
    assert [row.name for row in ROWS if not row.metadata["file"]] == ["config"]
    found = load_settings(
        file('max_memory = "1MiB"\nmax_clients = 3\nmax_silence = 1.5\nunix_mode = 660'), {}
    )
    assert found.limits == Limits(memory=2**20, clients=3, silence=1.5)
    assert found.unix_mode == 0o660


def test_password_cannot_be_given_as_an_option():
    assert [row.name for row in ROWS if not row.metadata["option"]] == ["password"]


def test_names_follow_the_table():
    row = next(row for row in ROWS if row.name == "max_memory")
    assert (option(row), variable(row)) == ("--max-memory", "RQ_MAX_MEMORY")


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        ({"port": "x"}, {}, "--port must be a number from 0 to 65535, not 'x'"),
        ({}, {"RQ_PORT": "tcp://10.0.0.1:7654"}, "RQ_PORT must be a number from"),
        ({"host": ""}, {}, "--host must not be empty"),
        ({"no_tcp": "true"}, {}, "no_tcp leaves no address to listen on"),
        ({"tls_key": "x"}, {}, "tls_key and tls_client_ca need tls_cert; set it"),
        ({"unix": "x" * 101}, {}, "unix must be a path of at most 100 bytes"),
        ({"data": "x", "max_payload": "4GiB"}, {}, "max_payload must be at most 4294967295 bytes with data"),
        ({"config": "/no/such/file"}, {}, "cannot read /no/such/file: No such file"),
        ({"config": "/"}, {}, "/ is a directory, not a file"),
    ],
)
def test_wrong_setting_is_reported_in_one_sentence(options, environment, sentence):
    with pytest.raises(BadSetting) as caught:
        load_settings(options, environment)
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("port = ", "is not a valid TOML file"),
        ("max_clint = 3", ": there is no setting max_clint; did you mean max_clients?"),
        ("zzz = 3", ": there is no setting zzz; rqcore settings prints"),
        ('config = "x"', ": there is no setting config;"),
        ("port = true", ": port must be a number from 0 to 65535, not 'true'"),
        ("port = [1]", ": port must be text, a number, true or false, not a list"),
        ("[port]", ": port must be text, a number, true or false, not a dict"),
        ("insecure = 2", ": insecure must be true or false, not '2'"),
    ],
)
def test_wrong_settings_file_is_named(file, text, sentence):
    options = file(text)
    with pytest.raises(BadSetting) as caught:
        load_settings(options, {})
    assert str(caught.value).startswith(options["config"])
    assert sentence in str(caught.value)


def test_empty_variable_counts_as_not_set():
    assert load_settings({}, {"RQ_UNIX": "", "RQ_CONFIG": "", "RQ_PASSWORD": ""}) == ServerSettings()


@pytest.mark.parametrize(
    ("settings", "exposed"),
    [
        (ServerSettings(), False),
        (ServerSettings(host="localhost"), False),
        (ServerSettings(host="::1"), False),
        (ServerSettings(host="127.3.2.1"), False),
        (ServerSettings(host="0.0.0.0"), True),
        (ServerSettings(host="::"), True),
        (ServerSettings(host="edge-1"), True),
        (ServerSettings(host="0.0.0.0", insecure=True), False),
        (ServerSettings(host="0.0.0.0", no_tcp=True, unix="x"), False),
        (ServerSettings(host="0.0.0.0", tls_cert="x", tls_client_ca="x"), False),
        (ServerSettings(host="0.0.0.0", tls_cert="x"), True),
    ],
)
def test_exposure_to_other_machines_is_detected(settings, exposed):
    assert settings.exposed == exposed


def test_byte_order_mark_of_a_file_is_skipped(file):
    users = ServerSettings(users=file("\ufeffme:secret", "users")["config"]).load_users()
    assert users.verify("me", b"secret")
    assert load_settings(file("\ufeffport = 1"), {}).port == 1


def test_users_file_that_every_user_can_read_is_accepted_with_a_warning(file, caplog):
    path = file("me:secret", "users")["config"]
    os.chmod(path, 0o640)
    assert ServerSettings(users=path).load_users() and not caplog.messages
    os.chmod(path, 0o644)
    assert ServerSettings(users=path).load_users()
    assert caplog.messages == [f"every user of this machine can read {path}; run: chmod o-r {path}"]


NOT_FILES = {
    "a directory": os.mkdir,
    "a named pipe": os.mkfifo,
    "a socket": lambda path: os.mknod(path, stat.S_IFSOCK | 0o600),
    "a device": lambda path: os.symlink("/dev/zero", path),
}


@pytest.mark.parametrize("kind", NOT_FILES)
def test_what_is_not_a_file_is_named_and_does_not_hang(tmp_path, kind):
    path = str(tmp_path / "users")
    NOT_FILES[kind](path)
    for read in (ServerSettings(users=path).load_users, partial(load_settings, {"config": path}, {})):
        with pytest.raises(BadSetting, match=f"^{re.escape(path)} is {kind}, not a file; write the path"):
            read()


@pytest.mark.parametrize("option", ["--users", "--config"])
def test_controller_does_not_start_with_a_named_pipe(rqcore_command, tmp_path, option):
    os.mkfifo(tmp_path / "pipe")
    ended = rqcore_command("serve", "--port", "0", option, str(tmp_path / "pipe"))
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1
    assert "is a named pipe, not a file" in ended.stderr


def test_file_of_settings_has_a_size_limit(file, monkeypatch):
    monkeypatch.setattr(setting_files, "MAX_BYTES", 5)
    with pytest.raises(BadSetting, match="has more than 5 bytes"):
        ServerSettings(users=file("me:secret", "users")["config"]).load_users()


@pytest.mark.parametrize("path", ["a\0b", "a\ud800"])
def test_impossible_path_is_reported(path):
    with pytest.raises(BadSetting, match="it is not a path"):
        ServerSettings(users=path).load_users()


@pytest.fixture
def folder(tmp_path):
    """A folder with a users file in a folder of it, and a link to that file in another one."""
    for name in ("inner", "other"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "inner" / "users").write_text("me:secret")
    (tmp_path / "inner" / "users").chmod(0o600)
    (tmp_path / "other" / "link").symlink_to("../inner/users")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "open_to_all"),
    [("inner/users", "inner"), ("inner/users", ""), ("other/link", "other"), ("other/link", "inner")],
)
def test_users_file_that_others_can_replace_is_refused(folder, caplog, path, open_to_all):
    # Given
    settings = ServerSettings(users=str(folder / path))
    directory = folder / open_to_all
    # Then
    directory.chmod(0o777)
    with pytest.raises(BadSetting, match=f"other users can replace .*; run: chmod o-w {directory}$"):
        settings.load_users()
    # Given
    directory.chmod(0o1777)
    # Then
    assert settings.load_users() and not caplog.messages
    directory.chmod(0o770)
    assert settings.load_users()
    assert caplog.messages == [f"a group of users can replace {settings.users}; run: chmod g-w {directory}"]
    directory.chmod(0o700)


def test_users_come_from_the_file_and_the_password(file):
    path = file("me:secret", "users")["config"]
    users = ServerSettings(users=path, password="hidden").load_users()
    assert users.verify("me", b"secret") and users.verify("default", b"hidden")
    assert not ServerSettings().load_users()


@pytest.mark.parametrize(
    ("text", "why"), [("", "has no users"), ("me", "line 1 is invalid; write a table for each user")]
)
def test_wrong_users_file_is_reported(file, text, why):
    with pytest.raises(BadSetting, match=why):
        ServerSettings(users=file(text, "users")["config"]).load_users()


def test_missing_users_file_is_reported():
    with pytest.raises(BadSetting, match="cannot read /no/such/file: No such"):
        ServerSettings(users="/no/such/file").load_users()


def test_help_of_sync_says_how_much_kill_9_can_lose():
    (row,) = [row for row in ROWS if row.name == "sync"]
    assert f"kill -9 can lose the last changes, usually of {COLLECTING} seconds" in row.metadata["help"]

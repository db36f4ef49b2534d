# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from click.testing import CliRunner

from rqdebug.cli.group import commands


@pytest.fixture
def run():
    def run(*arguments, input=None):
        result = CliRunner().invoke(commands, ["format", *map(str, arguments)], input=input)
        assert "Traceback" not in result.output
        return result

    return run


def test_file_keeps_line_ends_byte_order_mark_and_permissions(run, tmp_path):
    file = tmp_path / "a.rqs"
    file.write_bytes(b"\xef\xbb\xbfx=1\r\ny=2\r\n")
    file.chmod(0o600)
    result = run(tmp_path)
    assert (result.exit_code, result.stdout) == (0, f"{file}: formatted\n")
    assert file.read_bytes() == b"\xef\xbb\xbfx = 1\r\ny = 2\r\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert (run(file).exit_code, run(file).stdout) == (0, "")


@pytest.mark.parametrize(("option", "shown"), [("--check", "a.rqs: not formatted"), ("--diff", "+x = 1")])
def test_check_and_diff_write_nothing(run, tmp_path, option, shown):
    file = tmp_path / "a.rqs"
    file.write_text("x=1\n")
    result = run(option, file)
    assert (result.exit_code, file.read_text()) == (1, "x=1\n")
    assert shown in result.stdout


def test_stdin_is_formatted_to_stdout(run):
    assert run("-", input="x=1\n").stdout == "x = 1\n"


def test_script_with_an_error_stays_as_it_is(run, tmp_path):
    (tmp_path / "a.rqs").write_text("x=y\n")
    (tmp_path / "b.rqs").write_text("x=1\n")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "'y' is not defined" in result.stderr
    assert [(tmp_path / name).read_text() for name in ("a.rqs", "b.rqs")] == ["x=y\n", "x = 1\n"]


def test_missing_file_is_explained(run, tmp_path):
    assert "cannot read" in run(tmp_path / "none.rqs").stderr

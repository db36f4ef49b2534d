# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.script_runs import run_inputs
from rqdebug.cli.script_runs.run_inputs import read_inputs, read_secrets
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running import stored_secrets
from rqdebug.support.keyring_reader import KeyringAnswer

SCRIPT = parse(
    'count = parameter(1)\nname = parameter("a", "of a queue")\nratio = parameter(0.5)', "some.rqs"
)


def test_settings_win_over_the_file(tmp_path):
    file = tmp_path / "some.toml"
    file.write_text('count = 2\nname = "b"\nratio = 1\n', "utf-8")
    assert read_inputs(SCRIPT, ["count=3"], file).parameters == {"count": 3, "name": "b", "ratio": 1.0}


@pytest.mark.parametrize(
    ("settings", "content", "words"),
    [
        (["count"], "", "--set 'count' is not NAME=VALUE"),
        (["coun=1"], "", "did you mean 'count'"),
        (["count=x"], "", "the parameter count is a whole number"),
        ([], 'count = "x"', "the parameter count is a whole number, not 'x', in "),
        ([], "coun = 1", "some.toml: the script has no parameter 'coun'"),
        ([], "count = ", "some.toml is not valid TOML"),
        ([], "x = " + "[" * 100_000, "some.toml is not valid TOML"),
        ([], "#" * (1 << 21), "is larger than"),
        ([], f"ratio = {'9' * 400}", "the parameter ratio is a number, not 999"),
        ([], 'name = "\\ud800"', "some.toml is not valid TOML"),
    ],
)
def test_wrong_parameter_is_explained(settings, content, words, tmp_path):
    file = tmp_path / "some.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(CommandFailed, match="(?s).*".join(map(str, [words.replace("(", r"\(")]))):
        read_inputs(SCRIPT, settings, file)


@pytest.mark.parametrize("value", ["1979-05-27", "07:32:00", "1979-05-27T07:32:00Z", "[{a = [1979-05-27]}]"])
def test_date_is_no_value_of_a_script(value, tmp_path):
    file = tmp_path / "some.toml"
    file.write_text(f"any = {value}\n", "utf-8")
    with pytest.raises(CommandFailed, match="the parameter any contains a date or time; write it as a text"):
        read_inputs(parse("any = parameter(None)"), [], file)


def test_file_without_an_end_is_refused():
    with pytest.raises(CommandFailed, match="/dev/zero is larger than 1,048,576 bytes"):
        read_inputs(SCRIPT, [], Path("/dev/zero"))


def test_missing_file_is_explained(tmp_path):
    with pytest.raises(CommandFailed, match="cannot read"):
        read_inputs(SCRIPT, [], tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "words"), [('env("RQ_NO_X")', "is not set"), ('secret("RQ_NO_X")', "is missing")]
)
def test_missing_input_is_found_before_the_run_with_its_place(text, words):
    with pytest.raises(CommandFailed, match=rf"some.rqs, line 2, column 5: .*RQ_NO_X {words}"):
        read_inputs(parse(f"x = 1\ny = {text}", "some.rqs"), [], None)


TOKENS = [parse('x = secret("RQ_NO_X") + secret("RQ_NO_X")'), parse('y = secret("RQ_NO_X")')]


@pytest.fixture
def asked(monkeypatch):
    """The prompts at a terminal, which all have the same answer."""
    asked = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(run_inputs.click, "prompt", lambda text, **_: asked.append(text) or "geheim")
    return asked


def test_secret_of_several_scripts_is_asked_for_once_at_a_terminal(asked):
    inputs = read_inputs(TOKENS[0], [], None, secrets=read_secrets(TOKENS))
    assert (inputs.secret("RQ_NO_X"), asked) == ("geheim", ["secret RQ_NO_X"])


def test_secret_of_the_keyring_is_not_asked_for(asked, monkeypatch):
    monkeypatch.setattr(stored_secrets, "read_keyring", lambda names: KeyringAnswer({"RQ_NO_X": "kept"}))
    assert (read_secrets(TOKENS).secret("RQ_NO_X"), asked) == ("kept", [])


def test_keyring_that_fails_is_reported_before_the_prompt(asked, monkeypatch, capsys):
    monkeypatch.setattr(stored_secrets, "read_keyring", lambda names: KeyringAnswer({}, "the keyring hangs"))
    assert read_secrets(TOKENS).secret("RQ_NO_X") == "geheim"
    assert capsys.readouterr().err == "rqdebug: the keyring hangs; enter the secrets\n"

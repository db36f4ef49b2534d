# SPDX-License-Identifier: GPL-3.0-or-later
"""The help of every command of ``rqdebug`` is complete, and wrong usage is one sentence."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from rqdebug.cli.documented_command import DocumentedArgument, DocumentedCommand, command
from rqdebug.program import commands

ROOT = click.Context(commands, info_name="rqdebug")
NAMES = commands.list_commands(ROOT)
UNITS = {"SECONDS", "MIB", "BYTES", "N", "FACTOR", "LINE"}


def command_of(name):
    """A subcommand, or the group itself."""
    command = commands.get_command(ROOT, name) if name else commands
    assert isinstance(command, DocumentedCommand)
    return command


def context_of(name):
    return click.Context(command_of(name), info_name=name, parent=ROOT)


def invoke(*arguments):
    return CliRunner().invoke(commands, [*arguments], prog_name="rqdebug")


def sections(output):
    """The lines of help without an indentation, such as ``Options:``."""
    return [line for line in output.splitlines() if line and not line.startswith(" ")]


def every_option():
    return [
        pytest.param(name, option, id=f"{name} {option.opts[-1]}")
        for name in NAMES
        for option in command_of(name).params
        if isinstance(option, click.Option)
    ]


# Help


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_has_summary_description_examples_and_exit_codes(name):
    result = invoke(*filter(None, [name]), "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    summary, _, description = (command_of(name).help or "").partition("\n\n")
    assert summary.endswith(".") and summary[0].isupper() and "\n" not in summary
    assert len(description) > 30
    assert sections(result.stdout)[-2:] == ["Examples:", "Exit codes:"]
    assert "Options:" in sections(result.stdout)


@pytest.mark.parametrize("name", ["", *NAMES])
def test_short_option_shows_the_same_help(name):
    words = [name] if name else []
    assert invoke(*words, "-h").stdout == invoke(*words, "--help").stdout


def test_short_option_exists_whatever_context_came_first():
    @command(examples={})
    def sing():
        """Sing.

        Nothing else happens.
        """

    sing.get_help(click.Context(sing))
    assert CliRunner().invoke(sing, ["-h"]).exit_code == 0


def test_list_of_commands_shows_whole_summaries():
    output = invoke("--help").stdout
    for name in NAMES:
        summary = (command_of(name).help or "").partition("\n")[0]
        assert f"\n  {name:10}  {summary}\n" in output


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_is_explained_once(name):
    command, output = command_of(name), invoke(name, "--help").stdout
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    assert all(isinstance(each, DocumentedArgument) and len(each.description) > 10 for each in arguments)
    for each in arguments:
        assert output.count(each.description.split(".")[0][:30]) == 1


@pytest.mark.parametrize(("name", "option"), every_option())
def test_every_option_is_documented_with_its_default(name, option):
    _, text = option.get_help_record(context_of(name))
    assert text[0].isupper() and len(text) > 10
    if not option.is_flag:
        assert option.required or "default" in text


@pytest.mark.parametrize(("name", "option"), every_option())
def test_every_number_has_a_unit(name, option):
    if isinstance(option.type, (click.types.IntParamType, click.types.FloatParamType)):
        assert option.metavar in UNITS


@pytest.mark.parametrize("name", ["", *NAMES])
def test_examples_can_be_typed(name):
    command = command_of(name)
    assert command.examples
    for purpose, line in command.examples.items():
        assert purpose.endswith(":")
        called = re.sub(r"""echo 'eval "\$\((.*)\)"' >> .*""", r"\1", line)
        program, *words = shlex.split(re.split(r" \| | > ~", called)[0])
        assert program == "rqdebug"
        if words and words[0] in NAMES and "--help" not in words:
            command_of(words[0]).make_context(words[0], words[1:], parent=ROOT)


@pytest.mark.parametrize("name", ["", *NAMES])
def test_exit_codes_ascend_from_success(name):
    codes = list(command_of(name).exit_codes)
    assert codes[0] == 0 and codes[-1] == 130 and codes == sorted(codes)


# Wrong usage


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["tail", "--filtr", "x"],
            "there is no option --filtr; did you mean --filter? see rqdebug tail --help",
        ),
        (["tail", "--filter"], "option '--filter' requires an argument; see rqdebug tail --help"),
        (["show"], "missing argument 'CAPTURE...'; see rqdebug show --help"),
        (
            ["completion"],
            "missing argument 'SHELL'; choose from: bash, zsh, fish; see rqdebug completion --help",
        ),
        (["metrics", "a", "b"], "got unexpected extra argument (b); see rqdebug metrics --help"),
        (["run", "x.rqs", "--off", "x"], "'x' is not a valid integer; see rqdebug run --help"),
        (["record"], "missing option '-o' / '--output'; see rqdebug record --help"),
        (["--nonsense"], "there is no option --nonsense; see rqdebug open --help"),
    ],
)
def test_wrong_usage_is_one_sentence_that_names_the_help(words, sentence):
    result = invoke(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("rqdebug: ") and result.stderr.endswith(f"{sentence}\n")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["tail", "--seconds", "x"], "'x' is not a number of at least 0;"),
        (["tail", "--seconds", "-1"], "'-1' is not a number of at least 0;"),
        (["tail", "--seconds", "nan"], "'nan' is not a number of at least 0;"),
        (["peek", "jobs", "--limit", "0"], "'0' is not a whole number of at least 1;"),
        (["peek", "jobs", "--limit", "1.5"], "'1.5' is not a whole number of at least 1;"),
    ],
)
def test_wrong_number_is_explained_without_words_of_programmers(options, sentence):
    assert sentence in invoke(*options).stderr

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from rqcore.version import VERSION
from rqdebug import program
from rqdebug.cli.group import MODULES, CommandGroup


def every_subcommand():
    return [(module, name) for module, names in MODULES.items() for name in names]


@pytest.mark.parametrize(("module", "name"), every_subcommand())
def test_module_defines_each_of_its_subcommands(module, name):
    command = getattr(import_module(f"rqdebug.cli.{module}"), "break_" if name == "break" else name)
    assert isinstance(command, click.Command) and command.name == name


def test_subcommand_is_imported_only_when_it_is_called():
    program = (
        "import sys; from rqdebug.cli.group import commands; commands.list_commands(None); "
        "print([name for name in ('rqdebug.cli.run', 'pyarrow', 'lark', 'rich') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_version_is_the_version_of_rqcore(rqdebug):
    assert rqdebug("--version")[1] == f"rqdebug, version {VERSION}\n"


@pytest.fixture
def group():
    """A small group with ``open``."""

    @click.group(cls=CommandGroup, examples={})
    def group():
        """Some program."""

    @group.command("open")
    @click.argument("things", nargs=-1)
    @click.option("--light", is_flag=True)
    def open(things, light):
        click.echo(f"open {' '.join(things)} {light}")

    return group


@pytest.mark.parametrize(
    ("words", "output"),
    [
        ([], "open  False"),
        (["rq://a"], "open rq://a False"),
        (["open", "rq://a"], "open rq://a False"),
        (["--light", "rq://a"], "open rq://a True"),
    ],
)
def test_open_runs_if_no_subcommand_is_named(group, words, output):
    assert CliRunner().invoke(group, words).stdout == f"{output}\n"


def test_help_option_shows_the_help_of_the_group(group):
    assert "Some program." in CliRunner().invoke(group, ["--help"]).stdout


def test_shell_completes_subcommands_and_files(group):
    complete = ShellComplete(group, {}, "rqdebug", "_RQDEBUG_COMPLETE")
    assert {"run", "replay", "record"} == {item.value for item in complete.get_completions([], "r")} - {"rq"}
    (item,) = complete.get_completions([], "./x")
    assert item.type == "file"


def test_misspelt_option_of_the_program_is_suggested():
    result = CliRunner().invoke(program.commands, ["--verson"], prog_name="rqdebug")
    assert (result.exit_code, result.stderr) == (
        2,
        "rqdebug: there is no option --verson; did you mean --version? see rqdebug --help\n",
    )

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from click.testing import CliRunner

from rqdebug.cli.group import commands
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import DataChoice, GeneratorSettings, Strategy
from rqdebug.scripts.language.language_reference import help_text


def invoke(*arguments):
    result = CliRunner().invoke(commands, [*arguments])
    assert "Traceback" not in result.output
    return result


def test_defaults_are_those_of_the_settings():
    result = invoke("generate")
    assert result.exit_code == 0
    assert result.stdout == generate(GeneratorSettings()).text
    assert result.stderr == "rqdebug: 200 vectors\n"


def test_options_become_settings(tmp_path):
    file = tmp_path / "some.rqs"
    options = ["--strategy", "random", "--count", "50", "--seed", "9", "--kind", "lifo", "--maxsize", "2"]
    options += ["--name", "a", "--name", "b", "--item", '{"n": 1}', "--item", "text", "--method", "put"]
    result = invoke("generate", *options, "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    wanted = GeneratorSettings(
        Strategy.RANDOM,
        50,
        9,
        kinds=("lifo",),
        maxsizes=(2,),
        names=("a", "b"),
        methods=("put",),
        data=DataChoice.CUSTOM,
        custom=({"n": 1}, "text"),
    )
    assert file.read_text() == generate(wanted).text


def test_weights_are_parsed():
    assert (
        invoke("generate", "--method", "put", "--method", "qsize", "--weight", "put=0").stdout.count(".put(")
        == 0
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--count", "0"], "--count must be from 1 to 200,000"),
        (["--longest", "0"], "--longest must be from 0.001 to 60, not 0"),
        (["--maxsize", "2000000"], "--maxsize must be from 0 to 1,000,000, not 2,000,000"),
        (["--weight", "put"], "is not METHOD=WEIGHT"),
        (["--method", "putt"], "is not one of"),
        (["-o", "/none/x.rqs"], "cannot write /none/x.rqs"),
    ],
)
def test_wrong_option_is_an_error(options, words):
    result = invoke("generate", *options)
    assert result.exit_code == 2
    assert words in result.stderr


def test_reference_of_the_script_language_is_printed():
    assert invoke("language").stdout == help_text() + "\n"


def test_script_is_generated_again_from_itself(tmp_path):
    first, again, more = (tmp_path / name for name in ("first.rqs", "again.rqs", "more.rqs"))
    invoke("generate", "--seed", "5", "--kind", "lifo", "--kind", "fifo", "-o", str(first))
    invoke("generate", "--like", str(first), "-o", str(again))
    assert again.read_text() == first.read_text()
    invoke("generate", "--like", str(first), "--count", "300", "-o", str(more))
    assert "count=300" in more.read_text() and "kinds=['lifo', 'fifo']" in more.read_text()


def test_as_many_queues_as_kinds_are_created():
    text = invoke(
        *("generate", "--kind", "fifo", "--kind", "lifo", "--kind", "priority", "--maxsize", "1")
    ).stdout
    assert [f"kind='{kind}', maxsize=1" in text for kind in ("fifo", "lifo", "priority")] == [True] * 3


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (("--strategy", "random", "--lanes", "3"), "--lanes needs --strategy walk"),
        (("--strategy", "every", "--weight", "put=3"), "--weight needs --strategy walk"),
        (("--strategy", "pairwise", "--which", "all"), "--which needs --strategy random or walk"),
        (("--some", "2"), "--some needs --which some"),
        (("--timeout", "none", "--longest", "1"), "--longest needs --timeout range or unique"),
        (("--size", "5"), "--size needs --data random"),
        (("--codec", "raw"), "--codec needs --data random"),
        (("--method", "put", "--weight", "get=3"), "--weight get needs --method get"),
        (("--queues", "1"), "--queues 1 kinds and 2 maximum sizes need at least 2 queues, not 1"),
    ],
)
def test_option_without_effect_is_refused(options, problem):
    result = invoke("generate", *options)
    assert result.exit_code == 2
    assert problem in result.stderr


def test_missing_combinations_are_reported():
    assert "more combinations than 5" in invoke("generate", "--strategy", "every", "--count", "5").stderr
    assert "more combinations" not in invoke("generate", "--count", "5").stderr


def test_script_without_settings_is_refused(tmp_path):
    path = tmp_path / "mine.rqs"
    path.write_text("jobs = create()\n")
    assert "has no settings" in invoke("generate", "--like", str(path)).stderr

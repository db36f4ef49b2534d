# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.script_runs.script_files import check_scripts
from rqdebug.cli.script_runs.selected_scripts import list_scripts, select_scripts, with_inputs
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.options import Options

FIRST = parse(
    'n = parameter(3, "how many")\nx = env("HOST", 1)\nqueues()\n'
    'with test("one", "quick"): queues()\nwith test("two"):\n  queues()\n  queues()  # off\n',
    "first.rqs",
)
SECOND = parse('m = parameter("a")\nqueues()', "second.rqs")


def test_without_an_expression_all_scripts_run():
    assert select_scripts([FIRST, SECOND], None, None) == [(FIRST, frozenset()), (SECOND, frozenset())]


def test_script_in_which_nothing_is_selected_is_named_and_left_out(capsys):
    assert select_scripts([FIRST, SECOND], "two", None) == [(FIRST, {4})]
    assert "-k selects nothing in 1 script; not run" in capsys.readouterr().err
    assert select_scripts([FIRST, SECOND], "second", None) == [(SECOND, frozenset())]


@pytest.mark.parametrize(("keyword", "words"), [("three", "selects no test"), ("((", "is not an expression")])
def test_expression_that_selects_nothing_is_an_error(keyword, words):
    with pytest.raises(CommandFailed, match=words):
        select_scripts([FIRST, SECOND], keyword, None)


def test_random_order_repeats_with_its_seed():
    def names(seed):
        return [script.filename for script, _ in select_scripts([FIRST, SECOND], None, seed)]

    assert names(3) == names(3)
    assert {tuple(names(seed)) for seed in range(10)} == {
        ("first.rqs", "second.rqs"),
        ("second.rqs", "first.rqs"),
    }


def test_list_shows_tests_parameters_and_inputs(capsys):
    list_scripts(select_scripts([FIRST, SECOND], None, None))
    assert capsys.readouterr().out.splitlines() == [
        "first.rqs: 3 vectors",
        "  --set n=3  how many",
        "  environment variable HOST",
        "  one  [quick]: 1 vector",
        "  two: 1 vector",
        "second.rqs: 1 vector",
        "  --set m='a'",
    ]


def test_parameter_needs_to_be_in_one_of_the_scripts():
    runs = with_inputs(
        select_scripts([FIRST, SECOND], "two or second", None), Options(), ["n=5", "m=b"], None
    )
    assert [dict(options.inputs.parameters) for _, options in runs] == [{"n": 5}, {"m": "b"}]
    assert [options.off for _, options in runs] == [{4}, frozenset()]
    with pytest.raises(CommandFailed, match="no parameter 'k'"):
        with_inputs([(FIRST, frozenset())], Options(), ["k=1"], None)


def test_check_reports_every_error_of_every_script(tmp_path, capsys):
    (tmp_path / "a.rqs").write_text("x = y\nz = w\n", "utf-8")
    (tmp_path / "b.rqs").write_text("queues()\n", "utf-8")
    assert check_scripts([tmp_path]) == 1
    captured = capsys.readouterr()
    assert captured.err.count("a.rqs, line") == 2
    assert "b.rqs: no errors" in captured.out

# SPDX-License-Identifier: GPL-3.0-or-later
"""Formatted scripts: usual spaces, the same meaning, the same comments."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.generation.generator import generate
from rqdebug.scripts.generation.generator_settings import GeneratorSettings
from rqdebug.scripts.text.formatter import format_script
from rqdebug.support.paths import resources

EXAMPLES = sorted((resources() / "scripts").glob("*.rqs"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x=1+2 *3", "x = 1 + 2 * 3"),
        ("x = - 1", "x = -1"),
        ("x = [ 1,2 ,  3 ]", "x = [1, 2, 3]"),
        ("x = {'a':1 , 'b' : - x}", "x = {'a': 1, 'b': -x}"),
        ("jobs.put( 1,timeout = 0.5 )", "jobs.put(1, timeout=0.5)"),
        ("jobs . put (x [ 0 ])", "jobs.put(x[0])"),
        ("assert   x==1,'text'", "assert x == 1, 'text'"),
        ("assert not(x in(1)) and-x<2", "assert not (x in (1)) and -x < 2"),
        ("with raises(Full):jobs.put(1)  #off", "with raises(Full): jobs.put(1)  # off"),
        ("x = 1;y = 2", "x = 1; y = 2"),
        ("x = 7//2 - 1e-5+0.5", "x = 7 // 2 - 1e-5 + 0.5"),
        ("def f(to:queue,*,n = 3):return", "def f(to: queue, *, n=3): return"),
        ("x = f'{ a :03}'+'#'", "x = f'{ a :03}' + '#'"),
        ("if x:\n  y\n  # inside\n# outside\nz", "if x:\n    y\n    # inside\n# outside\nz"),
        ("if x:\n  # first\n  y", "if x:\n    # first\n    y"),
        ("if x:\n\tif y:\n\t\tz", "if x:\n    if y:\n        z"),
        ("x\n\n\n\n\ny\n\n\n", "x\n\n\ny"),
        ("if x:\n  f(1,\n    2)", "if x:\n    f(1,\n      2)"),
        ("if x:\n        f(1,\n          2)", "if x:\n    f(1,\n      2)"),
        ("x = '''a\n\n\n\n  b  \n'''", "x = '''a\n\n\n\n  b  \n'''"),
        ("x = 1   \n\n", "x = 1"),
        ("", ""),
    ],
)
def test_line_gets_the_usual_spaces(before, after):
    assert format_script(before + "\n") == (after + "\n" if after else "")


def comments(text):
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_formatted(path):
    text = path.read_text("utf-8")
    assert format_script(text) == text


@pytest.mark.parametrize("seed", range(3))
def test_generated_scripts_keep_their_meaning(seed):
    text = generate(GeneratorSettings(count=300, lanes=3, seed=seed)).text
    crowded = text.replace(", ", ",").replace(" = ", "=").replace("    ", "  ")
    formatted = format_script(crowded)
    assert ast.dump(ast.parse(formatted)) == ast.dump(ast.parse(crowded))
    assert format_script(formatted) == formatted


@given(st.text("ax1=+-*/%([{}]),.:;#'\"\n <>!", max_size=60))
def test_any_text_keeps_its_meaning_and_is_formatted_once(text):
    try:
        tree = ast.dump(ast.parse(text))
        formatted = format_script(text)
    except (SyntaxError, ValueError, ScriptError):
        return
    assert ast.dump(ast.parse(formatted)) == tree
    assert comments(formatted) == comments(text) or "'" in text or '"' in text
    assert format_script(formatted) == formatted


def test_text_with_an_error_is_explained():
    with pytest.raises(ScriptError, match="cannot be formatted"):
        format_script("x = (\n")

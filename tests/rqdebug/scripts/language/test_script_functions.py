# SPDX-License-Identifier: GPL-3.0-or-later
"""Functions of a script, included files, and their errors."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import script_nodes
from rqdebug.scripts.language.parser import check, parse
from rqdebug.scripts.language.script_functions import levels
from rqdebug.scripts.language.vocabulary import MAX_DEPTH, MAX_FILES, MAX_NAMES

PREAMBLE = "jobs = create()\n"


def error_of(text, folder=None):
    with pytest.raises(ScriptError) as caught:
        parse(text, "some.rqs", folder)
    return caught.value.line, caught.value.column, caught.value.message


def test_call_is_bound_to_its_function_with_its_arguments():
    define, invoke = parse(
        PREAMBLE + "def fill(to: queue, count=3):\n  to.put(count)\n  return count\nx = fill(jobs, count=5)"
    ).body[1:]
    assert invoke.function is define
    assert [name for name, _ in invoke.arguments] == ["to", "count"]
    assert [(name, value.value) for name, value in define.defaults] == [("count", 3)]
    assert (invoke.name, define.result.name, len(define.body)) == ("x", "count", 1)


def test_function_can_return_a_queue():
    script = parse("def make(n):\n  made = create(maxsize=n)\n  return made\njobs = make(3)\njobs.put(1)")
    assert isinstance(script.body[2], script_nodes.Vector)


def test_function_sees_the_names_above_it_and_its_own_stay_inside():
    parse(PREAMBLE + "n = 1\ndef f():\n  jobs.put(n)\n  x = n\nf()")
    assert "'x' is not defined" in error_of("def f(): x = 1\ny = x")[2]
    assert "'n' is not defined" in error_of("def f(): x = n\nn = 1")[2]


def test_parameter_can_have_the_name_of_a_queue_above_it():
    parse(PREAMBLE + "def f(jobs): x = jobs + 1\nf(1)\njobs.put(1)")


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("def f(): f()", 1, 10, "f cannot call itself"),
        ("def f(): x = 1\ny = f()", 2, 5, "returns nothing"),
        ("def f():\n  return 1\n  x = 1", 2, 3, "only as the last statement"),
        ("with repeat(2):\n  def f(): x = 1", 2, 3, "outside of blocks"),
        ("def f(*a): x = 1", 1, 1, "plain parameters"),
        ("def f(a: int): x = a", 1, 1, "annotation is queue, target, lease, held, event;"),
        ("def f(a=g): x = a", 1, 9, "'g' is not defined"),
        ("n = 1\ndef f(a=n): x = a", 2, 9, "a default is a constant"),
        ("def len(a): x = a", 1, 1, "reserved name"),
        ("def max(a): x = a", 1, 1, "reserved name"),
        ("def f(queue): x = 1", 1, 1, "reserved name"),
        ("f = 1\ndef f(): x = 1", 2, 1, "already a 'f'"),
        ("def f(): x = 1\ndef f(): x = 1", 2, 1, "already a 'f'"),
        ("def f(a): x = a\nf()", 2, 1, "missing argument 'a'"),
        ("def f(a): x = a\nf(1, 2)", 2, 6, "too many positional arguments for f(a)"),
        ("def f(a: queue): a.put(1)\nx = 1\nf(x)", 3, 3, "must be a queue variable"),
        ("def f(a: target): a.create()\njobs = create()\nf(jobs)", 3, 3, "must be a target variable"),
        ("def f():\n  return 1\nassert f() == 1", 3, 8, "on a line of its own, as in x = f(…)"),
        ("def f():\n  return 1\nx = [f()]", 3, 6, "on a line of its own, as in x = f(…)"),
        ("return 1", 1, 1, "only as the last statement"),
        ("@f\ndef f(): x = 1", 2, 1, "plain parameters"),
    ],
)
def test_wrong_function_is_explained_at_its_position(text, line, column, words):
    found = error_of(text)
    assert found[:2] == (line, column)
    assert words in found[2]


def test_calls_are_limited_in_depth():
    chain = "def f0(): x = 1\n" + "\n".join(f"def f{n}(): f{n - 1}()" for n in range(1, MAX_DEPTH + 5))
    assert f"at most {MAX_DEPTH} levels" in error_of(chain)[2]
    script = parse("def f(): x = 1\ndef g():\n  with repeat(2): f()\ng()")
    assert levels(script.body) == 4


def test_many_calls_of_calls_are_parsed_at_once():
    text = "def f0(): x = 1\n" + "\n".join(
        f"def f{n}():\n  f{n - 1}()\n  f{n - 1}()" for n in range(1, MAX_DEPTH - 5)
    )
    script = parse(f"{text}\nwith retry(2): f{MAX_DEPTH - 10}()")
    assert len(list(script_nodes.walk_calls(script.body))) < 10 * MAX_DEPTH
    assert len(repr(script)) < 100_000


def test_error_in_a_function_is_found_with_the_others():
    _, problems = check("def f():\n  x = y\nf()\nz = w")
    assert [problem.line for problem in problems][-1] == 4
    assert len(problems) >= 2


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes files into a folder, and the folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".rqs")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path

    return write


def test_included_file_defines_names_and_functions(folder):
    home = folder(common="n = parameter(5)\ndef fill(to: queue):\n  to.put(n)")
    script = parse('include("common.rqs")\njobs = create()\nfill(jobs)\nassert n == 5', "some.rqs", home)
    assert list(script.parameters) == ["n"]
    assert script.body[2].function.name == "fill"


def test_lines_of_an_included_file_are_behind_those_of_the_script(folder):
    home = folder(common='x = 1\nsleep(0)  # off\ninclude("sub/more.rqs")', sub__more="y = 2")
    script = parse('include("common.rqs")\nz = x + y', "some.rqs", home)
    statements = list(script_nodes.walk(script.body))
    assert [(each.line, each.text) for each in statements] == [
        (1, 'include("common.rqs")'),
        (3, "x = 1"),
        (4, "sleep(0)"),
        (5, 'include("sub/more.rqs")'),
        (6, "y = 2"),
        (2, "z = x + y"),
    ]
    assert script.off == {4}


def test_file_is_included_once(folder):
    home = folder(a="n = parameter(1)", b='include("a.rqs")')
    script = parse('include("a.rqs")\ninclude("b.rqs")\nx = n', "some.rqs", home)
    assert [
        len(each.body) for each in script_nodes.walk(script.body) if isinstance(each, script_nodes.Include)
    ] == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('include("none.rqs")', "there is no file none.rqs"),
        ('include("../a.rqs")', "is outside the folder"),
        ('include("/etc/passwd")', "is outside the folder"),
        (
            'include("circle.rqs")',
            "back.rqs, line 1, column 1: circle.rqs includes itself: circle.rqs → back.rqs → circle.rqs",
        ),
        ('include("wrong.rqs")', "wrong.rqs, line 2, column 5: 'y' is not defined"),
        ('include("syntax.rqs")', "syntax.rqs, line 1"),
        ("include(1)", "write the name of a file"),
        ("x = 'a'\ninclude(x)", "a constant name"),
        ('with repeat(2): include("wrong.rqs")', "outside of blocks"),
        ('include("up/escape.rqs")', "is outside the folder"),
    ],
)
def test_wrong_include_is_explained(text, words, folder):
    home = folder(
        circle='include("back.rqs")',
        back='include("circle.rqs")',
        wrong="x = 1\nx = y",
        syntax="x = (",
        up__escape='include("../../other.rqs")',
    )
    with pytest.raises(ScriptError) as caught:
        parse(text, "some.rqs", home)
    assert words in str(caught.value)
    assert "some.rqs, line" in str(caught.value)


def test_unsaved_script_and_other_encodings_are_explained(folder):
    assert "save it first" in error_of('include("a.rqs")')[2]
    home = folder(a="")
    (home / "a.rqs").write_bytes(b"x = '\xff'")
    assert "a.rqs is not valid UTF-8" in error_of('include("a.rqs")', home)[2]


def test_number_of_files_is_limited(folder):
    home = folder(**{f"f{n}": "" for n in range(MAX_FILES + 1)})
    text = "\n".join(f'include("f{n}.rqs")' for n in range(MAX_FILES + 1))
    assert error_of(text, home)[0] == MAX_FILES + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("with repeat(2):\n  with setup(): x = 1", "setup is allowed only outside of blocks"),
        (
            'with teardown():\n  with parallel():\n    with lane("a"): x = 1',
            "a teardown cannot contain parallel",
        ),
        ("with setup(1): x = 1", "too many"),
        ('def f():\n  with turn("a", 1): x = 1\nwith setup(): f()', "a setup cannot contain turn"),
    ],
)
def test_wrong_setup_is_explained(text, words):
    assert words in error_of(text)[2]


def test_teardown_sees_the_names_above_it_and_keeps_its_own():
    assert len(parse(PREAMBLE + "with teardown(): jobs.purge()").teardowns) == 1
    assert "'x' is not defined" in error_of("with teardown(): x = 1\ny = x")[2]


def test_error_of_an_included_file_is_at_its_include_and_knows_its_origin(folder):
    home = folder(outer='x = 1\ninclude("inner.rqs")', inner="\n\ny = nothing")
    with pytest.raises(ScriptError) as caught:
        parse('\ninclude("outer.rqs")', "some.rqs", home)
    error, origin = caught.value, caught.value.origin
    assert (error.line, error.filename, error.path) == (2, "some.rqs", None)
    assert (origin.line, origin.column, origin.filename) == (3, 5, "inner.rqs")
    assert origin.path == (home / "inner.rqs").resolve()


def test_line_of_a_script_has_a_place_in_its_file(folder):
    home = folder(outer='x = 1\ninclude("inner.rqs")\n', inner="y = 2")
    script = parse('include("outer.rqs")\nz = 3', "some.rqs", home)
    lines = {each.text: each.line for each in script_nodes.walk(script.body)}
    assert script.place(lines["z = 3"]) == (None, 2)
    assert script.place(lines["x = 1"]) == ((home / "outer.rqs").resolve(), 1)
    assert script.place(lines["y = 2"]) == ((home / "inner.rqs").resolve(), 1)


def test_broken_included_file_is_one_error(folder):
    home = folder(common="def f(x): x = 1\ndef g(x: int): x = 1\nn = 1\nm = nothing\nk = nothing\n")
    text = 'include("common.rqs")\nf(1)\ng(2)\nx = n + m\ny = other'
    _, problems = check(text, "some.rqs", home)
    assert [(each.line, each.origin.line) for each in problems] == [(1, 2), (5, 5)]


def test_call_of_a_broken_function_is_no_error_of_its_own():
    _, problems = check("def g(x: int): x = 1\ng(1)\ny = g(2)")
    assert [each.line for each in problems] == [1]


def test_function_that_is_defined_below_is_named():
    assert "'g' is defined below this line" in error_of("def f(): g()\ndef g(): x = 1")[2]


def test_given_text_of_an_included_file_is_checked_in_place_of_the_saved_one(tmp_path):
    (tmp_path / "common.rqs").write_text("a = 1\n", "utf-8")
    text = 'include("common.rqs")\nassert b == 2\n'
    assert len(check(text, "a.rqs", tmp_path)[1]) == 1
    script, problems = check(text, "a.rqs", tmp_path, {tmp_path.resolve() / "common.rqs": "b = 2\n"})
    assert problems == []
    assert script.files[0].path.name == "common.rqs"


def test_too_many_names_are_one_error_in_each_lane():
    names = "\n".join(f"p{number} = parameter({number})" for number in range(2 * MAX_NAMES))
    inner = "\n".join(f"    x{number} = 1" for number in range(2 * MAX_NAMES))
    _, problems = check(f"{names}\nassert p399 == nothing\nwith test('a'):\n{inner}\n")
    first, missing, second = [(each.line, each.message) for each in problems]
    assert first == (MAX_NAMES + 1, f"a lane can have at most {MAX_NAMES} variables")
    assert missing[0] == 2 * MAX_NAMES + 1
    assert second == (2 * MAX_NAMES + 3, first[1])

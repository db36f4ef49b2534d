# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a script: parsing in parts, positions, and lines marked off."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import source
from rqdebug.scripts.language.source import MAX_TEXT, ScriptSource
from rqdebug.scripts.language.vocabulary import MAX_HOLES, MAX_MARKS, MAX_SCRIPT

LINES = st.sampled_from(
    [
        "jobs = create()",
        'jobs.put("a")',
        "for i in range(3):",
        "    jobs.put(i)",
        "    # a comment",
        "",
        "jobs.put([",
        "1, 2])",
        'note("""',
        '""")',
        "with lane('x'): jobs.get()",
        "assert jobs.get() ==",
        "x = 'unclosed",
        ")",
        "note(f'{1}')",
    ]
)


def dump(text):
    """Return the syntax trees with their positions, or None for a syntax error."""
    try:
        return [ast.dump(each, include_attributes=True) for each in ScriptSource(text, "x").statements()]
    except ScriptError:
        return None


def only_statement(text):
    """Return a source of one statement, and the statement."""
    parsed = ScriptSource(text, "x")
    (statement,) = parsed.statements()
    return parsed, statement


@pytest.fixture(scope="module")
def set_part_lines():
    """A function that sets the number of lines that are parsed together."""
    usual = source.PART_LINES

    def set_part(lines):
        source.PART_LINES = lines

    yield set_part
    source.PART_LINES = usual


@given(st.lists(LINES, max_size=30), st.integers(1, 4))
@example(["note('''", "jobs.put(1)", "''')", "jobs.put(2)"], 1)
@example(["jobs.put([", "1, 2])", "x = 'unclosed"], 1)
def test_parsing_in_parts_gives_the_same_statements(set_part_lines, lines, part):
    text = "\n".join(lines)
    set_part_lines(10**6)
    whole = dump(text)
    set_part_lines(part)
    assert dump(text) == whole


def test_statements_before_a_syntax_error_are_yielded_first(set_part_lines):
    set_part_lines(1)
    statements = ScriptSource("a = 1\nb = 2\nc = = 3", "x").statements()
    assert next(statements).lineno == 1
    assert next(statements).lineno == 2
    with pytest.raises(ScriptError) as caught:
        next(statements)
    assert (caught.value.line, caught.value.column) == (3, 5)
    set_part_lines(1000)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("x = (", 1, 5, "'(' was never closed"),
        ("x = ]", 1, 5, "unmatched ']'"),
        ("x = 1\n\ny = '\0'", 3, 6, "the character U+0000 is not allowed in a script"),
        ("x = '\ud800'", 1, 6, "the character U+D800 is not allowed in a script"),
    ],
)
def test_syntax_error_has_its_position_and_reason(text, line, column, message):
    with pytest.raises(ScriptError) as caught:
        list(ScriptSource(text, "x").statements())
    error = caught.value
    assert (error.line, error.column, error.filename) == (line, column, "x")
    assert message in error.message


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("x = 1\n y = 2", 2, "unexpected indent"),
        ("x = y z", 1, "invalid syntax"),
        ('x = 1\ny = "\\d"', 2, "invalid escape sequence"),
        ("x = " + "-" * 100_000 + "1", 1, "the script is nested too deeply"),
    ],
)
def test_other_syntax_errors_have_their_line_and_reason(text, line, message):
    with pytest.raises(ScriptError, match=message) as caught:
        list(ScriptSource(text, "x").statements())
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" " * (MAX_SCRIPT + 1), f"at most {MAX_SCRIPT:,} are allowed"),
        ("(" * (MAX_MARKS + 1), "too many elements"),
        ("f'" + "{" * (MAX_HOLES + 1), "too many elements"),
    ],
)
def test_too_large_script_is_rejected_before_parsing(text, message):
    with pytest.raises(ScriptError, match=message) as caught:
        list(ScriptSource(text, "x").statements())
    assert (caught.value.line, caught.value.column) == (1, 1)


def test_script_without_f_strings_can_have_many_braces():
    text = "x = [" + "{}," * (MAX_HOLES + 1) + "]"
    assert len(list(ScriptSource(text, "x").statements())) == 1


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("x = 1", 5),
        ("ä = 1", 5),
        ("日本 = 1", 6),
        ("𝒳 = 1", 5),
        ("    x = 1"[4:], 5),
    ],
)
def test_columns_count_characters_and_not_bytes(text, column):
    parsed, statement = only_statement(text)
    assert parsed.position(statement) == (1, 1)
    assert parsed.position(statement.value) == (1, column)


def test_error_has_the_position_of_its_node():
    parsed, statement = only_statement("\n\nä = wrong")
    error = parsed.error(statement.value, "no")
    assert (error.line, error.column, error.message, error.filename) == (3, 5, "no", "x")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jobs.put(1)", "jobs.put(1)"),
        ("jobs.put(1)  # a comment", "jobs.put(1)"),
        ("jobs.put(\n    1,\n    2,\n)", "jobs.put( 1, 2, )"),
        ("for i in range(3):\n    jobs.put(i)", "for i in range(3):"),
        ("with repeat(3): jobs.put(1)", "with repeat(3): jobs.put(1)"),
        ("note('größe')", "note('größe')"),
    ],
)
def test_statement_is_shown_in_one_line(text, shown):
    parsed, statement = only_statement(text)
    assert parsed.text_of(statement) == shown


def test_second_statement_of_a_line_is_shown_alone():
    parsed = ScriptSource("x = 1; ä = 'ü'; y = 3", "x")
    assert [parsed.text_of(each) for each in parsed.statements()] == ["x = 1", "ä = 'ü'", "y = 3"]


def test_long_statement_is_shown_with_an_ellipsis():
    parsed, statement = only_statement("x = '" + "a" * 200 + "'")
    shown = parsed.text_of(statement)
    assert len(shown) == MAX_TEXT
    assert shown == "x = '" + "a" * (MAX_TEXT - 6) + "…"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1", set()),
        ("x = 1  # off", {1}),
        ("x = 1  #off", {1}),
        ("x = 1  # off  ", {1}),
        ("x = 1  # offline", set()),
        ("x = '# off'", set()),
        ("x = 1\nwith repeat(2):  # off\n    y = 2  # off", {2, 3}),
        ("note('''\n# off\n''')", set()),
        ("x = (  # off", set()),
    ],
)
def test_off_lines_are_those_that_end_in_an_off_comment(text, lines):
    assert ScriptSource(text, "x").off_lines() == lines

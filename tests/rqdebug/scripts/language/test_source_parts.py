# SPDX-License-Identifier: GPL-3.0-or-later
"""A long text is parsed part by part, and nobody can tell."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import ScriptError
from rqdebug.scripts.language import source
from rqdebug.scripts.language.source import ScriptSource

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


def outcome(text):
    """The tree with its places, or the error."""
    try:
        return ast.dump(ScriptSource(text, "x").tree(), include_attributes=True)
    except ScriptError as error:
        return "error", error.line


@pytest.fixture(scope="module")
def parts_of():
    """Sets how many lines are a part."""
    usual = source.PART

    def set_part(lines):
        source.PART = lines

    yield set_part
    source.PART = usual


@given(st.lists(LINES, max_size=30), st.integers(1, 4))
def test_the_same_comes_of_it_as_of_the_whole(parts_of, lines, part):
    text = "\n".join(lines)
    parts_of(10**6)
    whole = outcome(text)
    parts_of(part)
    found = outcome(text)
    if whole[0] == "error":
        assert found[0] == "error"
    else:
        assert found == whole

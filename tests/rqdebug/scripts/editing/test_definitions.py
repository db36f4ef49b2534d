# SPDX-License-Identifier: GPL-3.0-or-later
"""The line that defines a name."""

from __future__ import annotations

import pytest

from rqdebug.scripts.editing.definitions import find_definition
from rqdebug.scripts.language.parser import check, parse

TEXT = """\
jobs = create()
x = 1
with timing(max=1):
    x = jobs.get()
note(x)
for i in range(3):
    jobs.put(i)
with parallel():
    with lane("a"):
        x = 5
        jobs.put(x)
    with lane("b"):
        jobs.put(x)
def fill(to: queue, count=2):
    sum = count + 1
    to.put(sum)
fill(jobs)
x = x + 1
"""


@pytest.mark.parametrize(
    ("name", "line", "defined"),
    [
        ("jobs", 7, 1),
        ("x", 5, 4),
        ("x", 11, 10),
        ("x", 13, 4),
        ("i", 7, 6),
        ("i", 6, 6),
        ("sum", 16, 15),
        ("count", 15, 14),
        ("to", 16, 14),
        ("fill", 17, 14),
        ("x", 18, 4),
        ("y", 5, None),
        ("sum", 17, None),
        ("count", 17, None),
    ],
)
def test_definition_is_the_one_whose_value_the_line_sees(name, line, defined):
    assert find_definition(parse(TEXT), name, line) == (defined and (None, defined))


def test_definition_is_found_in_a_script_with_errors():
    script, problems = check("a = 1\nb = = 2\nnote(a)\n")
    assert problems
    assert find_definition(script, "a", 3) == (None, 1)


@pytest.mark.parametrize(
    ("name", "line", "file", "defined"),
    [
        ("a", 3, "common.rqs", 2),
        ("fill", 4, "common.rqs", 3),
        ("x", 4, "inner.rqs", 1),
        ("include", 2, "common.rqs", 1),
    ],
)
def test_definition_in_an_included_file_has_its_file_and_line(tmp_path, name, line, file, defined):
    (tmp_path / "inner.rqs").write_text("x = 1\n")
    (tmp_path / "common.rqs").write_text('include("inner.rqs")\na = 1\ndef fill(n): note(n)\n')
    script = parse('# a\ninclude("common.rqs")\nnote(a)\nfill(x)\n', "x.rqs", tmp_path)
    assert find_definition(script, name, line) == ((tmp_path / file).resolve(), defined)

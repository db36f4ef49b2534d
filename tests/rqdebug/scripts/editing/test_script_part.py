# SPDX-License-Identifier: GPL-3.0-or-later
"""Some lines of a script, with the definitions that they need."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing.script_part import select_part
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import walk

TEXT = """\
size = 2
jobs = create(maxsize=size)
other = create()
jobs.put("a")
item = jobs.get()
for i in range(3):
    jobs.put(i)
    double = i * 2
    assert double == i + i
with parallel():
    with lane("producer"):
        sent = 1
        jobs.put(sent)
    with lane("consumer"):
        jobs.get(timeout=1)
# the end
with raises(Full):
    jobs.put(
        item,
        timeout=0.1,
    )
jobs.close()
"""


def part(first, last=None, text=TEXT):
    """The lines of all statements of a part."""
    script = select_part(parse(text), text, range(first, (last or first) + 1))
    return [statement.line for statement in walk(script.body)]


def problem(first, last=None, text=TEXT):
    with pytest.raises(ScriptError) as caught:
        part(first, last, text)
    return caught.value.message


def test_definitions_that_are_needed_run_first():
    assert part(4) == [1, 2, 4]
    assert part(2) == [1, 2]
    assert part(1) == [1]


def test_definition_in_the_selection_is_enough():
    assert part(1, 4) == [1, 2, 3, 4]
    assert part(2, 5) == [1, 2, 3, 4, 5]


def test_latest_definition_counts():
    text = "a = 1\nb = a\na = 2\nc = a\na = a + 1\nnote(a)\nnote(b)\n"
    assert part(6, text=text) == [3, 5, 6]
    assert part(7, text=text) == [1, 2, 7]


def test_block_runs_completely_if_its_first_line_is_selected():
    assert part(6) == [1, 2, 6, 7, 8, 9]
    assert part(6, 9) == [1, 2, 6, 7, 8, 9]


def test_selected_lines_of_a_block_run_in_it():
    assert part(6, 7) == [1, 2, 6, 7]


def test_line_of_a_loop_needs_the_loop():
    assert problem(7) == "'i' is the variable of a loop in line 6; select that line too"
    assert problem(9) == "'i' is the variable of a loop in line 6; select that line too"


def test_result_of_a_call_is_not_fetched_unasked():
    assert problem(18) == "'item' is the result of a call in line 5; select that line too"


def test_lane_runs_in_parallel():
    script = select_part(parse(TEXT), TEXT, range(11, 16))
    assert [statement.text for statement in script.body][-1] == "with parallel():"
    assert [lane.name for lane in script.body[-1].lanes] == ["producer", "consumer"]


def test_lines_of_a_lane_see_its_names_and_those_before_it():
    assert part(13) == [1, 2, 12, 13]
    assert part(15) == [1, 2, 15]


def test_statement_over_several_lines_is_selected_by_any_of_them():
    text = "q = create()\nwith raises(Full):\n    q.put(\n        1,\n    )\nq.close()\n"
    assert {tuple(part(line, text=text)) for line in (2, 3, 4, 5)} == {(1, 3)}


@pytest.mark.parametrize("line", [16, 23])
def test_lines_without_a_statement_are_refused(line):
    assert problem(line) == "there is no statement in the selected lines; select one"


def test_rest_of_the_script_needs_only_what_it_uses():
    text = "a = create()\nb = create()\na.put(1)\nb.put(2)\nb.close()\n"
    assert part(4, 99, text=text) == [2, 4, 5]


def test_whole_script_is_itself():
    assert select_part(parse(TEXT), TEXT, range(1, 100)) == parse(TEXT)


def test_lines_that_are_off_stay_off():
    text = "a = 1\nnote(a)  # off\nnote(a)\n"
    assert select_part(parse(text), text, range(2, 4)).off == {2}


def test_line_ends_of_any_system_are_counted():
    for end in ("\r\n", "\r"):
        text = TEXT.replace("\n", end)
        assert part(4, text=text) == [1, 2, 4]


WITH_FUNCTIONS = """\
include("common.rqs")
size = parameter(3, "n")
jobs = create(maxsize=size)
def fill(to: queue, count=2):
    sum = count + size
    to.put(sum)
fill(jobs, count=base)
total = double(4)
note(total)
"""


@pytest.fixture
def folder(tmp_path):
    common = "\nbase = 7\ndef double(x):\n    return x * 2\n"
    (tmp_path / "common.rqs").write_text(common)
    return tmp_path


def test_functions_parameters_and_included_names_are_known(folder):
    script = parse(WITH_FUNCTIONS, "a.rqs", folder)
    part = select_part(script, WITH_FUNCTIONS, range(7, 8))
    assert [statement.text for statement in part.body] == [
        "base = 7",
        'size = parameter(3, "n")',
        "jobs = create(maxsize=size)",
        "fill(jobs, count=base)",
    ]


def test_line_inside_a_function_needs_its_call(folder):
    script = parse(WITH_FUNCTIONS, "a.rqs", folder)
    with pytest.raises(ScriptError, match="'count' is not defined above the selected lines"):
        select_part(script, WITH_FUNCTIONS, range(5, 6))


def test_result_of_a_function_must_be_selected_too(folder):
    script = parse(WITH_FUNCTIONS, "a.rqs", folder)
    with pytest.raises(ScriptError, match="'total' is the result of a call in line 8"):
        select_part(script, WITH_FUNCTIONS, range(9, 10))


def test_result_of_a_call_in_an_included_file_cannot_be_selected(tmp_path):
    (tmp_path / "common.rqs").write_text("jobs = create()\nsize = jobs.qsize()\n")
    text = 'include("common.rqs")\nassert size == 0\n'
    with pytest.raises(ScriptError, match=r"in line 2 of common\.rqs; run the whole script"):
        select_part(parse(text, "a.rqs", tmp_path), text, range(2, 3))


LEASE = """\
jobs = create()
with jobs.lease(timeout=1) as item:
    assert item.value == 1
    item.ack()
jobs.close()
"""


def test_block_of_a_lease_runs_completely_or_with_the_selected_lines():
    assert part(2, text=LEASE) == [1, 2, 2, 3, 4]
    assert part(2, 3, text=LEASE) == [1, 2, 2, 3]


def test_leased_item_must_be_selected_too():
    assert problem(3, text=LEASE) == "'item' is the result of a call in line 2; select that line too"

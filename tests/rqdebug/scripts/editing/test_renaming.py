# SPDX-License-Identifier: GPL-3.0-or-later
"""Renaming in scripts. ``|`` marks the cursor."""

from __future__ import annotations

import pytest

from rqdebug.errors import ScriptError
from rqdebug.scripts.editing import renaming
from rqdebug.scripts.editing.renaming import ScriptFiles, find_renaming
from rqdebug.scripts.language.parser import check


def rename(marked, new="other", path=None, read=None):
    """Return the texts after a renaming, by name of the file; of an unsaved script, its text."""
    index = marked.index("|")
    text = marked.replace("|", "")
    files = ScriptFiles(path, text, read or (lambda each: each.read_text("utf-8")))
    found = find_renaming(files, index)
    found.check(new)
    texts = {}
    for each, starts in found.places.items():
        whole = files.text(each)
        for start in reversed(starts):
            assert whole[start : start + len(found.name)] == found.name
            whole = whole[:start] + new + whole[start + len(found.name) :]
        texts[each.name] = whole
    return texts if path is not None else texts[""]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            'jo|bs = create("jobs")\njobs.put(1)\nassert jobs.get() == 1  # jobs\n',
            'other = create("jobs")\nother.put(1)\nassert other.get() == 1  # jobs\n',
            id="queue_but_no_text_or_comment",
        ),
        pytest.param(
            """n = 1\nnote(f"{{n}} {n:03} {len([n, 'n'])} n")\nnote(str(n|))\n""",
            """other = 1\nnote(f"{{n}} {other:03} {len([other, 'n'])} n")\nnote(str(other))\n""",
            id="fields_of_f_strings",
        ),
        pytest.param(
            "x = 1\ndef f(x, y=1):\n    note(str(x|))\nf(x=x, y=x)\n",
            "x = 1\ndef f(other, y=1):\n    note(str(other))\nf(other=x, y=x)\n",
            id="parameter_and_arguments_by_name",
        ),
        pytest.param(
            "x| = 1\ndef f(x, y=1):\n    note(str(x))\nf(x=x, y=x)\n",
            "other = 1\ndef f(x, y=1):\n    note(str(x))\nf(x=other, y=other)\n",
            id="variable_beside_a_parameter_of_the_same_name",
        ),
        pytest.param(
            "def f(a):\n    note(str(a))\n    return a\nx = f(1)\n|f(a=2)\n",
            "def other(a):\n    note(str(a))\n    return a\nx = other(1)\nother(a=2)\n",
            id="function",
        ),
        pytest.param(
            "a = 1\ndef f():\n    a = 2\n    note(str(|a))\nnote(str(a))\nf()\n",
            "a = 1\ndef f():\n    other = 2\n    note(str(other))\nnote(str(a))\nf()\n",
            id="variable_inside_a_function",
        ),
        pytest.param(
            "a = 1\ndef f():\n    a = a + 2\n    note(str(|a))\nnote(str(a))\nf()\n",
            "other = 1\ndef f():\n    other = other + 2\n    note(str(other))\nnote(str(other))\nf()\n",
            id="function_that_reads_the_outer_variable_first",
        ),
        pytest.param(
            'with test("a"):\n    v = 1\n    assert v| == 1\nwith test("b"):\n    v = 2\n    note(f"{v}")\n',
            'with test("a"):\n    other = 1\n    assert other == 1\n'
            'with test("b"):\n    v = 2\n    note(f"{v}")\n',
            id="variable_of_one_test",
        ),
        pytest.param(
            'j = create()\nwith parallel():\n    with lane("a"): j.put(1)\n'
            '    with lane("b"): assert j|.get() == 1\n',
            'other = create()\nwith parallel():\n    with lane("a"): other.put(1)\n'
            '    with lane("b"): assert other.get() == 1\n',
            id="outer_variable_in_lanes",
        ),
        pytest.param(
            'for row in range(3):\n    größe = "ä"; note(|größe)\n',
            'for row in range(3):\n    other = "ä"; note(other)\n',
            id="letters_of_several_bytes",
        ),
        pytest.param(
            "get = create()\nget.put(1)\nassert get|.get() == 1\r\nassert get.qsize() == 0\n",
            "other = create()\nother.put(1)\nassert other.get() == 1\r\nassert other.qsize() == 0\n",
            id="no_method_of_the_same_name",
        ),
        pytest.param(
            'test = 1\nwith test("a"):\n    assert test| == 1\n',
            'other = 1\nwith test("a"):\n    assert other == 1\n',
            id="word_of_the_language_that_is_a_variable_too",
        ),
    ],
)
def test_only_the_places_of_the_same_name_are_renamed(before, after):
    assert rename(before) == after
    assert check(after)[1] == check(before.replace("|", ""))[1] == []


@pytest.mark.parametrize(
    ("text", "new", "words"),
    [
        ("a| = 1\n", "2b", "is not a name"),
        ("a| = 1\n", "for", "is not a name"),
        ("a| = 1\n", "create", "'create' is a reserved name"),
        ("a| = 1\n", "__x", "is a reserved name"),
        ("a| = 1\nb = 2\n", "b", "'b' is already used in line 2"),
        ("a = 1\ndef f(p|):\n    note(str(a + p))\nf(1)\n", "a", "'a' is already used in line 3"),
        ("a| = 1\ndef f(p):\n    note(str(a + p))\nf(1)\n", "p", "'p' is already used in line 2"),
        ("def f|():\n    note('')\nf()\n", "max", "'max' is a reserved name"),
        ("def f|():\n    note('')\ndef g():\n    note('')\nf()\n", "g", "'g' is already used in line 3"),
    ],
)
def test_new_name_that_clashes_is_refused(text, new, words):
    found = find_renaming(ScriptFiles(None, text.replace("|", ""), lambda _: ""), text.index("|"))
    with pytest.raises(ValueError, match=words):
        found.check(new)


def test_name_that_another_function_has_for_itself_is_free():
    text = "a| = 1\ndef f(b):\n    note(str(b))\nf(a)\n"
    assert rename(text, "b") == "b = 1\ndef f(b):\n    note(str(b))\nf(b)\n"


@pytest.mark.parametrize(
    "text", ["|create()\n", "x = 1\n  |  # x\n", "j = create(|name='a')\n", "note(|'a')\n"]
)
def test_place_without_a_name_of_the_script_is_refused(text):
    with pytest.raises(ValueError, match=r"cursor|is not defined"):
        find_renaming(ScriptFiles(None, text.replace("|", ""), lambda _: ""), text.index("|"))


def test_script_with_a_syntax_error_is_refused():
    with pytest.raises(ScriptError):
        find_renaming(ScriptFiles(None, "a = 1\na = = 2\n", lambda _: ""), 0)


@pytest.fixture
def folder(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    write("lib/common.rqs", "limit = 3\ndef fill(to: queue, count=3):\n    to.put(count)\n")
    write("a.rqs", 'include("lib/common.rqs")\nx = limit\nj = create()\nfill(j, count=x)\n')
    write("b.rqs", 'include("lib/common.rqs")\nx = 2\nj = create()\nfill(j, count=limit)\nx = x + 1\n')
    write("c.rqs", "limit = 1\nx = limit\n")
    return tmp_path


def test_function_is_renamed_in_each_script_that_includes_it(folder):
    marked = (folder / "lib/common.rqs").read_text("utf-8").replace("fill", "|fill")
    texts = rename(marked, path=folder / "lib/common.rqs")
    assert sorted(texts) == ["a.rqs", "b.rqs", "common.rqs"]
    assert texts["a.rqs"].endswith("other(j, count=x)\n") and "def other(to" in texts["common.rqs"]


def test_parameter_is_renamed_at_calls_in_other_files(folder):
    marked = (folder / "a.rqs").read_text("utf-8").replace("count=", "|count=")
    texts = rename(marked, path=folder / "a.rqs")
    assert sorted(texts) == ["a.rqs", "b.rqs", "common.rqs"]
    assert "to.put(other)" in texts["common.rqs"] and "fill(j, other=limit)" in texts["b.rqs"]


def test_variable_of_a_script_stays_the_same_in_its_siblings(folder):
    marked = (folder / "b.rqs").read_text("utf-8").replace("x = 2", "x| = 2")
    assert sorted(rename(marked, path=folder / "b.rqs")) == ["b.rqs"]


def test_variable_of_an_included_file_is_renamed_where_it_is_used(folder):
    marked = (folder / "a.rqs").read_text("utf-8").replace("= limit", "= |limit")
    texts = rename(marked, path=folder / "a.rqs")
    assert sorted(texts) == ["a.rqs", "b.rqs", "common.rqs"]


def test_unsaved_text_of_another_file_counts(folder):
    texts = {folder / "b.rqs": "note('')\n"}
    marked = (folder / "a.rqs").read_text("utf-8").replace("fill", "|fill")
    found = rename(
        marked, path=folder / "a.rqs", read=lambda path: texts.get(path) or path.read_text("utf-8")
    )
    assert sorted(found) == ["a.rqs", "common.rqs"]


def test_syntax_error_in_a_file_with_the_name_is_reported_with_the_file(folder):
    (folder / "b.rqs").write_text('include("lib/common.rqs")\nfill(1 = 2)\n', "utf-8")
    marked = (folder / "a.rqs").read_text("utf-8").replace("fill", "|fill")
    with pytest.raises(ScriptError, match=r"b\.rqs"):
        rename(marked, path=folder / "a.rqs")


def test_name_that_an_includer_uses_is_refused(folder):
    path = folder / "lib/common.rqs"
    found = find_renaming(ScriptFiles(path, path.read_text("utf-8"), lambda each: each.read_text("utf-8")), 0)
    with pytest.raises(ValueError, match=r"'x' is already used in line 2 of a\.rqs; choose another name"):
        found.check("x")


def test_search_for_scripts_is_limited_and_says_so(folder, monkeypatch):
    path = folder / "lib/common.rqs"
    assert ScriptFiles(path, path.read_text("utf-8"), lambda _: "").is_complete
    monkeypatch.setattr(renaming, "MAX_ENTRIES", 2)
    assert not ScriptFiles(path, path.read_text("utf-8"), lambda _: "").is_complete

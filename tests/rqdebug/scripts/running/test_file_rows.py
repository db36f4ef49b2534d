# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.running import file_rows
from rqdebug.scripts.running.file_rows import RowFormat, read_format, read_rows


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "scripts"
    home.mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return home


def written(folder, name, content):
    (folder / name).write_bytes(content)
    return list(read_rows(folder, name))


def test_rows_of_csv_are_dicts_of_texts(folder):
    content = '\ufeffn,name\r\n1,"Shannon, C."\r\n\r\n2,"two\nlines"\r\n'.encode()
    assert written(folder, "a.csv", content) == [
        {"n": "1", "name": "Shannon, C."},
        {"n": "2", "name": "two\nlines"},
    ]


def test_rows_of_json_lines_are_values(folder):
    assert written(folder, "a.jsonl", b'{"n": 1}\n\n[2]\n"x"') == [{"n": 1}, [2], "x"]


def test_rows_are_read_one_at_a_time(folder):
    (folder / "a.jsonl").write_bytes(b"1\n2\nthis is no JSON\n")
    found = read_rows(folder, "a.jsonl")
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(ValueError, match=r"line 3 of a\.jsonl is not valid JSON: [^:0-9]* in column 1$"):
        next(found)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.csv", "no file none.csv"),
        ("../secret.csv", "outside the folder"),
        ("/etc/passwd", "outside the folder"),
        (".", "no file"),
        ("", "write the name of a file"),
        ("a\0b", "write the name of a file"),
        (3, "write the name of a file"),
        ("latin.csv", "not valid UTF-8"),
        ("short.csv", "line 2 of short.csv has another number of cells than the first line: 1, not 2"),
        ("quote.csv", "is not valid CSV"),
        ("deep.jsonl", "is not valid JSON"),
        ("link.csv", "outside the folder"),
    ],
)
def test_unreadable_row_is_explained(folder, name, words):
    (folder / "latin.csv").write_bytes(b"a\n\xff\n")
    (folder / "short.csv").write_bytes(b"a,b\n1\n")
    (folder / "quote.csv").write_bytes(b'a\n"1"x\n')
    (folder / "deep.jsonl").write_bytes(b"[" * 100_000)
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(ValueError, match=words):
        list(read_rows(folder, name))


def test_too_long_row_is_rejected(folder, monkeypatch):
    monkeypatch.setattr(file_rows, "MAX_SIZE", 10)
    with pytest.raises(ValueError, match="10 characters or more"):
        written(folder, "a.jsonl", b'"' + b"x" * 20 + b'"')


def test_script_without_a_folder_has_no_files():
    with pytest.raises(ValueError, match="not saved"):
        list(read_rows(None, "a.csv"))


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.jsonl", "x.json"]))
def test_any_file_gives_rows_or_an_error(tmp_path_factory, content, name):
    folder = tmp_path_factory.mktemp("rows")
    try:
        written(folder, name, content)
    except ValueError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"n;name\n1;a,b\n", [{"n": "1", "name": "a,b"}]),
        (b"n\tname\n1\ta;b\n", [{"n": "1", "name": "a;b"}]),
        (b"n|name\n1|a\n", [{"n": "1", "name": "a"}]),
        (b'"a;b",c\n1,2\n', [{"a;b": "1", "c": "2"}]),
        (b"sep=;\r\nn;name\r\n1;a\r\n", [{"n": "1", "name": "a"}]),
        (b"n\n1\n", [{"n": "1"}]),
        ("n;käse\r\n1;ß\r\n".encode("utf-16"), [{"n": "1", "käse": "ß"}]),
    ],
)
def test_separator_is_detected(folder, content, rows):
    assert written(folder, "a.csv", content) == rows


def test_separator_can_be_given(folder):
    (folder / "a.csv").write_bytes(b"n,m:x\n1,2:3\n")
    assert list(read_rows(folder, "a.csv", RowFormat(":"))) == [{"n,m": "1,2", "x": "3"}]


def test_cells_become_numbers_on_request(folder):
    (folder / "a.csv").write_bytes(b"a,b,c,d,e,f,g,h\n1,-2.5,1e3,007,1_000, 1,99999999999999999999,1e999\n")
    (row,) = read_rows(folder, "a.csv", RowFormat(numbers=True))
    assert list(row.values()) == [1, -2.5, 1000.0, "007", "1_000", " 1", "99999999999999999999", "1e999"]
    assert [type(value) for value in row.values()][:3] == [int, float, float]


def test_members_of_a_json_array_are_rows(folder):
    assert written(folder, "a.json", b'\xef\xbb\xbf[{"n": 1}, [2], "x"]') == [{"n": 1}, [2], "x"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"\n\n", "a.csv is empty"),
        ("a.csv", b"a,b\n", "a.csv has no rows"),
        ("a.csv", b"a,b\n\n\n", "a.csv has no rows"),
        ("a.csv", b"a,b,a\n1,2,3\n", "2 columns with the name 'a'"),
        ("a.csv", b"a,,c\n1,2,3\n", "column 2 of a.csv has no name"),
        ("a.csv", b"sep=;\na;b\n1\n", "line 3 of a.csv has another number of cells"),
        ("a.jsonl", b"\n", "a.jsonl has no rows"),
        ("a.json", b"[]", "a.json has no rows"),
        ("a.json", b'{"n": 1}', "one JSON object, not an array"),
        ("a.json", b'{"n": 1}\n{"n": 2}', "name a file with one value a line .jsonl"),
        ("a.json", b"", "a.json is not valid JSON"),
        ("a.json", b"[" * 100_000, "a.json is not valid JSON"),
        ("a.json", b'[{"n": 1, "n": 2}]', "a.json is not valid JSON: an object has the key 'n' twice"),
        ("a.json", b"[" + b"9" * 5000 + b"]", "a.json is not valid JSON"),
        ("a.json", b"[NaN]", "a.json is not valid JSON: NaN is not a value of JSON"),
        ("a.jsonl", b'{"n": 1, "n": 2}', "line 1 of a.jsonl is not valid JSON: an object has the key"),
        ("a.jsonl", b"-Infinity", "line 1 of a.jsonl is not valid JSON: -Infinity is not"),
    ],
)
def test_file_that_would_check_nothing_or_wrong_values_is_an_error(folder, name, content, words):
    with pytest.raises(ValueError, match=words):
        written(folder, name, content)


@pytest.mark.parametrize(
    ("separator", "numbers", "words"),
    [
        ("", False, "is one character"),
        (";;", False, "is one character"),
        ('"', False, "is one character"),
        (1, False, "is one character"),
        (None, 1, "True or False"),
    ],
)
def test_wrong_format_is_explained(separator, numbers, words):
    with pytest.raises(ValueError, match=words):
        read_format(separator, numbers)


def test_large_array_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr(file_rows, "MAX_ARRAY", 10)
    with pytest.raises(ValueError, match="larger than 10 bytes"):
        written(folder, "a.json", b"[1, 2, 3, 4, 5]")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


@given(
    rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5),
    separator=st.sampled_from(file_rows.SEPARATORS),
)
def test_what_python_writes_is_read_back(tmp_path_factory, rows, separator):
    folder = tmp_path_factory.mktemp("rows")
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows([["a", "b", "c"], *rows])
    assert [list(row.values()) for row in read_rows(folder, "a.csv")] == rows

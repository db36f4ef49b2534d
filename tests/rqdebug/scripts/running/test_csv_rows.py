# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.running import csv_rows
from rqdebug.scripts.running.csv_rows import read_rows


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
    with pytest.raises(ValueError, match="line 3 of the file is not valid JSON"):
        next(found)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none.csv", "no file none.csv"),
        ("../secret.csv", "outside the folder"),
        ("/etc/passwd", "outside the folder"),
        (".", "no file"),
        ("", "takes the name"),
        ("a\0b", "takes the name"),
        (3, "takes the name"),
        ("latin.csv", "not valid UTF-8"),
        ("short.csv", "line 2 of the file has 1 cells, but the first line has 2"),
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
    monkeypatch.setattr(csv_rows, "MAX_SIZE", 10)
    with pytest.raises(ValueError, match="10 characters or more"):
        written(folder, "a.jsonl", b'"' + b"x" * 20 + b'"')


def test_script_without_a_folder_has_no_files():
    with pytest.raises(ValueError, match="not saved"):
        list(read_rows(None, "a.csv"))


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.jsonl"]))
def test_any_file_gives_rows_or_an_error(tmp_path_factory, content, name):
    folder = tmp_path_factory.mktemp("rows")
    try:
        written(folder, name, content)
    except ValueError as error:
        assert str(error)

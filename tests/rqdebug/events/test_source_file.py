# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs do to a capture after it was opened."""

from __future__ import annotations

import os

import pytest

from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.marks import load_marks, marks_path
from rqdebug.events.source_file import FileChange


@pytest.fixture
def path(columns, tmp_path):
    path = tmp_path / "night.arrows"
    write(path, columns, 100)
    return path


def write(path, columns, count):
    writer = CaptureWriter(path.open("wb"))
    writer.write(columns(*({"sequence": n, "payload": b"x" * n} for n in range(count))))
    writer.close()


def _nothing(path, columns):
    path.read_bytes()


def _remove(path, columns):
    path.unlink()


def _replace(path, columns):
    write(path.with_name("other"), columns, 100)
    os.replace(path.with_name("other"), path)


def _replace_by_pipe(path, columns):
    path.unlink()
    os.mkfifo(path)


def _truncate(path, columns):
    os.truncate(path, 7)


def _rewrite_longer(path, columns):
    write(path, columns, 200)


def _rewrite_in_place(path, columns):
    before = path.stat()
    with path.open("r+b") as file:
        file.write(b"ABCD")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def _append(path, columns):
    with path.open("ab") as file:
        file.write(b"more")


CHANGES = [
    (_nothing, None, ""),
    (_remove, FileChange.REMOVED, "was removed after it was opened"),
    (_replace, FileChange.REPLACED, "was replaced after it was opened"),
    (_replace_by_pipe, FileChange.REPLACED, "was replaced after it was opened"),
    (_truncate, FileChange.TRUNCATED, "was truncated after it was opened"),
    (_rewrite_longer, FileChange.MODIFIED, "was modified after it was opened"),
    (_rewrite_in_place, FileChange.MODIFIED, "was modified after it was opened"),
    (_append, FileChange.GROWN, "has grown since it was opened"),
]


@pytest.mark.parametrize(("act", "change", "message"), CHANGES)
def test_change_of_an_open_capture_is_found_and_described(path, columns, act, change, message):
    source = open_capture(path).source
    act(path, columns)
    assert source.find_change() is change
    if change:
        assert source.describe(change).startswith(f"{path} {message}")


def test_capture_that_is_being_recorded_has_grown(path, columns):
    with path.open("wb") as file:
        writer = CaptureWriter(file)
        writer.write(columns({}))
        log = open_capture(path)
        writer.write(columns({}))
        writer.close()
    assert log.source.find_change() is FileChange.GROWN


@pytest.mark.parametrize(("act", "change", "message"), CHANGES)
def test_marks_are_saved_only_beside_the_capture_that_they_belong_to(path, columns, act, change, message):
    log = open_capture(path)
    act(path, columns)
    log.marks.set(3, "here")
    assert log.marks.note(3) == "here"
    assert load_marks(marks_path(path)).rows.tolist() == ([3] if change in (None, FileChange.GROWN) else [])

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from rqdebug.errors import CaptureError, FilterError, ScriptError
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.captures.recording_lock import refuse_recorded
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.events.marks import load_marks, marks_path
from rqdebug.events.views.styles import import_styles
from rqdebug.inspection.item_text import ItemError, read_file_item
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running.file_rows import read_rows
from rqdebug.scripts.script_folder import read_script
from rqdebug.support.atomic_files import write_json
from rqdebug.support.regular_files import (
    MAX_TEXT,
    check_replaceable,
    open_regular,
    read_at_most,
    read_bytes,
    read_text,
)
from rqdebug.ui.scripts.script_file import ScriptFile
from rqdebug.ui.services.generator_presets import GeneratorPresets
from rqdebug.ui.services.recovery import Recovery
from rqdebug.ui.services.window_settings import WindowSettings
from rqdebug.ui.services.workspace_file import WorkspaceError, load

PIPE = "it is a named pipe, not a file"


@pytest.fixture
def pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def test_text_of_a_huge_file_is_refused_in_little_memory(tmp_path):
    path = tmp_path / "huge.rqw"
    with path.open("wb") as file:
        file.truncate(MAX_TEXT + 1)
    with pytest.raises(OSError, match="it is larger than 67,108,864 bytes"):
        read_text(path)
    with pytest.raises(WorkspaceError, match="it is larger than"):
        load(path)


def test_end_of_a_pipe_is_read_and_a_longer_one_refused(tmp_path):
    with os.fdopen(os.memfd_create("x"), "r+b") as file:
        file.write(b"12345")
        file.flush()
        path = Path(f"/proc/self/fd/{file.fileno()}")
        assert read_at_most(path, 5) == b"12345"
        with pytest.raises(ValueError, match="is larger than 4 bytes"):
            read_at_most(path, 4)


def test_regular_file_is_read(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"\xef\xbb\xbfgr\xc3\xbc\xc3\x9fe\r\nb\rc\n")
    link = tmp_path / "link"
    link.symlink_to(path)
    assert read_bytes(link) == path.read_bytes()
    assert read_text(path, "utf-8-sig") == path.read_text("utf-8-sig") == "grüße\nb\nc\n"
    with open_regular(path, is_buffered=False) as file:
        assert (file.name, file.read(3)) == (str(path), b"\xef\xbb\xbf")


def test_other_kinds_of_files_are_named_in_the_error(pipe, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
    for path, reason in {
        pipe: PIPE,
        tmp_path / "socket": "it is a socket, not a file",
        tmp_path.joinpath("/dev/null"): "it is a device, not a file",
        tmp_path: "Is a directory",
    }.items():
        for use in (open_regular, read_bytes, read_text, check_replaceable):
            with pytest.raises(OSError) as error:
                use(path)
            assert (error.value.strerror, error.value.filename) == (reason, str(path))


def test_file_that_becomes_a_pipe_when_it_is_opened_is_refused(pipe, tmp_path, monkeypatch):
    status = os.stat(__file__)
    monkeypatch.setattr(type(pipe), "stat", lambda self: status)
    with pytest.raises(OSError, match=PIPE):
        open_regular(pipe)


def test_missing_file_can_be_written(tmp_path):
    check_replaceable(tmp_path / "missing")
    write_json(tmp_path / "missing", [1])
    write_json(tmp_path / "missing", [2])
    assert json.loads(read_text(tmp_path / "missing")) == [2]


@pytest.mark.parametrize(
    ("use", "raised"),
    [
        (load_marks, OSError),
        (open_capture, CaptureError),
        (import_styles, OSError),
        (read_file_item, ItemError),
        (load, WorkspaceError),
        (WindowSettings, OSError),
        (lambda path: SavedFilters(path).load(), FilterError),
        (lambda path: ScriptFile(path).read(), OSError),
        (lambda path: ScriptFile(path).write("jobs.put(1)", overwrite=True), OSError),
        (lambda path: read_script(path, "pipe"), OSError),
        (lambda path: write_json(path, []), OSError),
        (lambda path: list(read_rows(path.parent, "pipe")), ValueError),
        (lambda path: parse('include("pipe")', "main.rqs", path.parent), ScriptError),
    ],
)
def test_pipe_in_place_of_a_file_is_an_error(pipe, use, raised):
    with pytest.raises(raised) as error:
        use(pipe)
    assert "named pipe" in str(error.value) or "no file pipe" in str(error.value)


def test_pipe_in_place_of_the_marks_of_a_capture_is_reported(tmp_path):
    path = tmp_path / "night.arrows"
    CaptureWriter(path.open("wb")).close()
    os.mkfifo(marks_path(path))
    log = open_capture(path)
    assert log.problem == f"the marks in {marks_path(path)} cannot be read, and are not shown: {PIPE}"
    log.marks.set(0, "stays in memory")


def test_pipes_among_the_files_of_the_window_are_ignored(pipe, tmp_path):
    assert GeneratorPresets(pipe).load() == {}
    refuse_recorded(pipe)
    os.mkfifo(tmp_path / "1.lock")
    os.mkfifo(tmp_path / "1-1.json")
    assert Recovery(tmp_path).take() == []

# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures that other programs change while they are open. Most count as large here, and are mapped."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
from collections import namedtuple

import pytest

from rqdebug.errors import CaptureError
from rqdebug.events.captures import private_copy
from rqdebug.events.captures.capture_reader import open_capture
from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.captures.private_copy import RESERVE, available_memory, read_privately

READER = """
import os, sys
from pathlib import Path
from rqdebug.events.captures import private_copy
from rqdebug.events.captures.capture_reader import open_capture
private_copy.MAX_IN_MEMORY = 0
private_copy.available_memory = lambda: 0
log = open_capture(Path(sys.argv[1]))
os.truncate(sys.argv[1], 0)
print(sum(event.sequence for event in log.events(range(log.num_rows))))
"""
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(params=["read into memory", "mapped"])
def size_limit(request, monkeypatch):
    if request.param == "mapped":
        request.getfixturevalue("large")


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(private_copy, "MAX_IN_MEMORY", 0)
    monkeypatch.setattr(private_copy, "available_memory", lambda: 0)


@pytest.fixture
def full_disk(large, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, RESERVE))


@pytest.fixture
def path(columns, tmp_path):
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(columns(*({"sequence": n, "payload": b"x" * 5_000} for n in range(100))))
    writer.close()
    return path


def sequences(log):
    return [event.sequence for event in log.events(range(log.num_rows))]


def test_capture_truncated_while_open_does_not_kill_the_program(path):
    done = subprocess.run([sys.executable, "-c", READER, path], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{sum(range(100))}\n", "")


def _truncate(path):
    os.truncate(path, 0)


def _overwrite(path):
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)


def _remove(path):
    path.unlink()


@pytest.mark.parametrize("change", [_truncate, _overwrite, _remove])
def test_open_capture_keeps_its_events_whatever_happens_to_the_file(path, size_limit, change):
    log = open_capture(path)
    change(path)
    assert sequences(log) == list(range(100))


def test_copy_leaves_no_file(path, large, monkeypatch, tmp_path):
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    log = open_capture(path)
    assert (log.num_rows, list((cache / "rqdebug").iterdir())) == (100, [])
    assert [each.name for each in tmp_path.iterdir() if each != cache] == [path.name]


@pytest.mark.parametrize(("share", "is_copied"), [(8, False), (9, True)])
def test_large_capture_is_read_into_memory_if_an_eighth_is_enough(path, large, monkeypatch, share, is_copied):
    copies, size = [], path.stat().st_size
    monkeypatch.setattr(private_copy, "available_memory", lambda: size * 8 + 8 - share)
    monkeypatch.setattr(private_copy.shutil, "copyfileobj", lambda *files: copies.append(files))
    with path.open("rb", buffering=0) as file:
        read_privately(file)
    assert bool(copies) is is_copied


def test_half_of_the_memory_is_used_if_the_disk_is_full(path, full_disk, monkeypatch):
    monkeypatch.setattr(private_copy, "available_memory", lambda: path.stat().st_size * 2)
    log = open_capture(path)
    os.truncate(path, 0)
    assert sequences(log) == list(range(100))


def test_capture_that_fits_nowhere_is_refused_with_the_space_it_needs(path, full_disk, monkeypatch):
    monkeypatch.setattr(private_copy, "available_memory", lambda: 1 << 20)
    os.truncate(path, 3 << 20)
    with pytest.raises(
        CaptureError,
        match=rf"{path} cannot be read: a private copy of its 3 MiB fits neither into .*, where 256 MiB are "
        r"free, nor into memory, where 1 MiB are; free some space, or set XDG_CACHE_HOME",
    ):
        open_capture(path)


def test_memory_of_this_machine_is_known():
    assert available_memory() > 1 << 20


def test_clone_is_used_where_the_filesystem_makes_one(path, full_disk, monkeypatch):
    """The disk is full, and a clone needs no space."""

    def clone(target, request, source):
        assert request == private_copy._CLONE
        os.sendfile(target.fileno(), source, 0, os.fstat(source).st_size)

    monkeypatch.setattr(private_copy.fcntl, "ioctl", clone)
    assert sequences(open_capture(path)) == list(range(100))


def test_file_emptied_while_it_is_opened_is_no_capture(path, large, monkeypatch):
    sizes = [path.stat().st_size]
    monkeypatch.setattr(private_copy, "regular_size", lambda _: sizes[0])
    os.truncate(path, 0)
    with path.open("rb", buffering=0) as file:
        assert read_privately(file).size == 0


def test_capture_from_a_pipe_is_read_to_its_end(path, size_limit, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(path.read_bytes()))
    writer.start()
    log = open_capture(pipe, accepts_pipe=True)
    writer.join()
    assert (sequences(log), log.source) == (list(range(100)), None)


def test_marks_of_a_stream_are_not_saved(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = open_capture(path.with_name("stdin"), io.BytesIO(path.read_bytes()))
    log.marks.set(3, "here")
    assert (log.source, [each.name for each in tmp_path.iterdir()]) == (None, [path.name])

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from rqdebug.support.atomic_files import write_atomically, write_json


def test_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "some.json"
    path.write_text("before")
    with write_atomically(path) as file:
        file.write(b"after")
        file.flush()
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_failed_write_leaves_no_trace(tmp_path):
    path = tmp_path / "some.json"
    path.write_text("before")
    with pytest.raises(OSError, match="full"), write_atomically(path) as file:
        file.write(b"half")
        raise OSError("full")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_symbolic_link_is_kept(tmp_path):
    path, link = tmp_path / "some.json", tmp_path / "link.json"
    path.write_text("before")
    link.symlink_to(path)
    write_json(link, {"größe": 1})
    assert link.is_symlink()
    assert json.loads(path.read_text("utf-8")) == {"größe": 1}


def test_pipe_is_written_directly(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        with write_atomically(pipe) as file:
            file.write(b"through")
        assert read.result(20) == b"through"
    assert pipe.is_fifo()


@pytest.mark.parametrize("exists", [False, True])
def test_link_at_the_unfinished_file_costs_no_file(tmp_path, exists):
    # Given
    path, victim = tmp_path / "some.json", tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "some.json.part").symlink_to(victim)
    if exists:
        path.write_text("before")
    # When
    with write_atomically(path) as file:
        file.write(b"after")
    # Then
    assert (path.read_text(), victim.read_text()) == ("after", "precious")
    assert not path.is_symlink()


def test_private_file_is_readable_by_its_user_alone(tmp_path):
    path, public = tmp_path / "some.json", tmp_path / "public.json"
    path.write_text("before")
    path.chmod(0o644)
    for each in (path, public):
        with write_atomically(each, is_private=each is path) as file:
            file.write(b"after")
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o600
    assert public.stat().st_mode & 0o777 == 0o666 & ~umask

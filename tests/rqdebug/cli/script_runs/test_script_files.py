# SPDX-License-Identifier: GPL-3.0-or-later
"""The scripts of files and folders."""

from __future__ import annotations

import pytest

from rqdebug.cli.messages import CommandFailed
from rqdebug.cli.script_runs.script_files import read_scripts


def test_single_script_is_named_without_its_folder(tmp_path):
    file = tmp_path / "a.rqs"
    file.write_text("queues()")
    (script,) = read_scripts([file])
    assert (script.filename, script.folder) == ("a.rqs", tmp_path)


def test_scripts_of_a_folder_are_sorted_and_named_with_their_folder(tmp_path):
    (tmp_path / "inner").mkdir()
    for name in ("b.rqs", "a.rqs", "inner/c.rqs", "notes.txt"):
        (tmp_path / name).write_text("queues()")
    names = [script.filename for script in read_scripts([tmp_path, tmp_path / "a.rqs"])]
    assert names == [str(tmp_path / name) for name in ("a.rqs", "b.rqs", "inner/c.rqs")]


def test_folder_without_scripts_is_refused(tmp_path):
    with pytest.raises(CommandFailed, match="contains no script"):
        read_scripts([tmp_path])

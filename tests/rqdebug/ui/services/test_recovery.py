# SPDX-License-Identifier: GPL-3.0-or-later
"""Unsaved scripts are recovered when their process has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rqdebug.ui.services.recovery import RecoveredScript, Recovery

DRAFT = RecoveredScript(Path("/scripts/größe.rqs"), 'note("ü")\n')


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def recovery(directory):
    return Recovery(directory)


@pytest.fixture(scope="session")
def dead_pid():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_keys_of_a_process_are_all_different(recovery):
    keys = [recovery.new_key() for _ in range(20)]
    assert len(set(keys)) == 20
    assert len({key.partition("-")[0] for key in keys}) == 1


def test_keys_of_two_windows_are_all_different(directory):
    assert Recovery(directory).new_key() != Recovery(directory).new_key()


def test_scripts_of_an_ended_process_are_recovered(recovery, dead_pid):
    other = RecoveredScript(None, "note(2)\n")
    recovery.keep(f"{dead_pid}-1", DRAFT)
    recovery.keep(f"{dead_pid}-2", other)
    assert recovery.take() == [DRAFT, other]


def test_scripts_are_recovered_once(recovery, directory, dead_pid):
    recovery.keep(f"{dead_pid}-1", DRAFT)
    recovery.take()
    assert recovery.take() == []
    assert list(directory.glob("*.json")) == []


def test_scripts_of_a_running_process_are_not_recovered(recovery, directory):
    key = recovery.new_key()
    recovery.keep(key, DRAFT)
    assert recovery.take() == []
    assert Recovery(directory).take() == []
    assert [file.stem for file in directory.glob("*.json")] == [key]


KEEP = """\
import sys
from pathlib import Path
from rqdebug.ui.services.recovery import RecoveredScript, Recovery
recovery = Recovery(Path(sys.argv[1]))
for text in ("one", "two"):
    recovery.keep(recovery.new_key(), RecoveredScript(None, text))
print("kept", flush=True)
input()
"""


@pytest.fixture
def other_process(directory):
    """Another process with two unsaved scripts."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", KEEP, str(directory)], **pipes) as process:
        assert process.stdout.readline() == "kept\n"
        yield process
        process.kill()


def test_scripts_of_another_running_process_are_not_recovered(recovery, other_process):
    assert recovery.take() == []


def test_scripts_of_a_killed_process_are_recovered_before_it_is_waited_for(
    recovery, directory, other_process
):
    other_process.kill()
    os.waitid(os.P_PID, other_process.pid, os.WEXITED | os.WNOWAIT)  # it stays a zombie
    assert [draft.text for draft in recovery.take()] == ["one", "two"]
    assert list(directory.iterdir()) == []


def test_number_of_a_running_process_blocks_no_recovery(recovery):
    recovery.keep(f"{os.getpid()}-1", DRAFT)
    assert recovery.take() == [DRAFT]


def test_order_of_scripts_is_that_of_their_numbers(recovery):
    for number in (2, 10, 1):
        recovery.keep(f"gone-{number}", RecoveredScript(None, str(number)))
    assert [draft.text for draft in recovery.take()] == ["1", "2", "10"]


def test_lock_of_a_window_without_unsaved_scripts_is_removed(directory, recovery):
    other = Recovery(directory)
    key = other.new_key()
    other.keep(key, DRAFT)
    other.forget(key)
    other.unlock()
    assert recovery.take() == []
    assert list(directory.iterdir()) == []


def test_last_text_of_a_script_is_recovered(recovery, dead_pid):
    recovery.keep(f"{dead_pid}-1", RecoveredScript(None, "old"))
    recovery.keep(f"{dead_pid}-1", RecoveredScript(None, "new"))
    assert recovery.take() == [RecoveredScript(None, "new")]


def test_saved_script_is_not_recovered(recovery, dead_pid):
    recovery.keep(f"{dead_pid}-1", DRAFT)
    recovery.forget(f"{dead_pid}-1")
    recovery.forget(f"{dead_pid}-1")
    recovery.forget("never-kept")
    assert recovery.take() == []


def test_missing_directory_recovers_nothing(recovery):
    assert recovery.take() == []


@pytest.mark.parametrize(
    "content",
    [b"", b'{"path": null, "te', b"[]", b'{"path": 3, "text": "a"}', b'{"path": null}', b"\xff\xfe"],
)
def test_damaged_file_is_ignored_and_deleted(recovery, directory, dead_pid, content):
    recovery.keep(f"{dead_pid}-2", DRAFT)
    (directory / f"{dead_pid}-1.json").write_bytes(content)
    assert recovery.take() == [DRAFT]
    assert list(directory.glob("*.json")) == []


@pytest.mark.parametrize("name", ["-1", "abc", "99999999999999999999999-1"])
def test_file_without_a_process_number_is_recovered(recovery, directory, name):
    recovery.keep("1-1", DRAFT)
    (directory / "1-1.json").rename(directory / f"{name}.json")
    assert recovery.take() == [DRAFT]


def test_other_files_in_the_directory_are_kept(recovery, directory, dead_pid):
    directory.mkdir()
    (directory / "readme.txt").write_text("mine")
    recovery.keep(f"{dead_pid}-1", DRAFT)
    recovery.take()
    assert [file.name for file in directory.iterdir() if file.suffix != ".lock"] == ["readme.txt"]


def test_path_that_is_not_unicode_is_recovered_unchanged(recovery, dead_pid):
    path = Path(os.fsdecode(b"/scripts/\xff.rqs"))
    recovery.keep(f"{dead_pid}-1", RecoveredScript(path, "a"))
    assert recovery.take() == [RecoveredScript(path, "a")]


def test_directory_that_cannot_be_created_is_an_error(recovery, directory):
    directory.write_text("a file in its place")
    with pytest.raises(OSError, match="recovery"):
        recovery.keep(recovery.new_key(), DRAFT)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_texts_are_recovered_unchanged(recovery, dead_pid, texts):
    for number, text in enumerate(texts):
        recovery.keep(f"{dead_pid}-{number}", RecoveredScript(None, text))
    assert [draft.text for draft in recovery.take()] == texts

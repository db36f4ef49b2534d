# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug edit``: change the payload of an item that is in a queue."""

from __future__ import annotations

import pytest


@pytest.fixture
def jobs(controller):
    queue = controller.create("jobs")
    queue.put({"order": 17})
    queue.put("text")
    return queue


def numbers(queue):
    return [each.number for each in queue.previews(0, 9, 0)]


def test_option_replaces_the_payload(rqdebug, controller_url, jobs):
    first, second = numbers(jobs)
    assert rqdebug("edit", controller_url, "jobs", first, "--payload", '{"order": 18}') == (
        0,
        f"item {first} of jobs is changed: 13 bytes, before 12\n",
        "",
    )
    assert numbers(jobs) == [first, second]
    assert [jobs.get(), jobs.get()] == [{"order": 18}, "text"]


def test_option_can_name_a_file(rqdebug, controller_url, jobs, tmp_path):
    (tmp_path / "new").write_bytes(b"from a file")
    assert rqdebug("edit", controller_url, "jobs", numbers(jobs)[1], "--payload", f"@{tmp_path}/new")[0] == 0
    assert [jobs.get(), jobs.get()] == [{"order": 17}, "from a file"]


def test_editor_gets_the_payload(rqdebug, controller_url, jobs, monkeypatch):
    monkeypatch.setenv("EDITOR", "sed -i s/17/19/")
    first = numbers(jobs)[0]
    assert rqdebug("edit", controller_url, "jobs", first)[0] == 0
    monkeypatch.setenv("EDITOR", "true")
    assert rqdebug("edit", controller_url, "jobs", first)[1] == f"item {first} of jobs is unchanged\n"
    assert jobs.get() == {"order": 19}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["jobs", "999999", "--payload", "x"], "have no item 999999; it was taken, or it is leased"),
        (["jobs", "first"], "'first' is not the number of an item; rqdebug peek shows them"),
        (["missing", "1"], "no queue is named 'missing'"),
        (["jobs", "{first}", "--payload", "{{"], "the payload is not valid JSON, "),
        (["jobs", "{first}", "--payload", "@/missing"], "cannot read /missing: No such file or directory"),
        (["jobs"], "wrong number of arguments; usage: rqdebug edit [URL] QUEUE ITEM"),
    ],
)
def test_impossible_edit_is_one_sentence_and_changes_nothing(rqdebug, controller_url, jobs, words, sentence):
    words = [word.replace("{first}", str(numbers(jobs)[0])).replace("{{", "{") for word in words]
    code, out, message = rqdebug("edit", controller_url, *words)
    assert (code, out) == (2, "") and sentence in message and message.startswith("rqdebug: ")
    assert [jobs.get(), jobs.get()] == [{"order": 17}, "text"]


def test_item_of_a_durable_queue_is_refused_before_the_editor_opens(rqdebug, tmp_path, monkeypatch):
    rqcore = pytest.importorskip("rqcore")
    with rqcore.serve(data=str(tmp_path / "data")) as served, rqcore.connect(served.url) as controller:
        kept = controller.create("kept", durable=True)
        kept.put("x")
        monkeypatch.setenv("EDITOR", f"touch {tmp_path}/opened")
        code, _, message = rqdebug("edit", served.url, "kept", numbers(kept)[0])
        assert code == 2 and "items of the durable queue 'kept' cannot be edited" in message
    assert not (tmp_path / "opened").exists()

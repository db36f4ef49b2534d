# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of the window is written, or the reason is reported."""

from __future__ import annotations

import pytest
from PyQt5.QtGui import QImage

from rqdebug.ui.window import screenshot as module
from rqdebug.ui.window.screenshot import Screenshot, until


@pytest.fixture
def quick(monkeypatch):
    """Shorten the waiting times."""
    for name in ("ALIVE", "SETTLED", "EVENTS_WITHIN", "RUN_WITHIN"):
        monkeypatch.setattr(module, name, 0.05)


@pytest.fixture
def take(qtbot, window, quick):
    """Write a picture to a file; returns the reported error."""

    def take(path):
        ended = []
        Screenshot(window, path, ended.append)
        qtbot.waitUntil(lambda: bool(ended))
        return ended[0]

    return take


def test_screenshot_of_an_empty_window_has_the_standard_size(take, tmp_path):
    assert take(tmp_path / "shot.png") == ""
    image = QImage(str(tmp_path / "shot.png"))
    assert (image.width(), image.height()) == (module.WIDTH, module.HEIGHT)


def test_event_with_a_payload_is_selected(qtbot, window, attached, controller, take, tmp_path):
    jobs = controller.create("jobs")
    jobs.put("abc")
    jobs.qsize()
    tab = window.context.current.log
    qtbot.waitUntil(lambda: tab.log_model.rowCount() >= 2)
    assert take(tmp_path / "shot.png") == ""
    (row,) = tab.selected_rows().numbers()
    event = tab.source.event(row)
    assert event.method == "put" and event.payload


def test_script_is_run_first(qtbot, window, script, take, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "RUN_WITHIN", 10.0)
    assert take(tmp_path / "shot.png") == ""
    assert window.context.runs.report is not None


def test_lost_target_is_reported(window, take, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "REACHED_WITHIN", 0.3)
    window.context.attachments.attach("rq://127.0.0.1:1", "gone")
    assert take(tmp_path / "shot.png")
    assert not (tmp_path / "shot.png").exists()


def test_file_that_cannot_be_written_is_reported(take, tmp_path):
    assert "cannot write a picture to" in take(tmp_path / "missing" / "shot.png")


def test_until_gives_up_after_its_time():
    answers = iter([False, False, True])
    assert len(list(until(lambda: next(answers), 10))) == 2
    assert list(until(lambda: False, 0)) == []

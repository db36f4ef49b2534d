# SPDX-License-Identifier: GPL-3.0-or-later
"""The details beside a table of results."""

from __future__ import annotations

import pytest

from rqdebug.scripts.compared_values import keep_values
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.scripts.report_dock import ReportPanel
from rqdebug.ui.window.runs import result_details
from rqdebug.ui.window.runs.result_details import ResultDetails


@pytest.fixture
def details(qtbot, theme, tasks, monkeypatch):
    monkeypatch.setattr(result_details, "MAX_SHOWN", 0)
    panel = ReportPanel(theme)
    qtbot.addWidget(panel)
    return ResultDetails(panel, tasks, theme)


def failure(text):
    values = keep_values(text, "a" * 200)
    return VectorResult("edge-1", "main", 1, "assert", Verdict.FAILED, text, "", values=values)


def test_note_on_large_values_has_the_place_of_the_shown_result_alone(qtbot, details):
    delivered = []
    add_place = details._add_place
    details._add_place = lambda *arguments: (add_place(*arguments), delivered.append(arguments))
    details.show_result(failure("a" * 200 + "b"))
    details.show_result(failure("a" * 200 + "c"))
    qtbot.waitUntil(lambda: len(delivered) == 2)
    assert details.note.text().count("first difference") == 1

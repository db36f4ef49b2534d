# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug filters``."""

from __future__ import annotations

from rqdebug.events.captures.capture_writer import CaptureWriter
from rqdebug.events.filters.saved_filters import SavedFilters


def test_filters_are_saved_listed_used_and_removed(rqdebug, rows, tmp_path):
    assert rqdebug("filters")[1].startswith("No filter is saved")
    assert rqdebug("filters", "slow", "duration > 5ms") == (0, "", "")
    assert rqdebug("filters", "slow-gets", "@slow and method == get")[0] == 0
    assert rqdebug("filters")[1] == "slow       duration > 5ms\nslow-gets  @slow and method == get\n"
    assert rqdebug("filters", "slow")[1] == "duration > 5ms\n"
    path = tmp_path / "night.arrows"
    writer = CaptureWriter(path.open("wb"))
    writer.write(rows({"waited": 10**7, "method": "get"}, {"waited": 10**7}, {"method": "get"}))
    writer.close()
    assert len(rqdebug("show", path, "--filter", "@slow-gets")[1].splitlines()) == 1
    assert rqdebug("filters", "--remove", "slow")[0] == 0
    code, _, message = rqdebug("show", path, "--filter", "@slow-gets")
    assert (code, "no filter is saved as `slow`" in message) == (2, True)


def test_wrong_filter_is_one_sentence(rqdebug):
    for words in (("slow", "durtion > 5ms"), ("two words", "blocked"), ("missing",), ("missing", "--remove")):
        code, _, message = rqdebug("filters", *words)
        assert code == 2
        assert message.startswith("rqdebug: ") and "Traceback" not in message


def test_unreadable_file_is_not_reported_as_a_wrong_filter(rqdebug):
    path = SavedFilters().path
    path.parent.mkdir(parents=True)
    path.write_text("{ half")
    for words in (("filters",), ("tail", "--filter", "blocked")):
        code, _, message = rqdebug(*words)
        assert code == 2
        assert message.startswith(f"rqdebug: the saved filters in {path} cannot be read: ")


def test_reference_of_the_language_is_printed(rqdebug):
    assert "waited in 1ms..5ms" in rqdebug("filters", "--help-language")[1]

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt

from rqdebug.scripts.language.script_nodes import IncludedFile
from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.models import report_model
from rqdebug.ui.models.report_model import LINE, ReportModel, translate_got

PASSED = VectorResult("edge-1", "main", 3, 'jobs.put("a")', Verdict.PASSED, "ok", "ok", 41_000)
FAILED = VectorResult("edge-1", "main", 4, 'assert jobs.get() == "b"', Verdict.FAILED, "'b'", "'a'", 41_000)
VERDICT, GOT, TARGET = 0, 4, 5
SECOND = 10**9


@pytest.fixture
def model(theme, qtmodeltester):
    model = ReportModel(theme)
    yield model
    qtmodeltester.check(model)


def test_row_shows_each_field_of_a_result(model):
    model.add([PASSED, FAILED])
    assert [model.index(1, column).data() for column in range(model.columnCount())] == [
        *("✗ failed", "4", 'assert jobs.get() == "b"', "'b'", "'a'"),
        *("edge-1", "main", "1", "41.0 µs"),
    ]
    assert model.tally == {Verdict.PASSED: 1, Verdict.FAILED: 1}


def test_oldest_results_are_dropped_but_stay_counted(model, monkeypatch):
    monkeypatch.setattr(report_model, "KEPT", 100)
    for _ in range(30):
        model.add([PASSED] * 9)
    model.add([FAILED])
    assert model.rowCount() <= 100
    assert model.result_at(model.rowCount() - 1) is FAILED
    assert model.tally.total() == 271


def test_one_batch_larger_than_the_limit_keeps_its_end(model, monkeypatch):
    monkeypatch.setattr(report_model, "KEPT", 100)
    model.add([PASSED] * 50)
    model.add([FAILED] * 250)
    assert model.rowCount() == 100
    assert model.tally.total() == 300


@pytest.mark.parametrize(
    ("verdict", "words", "color"),
    [
        (Verdict.PASSED, "✓ passed", "ok"),
        (Verdict.FAILED, "✗ failed", "error"),
        (Verdict.ERROR, "! error", "error"),
    ],
)
@pytest.mark.parametrize("name", ["dark", "light"])
def test_verdict_has_a_sign_a_word_and_a_color(theme, model, shown, verdict, words, color, name):
    theme.use(name)
    model.add([replace(PASSED, outcome=verdict)])
    assert model.index(0, VERDICT).data() == words
    assert shown.color(model, 0, VERDICT) == getattr(theme.palette, color)
    got = theme.palette.text if verdict is Verdict.PASSED else theme.palette.error
    assert shown.color(model, 0, GOT) == got
    assert shown.color(model, 0, TARGET) == theme.palette.muted


def test_numbers_are_aligned_right_with_their_titles(model, shown):
    model.add([PASSED])
    assert shown.right(model) == {1, 7, 8}
    assert shown.titles(model)[:6] == ["Result", "Line", "Vector", "Expected", "Got", "Target"]


def test_tooltip_shows_a_long_vector_whole(model):
    model.add([replace(PASSED, text="<i>" + "x" * 500)])
    assert "&lt;i&gt;" + "x" * 500 in model.index(0, 2).data(Qt.ToolTipRole)


def test_clear_forgets_results_and_counts(qtbot, model):
    model.add([PASSED, FAILED])
    with qtbot.waitSignal(model.modelReset):
        model.clear()
    assert model.rowCount() == 0
    assert not model.tally


def test_results_of_one_target_are_found(model):
    other = replace(PASSED, target="edge-2")
    model.add([PASSED, other, FAILED])
    assert list(model.results("edge-1")) == [PASSED, FAILED]
    assert list(model.results("edge-3")) == []


BATCHES = st.lists(st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=30), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(BATCHES)
def test_model_keeps_the_newest_results_and_counts_all(theme, monkeypatch, batches):
    # given
    monkeypatch.setattr(report_model, "KEPT", 40)
    model, everything = ReportModel(theme), []
    # when
    for verdicts in batches:
        results = [
            replace(PASSED, outcome=verdict, line=len(everything) + n) for n, verdict in enumerate(verdicts)
        ]
        everything += results
        model.add(results)
    # then
    kept = [model.result_at(row) for row in range(model.rowCount())]
    assert len(kept) <= 40
    assert kept == everything[len(everything) - len(kept) :]
    assert len(everything) <= 40 or len(kept) >= 10
    assert model.tally == Counter(result.outcome for result in everything)


def called(line, **fields):
    """Return the result of a call in a line."""
    return replace(PASSED, **{"line": line, "text": f"jobs.put({line})"} | fields)


class TestResultAtTime:
    """Finding the vector that caused an event."""

    def test_call_running_at_the_time_is_found(self, model):
        early = called(1, ended=10 * SECOND, duration_ns=SECOND)
        late = called(2, ended=20 * SECOND, duration_ns=SECOND)
        model.add([early, late])
        assert model.result_at_time("edge-1", "put", 9 * SECOND + 5, 0) is early
        assert model.result_at_time("edge-1", "put", 19 * SECOND, 0) is late

    def test_nearest_call_is_found_between_two(self, model):
        early = called(1, ended=10 * SECOND, duration_ns=SECOND)
        late = called(2, ended=20 * SECOND, duration_ns=SECOND)
        model.add([early, late])
        assert model.result_at_time("edge-1", "put", 12 * SECOND, 0) is early
        assert model.result_at_time("edge-1", "put", 17 * SECOND, 0) is late

    def test_vector_with_the_method_is_preferred_to_a_nearer_one(self, model):
        near = called(1, ended=10 * SECOND, text="jobs.qsize()")
        meant = called(2, ended=10 * SECOND + 500, duration_ns=1, text="jobs.put(1)")
        model.add([near, meant])
        assert model.result_at_time("edge-1", "put", 10 * SECOND, 1000) is meant
        assert model.result_at_time("edge-1", "put", 10 * SECOND, 100) is near

    def test_other_targets_and_statements_without_a_call_are_left_out(self, model):
        model.add([called(1, target="edge-2", ended=SECOND), called(2)])
        assert model.result_at_time("edge-1", "put", SECOND, SECOND) is None

    CALLS = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 5)), max_size=8)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
    @given(calls=CALLS, time=st.integers(0, 60))
    def test_no_other_call_is_nearer(self, theme, calls, time):
        # given
        model = ReportModel(theme)
        results = [called(n, ended=end, duration_ns=length) for n, (end, length) in enumerate(calls)]
        model.add(results)
        # when
        found = model.result_at_time("edge-1", "put", time, 100)

        # then
        def distance(one):
            return max(one.ended - one.duration_ns - time, time - one.ended, 0)

        assert (found is None) is (not results)
        assert found is None or distance(found) == min(map(distance, results))

    def test_first_of_several_running_calls_is_found(self, model):
        short, long = called(1, ended=60, duration_ns=20), called(2, ended=100, duration_ns=100)
        model.add([short, long])
        assert model.result_at_time("edge-1", "put", 50, 0) is short


def test_error_is_translated_and_value_is_not(german):
    def translated(got):
        return translate_got(replace(FAILED, got=got))

    assert translated("ValueError: invalid syntax") == "ValueError: ungültige Syntax"
    assert translated("'x: invalid syntax'") == "'x: invalid syntax'"


def test_line_of_an_included_vector_is_the_one_in_its_file(model):
    model.files = [IncludedFile(Path("common.rqs"), 20, "common.rqs")]
    model.add([PASSED, replace(PASSED, line=23)])
    assert [model.index(row, LINE).data() for row in (0, 1)] == ["3", "3"]
    assert model.index(1, LINE + 1).data() == f"common.rqs:3: {PASSED.text}"

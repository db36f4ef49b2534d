# SPDX-License-Identifier: GPL-3.0-or-later
"""The tab of a target: header, queues and log."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPoint, Qt
from PyQt5.QtWidgets import QLabel

from rqdebug.session import State
from rqdebug.targets.base import Coverage, Interventions
from rqdebug.ui.log.target_tab import MAX_QUEUES_PERCENT, TargetHeader, TargetTab, lost_sentence
from rqdebug.ui.services.saved_targets import SavedTarget

PLAIN = SavedTarget("edge-1", "rq://edge:7654")


@pytest.fixture
def attachment(make_attachment):
    return make_attachment("edge-1", "rq://edge:7654")


@pytest.fixture
def open_header(qtbot, theme, attachment):
    def open_header(manner=PLAIN):
        header = TargetHeader(attachment, manner, theme)
        qtbot.addWidget(header)
        header.resize(700, header.sizeHint().height())
        with qtbot.waitExposed(header):
            header.show()
        header.refresh()
        return header

    return open_header


@pytest.fixture
def open_tab(qtbot, attachment, bridge, tasks, theme, settings, saved):
    tabs = []

    def open_tab():
        tab = TargetTab(attachment, PLAIN, bridge, tasks, theme, settings, saved)
        tabs.append(tab)
        qtbot.addWidget(tab)
        tab.resize(1280, 720)
        with qtbot.waitExposed(tab):
            tab.show()
        return tab

    yield open_tab
    for tab in tabs:
        tab.close_feed()


def labels(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


class TestHeader:
    def test_header_of_a_connected_target_is_one_line(self, open_header):
        header = open_header()
        assert labels(header)[:2] == ["edge-1", "rq://edge:7654"]
        assert header.state.text().endswith("connected")
        assert not header.reason.isVisible()

    @pytest.mark.parametrize("name", ["dark", "light"])
    @pytest.mark.parametrize(
        ("state", "color"), [(State.LIVE, "ok"), (State.CONNECTING, "blocked"), (State.LOST, "error")]
    )
    def test_state_is_shown_as_a_colored_dot(
        self, theme, attachment, open_header, colors_of, name, state, color
    ):
        theme.use(name)
        attachment.state = state
        assert getattr(theme.palette, color) in colors_of(open_header().state)

    def test_dot_follows_a_change_of_the_theme(self, theme, open_header, colors_of):
        header = open_header()
        theme.use("light")
        assert theme.palette.ok in colors_of(header.state)

    def test_second_line_shows_why_the_connection_was_lost(self, attachment, open_header):
        header = open_header()
        one_line = header.sizeHint().height()
        attachment.state, attachment.reason, attachment.retry_delay = State.LOST, "no <route> to edge", 2.5
        header.refresh()
        assert header.reason.isVisible()
        assert header.reason.text().startswith("no <route> to edge")
        assert "2.5 s" in header.reason.text()
        assert header.sizeHint().height() > one_line
        attachment.state, attachment.reason = State.LIVE, ""
        header.refresh()
        assert not header.reason.isVisible()

    def test_read_only_target_is_labelled(self, open_header):
        assert "read-only" not in labels(open_header())
        assert "read-only" in labels(open_header(SavedTarget("edge-1", "rq://edge:7654", read_only=True)))

    def test_color_of_a_target_is_a_line_across_its_top(self, open_header, colors_of):
        header = open_header(SavedTarget("edge-1", "rq://edge:7654", "#c0392b"))
        image = header.grab().toImage()
        assert {image.pixelColor(x, 1).name() for x in range(image.width())} == {"#c0392b"}
        assert "#c0392b" not in colors_of(open_header())

    def test_long_names_do_not_widen_the_window(self, attachment, open_header, fits, long_name):
        attachment.name = long_name
        attachment.target.url = f"rq://{long_name}:7654"
        assert fits(open_header())


class TestLostSentence:
    def test_target_without_a_reason_has_no_message(self, attachment):
        assert lost_sentence(attachment) == ""

    @pytest.mark.parametrize(("retry", "end"), [(0.0, "reconnecting"), (0.25, "in 0.25 s"), (5.0, "in 5 s")])
    def test_message_shows_the_time_until_reconnecting(self, attachment, retry, end):
        attachment.reason, attachment.retry_delay = "connection refused", retry
        assert lost_sentence(attachment).startswith("connection refused – ")
        assert lost_sentence(attachment).endswith(end)


class TestTab:
    def test_tab_shows_earlier_events(self, attachment, open_tab, queue_row):
        attachment.state, attachment.queues = State.CONNECTING, (queue_row("jobs", size=3),)
        tab = open_tab()
        assert tab.header.state.text().endswith("connecting")
        assert tab.queues.model().index(0, 0).data() == "jobs"

    def test_tab_follows_state_and_queues(self, attachment, bridge, open_tab, queue_row):
        tab = open_tab()
        assert tab.queues.note.isVisible()
        attachment.queues = (queue_row("jobs"), queue_row("results"))
        attachment.queues_changed.emit()
        attachment.state = State.LOST
        attachment.state_changed.emit()
        bridge.deliver()
        assert tab.queues.model().rowCount() == 2
        assert tab.header.state.text().endswith("disconnected")

    def test_tab_follows_what_debuggers_have_set(self, qtbot, attachment, bridge, open_tab):
        tab = open_tab()
        assert not tab.interventions.isVisible()
        attachment.interventions = Interventions(frozen_queues=1)
        attachment.queues_changed.emit()
        bridge.deliver()
        assert tab.interventions.isVisible()
        with qtbot.waitSignal(tab.stop_wanted):
            tab.interventions.stop_button.click()

    def test_events_of_the_target_are_shown(self, qtbot, attachment, open_tab, rows):
        tab = open_tab()
        attachment.log.append(rows({"queue": "jobs"}, {"queue": "results"}))
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 2)

    @pytest.mark.parametrize(
        ("name", "expression"),
        [("jobs", 'queue == "jobs"'), ("two words", 'queue == "two words"'), ('a"b', 'queue == "a\\"b"')],
    )
    def test_opened_queue_filters_the_log(
        self, qtbot, attachment, open_tab, queue_row, rows, name, expression
    ):
        attachment.queues = (queue_row(name),)
        attachment.log.append(rows({"queue": name}, {"queue": "other"}))
        tab = open_tab()
        tab.choose_queue(f"uuid-of-{name}")
        qtbot.keyClick(tab.queues, Qt.Key_Return)
        assert tab.filter_bar.line.text() == expression
        qtbot.waitUntil(lambda: tab.log_model.rowCount() == 1)
        assert tab.log_model.event_at(0).queue == name

    def test_selected_queue_has_the_focus(self, qtbot, attachment, open_tab, queue_row):
        attachment.queues = (queue_row("a"), queue_row("b"))
        tab = open_tab()
        tab.activateWindow()
        qtbot.waitUntil(tab.isActiveWindow)
        tab.choose_queue("uuid-of-b")
        assert tab.queues.selected().stat.name == "b"
        assert tab.queues.hasFocus()

    def test_tab_requests_the_queue_menu(self, qtbot, attachment, open_tab, queue_row):
        attachment.queues = (queue_row("a"),)
        tab = open_tab()
        with qtbot.waitSignal(tab.menu_wanted) as wanted:
            tab.queues.menu_wanted.emit(QPoint(3, 4))
        assert wanted.args == ["queue", QPoint(3, 4)]

    @pytest.mark.parametrize("count", [2, 200])
    def test_queue_table_leaves_most_of_the_height_to_the_log(
        self, attachment, bridge, open_tab, queue_row, count
    ):
        tab = open_tab()
        attachment.queues = tuple(queue_row(f"queue {n}") for n in range(count))
        attachment.queues_changed.emit()
        bridge.deliver()
        height = tab.queues.height() + tab.log.parentWidget().height()
        if count == 2:
            assert abs(tab.queues.height() - tab.queues.wanted_height()) <= 1
        assert tab.queues.height() <= height * MAX_QUEUES_PERCENT // 100 + 1

    def test_border_moved_by_the_user_stays(self, attachment, bridge, open_tab, queue_row):
        tab = open_tab()
        attachment.queues = (queue_row("a"),)
        attachment.queues_changed.emit()
        bridge.deliver()
        splitter = tab.queues.parentWidget()
        splitter.setSizes([400, 200])
        moved = splitter.sizes()
        attachment.queues = tuple(queue_row(f"queue {n}") for n in range(3))
        attachment.queues_changed.emit()
        bridge.deliver()
        assert splitter.sizes() == moved

    def test_closed_tab_stops_updating(self, attachment, bridge, open_tab, queue_row):
        tab = open_tab()
        tab.close_feed()
        attachment.queues = (queue_row("late"),)
        attachment.queues_changed.emit()
        bridge.deliver()
        assert tab.queues.model().rowCount() == 0

    def test_tab_fits_the_screen(self, attachment, open_tab, fits, queue_row, long_name):
        attachment.queues = (queue_row(long_name),)
        attachment.state, attachment.reason = State.LOST, f"there is no {long_name}"
        assert fits(open_tab())


def test_unknown_queues_are_not_shown_as_none(attachment, bridge, open_tab):
    attachment.state = State.LOST
    tab = open_tab()
    assert "when the target is connected" in tab.queues.note.text()
    attachment.state, attachment.coverage = State.LIVE, None
    attachment.state_changed.emit()
    bridge.deliver()
    assert tab.queues.note.text() == "Loading…"
    attachment.coverage = Coverage()
    attachment.queues_changed.emit()
    bridge.deliver()
    assert "No queues yet" in tab.queues.note.text()


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (None, ""),
        (Coverage(), ""),
        (Coverage(hidden_queues=1), "1 more queue not listed"),
        (Coverage(hidden_queues=1_200), "1,200 more queues not listed"),
        (Coverage(is_complete=False, unexamined_keys=120_000), "120,000 keys not examined yet"),
    ],
)
def test_header_says_what_the_table_of_queues_leaves_out(attachment, bridge, open_tab, coverage, text):
    tab = open_tab()
    attachment.coverage = coverage
    attachment.queues_changed.emit()
    bridge.deliver()
    assert tab.header.coverage.text() == text

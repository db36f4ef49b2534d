# SPDX-License-Identifier: GPL-3.0-or-later
"""The window with the content of a queue and its blocked calls."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PyQt5 import sip
from PyQt5.QtCore import Qt

from rqcore.codec import Codec
from rqcore.protocol.queue_values import LeaseView, Preview, Waiter
from rqdebug.inspection.payload_reader import PIECE, PayloadPart
from rqdebug.inspection.queue_snapshot import MOST_LEASES, QueueSnapshot
from rqdebug.ui.inspection import content_window
from rqdebug.ui.inspection.content_window import ContentWindow
from rqdebug.ui.widgets.empty_note import EmptyNote

PLACE, SIGN, CODEC, SIZE, PAYLOAD = range(5)


def text(content, number=None):
    return Preview(number, Codec.TEXT, len(content), content.encode())


@pytest.fixture
def look(queue_row):
    """Return a snapshot of a queue with these items, given as texts or previews."""

    def look(*content, waiters=(), size=None, content_error="", leases=None, leases_error="", **figures):
        items = [text(each) if isinstance(each, str) else each for each in content]
        figures = {
            "size": len(items) if size is None else size,
            "bytes": sum(each.size for each in items),
        } | figures
        return QueueSnapshot(
            queue_row("jobs", **figures).stat, items, list(waiters), content_error, leases, leases_error
        )

    return look


@pytest.fixture
def window(qtbot, theme, monkeypatch):
    monkeypatch.setattr(content_window, "INTERVAL", 30)
    window = ContentWindow("jobs", theme)
    yield window
    if not sip.isdeleted(window):
        window.close()


@pytest.fixture
def shown(qtbot, window):
    with qtbot.waitExposed(window):
        window.show()
    return window


def column(window, number):
    model = window.items.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def payload(window):
    return window.payload.forms.pages["Text"].toPlainText()


def test_window_requests_a_snapshot_when_it_is_shown(qtbot, window):
    with qtbot.waitSignal(window.refresh_wanted):
        window.show()
    assert window.windowTitle() == "Content of jobs"
    assert window.items.model().rowCount() == 0
    assert not window.again.isEnabled()


def test_snapshot_shows_items_and_totals(shown, look):
    shown.show_snapshot(look("a", "bc", Preview(3, Codec.JSON, 7, b'{"n":1}')))
    assert column(shown, PLACE) == ["1", "2", "3"]
    assert column(shown, CODEC) == ["text", "text", "json"]
    assert column(shown, SIZE) == ["1 B", "2 B", "7 B"]
    assert column(shown, PAYLOAD) == ["a", "bc", '{"n":1}']
    assert shown.summary.text() == "3 items, 10 B"


@pytest.mark.parametrize(
    ("content", "figures", "sentence"),
    [
        ((), {}, "The queue is empty."),
        (("a",), {}, "1 item, 1 B"),
        (("a", "b"), {"size": 12_000, "bytes": 2048}, "The first 2 of 12,000 items, 2.0 KiB"),
    ],
)
def test_summary_shows_how_many_items_are_listed(shown, look, content, figures, sentence):
    shown.show_snapshot(look(*content, **figures))
    assert shown.summary.text() == sentence
    assert shown.summary.objectName() == "muted"


def test_next_snapshot_is_requested_only_after_the_last_arrived(qtbot, shown, look):
    with qtbot.assertNotEmitted(shown.refresh_wanted, wait=120):
        pass
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.show_snapshot(look("a"))
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.show_failed("connection lost")


def test_unchecked_box_stops_refreshing(qtbot, shown, look):
    shown.live.setChecked(False)
    shown.show_snapshot(look("a"))
    with qtbot.assertNotEmitted(shown.refresh_wanted, wait=120):
        pass
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.live.setChecked(True)


def test_hidden_window_does_not_refresh(qtbot, shown, look):
    shown.show_snapshot(look("a"))
    with qtbot.waitSignal(shown.refresh_wanted):
        pass
    shown.hide()
    shown.show_snapshot(look("a"))
    with qtbot.assertNotEmitted(shown.refresh_wanted, wait=120):
        pass


@pytest.mark.parametrize("name", ["dark", "light"])
def test_error_is_shown_in_red_and_keeps_the_content(theme, shown, look, colors_of, name):
    theme.use(name)
    shown.show_snapshot(look("a"))
    shown.show_failed("no queue is called jobs")
    assert shown.summary.text() == "no queue is called jobs"
    assert theme.palette.error in colors_of(shown.summary)
    assert column(shown, PAYLOAD) == ["a"]
    shown.show_snapshot(look("a"))
    assert theme.palette.error not in colors_of(shown.summary)


def test_selected_item_is_shown_and_can_be_put_again(qtbot, shown, look, click):
    shown.show_snapshot(look("first", "second"))
    shown.items.selectRow(1)
    assert payload(shown) == "second"
    with qtbot.waitSignal(shown.put_again_wanted) as wanted:
        click(shown.again)
    assert wanted.args == [text("second")]


def test_arrow_keys_move_through_the_items(qtbot, shown, look):
    shown.show_snapshot(look("first", "second", "third"))
    shown.items.selectRow(0)
    qtbot.keyClick(shown.items, Qt.Key_Down)
    assert payload(shown) == "second"
    qtbot.keyClick(shown.items, Qt.Key_End, Qt.ControlModifier)
    assert payload(shown) == "third"


def test_selected_item_stays_selected_while_others_come_and_go(shown, look):
    shown.show_snapshot(look("a", "b", "c"))
    shown.items.selectRow(1)
    shown.show_snapshot(look("b", "c", "d"))
    assert shown.items.currentIndex().row() == 0
    assert payload(shown) == "b"


def test_equal_items_are_told_apart_by_their_numbers(shown, look):
    first, second, third = (text("same", number) for number in (7, 8, 9))
    shown.show_snapshot(look(first, second))
    shown.items.selectRow(1)
    shown.show_snapshot(look(second, third))
    assert shown.items.currentIndex().row() == 0


def test_no_other_item_is_selected_in_place_of_one_that_is_gone(shown, look):
    shown.show_snapshot(look("a", "b"))
    shown.items.selectRow(0)
    shown.show_snapshot(look("b"))
    assert not shown.items.currentIndex().isValid()
    assert not shown.again.isEnabled() and not shown.move_button.isEnabled()


def test_selected_item_stays_selected_when_changes_are_tracked(shown, look, click):
    shown.show_snapshot(look("a", "b", "c"))
    shown.items.selectRow(2)
    click(shown.compare)
    shown.show_snapshot(look("b", "c"))
    assert payload(shown) == "c" and shown.items.currentIndex().row() == 2
    click(shown.compare)
    assert shown.items.currentIndex().row() == 1


def test_only_an_item_with_a_number_that_is_in_the_queue_can_be_moved(qtbot, shown, look, click):
    item = text("numbered", 7)
    shown.show_snapshot(look(item, "without"))
    shown.items.selectRow(1)
    assert not shown.move_button.isEnabled()
    shown.items.selectRow(0)
    with qtbot.waitSignal(shown.move_wanted) as wanted:
        click(shown.move_button)
    assert wanted.args == [7]
    click(shown.compare)
    shown.show_snapshot(look("without"))
    shown.items.selectRow(0)
    assert shown.again.isEnabled() and not shown.move_button.isEnabled()


def test_scroll_position_stays_while_the_content_changes(qtbot, shown, look):
    shown.show_snapshot(look(*(f"item {n}" for n in range(500))))
    bar = shown.items.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    bar.setValue(200)
    shown.show_snapshot(look(*(f"item {n}" for n in range(1, 501))))
    assert bar.value() == 200


def test_large_item_is_requested_only_once(qtbot, shown, look):
    large = Preview(7, Codec.TEXT, 5 * PIECE, b"x" * 256)
    shown.show_snapshot(look(large))
    with qtbot.waitSignal(shown.payload.piece_wanted) as wanted:
        shown.items.selectRow(0)
    assert wanted.args == [large, 0]
    with qtbot.assertNotEmitted(shown.payload.piece_wanted):
        shown.show_snapshot(look(large, "new"))
    shown.payload.show_piece(large, PayloadPart(0, b"y" * PIECE))
    assert payload(shown) == "y" * PIECE


def test_tracking_shows_and_hides_the_column_of_signs(shown, look, click):
    shown.show_snapshot(look("a", "b"))
    assert shown.items.isColumnHidden(SIGN)
    click(shown.compare)
    shown.show_snapshot(look("b", "c"))
    assert not shown.items.isColumnHidden(SIGN)
    assert list(zip(column(shown, SIGN), column(shown, PAYLOAD), strict=True)) == [
        ("−", "a"),
        ("", "b"),
        ("+", "c"),
    ]
    click(shown.compare)
    assert shown.items.isColumnHidden(SIGN)
    assert column(shown, PAYLOAD) == ["b", "c"]


def test_removed_item_can_be_put_again(qtbot, shown, look, click):
    shown.show_snapshot(look("a", "b"))
    click(shown.compare)
    shown.show_snapshot(look("b"))
    shown.items.selectRow(0)
    with qtbot.waitSignal(shown.put_again_wanted) as wanted:
        click(shown.again)
    assert wanted.args == [text("a")]


def test_blocked_calls_have_a_tab_with_their_number(shown, look):
    assert "(" not in shown.tabs.tabText(1)
    calls = [Waiter(5, "loader@a:512", "get", 1.5, 10.0), Waiter(6, "other", "join", 2.0, None)]
    shown.show_snapshot(look(waiters=calls))
    assert shown.tabs.tabText(1).endswith("(2)")
    model = shown.waiting.model()
    assert [model.index(0, n).data() for n in range(4)] == ["loader@a:512", "get", "1.50 s", "8.50 s"]
    shown.show_snapshot(look("a"))
    assert shown.tabs.tabText(1).endswith("(0)")
    assert model.rowCount() == 0


def test_return_key_neither_closes_nor_puts(qtbot, shown, look):
    shown.show_snapshot(look("a"))
    shown.items.selectRow(0)
    with qtbot.assertNotEmitted(shown.put_again_wanted):
        qtbot.keyClick(shown.items, Qt.Key_Return)
    assert shown.isVisible()
    assert not shown.compare.isChecked()


def test_window_fits_the_screen_with_long_names(shown, look, fits, long_name):
    shown.show_snapshot(look(long_name * 20, waiters=[Waiter(1, long_name, "get", 1, None)]))
    shown.show_failed(f"no queue is called {long_name}")
    assert fits(shown)


def test_closed_window_is_deleted(qtbot, shown):
    shown.close()
    qtbot.waitUntil(lambda: sip.isdeleted(shown))


def test_blocked_calls_are_in_front_when_items_cannot_be_read(shown, look):
    refusal = "queue jobs lives in another program; it can only be observed"
    shown.show_snapshot(look(waiters=[Waiter(1, "scaler-0", "put", 1, None)], size=2, content_error=refusal))
    assert shown.tabs.currentWidget() is shown.waiting
    assert shown.summary.text() == refusal


LEASE = LeaseView(17, 2, 5, 7, "worker@10.0.0.7:40312", 10.0, 20.0)


def test_leases_are_requested_only_while_their_tab_is_open(qtbot, shown, look):
    assert not shown.shows_leases
    shown.show_snapshot(look("a", leased=1))
    assert shown.tabs.tabText(2) == "Leases (1)"
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.tabs.setCurrentWidget(shown.leased)
    assert shown.shows_leases


def test_leases_are_shown_with_their_clients(shown, look):
    shown.tabs.setCurrentWidget(shown.leased)
    shown.show_snapshot(look(leased=1, max_deliveries=5, leases=[LEASE]))
    model = shown.leased.model()
    assert [model.index(0, column).data() for column in (0, 1, 5)] == ["17", LEASE.name, "2 of 5"]
    assert not shown.findChild(EmptyNote).isVisible()


def test_leases_beyond_the_limit_of_a_snapshot_are_counted(shown, look):
    shown.tabs.setCurrentWidget(shown.leased)
    shown.show_snapshot(look(leased=100_000, leases=[LEASE] * MOST_LEASES))
    assert shown.summary.text() == "The first 10,000 of 100,000 leases"
    shown.show_snapshot(look(leased=MOST_LEASES, leases=[LEASE] * MOST_LEASES))
    assert shown.summary.text() == "The queue is empty. 10,000 leased"


def test_snapshot_without_leases_asks_again_instead_of_showing_none(qtbot, shown, look):
    shown.tabs.setCurrentWidget(shown.leased)
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.show_snapshot(look(leased=1))
    assert shown.findChild(EmptyNote).text() == "Loading…"


@pytest.mark.parametrize(
    ("reason", "text"),
    [("", "No item is leased."), ("leases needs a controller (rq://)", "leases needs a controller (rq://)")],
)
def test_empty_table_of_leases_says_why(shown, look, reason, text):
    shown.tabs.setCurrentWidget(shown.leased)
    shown.show_snapshot(look(leases=(), leases_error=reason))
    note = shown.findChild(EmptyNote)
    assert (note.text(), note.isVisible()) == (text, True)


def test_unknown_number_of_leases_is_a_dash(shown, look):
    shown.show_snapshot(look("a", kind="queue.Queue"))
    assert shown.tabs.tabText(2) == "Leases (–)"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [((), "The queue is empty. 2 leased, 1 delayed"), (("a",), "1 item, 1 B, 2 leased, 1 delayed")],
)
def test_summary_counts_items_that_are_leased_or_delayed(shown, look, content, sentence):
    shown.show_snapshot(look(*content, leased=2, delayed=1))
    assert shown.summary.text() == sentence


def test_target_rests_after_a_slow_snapshot(qtbot, shown, look, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(content_window, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with qtbot.waitSignal(shown.refresh_wanted):
        shown.show_snapshot(look("a"))
    clock[0] += 5
    shown.show_snapshot(look("b"))
    clock[0] += 19
    with qtbot.assertNotEmitted(shown.refresh_wanted, wait=120):
        pass
    clock[0] += 1
    with qtbot.waitSignal(shown.refresh_wanted):
        pass

# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree of targets and their queues."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QModelIndex, QPersistentModelIndex, Qt

from rqdebug.session import State
from rqdebug.targets.base import Interventions
from rqdebug.ui.models.target_model import COLOR_ROLE, NAMESPACE_ROLE, NOTE_ROLE, TargetModel, state_color
from rqdebug.ui.services.losses import UnseenLosses


@pytest.fixture
def losses(qapp):
    return UnseenLosses()


@pytest.fixture
def model(theme, losses, qtmodeltester):
    model = TargetModel(theme, losses)
    yield model
    qtmodeltester.check(model)


def queues_of(model, row=0):
    """Label and note of each queue below a target."""
    parent = model.index(row, 0)
    rows = (model.index(n, 0, parent) for n in range(model.rowCount(parent)))
    return [(index.data(), index.data(NOTE_ROLE)) for index in rows]


def queue_index(model, row, parent=0):
    return model.index(row, 0, model.index(parent, 0))


def test_target_without_queues_is_one_row(model, make_attachment):
    attachment = make_attachment("edge-1")
    model.add(attachment)
    index = model.index(0, 0)
    assert index.data() == "edge-1"
    assert model.rowCount() == 1
    assert model.rowCount(index) == 0
    assert index.data(NAMESPACE_ROLE) is None
    assert model.attachment_at(index) is attachment


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize(
    ("state", "note", "color"),
    [
        (State.LIVE, "", "ok"),
        (State.CONNECTING, "connecting", "blocked"),
        (State.LOST, "disconnected", "error"),
    ],
)
def test_state_has_a_word_and_a_color(theme, model, make_attachment, name, state, note, color):
    theme.use(name)
    model.add(make_attachment(state=state))
    index = model.index(0, 0)
    assert index.data(NOTE_ROLE) == note
    assert index.data(COLOR_ROLE) == getattr(theme.palette, color) == state_color(theme, state)


def test_tooltip_shows_the_url_and_the_connection_error(model, make_attachment):
    attachment = make_attachment(url="rq://edge:7654", state=State.LOST)
    attachment.reason = "connection refused by <edge>"
    attachment.log.record_loss(1200)
    attachment._order.late = 2
    model.add(attachment)
    tip = model.index(0, 0).data(Qt.ToolTipRole)
    assert (
        "rq://edge:7654\nconnection refused by &lt;edge&gt;\n1,200 events lost\n2 events arrived late" in tip
    )


def test_queues_are_sorted_by_name_ignoring_case(model, make_attachment, queue_row):
    names = ("beta", "Alpha", "gamma", "ALPHA2")
    model.add(make_attachment(queues=[queue_row(name) for name in names]))
    assert [label for label, _ in queues_of(model)] == ["Alpha", "ALPHA2", "beta", "gamma"]


@pytest.mark.parametrize(
    ("figures", "note"),
    [
        ({"size": 0}, "0"),
        ({"size": 1234567}, "1,234,567"),
        ({"size": 3, "maxsize": 10}, "3/10"),
        ({"size": 12000, "maxsize": 50000}, "12,000/50,000"),
    ],
)
def test_queue_shows_how_full_it_is(model, make_attachment, queue_row, figures, note):
    model.add(make_attachment(queues=[queue_row("jobs", **figures)]))
    assert queues_of(model) == [("jobs", note)]


def test_unnamed_queue_is_shown_by_its_namespace(model, make_attachment, queue_row):
    model.add(make_attachment(queues=[queue_row(None, namespace="1b9d")]))
    index = queue_index(model, 0)
    assert index.data() == index.data(NAMESPACE_ROLE) == "1b9d"


def test_queue_with_blocked_calls_is_highlighted(theme, model, make_attachment, queue_row):
    waiting = queue_row("a", blocked_gets=2, blocked_puts=1, put_rate=12.0, get_rate=0.5)
    model.add(make_attachment(queues=[waiting, queue_row("b", kind="lifo")]))
    assert queue_index(model, 0).data(COLOR_ROLE) == theme.palette.blocked
    assert queue_index(model, 1).data(COLOR_ROLE) == theme.palette.muted
    assert "fifo, 12 puts/s, 0.5 gets/s, 3 blocked\nNamespace: uuid-of-a" in queue_index(model, 0).data(
        Qt.ToolTipRole
    )
    assert "lifo, 0 puts/s, 0 gets/s" in queue_index(model, 1).data(Qt.ToolTipRole)


@pytest.mark.parametrize(
    ("rates", "note"), [((0.4, 0.4), ""), ((1.0, 0.0), "1/s"), ((1500.4, 700), "2,200/s")]
)
def test_connected_target_shows_its_rate(model, make_attachment, queue_row, rates, note):
    put_rate, get_rate = rates
    model.add(make_attachment(queues=[queue_row("a", put_rate=put_rate, get_rate=get_rate)]))
    assert model.index(0, 0).data(NOTE_ROLE) == note


def test_unseen_losses_have_priority_over_the_rate(model, losses, make_attachment, queue_row):
    attachment = make_attachment(queues=[queue_row("a", put_rate=5.0)])
    attachment.log.record_loss(1200)
    model.add(attachment)
    assert model.index(0, 0).data(NOTE_ROLE) == "⚠ 1,200 lost"
    losses.mark_seen(attachment, 1200)
    assert model.index(0, 0).data(NOTE_ROLE) == "5/s"


def test_disconnected_state_has_priority_over_losses(model, make_attachment):
    attachment = make_attachment(state=State.LOST)
    attachment.log.record_loss(5)
    model.add(attachment)
    assert model.index(0, 0).data(NOTE_ROLE) == "disconnected"


def test_refresh_of_the_same_queues_keeps_the_rows(qtbot, model, make_attachment, queue_row):
    attachment = make_attachment(queues=[queue_row("a"), queue_row("b")])
    model.add(attachment)
    kept = QPersistentModelIndex(queue_index(model, 1))
    attachment.queues = (queue_row("b", size=7), queue_row("a"))
    with qtbot.assertNotEmitted(model.rowsRemoved):
        model.refresh(attachment)
    assert kept.isValid() and kept.data(NOTE_ROLE) == "7"


def test_refresh_with_other_queues_shows_them(model, make_attachment, queue_row):
    attachment = make_attachment(queues=[queue_row("a"), queue_row("b")])
    model.add(attachment)
    attachment.queues = (queue_row("c"), queue_row("a", size=1))
    model.refresh(attachment)
    assert queues_of(model) == [("a", "1"), ("c", "0")]
    attachment.queues = ()
    model.refresh(attachment)
    assert queues_of(model) == []


def test_targets_with_the_same_name_are_distinguished(model, make_attachment, queue_row):
    first, second = make_attachment("edge"), make_attachment("edge")
    model.add(first)
    model.add(second)
    second.queues = (queue_row("jobs"),)
    model.refresh(second)
    assert (queues_of(model, 0), queues_of(model, 1)) == ([], [("jobs", "0")])
    model.remove(first)
    assert model.rowCount() == 1
    assert model.attachment_at(model.index(0, 0)) is second


def test_queue_belongs_to_its_target(model, make_attachment, queue_row):
    attachment = make_attachment(queues=[queue_row("jobs")])
    model.add(attachment)
    assert model.attachment_at(queue_index(model, 0)) is attachment
    assert model.attachment_at(QModelIndex()) is None


def test_detached_target_is_neither_refreshed_nor_removed_twice(qtbot, model, make_attachment):
    attachment = make_attachment()
    model.add(attachment)
    model.remove(attachment)
    with qtbot.assertNotEmitted(model.rowsInserted), qtbot.assertNotEmitted(model.rowsRemoved):
        model.refresh(attachment)
        model.remove(attachment)
    assert model.rowCount() == 0


def test_rows_cannot_be_edited(model, make_attachment, queue_row):
    model.add(make_attachment(queues=[queue_row("jobs")]))
    assert not model.index(0, 0).flags() & Qt.ItemIsEditable
    assert not queue_index(model, 0).flags() & Qt.ItemIsEditable


def test_colors_follow_the_theme(theme, model, make_attachment, queue_row):
    model.add(make_attachment(queues=[queue_row("jobs", blocked_gets=1)]))
    before = model.index(0, 0).data(COLOR_ROLE), queue_index(model, 0).data(COLOR_ROLE)
    theme.use("light")
    after = model.index(0, 0).data(COLOR_ROLE), queue_index(model, 0).data(COLOR_ROLE)
    assert after == (theme.palette.ok, theme.palette.blocked)
    assert not set(before) & set(after)


SIZES = st.dictionaries(st.sampled_from("abcdeFGH"), st.integers(0, 5), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(moments=st.lists(SIZES, min_size=1, max_size=5))
def test_tree_shows_the_last_report(theme, losses, make_attachment, queue_row, moments):
    model, attachment = TargetModel(theme, losses), make_attachment()
    model.add(attachment)
    for sizes in moments:
        attachment.queues = tuple(queue_row(name, size=size) for name, size in sizes.items())
        model.refresh(attachment)
        assert queues_of(model) == [(name, str(sizes[name])) for name in sorted(sizes, key=str.lower)]


def test_frozen_queue_and_its_target_are_marked(theme, model, make_attachment, queue_row):
    attachment = make_attachment(queues=[queue_row("jobs", size=3, frozen="puts")])
    attachment.interventions = Interventions(frozen_queues=1, debuggers=("tests@10.0.0.7:1",))
    model.add(attachment)
    target, queue = model.index(0, 0), queue_index(model, 0)
    assert target.data(COLOR_ROLE) == queue.data(COLOR_ROLE) == theme.palette.held
    assert "1 queue is frozen – set by tests@10.0.0.7:1" in target.data(Qt.ToolTipRole)
    assert queue.data(NOTE_ROLE) == "frozen, 3"
    assert "no item enters the queue" in queue.data(Qt.ToolTipRole)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a queue as rows, with and without tracked changes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import QModelIndex, Qt

from rqcore.codec import Codec
from rqcore.protocol.queue_values import Preview
from rqdebug.ui.models.content_model import PREVIEW, ContentModel

PLACE, SIGN, CODEC, SIZE, PAYLOAD = range(5)


def text(content, number=None):
    return Preview(number, Codec.TEXT, len(content), content)


A, B, C, D = (text(letter) for letter in (b"a", b"b", b"c", b"d"))


@pytest.fixture
def model(theme, qtmodeltester):
    model = ContentModel(theme)
    yield model
    qtmodeltester.check(model)


def test_new_model_has_no_rows_and_five_titled_columns(model, shown):
    assert model.rowCount() == 0
    assert model.columnCount() == 5
    assert shown.titles(model)[CODEC:] == ["Codec", "Size", "Payload"]
    assert not model.comparing


def test_rows_are_numbered_from_the_next_item(model, shown):
    model.show_content([A, text(b"hello"), Preview(7, Codec.JSON, 9, b'{"n": 1}\n')])
    assert shown.table(model) == [
        ["1", "", "text", "1 B", "a"],
        ["2", "", "text", "5 B", "hello"],
        ["3", "", "json", "9 B", '{"n": 1}\\n'],
    ]


@pytest.mark.parametrize(
    ("item", "size", "payload"),
    [
        (Preview(None, Codec.RAW, 3, b"\x00\xff\x10"), "3 B", "00 ff 10"),
        (Preview(None, Codec.PICKLE, 2, b"\x80\x04"), "2 B", "80 04"),
        (Preview(None, Codec.TEXT, 2048, b"x" * 10), "2.0 KiB", "x" * 10 + "…"),
        (Preview(None, Codec.TEXT, 300, b"y" * 300), "300 B", "y" * PREVIEW + "…"),
        (Preview(None, Codec.TEXT, PREVIEW, b"z" * PREVIEW), "200 B", "z" * PREVIEW),
        (Preview(None, Codec.TEXT, 0, b""), "0 B", "(empty item)"),
        (Preview(None, Codec.TEXT, 9, "größe €".encode()), "9 B", "größe €"),
        (Preview(None, Codec.TEXT, 3, b"a\tb"), "3 B", "a\\tb"),
    ],
    ids=["raw", "pickle", "cut by the target", "cut by the row", "just fits", "empty", "umlauts", "tab"],
)
def test_payload_is_one_line_and_marks_truncation(model, shown, item, size, payload):
    model.show_content([item])
    assert shown.texts(model, 0)[SIZE:] == [size, payload]


def test_positions_and_sizes_are_right_aligned_with_their_titles(model, shown):
    model.show_content([A])
    assert shown.right(model) == {PLACE, SIZE}
    assert model.headerData(0, Qt.Vertical) is None


def test_same_content_does_not_reset_the_model(qtbot, model):
    model.show_content([A, B])
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_content((A, B))
    with qtbot.waitSignal(model.modelReset):
        model.show_content([A])


def test_tracking_starts_without_changes(model, shown):
    model.show_content([A, B])
    model.compare(True)
    assert model.comparing
    assert [row[SIGN] for row in shown.table(model)] == ["", ""]


def test_tracking_marks_added_and_removed_items(model, shown):
    model.show_content([A, B, C])
    model.compare(True)
    model.show_content([B, C, D])
    assert [row[:2] + row[PAYLOAD:] for row in shown.table(model)] == [
        ["", "−", "a"],
        ["1", "", "b"],
        ["2", "", "c"],
        ["3", "+", "d"],
    ]
    assert [model.item_at(row) for row in range(4)] == [A, B, C, D]


def test_end_of_tracking_shows_only_current_items(model, shown):
    model.show_content([A, B])
    model.compare(True)
    model.show_content([C])
    model.compare(False)
    assert not model.comparing
    assert [row[:2] + row[PAYLOAD:] for row in shown.table(model)] == [["1", "", "c"]]


def test_second_tracking_starts_from_the_current_content(model, shown):
    model.show_content([A])
    model.compare(True)
    model.show_content([A, B])
    model.compare(False)
    model.compare(True)
    model.show_content([B])
    assert [row[1] for row in shown.table(model)] == ["−", ""]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_added_and_removed_items_have_different_colors(theme, model, shown, name):
    theme.use(name)
    model.show_content([A, B])
    model.compare(True)
    model.show_content([B, C])
    palette = theme.palette
    for column in range(5):
        assert shown.color(model, 0, column) == palette.error
        assert shown.color(model, 2, column) == palette.ok
    assert shown.color(model, 1, PAYLOAD) == palette.text
    assert {shown.color(model, 1, column) for column in (PLACE, CODEC, SIZE)} == {palette.muted}


def test_tooltip_explains_a_sign_and_nothing_else(model):
    model.show_content([A, B])
    model.compare(True)
    model.show_content([B, C])
    gone, stayed, came = (model.index(row, PAYLOAD).data(Qt.ToolTipRole) for row in range(3))
    assert stayed is None
    assert gone and came and gone != came
    assert model.index(0, 0).data(Qt.UserRole) is None


def test_items_have_no_children(model):
    model.show_content([A])
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert model.rowCount(QModelIndex()) == 1


ITEMS = st.lists(st.sampled_from([A, B, C, D]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(before=ITEMS, after=ITEMS)
def test_tracking_keeps_both_contents_in_order(theme, shown, before, after):
    # given
    model = ContentModel(theme)
    model.show_content(before)
    model.compare(True)
    # when
    model.show_content(after)
    # then
    rows = [(model.item_at(row), *shown.texts(model, row)[:2]) for row in range(model.rowCount())]
    assert [item for item, _, sign in rows if sign != "+"] == before
    assert [item for item, _, sign in rows if sign != "−"] == after
    assert [place for _, place, sign in rows if sign != "−"] == [str(n + 1) for n in range(len(after))]
    assert all(place == "" for _, place, sign in rows if sign == "−")

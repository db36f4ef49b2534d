# SPDX-License-Identifier: GPL-3.0-or-later
"""Delegates of tables and trees, checked by their pixels in both themes."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QRect, Qt
from PyQt5.QtGui import QBrush, QColor, QImage, QPainter, QStandardItem, QStandardItemModel
from PyQt5.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from rqdebug.ui.models.queue_table_model import HISTORY, HISTORY_ROLE
from rqdebug.ui.models.target_model import COLOR_ROLE, NAMESPACE_ROLE, NOTE_ROLE
from rqdebug.ui.widgets.delegates import PADDING, RADIUS, CellDelegate, DepthDelegate, TargetDelegate

PAPER = "#010203"
"""What is below: a colour of no theme."""


@pytest.fixture(params=["dark", "light"])
def theme(theme, request):
    theme.use(request.param)
    return theme


@pytest.fixture
def item(qapp):
    """A cell with the given data roles: ``item({Qt.DisplayRole: "a"})``."""
    models = []

    def item(roles):
        model = QStandardItemModel()
        models.append(model)
        cell = QStandardItem()
        for role, value in ({Qt.TextAlignmentRole: int(Qt.AlignLeft | Qt.AlignVCenter)} | roles).items():
            cell.setData(value, role)
        model.appendRow(cell)
        return model.index(0, 0)

    return item


@pytest.fixture
def drawn(qapp):
    """A picture of a cell as a delegate draws it."""

    def drawn(delegate, index, width=200, height=24, state=QStyle.State_Enabled, widget=None):
        image = QImage(width, height, QImage.Format_RGB32)
        image.fill(QColor(PAPER))
        option = QStyleOptionViewItem()
        if widget is not None:
            option.initFrom(widget)
            option.widget = widget
        option.rect, option.state = QRect(0, 0, width, height), state
        option.showDecorationSelected = True
        painter = QPainter(image)
        delegate.paint(painter, option, index)
        painter.end()
        return image

    return drawn


def inked(image, color):
    """Return the columns and rows in which pixels have a colour."""
    places = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == color
    ]
    return sorted({x for x, _ in places}), sorted({y for _, y in places})


class TestCell:
    @pytest.fixture
    def delegate(self, theme, qapp):
        return CellDelegate(theme, qapp)

    def test_text_is_drawn_in_the_color_of_the_theme_with_padding(self, theme, delegate, item, drawn):
        columns, _ = inked(drawn(delegate, item({Qt.DisplayRole: "HHHH"})), theme.palette.text)
        assert PADDING <= columns[0] < PADDING + 4
        assert columns[-1] < 100

    def test_right_aligned_text_ends_before_the_padding(self, theme, delegate, item, drawn):
        roles = {Qt.DisplayRole: "HHHH", Qt.TextAlignmentRole: int(Qt.AlignRight | Qt.AlignVCenter)}
        columns, _ = inked(drawn(delegate, item(roles)), theme.palette.text)
        assert columns[0] > 100
        assert 200 - PADDING - 4 <= columns[-1] <= 200 - PADDING

    def test_cell_has_the_colors_of_its_model(self, delegate, item, drawn, colors_of):
        roles = {
            Qt.DisplayRole: "HHHH",
            Qt.ForegroundRole: QBrush(QColor("#ff0000")),
            Qt.BackgroundRole: QBrush(QColor("#00ff00")),
        }
        image = drawn(delegate, item(roles))
        assert {"#ff0000", "#00ff00"} <= colors_of(image)
        assert PAPER not in colors_of(image)

    def test_selection_overrides_the_colors_of_the_model(self, theme, delegate, item, drawn, colors_of):
        roles = {
            Qt.DisplayRole: "HHHH",
            Qt.ForegroundRole: QBrush(QColor("#ff0000")),
            Qt.BackgroundRole: QBrush(QColor("#00ff00")),
        }
        colors = colors_of(drawn(delegate, item(roles), state=QStyle.State_Selected))
        assert {theme.palette.selection, theme.palette.text} <= colors
        assert not {"#ff0000", "#00ff00"} & colors

    @pytest.mark.parametrize("text", ["", None])
    def test_empty_cell_draws_nothing(self, delegate, item, drawn, colors_of, text):
        assert colors_of(drawn(delegate, item({Qt.DisplayRole: text}))) == {PAPER}

    def test_long_text_is_cut_off_before_the_padding(self, theme, delegate, item, drawn):
        columns, rows = inked(
            drawn(delegate, item({Qt.DisplayRole: "H" * 500}), width=80), theme.palette.text
        )
        assert columns[-1] < 80 - PADDING
        assert len(rows) < 20

    def test_several_lines_are_drawn_as_one(self, theme, delegate, item, drawn):
        _, one = inked(drawn(delegate, item({Qt.DisplayRole: "HH"})), theme.palette.text)
        _, two = inked(drawn(delegate, item({Qt.DisplayRole: "HH\nHH"})), theme.palette.text)
        assert len(two) <= len(one) + 1


class TestDepth:
    @pytest.fixture
    def delegate(self, theme, qapp):
        return DepthDelegate(theme, qapp)

    @pytest.fixture
    def curve(self, delegate, item, drawn):
        def curve(*depths, maxsize=0, width=200):
            return drawn(delegate, item({HISTORY_ROLE: (depths, maxsize)}), width=width)

        return curve

    def top(self, image, color, column):
        return min(y for y in range(image.height()) if image.pixelColor(column, y).name() != PAPER)

    def test_newest_depth_is_at_the_right(self, theme, curve):
        columns, _ = inked(curve(1, 2, 3), theme.palette.accent)
        assert 200 - PADDING - 4 <= columns[-1] <= 200 - PADDING + 3

    def test_history_grows_from_the_right(self, curve, colors_of):
        few, many = curve(*[2] * 5), curve(*[2] * HISTORY)
        left = QRect(0, 0, 100, 24)
        assert colors_of(few, left) == {PAPER}
        assert colors_of(many, left) != {PAPER}

    def test_deeper_queue_is_drawn_higher(self, theme, curve):
        shallow = curve(*[1] * HISTORY, maxsize=10)
        deep = curve(*[9] * HISTORY, maxsize=10)
        assert self.top(deep, None, 100) < self.top(shallow, None, 100)

    def test_full_queue_is_drawn_in_the_color_of_blocking(self, theme, curve, colors_of):
        full, roomy = colors_of(curve(3, 10, maxsize=10)), colors_of(curve(10, 9, maxsize=10))
        assert theme.palette.blocked in full and theme.palette.accent not in full
        assert theme.palette.accent in roomy and theme.palette.blocked not in roomy

    def test_unbounded_queue_is_never_full(self, theme, curve, colors_of):
        assert theme.palette.blocked not in colors_of(curve(10**9))

    def test_depth_above_maxsize_stays_in_the_cell(self, curve):
        image = curve(*[50] * HISTORY, maxsize=10)
        assert all(image.pixelColor(x, y).name() == PAPER for x in range(200) for y in (0, 1))

    def test_empty_queue_is_drawn_at_the_bottom(self, curve):
        image = curve(*[0] * HISTORY)
        assert self.top(image, None, 100) > 12


class TestTarget:
    @pytest.fixture
    def tree(self, qtbot, theme):
        tree = QTreeView()
        qtbot.addWidget(tree)
        tree.ensurePolished()
        return tree

    @pytest.fixture
    def delegate(self, theme, tree):
        return TargetDelegate(theme, tree)

    def target(self, item, text="edge-1", note="", color="#00ff00", namespace=None):
        return item({Qt.DisplayRole: text, NOTE_ROLE: note, COLOR_ROLE: color, NAMESPACE_ROLE: namespace})

    def test_state_of_a_target_is_a_dot_at_the_right(self, delegate, tree, item, drawn):
        columns, rows = inked(drawn(delegate, self.target(item), widget=tree), "#00ff00")
        assert columns[0] >= 200 - PADDING - 2 * RADIUS - 2 and columns[-1] <= 200 - PADDING
        assert 2 * RADIUS - 3 <= len(rows) <= 2 * RADIUS + 1

    def test_note_of_a_target_is_muted_and_left_of_the_dot(self, theme, delegate, tree, item, drawn):
        image = drawn(delegate, self.target(item, note="HHH"), widget=tree)
        columns, _ = inked(image, theme.palette.muted)
        dot, _ = inked(image, "#00ff00")
        assert columns and columns[-1] < dot[0] - PADDING // 2

    def test_queue_has_no_dot_but_a_note_in_its_color(self, delegate, tree, item, drawn):
        index = self.target(item, "jobs", note="HHH", color="#ff00ff", namespace="uuid")
        columns, rows = inked(drawn(delegate, index, widget=tree), "#ff00ff")
        assert 200 - PADDING - 4 <= columns[-1] <= 200 - PADDING
        assert len(columns) > 10 and len(rows) > RADIUS

    def test_long_name_leaves_space_for_the_note(self, theme, delegate, tree, item, drawn):
        index = self.target(item, "H" * 300, note="HHH", color="#ff00ff", namespace="uuid")
        image = drawn(delegate, index, widget=tree)
        name, _ = inked(image, theme.palette.text)
        note, _ = inked(image, "#ff00ff")
        assert name and name[-1] < note[0]

    def test_target_name_is_bold_and_queue_name_is_not(self, delegate, tree, item):
        for namespace, bold in ((None, True), ("uuid", False)):
            option = QStyleOptionViewItem()
            option.initFrom(tree)
            delegate.initStyleOption(option, self.target(item, namespace=namespace))
            assert option.font.bold() is bold

    def test_row_is_a_little_higher_than_its_text(self, delegate, tree, item):
        option = QStyleOptionViewItem()
        option.initFrom(tree)
        height = delegate.sizeHint(option, self.target(item)).height()
        assert height == option.fontMetrics.height() + 9

# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of queues: sorting, opening, selection by namespace."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import QPoint, Qt

from rqdebug.session import ClosedQueue
from rqdebug.ui.log.queue_table import QueueTable
from rqdebug.ui.models.queue_table_model import COLUMNS, DEPTH, FILL, QueueTableModel


@pytest.fixture
def model(theme):
    return QueueTableModel(theme)


@pytest.fixture
def table(qtbot, theme, model, queue_row):
    table = QueueTable(model, theme)
    qtbot.addWidget(table)
    table.resize(1100, 300)
    model.show_queues(
        [
            queue_row("jobs", size=3, maxsize=10, put_rate=12.0),
            queue_row("Alpha", size=20, kind="lifo"),
            queue_row("results", size=100, get_rate=5.5),
        ]
    )
    with qtbot.waitExposed(table):
        table.show()
    return table


@pytest.fixture
def press_title(table, click):
    """Click the title of a column."""

    def press_title(section):
        header = table.horizontalHeader()
        click(header.viewport(), QPoint(header.sectionViewportPosition(section) + 15, header.height() // 2))

    return press_title


def names(table):
    return [table.model().index(row, 0).data() for row in range(table.model().rowCount())]


def middle(table, row, column=0):
    return table.visualRect(table.model().index(row, column)).center()


def test_queues_are_sorted_by_name_at_first(table):
    assert names(table) == ["Alpha", "jobs", "results"]
    assert table.selected() is None


def test_click_on_a_title_sorts_and_a_second_click_reverses(table, press_title):
    press_title(FILL)
    rising = names(table)
    press_title(FILL)
    assert [rising, names(table)] in (
        [["jobs", "Alpha", "results"], ["results", "Alpha", "jobs"]],
        [["results", "Alpha", "jobs"], ["jobs", "Alpha", "results"]],
    )


def test_sorted_table_follows_changed_values(table, model, queue_row):
    table.sortByColumn(FILL, Qt.DescendingOrder)
    model.show_queues(
        [queue_row("jobs", size=500), queue_row("Alpha", size=20), queue_row("results", size=1)]
    )
    assert names(table) == ["jobs", "Alpha", "results"]


def test_selected_queue_belongs_to_the_selected_row(table, click):
    click(table.viewport(), middle(table, 1, FILL))
    assert table.selected().stat.name == "jobs"
    table.sortByColumn(0, Qt.DescendingOrder)
    assert table.selected().stat.name == "jobs"


def test_queue_is_selected_by_namespace_in_any_sort_order(table):
    table.sortByColumn(FILL, Qt.DescendingOrder)
    table.select_queue("uuid-of-Alpha")
    assert table.selected().stat.name == "Alpha"
    assert table.currentIndex().row() == 1
    table.select_queue("uuid-of-nothing")
    assert table.selected() is None


def test_selected_queue_is_scrolled_into_view(table, model, queue_row):
    model.show_queues([queue_row(f"queue {n:03}") for n in range(200)])
    table.select_queue("uuid-of-queue 150")
    assert table.viewport().rect().contains(middle(table, 150))


@pytest.mark.parametrize("how", ["return", "double click"])
def test_queue_is_opened_by_key_and_by_mouse(qtbot, table, how):
    table.select_queue("uuid-of-jobs")
    with qtbot.waitSignal(table.queue_opened) as opened:
        if how == "return":
            qtbot.keyClick(table, Qt.Key_Return)
        else:
            qtbot.mouseClick(table.viewport(), Qt.LeftButton, pos=middle(table, 1))
            qtbot.mouseDClick(table.viewport(), Qt.LeftButton, pos=middle(table, 1))
    assert opened.args[0].stat.name == "jobs"


def test_menu_is_requested_only_on_a_queue(qtbot, table):
    place = middle(table, 0)
    with qtbot.waitSignal(table.menu_wanted) as wanted:
        table.customContextMenuRequested.emit(place)
    assert wanted.args == [table.viewport().mapToGlobal(place)]
    with qtbot.assertNotEmitted(table.menu_wanted):
        table.customContextMenuRequested.emit(QPoint(10, table.viewport().height() - 2))


def test_empty_table_shows_a_hint_until_a_queue_exists(table, model, queue_row):
    assert not table.note.isVisible()
    model.show_queues([])
    assert table.note.isVisible()
    assert table.note.text().startswith("No queues yet.")
    assert table.selected() is None
    model.show_queues([queue_row("jobs")])
    assert not table.note.isVisible()


def test_height_for_all_queues_grows_with_their_number(table, model, queue_row):
    row = table.verticalHeader().defaultSectionSize()
    before = table.wanted_height()
    model.show_queues([queue_row(str(n)) for n in range(10)])
    assert table.wanted_height() - before == 7 * row
    assert before == table.horizontalHeader().height() + 3 * row + row // 2


def test_columns_fill_the_width_and_show_their_titles(table):
    table.choose_columns({"Leased": True, "Delayed": True, "Dead": True})
    header = table.horizontalHeader()
    assert header.length() == table.viewport().width()
    for section in range(table.model().columnCount()):
        title = table.model().headerData(section, Qt.Horizontal)
        assert header.sectionSize(section) > header.fontMetrics().horizontalAdvance(title)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_depth_is_drawn_in_the_colors_of_the_theme(theme, table, model, queue_row, colors_of, name):
    theme.use(name)
    model.show_queues([queue_row("full", size=10, maxsize=10), queue_row("roomy", size=5, maxsize=10)])
    image = table.viewport().grab().toImage()
    full, roomy = (table.visualRect(table.model().index(row, DEPTH)) for row in range(2))
    assert theme.palette.blocked in colors_of(image, full)
    assert theme.palette.accent in colors_of(image, roomy)


def test_tooltip_shows_a_long_name_completely(table, model, queue_row, long_name):
    model.show_queues([queue_row(long_name)])
    assert long_name in table.model().index(0, 0).data(Qt.ToolTipRole)
    assert table.horizontalHeader().length() == table.viewport().width()


def test_selected_queue_stays_selected_when_others_come_and_go(table, model, queue_row):
    table.select_queue("uuid-of-jobs")
    for others in (("a", "zebra"), ("b",), (), ("results", "Alpha")):
        model.show_queues([queue_row(name) for name in (*others, "jobs")])
        assert table.selected().stat.name == "jobs"
        assert table.currentIndex().data() == "jobs"


def test_closed_queue_leaves_none_selected(qtbot, table, model, queue_row):
    table.select_queue("uuid-of-jobs")
    with qtbot.waitSignal(table.current_changed):
        model.show_queues([queue_row("Alpha"), queue_row("results")])
    assert table.selected() is None and not table.currentIndex().isValid()
    model.show_queues([queue_row("Alpha"), queue_row("jobs"), queue_row("results")])
    assert table.selected() is None


def test_queue_is_selected_as_soon_as_it_is_listed(table, model, queue_row):
    table.select_queue("uuid-of-new")
    assert table.selected() is None
    model.show_queues([queue_row("jobs"), queue_row("new")])
    assert table.selected().stat.name == "new"


def test_selection_of_the_user_is_not_replaced_by_a_queue_that_comes_later(table, model, queue_row):
    table.select_queue("uuid-of-new")
    table.select_queue("uuid-of-jobs")
    model.show_queues([queue_row("jobs"), queue_row("new")])
    assert table.selected().stat.name == "jobs"


@pytest.fixture
def closed_jobs(table, model, queue_row):
    """The queue ``jobs`` was closed while it was selected."""
    table.select_queue("uuid-of-jobs")
    rows = [queue_row("Alpha", size=20), queue_row("zulu")]
    model.show_queues(rows, [ClosedQueue(queue_row("jobs", size=3), 1_700_000_000_000_000_000)])
    return table


def test_closed_queue_is_at_the_end_in_each_order(closed_jobs, press_title):
    orders = [names(closed_jobs)]
    for _ in range(2):
        press_title(0)
        orders.append(names(closed_jobs))
    assert {tuple(order) for order in orders} == {("Alpha", "zulu", "jobs"), ("zulu", "Alpha", "jobs")}


def test_closed_queue_is_no_current_queue(qtbot, closed_jobs):
    assert closed_jobs.selected() is None
    closed_jobs.selectRow(2)
    assert closed_jobs.selectionModel().selectedRows()[0].data() == "jobs"
    assert closed_jobs.selected() is None


def test_closed_queue_is_grey_and_says_when(closed_jobs, theme):
    model = closed_jobs.model()
    texts = [model.index(2, column).data() for column in range(model.columnCount())]
    assert texts[1] == "closed" and texts[FILL].count(":") == 2 and texts[-1] == "–"
    assert "it held 3 items" in model.index(2, 0).data(Qt.ToolTipRole)
    assert model.index(2, 0).data(Qt.ForegroundRole).color().name() == theme.palette.muted


def test_enter_on_a_closed_queue_filters_its_events(qtbot, closed_jobs):
    closed_jobs.selectRow(2)
    with qtbot.waitSignal(closed_jobs.queue_opened) as opened:
        qtbot.keyClick(closed_jobs, Qt.Key_Return)
    assert opened.args[0].stat.label == "jobs"


def test_queue_that_exists_again_is_open(closed_jobs, model, queue_row):
    model.show_queues([queue_row("jobs"), queue_row("Alpha"), queue_row("zulu")])
    assert names(closed_jobs) == ["Alpha", "jobs", "zulu"]
    closed_jobs.selectRow(1)
    assert closed_jobs.selected().stat.label == "jobs"


def hidden(table):
    return [column.title for number, column in enumerate(COLUMNS) if table.isColumnHidden(number)]


def test_column_of_leases_appears_with_the_first_lease_and_stays(table, model, queue_row):
    assert hidden(table) == ["Leased", "Delayed", "Dead"]
    model.show_queues([queue_row("jobs", leased=1)])
    assert hidden(table) == ["Delayed", "Dead"]
    model.show_queues([queue_row("jobs", leased=0)])
    assert hidden(table) == ["Delayed", "Dead"]


def test_user_shows_and_hides_columns(qtbot, table, model, queue_row):
    actions = {action.text().replace("&", ""): action for action in table.column_menu().actions()}
    assert not actions["Queue"].isEnabled(), "without names, all rows would look alike"
    with qtbot.waitSignal(table.columns_chosen) as signal:
        actions["Dead"].trigger()
    assert signal.args == [{"Dead": True}]
    with qtbot.waitSignal(table.columns_chosen) as signal:
        actions["Leased"].trigger()
        actions["Leased"].trigger()
    model.show_queues([queue_row("jobs", leased=1)])
    assert hidden(table) == ["Leased", "Delayed"]


def test_chosen_columns_are_kept_for_the_next_start(settings):
    settings.queue_columns = {"Dead": True, "Clients": False}
    assert settings.queue_columns == {"Dead": True, "Clients": False}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The help: every page can be read, and F1 opens the right one."""

from __future__ import annotations

import re

import pytest
from PyQt5.Qsci import QsciScintilla
from PyQt5.QtCore import Qt, QUrl
from PyQt5.QtGui import QKeySequence, QTextDocument

from rqdebug.support.paths import documentation
from rqdebug.ui.scripts.editor_keys import bind_keys, bound_keys
from rqdebug.ui.window.commands import COMMANDS
from rqdebug.ui.window.help.help_pages import HelpPage, help_pages
from rqdebug.ui.window.help.help_window import HelpWindow, anchor_of
from rqdebug.ui.window.panels import PANELS


@pytest.fixture
def help_window(qtbot, theme):
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    return window


def test_every_page_can_be_read(qtbot, help_window):
    pages = help_pages()
    assert len({page.title for page in pages}) == len(pages) >= 13
    for page in pages:
        help_window.open_page(page.path)
        assert page.title in help_window.text.toPlainText()
        assert help_window.titles.currentItem().text() == page.title


def test_unknown_page_opens_the_first_steps(help_window):
    help_window.open_page("window/log.md")
    help_window.open_page("nothing of the kind")
    assert help_window.page.path == "window/getting-started.md"


def test_sections_cannot_be_chosen(help_window):
    items = [help_window.titles.item(row) for row in range(help_window.titles.count())]
    sections = [item.text() for item in items if not item.flags() & Qt.ItemIsSelectable]
    assert {"Window", "Reference", "Explanation"} <= set(sections)
    assert "" not in sections


def test_pages_name_only_shortcuts_that_exist(qtbot):
    editor = QsciScintilla()
    qtbot.addWidget(editor)
    bind_keys(editor)
    of_editor = {QKeySequence(key).toString() for key in bound_keys(editor)}
    known = {command.shortcut for command in COMMANDS} | of_editor | {"Ctrl+Space", "Ctrl+C"}
    texts = [page.source.read_text(encoding="utf-8") for page in help_pages()]
    named = {key for text in texts for key in re.findall(r"\b(?:Ctrl|Alt|Shift)\+[\w+]+|\bF\d+\b", text)}
    assert named <= known


def test_a_page_is_chosen_by_keyboard(qtbot, help_window):
    help_window.open_page("window/getting-started.md")
    help_window.titles.setFocus()
    qtbot.keyClick(help_window.titles, Qt.Key_Down)
    assert help_window.page.path == "window/targets.md"


def test_a_link_opens_another_page(help_window):
    help_window.open_page("window/log.md")
    help_window.open_link(QUrl("../reference/filter-language.md"))
    assert help_window.page.path == "reference/filter-language.md"


def test_a_link_scrolls_to_a_heading(help_window):
    help_window.open_page("window/log.md")
    help_window.open_link(QUrl("../reference/filter-language.md#fields"))
    assert help_window.text.verticalScrollBar().value() > 0


def test_a_link_to_a_page_of_the_site_is_plain_text():
    source = next(page for page in help_pages() if page.path == "how-to/debug-parallel-queue.md")
    text = source.markdown({source.path})
    assert "see\n`rqcore.parallel_queue`." in text or "see `rqcore.parallel_queue`." in text


def test_code_in_a_sentence_has_the_font_of_code(help_window):
    help_window.open_page("window/getting-started.md")
    cursor = help_window.text.document().find("rqcore serve")
    assert cursor.charFormat().font().family() != help_window.text.document().defaultFont().family()


def test_anchor_of_a_heading_is_that_of_the_site():
    assert anchor_of("Errors that raises() can expect") == "errors-that-raises-can-expect"
    assert anchor_of("Prioritäten") == "prioritaten"


def test_every_panel_has_a_page():
    assert {spec.help_page for spec in PANELS} <= {page.path for page in help_pages()}


def test_an_admonition_becomes_a_quotation(tmp_path):
    source = tmp_path / "page.md"
    source.write_text(
        '# Page\n\n!!! warning "Careful"\n    One.\n\n    Two.\n\nThree. { .note }\n', encoding="utf-8"
    )
    text = HelpPage("window/page.md", "Window", source).text
    assert text == "# Page\n\n> **Careful**\n>\n> One.\n>\n> Two.\n\nThree. \n"


def test_f1_opens_the_page_of_the_panel(qtbot, window, attached):
    tab = window.context.current.log
    for widget, path in (
        (tab.filter_bar.line, "window/filters.md"),
        (tab.log, "window/log.md"),
        (tab.queues, "window/queues.md"),
    ):
        window.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        window.context.commands["help.here"].trigger()
        (shown,) = window.findChildren(HelpWindow)
        assert shown.page.path == path
    shown.close()


def test_only_code_keeps_its_lines(help_window):
    help_window.open_page("window/filters.md")
    block = help_window.text.document().begin()
    kept = {True: [], False: []}
    while block.isValid():
        kept[block.blockFormat().nonBreakableLines()].append(block.text())
        block = block.next()
    assert any("method == put" in line for line in kept[True])
    assert any(line.startswith("Type an expression") for line in kept[False])


PICTURE = re.compile(r"!\[.+\]\((\S+)\)")


def test_pictures_exist_for_both_themes():
    pages = [page for language in ("en", "de") for page in help_pages(language)]
    pictures = [documentation() / page.resolve(name) for page in pages for name in PICTURE.findall(page.text)]
    assert len(pictures) >= 10
    for picture in pictures:
        assert picture.is_file()
        assert picture.with_name(picture.name.replace("-light", "-dark")).is_file()


def test_open_page_follows_the_theme_at_its_place(help_window, theme):
    theme.use("light")
    help_window.open_page("window/filters.md", "styles")
    place = help_window.text.verticalScrollBar().value()
    theme.use("dark")
    code = help_window.text.document().find("@slow and client").block()
    assert code.blockFormat().background().color().name() == theme.palette.stripe
    assert help_window.text.verticalScrollBar().value() == place > 0


@pytest.mark.parametrize("name", ["dark", "light"])
def test_a_picture_is_in_the_theme_and_no_wider_than_the_page(qtbot, theme, name):
    theme.use(name)
    window = HelpWindow(theme)
    qtbot.addWidget(window)
    window.show()
    picture = window.text.loadResource(QTextDocument.ImageResource, QUrl("../screenshots/script-light.png"))
    assert 0 < picture.width() < window.text.width()
    assert (picture.pixelColor(5, 5).lightness() < 128) == (name == "dark")
    gone = window.text.loadResource(QTextDocument.ImageResource, QUrl("../screenshots/none.png"))
    assert gone.isNull()

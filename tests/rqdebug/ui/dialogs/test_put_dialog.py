# SPDX-License-Identifier: GPL-3.0-or-later
"""The put dialog: an item is checked while typing, put, and put again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt5.QtCore import Qt

from rqcore.codec import Codec, Payload
from rqdebug.inspection.item_text import ItemDraft, read_file_item, read_item
from rqdebug.ui.dialogs.put_dialog import MAX_WAIT, PutDialog
from rqdebug.ui.models import formats
from rqdebug.ui.services.item_drafts import ItemDrafts


@pytest.fixture
def drafts(settings):
    return ItemDrafts(settings)


@pytest.fixture
def open_dialog(shown, drafts, theme, queue_row):
    def open_dialog(name="jobs", **figures):
        return shown(PutDialog(queue_row(name, **figures).stat, drafts, theme))

    return open_dialog


@pytest.fixture
def dialog(open_dialog):
    return open_dialog()


def library(dialog):
    return [dialog.saved.item(row).text() for row in range(dialog.saved.count())]


def write(dialog, codec, text):
    dialog.codec.setCurrentText(codec)
    dialog.text.setPlainText(text)


def test_new_dialog_is_ready_for_text(dialog):
    assert dialog.windowTitle() == "Put Item into jobs"
    assert dialog.codec.currentText() == "text"
    assert [dialog.codec.itemText(n) for n in range(dialog.codec.count())] == ["text", "json", "raw"]
    assert dialog.text.toPlainText() == ""
    assert dialog.text.hasFocus()
    assert dialog.put_button.isEnabled() and dialog.put_button.isDefault()
    assert dialog.outcome.text() == ""


@pytest.mark.parametrize(
    ("codec", "text", "payload"),
    [
        ("text", "größe", Payload(Codec.TEXT, "größe".encode())),
        ("text", "", Payload(Codec.TEXT, b"")),
        ("text", "two\nlines", Payload(Codec.TEXT, b"two\nlines")),
        ("text", "10\u00a0km", Payload(Codec.TEXT, "10\u00a0km".encode())),
        ("json", '{"n": [1, null]}', Payload(Codec.JSON, b'{"n":[1,null]}')),
        ("raw", "00 ff 10", Payload(Codec.RAW, b"\x00\xff\x10")),
        ("raw", "00FF10", Payload(Codec.RAW, b"\x00\xff\x10")),
        ("raw", "", Payload(Codec.RAW, b"")),
    ],
)
def test_put_emits_the_payload_that_was_written(qtbot, dialog, click, codec, text, payload):
    write(dialog, codec, text)
    with qtbot.waitSignal(dialog.put_wanted) as wanted:
        click(dialog.put_button)
    assert wanted.args == [payload, 0.0, None]


@pytest.mark.parametrize(
    ("codec", "text", "problem"),
    [
        ("json", '{"n": 1', "line 1, column 8: "),
        ("json", "[1,\n 2,\n x]", "line 3, column 2: "),
        ("json", "", "line 1, column 1: "),
        ("raw", "0", "write two hexadecimal digits for each byte, such as 00 ff"),
        ("raw", "zz", "write two hexadecimal digits for each byte, such as 00 ff"),
    ],
)
def test_malformed_item_is_explained_while_typing(dialog, codec, text, problem):
    write(dialog, codec, text)
    assert dialog.outcome.text().startswith(problem)
    assert dialog.outcome.objectName() == "error"
    assert not dialog.put_button.isEnabled()


def test_put_dialog_keeps_text_when_json_is_invalid(qtbot, dialog):
    write(dialog, "json", '{"n": 1')
    with qtbot.assertNotEmitted(dialog.put_wanted):
        qtbot.keyClick(dialog.text, Qt.Key_Return, Qt.ControlModifier)
    assert dialog.isVisible()
    assert dialog.text.toPlainText() == '{"n": 1'


def test_problem_disappears_when_the_item_is_corrected_or_its_codec_changes(dialog):
    write(dialog, "json", "{")
    dialog.text.setPlainText("{}")
    assert (dialog.outcome.text(), dialog.put_button.isEnabled()) == ("", True)
    dialog.text.setPlainText("{")
    dialog.codec.setCurrentText("text")
    assert (dialog.outcome.text(), dialog.put_button.isEnabled()) == ("", True)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_problem_is_drawn_in_the_color_of_errors(theme, dialog, colors_of, name):
    theme.use(name)
    write(dialog, "json", "{")
    assert theme.palette.error in colors_of(dialog.outcome)


def test_control_return_puts_from_within_the_text(qtbot, dialog):
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClicks(dialog.text, "hello")
    with qtbot.waitSignal(dialog.put_wanted) as wanted:
        qtbot.keyClick(dialog.text, Qt.Key_Return, Qt.ControlModifier)
    assert wanted.args[0] == Payload(Codec.TEXT, b"hello")
    assert dialog.put_button.toolTip() == formats.tip("Ctrl+Return")


def test_wait_is_passed_on_in_seconds(qtbot, dialog, click):
    assert dialog.wait.maximum() == MAX_WAIT
    dialog.wait.setValue(2.5)
    with qtbot.waitSignal(dialog.put_wanted) as wanted:
        click(dialog.put_button)
    assert wanted.args[1] == 2.5


def test_only_a_priority_queue_asks_for_a_priority(qtbot, open_dialog, click):
    assert open_dialog(kind="fifo").priority is None
    dialog = open_dialog(kind="priority")
    dialog.priority.setValue(-7.125)
    with qtbot.waitSignal(dialog.put_wanted) as wanted:
        click(dialog.put_button)
    assert wanted.args[2] == -7.125


def test_put_becomes_cancel_while_the_call_waits(qtbot, dialog, click):
    cancelled = []
    dialog.show_waiting(lambda: cancelled.append(True))
    assert dialog.put_button.text().replace("&", "") == "Cancel"
    with qtbot.assertNotEmitted(dialog.put_wanted):
        click(dialog.put_button)
    assert cancelled == [True]


def test_waiting_call_can_be_cancelled_although_the_text_is_malformed(dialog, click):
    cancelled = []
    dialog.codec.setCurrentText("json")
    dialog.text.setPlainText("1")
    dialog.show_waiting(lambda: cancelled.append(True))
    dialog.text.setPlainText("{")
    click(dialog.put_button)
    assert cancelled == [True]


def test_success_is_shown_and_the_item_is_remembered(dialog, drafts, colors_of, theme):
    write(dialog, "json", '{"n": 1}')
    dialog.show_waiting(lambda: None)
    dialog.show_done("It holds 1 item now")
    assert dialog.put_button.text().replace("&", "") == "Put"
    assert dialog.outcome.text() == "It holds 1 item now"
    assert theme.palette.ok in colors_of(dialog.outcome)
    assert drafts.recent == [ItemDraft("", Codec.JSON, '{"n": 1}')]
    assert library(dialog) == ['{"n": 1}']


def test_remembered_item_is_the_one_that_was_put(dialog, drafts, click):
    dialog.put_wanted.connect(lambda *_: dialog.show_waiting(lambda: None))
    write(dialog, "text", "first")
    click(dialog.put_button)
    dialog.text.setPlainText("second")
    dialog.show_done("It holds 1 item now")
    assert [draft.text for draft in drafts.recent] == ["first"]
    assert dialog.text.toPlainText() == "second"


def test_failure_is_shown_and_nothing_is_remembered(dialog, drafts):
    dialog.text.setPlainText("one too many")
    dialog.show_waiting(lambda: None)
    dialog.show_failed("queue jobs holds 3 of 3")
    assert dialog.outcome.text() == "queue jobs holds 3 of 3"
    assert dialog.outcome.objectName() == "error"
    assert dialog.put_button.text().replace("&", "") == "Put"
    assert drafts.recent == []
    assert dialog.text.toPlainText() == "one too many"


def test_closing_the_dialog_cancels_the_call(dialog):
    cancelled = []
    dialog.show_waiting(lambda: cancelled.append(True))
    dialog.close()
    assert cancelled == [True]


def test_escape_cancels_the_call_and_closes(qtbot, dialog):
    cancelled = []
    dialog.show_waiting(lambda: cancelled.append(True))
    qtbot.keyClick(dialog, Qt.Key_Escape)
    assert cancelled == [True]
    assert not dialog.isVisible()


def test_tab_leaves_the_text(qtbot, dialog):
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.text, Qt.Key_Tab)
    assert not dialog.text.hasFocus()
    assert dialog.text.toPlainText() == ""


def test_saved_items_are_listed_first_and_in_bold(open_dialog, drafts):
    drafts.remember(ItemDraft("", Codec.TEXT, "older"))
    drafts.remember(ItemDraft("", Codec.TEXT, "newer"))
    drafts.save(ItemDraft("zebra", Codec.TEXT, "z"))
    drafts.save(ItemDraft("ant", Codec.RAW, "00"))
    dialog = open_dialog()
    assert library(dialog) == ["ant", "zebra", "newer", "older"]
    assert [dialog.saved.item(row).font().bold() for row in range(4)] == [True, True, False, False]


def test_long_item_is_one_short_line_in_the_list(open_dialog, drafts):
    drafts.remember(ItemDraft("", Codec.TEXT, "first\nsecond " + "x" * 100))
    (shown,) = library(open_dialog())
    assert shown == "first second " + "x" * 47


def test_click_on_a_listed_item_shows_it(dialog, drafts, click):
    write(dialog, "raw", "00 ff")
    dialog.show_done("done")
    write(dialog, "text", "other")
    click(dialog.saved.viewport(), dialog.saved.visualItemRect(dialog.saved.item(0)).center())
    assert dialog.draft() == ItemDraft("", Codec.RAW, "00 ff")


def test_return_on_a_listed_item_shows_it(qtbot, dialog):
    write(dialog, "json", "[1]")
    dialog.show_done("done")
    dialog.text.clear()
    dialog.saved.setCurrentRow(0)
    with qtbot.assertNotEmitted(dialog.put_wanted):
        qtbot.keyClick(dialog.saved, Qt.Key_Return)
    assert dialog.text.toPlainText() == "[1]"


def test_item_is_saved_under_its_name_without_the_spaces_around(dialog, drafts, click, answer_name):
    answer_name("  greeting ")
    write(dialog, "json", '"hello"')
    click(dialog.save_button)
    assert drafts.saved == [ItemDraft("greeting", Codec.JSON, '"hello"')]
    assert library(dialog) == ["greeting"]


@pytest.mark.parametrize("name", [None, "", "   "], ids=["cancelled", "empty", "blank"])
def test_item_without_a_name_is_not_saved(dialog, drafts, click, answer_name, name):
    answer_name(name)
    dialog.text.setPlainText("hello")
    click(dialog.save_button)
    assert drafts.saved == []
    assert library(dialog) == []


def test_malformed_item_can_be_saved(dialog, drafts, click, answer_name):
    answer_name("half")
    write(dialog, "json", '{"n": ')
    click(dialog.save_button)
    assert drafts.saved == [ItemDraft("half", Codec.JSON, '{"n": ')]


def test_remove_button_removes_the_selected_item(open_dialog, drafts, click):
    for text in ("a", "b", "c"):
        drafts.remember(ItemDraft("", Codec.TEXT, text))
    dialog = open_dialog()
    dialog.saved.setCurrentRow(1)
    click(dialog.forget_button)
    assert library(dialog) == ["c", "a"]
    assert [draft.text for draft in drafts.recent] == ["c", "a"]


def test_remove_button_without_a_selection_has_no_effect(open_dialog, drafts, click):
    drafts.remember(ItemDraft("", Codec.TEXT, "a"))
    dialog = open_dialog()
    click(dialog.forget_button)
    assert library(dialog) == ["a"]


def test_dialog_fits_the_screen_with_a_long_name_and_a_long_problem(open_dialog, fits, long_name):
    dialog = open_dialog(long_name, kind="priority")
    dialog.show_failed(f"queue {long_name} holds 3 of 3")
    assert fits(dialog)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(codec=st.sampled_from(["text", "json", "raw"]), text=st.text(' 0123af{}[]",:\n', max_size=12))
def test_put_is_enabled_exactly_for_valid_items(dialog, codec, text):
    write(dialog, codec, text)
    try:
        read_item(dialog.text.toPlainText(), Codec.parse(codec))
    except Exception as error:
        assert dialog.outcome.text() == str(error)
        assert not dialog.put_button.isEnabled()
    else:
        assert dialog.outcome.text() == ""
        assert dialog.put_button.isEnabled()


def test_file_is_put_byte_for_byte(qtbot, dialog, drafts, tmp_path, answer_file, click):
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\xff\r\n")
    answer_file(path)
    with qtbot.waitSignal(dialog.file_wanted) as wanted:
        click(dialog.file_button)
    dialog.show_file(read_file_item(*wanted.args))
    assert "a.bin, 4 B" in dialog.file.text() and not dialog.text.isVisible()
    with qtbot.waitSignal(dialog.put_wanted) as put:
        click(dialog.put_button)
    assert put.args[0] == Payload(Codec.RAW, b"\x00\xff\r\n")
    dialog.show_done("done")
    assert drafts.recent == []


def test_codec_for_which_a_file_is_not_valid_is_refused(dialog, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("no json")
    dialog.show_file(read_file_item(path))
    assert dialog.codec.currentText() == "text"
    dialog.codec.setCurrentText("json")
    assert "not valid for the codec json" in dialog.outcome.text()
    assert not dialog.put_button.isEnabled()


def test_text_is_put_again_after_a_file(qtbot, dialog, tmp_path, click):
    write(dialog, "text", "written")
    path = tmp_path / "a.json"
    path.write_text('{"n": 1}')
    dialog.show_file(read_file_item(path))
    assert dialog.codec.currentText() == "json"
    click(dialog.file_button)
    assert dialog.text.isVisible() and dialog.text.toPlainText() == "written"
    dialog.codec.setCurrentText("text")
    with qtbot.waitSignal(dialog.put_wanted) as put:
        click(dialog.put_button)
    assert put.args[0] == Payload(Codec.TEXT, b"written")


def test_text_that_was_not_put_is_shown_again_for_its_queue(qtbot, open_dialog):
    dialog = open_dialog("jobs")
    dialog.codec.setCurrentText("json")
    qtbot.keyClicks(dialog.text, '{"n": 1')
    qtbot.keyClick(dialog, Qt.Key_Escape)
    again, other = open_dialog("jobs"), open_dialog("done")
    assert (again.codec.currentText(), again.text.toPlainText()) == ("json", '{"n": 1')
    assert (other.codec.currentText(), other.text.toPlainText()) == ("text", "")


def test_text_that_was_put_or_deleted_is_not_shown_again(qtbot, open_dialog, click):
    dialog = open_dialog("jobs")
    write(dialog, "text", "hello")
    click(dialog.put_button)
    dialog.show_done("done")
    deleted = open_dialog("done")
    write(deleted, "text", "hello")
    deleted.text.clear()
    assert [open_dialog(name).text.toPlainText() for name in ("jobs", "done")] == ["", ""]


def test_text_that_was_changed_while_it_was_put_is_kept(open_dialog, click):
    dialog = open_dialog("jobs")
    write(dialog, "text", "first")
    click(dialog.put_button)
    dialog.text.setPlainText("second")
    dialog.show_done("done")
    assert open_dialog("jobs").text.toPlainText() == "second"


def test_shown_item_neither_deletes_nor_replaces_what_the_user_wrote(qtbot, open_dialog):
    dialog = open_dialog("jobs")
    qtbot.keyClicks(dialog.text, "an hour of work")
    dialog.show_draft(ItemDraft("", Codec.TEXT, "recent"))
    assert dialog.text.toPlainText() == "recent"
    assert open_dialog("jobs").text.toPlainText() == "an hour of work"
    dialog.text.undo()
    assert dialog.text.toPlainText() == "an hour of work"

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt

from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.services.saved_targets import SavedTarget


@pytest.fixture
def dialog(qtbot, theme):
    second = SavedTarget("edge-2", "rq://10.0.0.2:1", "#c0392b", read_only=True, favourite=True)
    dialog = ConnectDialog([SavedTarget("edge-1", "rq://10.0.0.1:7654"), second])
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_return_connects_to_the_last_target(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert chosen.args == [SavedTarget("edge-1", "rq://10.0.0.1:7654"), "rq://10.0.0.1:7654", False]
    assert not dialog.isVisible()


def test_typed_url_replaces_the_default_and_sets_the_kind(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.url)
    qtbot.keyClicks(dialog.focusWidget(), "redis://10.0.0.9")
    assert dialog.url.text() == "redis://10.0.0.9"
    assert dialog.kind.currentText() == "Redis or Valkey"


def test_saved_name_is_not_given_to_another_url(qtbot, dialog):
    qtbot.keyClicks(dialog.url, "rq://10.0.0.9")
    assert dialog.name.text() == ""


def test_colour_read_only_and_star_are_not_given_to_another_url(qtbot, dialog):
    dialog.saved_targets.setCurrentRow(1)
    dialog.url.selectAll()
    qtbot.keyClicks(dialog.url, "rq://10.0.0.9")
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert chosen.args[0] == SavedTarget("", "rq://10.0.0.9")


def test_typed_url_of_a_saved_target_has_its_settings(qtbot, dialog):
    dialog.url.selectAll()
    qtbot.keyClicks(dialog.url, "rq://10.0.0.2:1?preview=all")
    assert (dialog.name.text(), dialog.read_only.isChecked()) == ("edge-2", True)


def test_chosen_settings_are_kept_when_the_url_is_edited(qtbot, dialog, click):
    dialog.read_only.click()
    dialog.color.setCurrentIndex(2)
    dialog.color.activated.emit(2)
    qtbot.keyClicks(dialog.url, "8")
    assert dialog.read_only.isChecked() and dialog.color.currentIndex() == 2


def test_typed_name_is_kept_when_the_url_is_edited(qtbot, dialog):
    dialog.name.clear()
    qtbot.keyClicks(dialog.name, "mine")
    qtbot.keyClicks(dialog.url, "8")
    assert dialog.name.text() == "mine"


def test_saved_name_is_not_given_to_the_example_of_another_kind(dialog):
    dialog.kind.activated.emit(1)
    assert (dialog.url.text().partition("://")[0], dialog.name.text()) == ("redis", "")


@pytest.mark.parametrize("wrong", ["", "http://a", "rq://", "rq://a:99999", "rq://a:1/b"])
def test_malformed_url_is_reported_and_cannot_be_connected_to(qtbot, dialog, wrong):
    dialog.url.clear()
    qtbot.keyClicks(dialog.url, wrong)
    assert dialog.message.text()
    assert not dialog.connect_button.isEnabled()
    with qtbot.assertNotEmitted(dialog.chosen):
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("url", "warns"), [("rq://10.0.0.1", True), ("rq://127.0.0.1", False), ("rqs://10.0.0.1", False)]
)
def test_plain_connection_to_another_machine_is_marked_and_possible(qtbot, dialog, url, warns):
    dialog.url.clear()
    qtbot.keyClicks(dialog.url, url)
    assert ("unencrypted" in dialog.message.text()) is warns
    assert dialog.connect_button.isEnabled()


def test_recent_target_fills_the_fields(qtbot, dialog):
    dialog.saved_targets.setCurrentRow(1)
    assert (dialog.url.text(), dialog.name.text()) == ("rq://10.0.0.2:1", "edge-2")
    assert dialog.read_only.isChecked() and dialog.favourite.isChecked()
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog.saved_targets, Qt.Key_Return)
    assert chosen.args[0].color == "#c0392b" and chosen.args[0].read_only


def test_password_goes_with_the_url_and_is_not_saved(qtbot, dialog):
    qtbot.keyClicks(dialog.user, "ann")
    qtbot.keyClicks(dialog.password, "p@ss/word")
    dialog.offer_keyring(True)
    dialog.keep.setChecked(True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.mouseClick(dialog.connect_button, Qt.LeftButton)
    known, url, keep = chosen.args
    assert known.url == "rq://ann@10.0.0.1:7654"
    assert url == "rq://ann:p%40ss%2Fword@10.0.0.1:7654"
    assert keep


def test_encrypted_connections_have_fields_for_certificates(qtbot, dialog):
    assert "cafile" not in dialog.options.editors
    dialog.url.setText("rqs://10.0.0.1")
    editor = dialog.options.editors["cafile"]
    qtbot.waitUntil(editor.isVisible)
    editor.text.setText("/etc/ours.pem")
    assert dialog.full_url() == "rqs://10.0.0.1?cafile=/etc/ours.pem"
    dialog.url.setText("rediss://10.0.0.1")
    assert dialog.options.editors["cafile"].value() == ""


def test_target_can_be_tested(qtbot, dialog):
    with qtbot.waitSignal(dialog.test_wanted) as wanted:
        qtbot.mouseClick(dialog.test_button, Qt.LeftButton)
    assert wanted.args == ["rq://10.0.0.1:7654"]
    assert not dialog.test_button.isEnabled()
    dialog.show_test("it answers", good=True)
    assert dialog.message.text() == "it answers" and dialog.connect_button.isEnabled()


def test_local_controller_is_the_default_without_recent_targets(qtbot, theme):
    dialog = ConnectDialog([])
    qtbot.addWidget(dialog)
    assert dialog.url.text() == "rq://127.0.0.1:7654"
    assert dialog.connect_button.isEnabled()


def test_redis_is_read_only_by_default(qtbot, dialog):
    pytest.importorskip("redis")
    dialog.url.setText("redis://h")
    events, changes = (dialog.options.editors[name] for name in ("events", "changes"))
    qtbot.waitUntil(events.isVisible)
    assert "MONITOR can halve" in events.help.text()
    events.choice.setCurrentIndex(2)
    assert "Puts little load" in events.help.text()
    assert dialog.full_url() == "redis://h?events=count"
    changes.switch.setChecked(True)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.accept()
    assert chosen.args[1] == "redis://h?events=count&changes=yes"


def test_option_in_the_url_is_shown_and_cannot_be_changed(qtbot, dialog):
    pytest.importorskip("redis")
    dialog.url.setText("redis://h?events=all&changes=no")
    events, changes = (dialog.options.editors[name] for name in ("events", "changes"))
    assert (events.value(), changes.value()) == ("all", "no")
    assert not events.isEnabled() and not changes.isEnabled()
    assert dialog.full_url() == "redis://h?events=all&changes=no"
    dialog.url.setText("redis://h")
    assert events.isEnabled() and changes.isEnabled()


def test_unknown_value_in_the_url_is_an_error_as_in_any_url(dialog):
    pytest.importorskip("redis")
    dialog.url.setText("redis://h?events=some")
    assert "write one of monitor, all, count" in dialog.message.text()
    assert not dialog.connect_button.isEnabled()


def test_kind_follows_the_url(qtbot, dialog):
    assert dialog.kind.currentText() == "Controller"
    dialog.url.setText("redis://h")
    assert dialog.kind.currentText() == "Redis or Valkey"
    dialog.url.setText("nonsense")
    assert dialog.kind.currentText() == "Redis or Valkey", "it stays until another URL is complete"


def test_choosing_a_kind_shows_an_example_url(qtbot, dialog):
    qtbot.keyClick(dialog.kind, Qt.Key_Down)
    assert dialog.kind.currentText() == "Redis or Valkey"
    assert dialog.url.text() == "redis://127.0.0.1:6379"
    qtbot.keyClick(dialog.kind, Qt.Key_Up)
    assert dialog.url.text() == "rq://127.0.0.1:7654"


def test_choosing_the_same_kind_keeps_the_url(dialog):
    dialog.kind.activated.emit(0)
    assert dialog.url.text() == "rq://10.0.0.1:7654"


def test_options_are_rows_of_the_same_form(dialog):
    pytest.importorskip("redis")
    dialog.url.setText("redis://h")
    rows = [
        dialog._form.itemAt(row, dialog._form.FieldRole).widget() for row in range(dialog._form.rowCount())
    ]
    first = rows.index(dialog.options.editors["events"])
    assert rows[first - 1] is dialog._password_row
    assert rows[first + 1] is dialog.options.editors["preview"]
    assert rows[first + 3] is dialog.name
    dialog.url.setText("rq://h")
    assert dialog._form.rowCount() == len(rows) - 2


def test_return_connects_after_a_test(qtbot, dialog, click):
    dialog.test_wanted.connect(lambda _: dialog.show_test("Connected: 2 queues.", True))
    click(dialog.test_button)
    with qtbot.waitSignal(dialog.chosen):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key_Return)


@pytest.mark.parametrize("field", ["url", "user", "password"])
def test_result_of_a_test_is_not_shown_for_another_address(qtbot, dialog, click, field):
    click(dialog.test_button)
    getattr(dialog, field).setText("rq://a")
    before = dialog.message.text()
    dialog.show_test("Connected: 2 queues.", True)
    assert dialog.message.text() == before != "Connected: 2 queues."
    assert dialog.test_button.isEnabled()


@pytest.fixture
def attached_dialog(shown, theme, make_attachment):
    """A dialog while edge-1 is attached, and its attachment."""
    edge = make_attachment()
    saved = [SavedTarget("edge-1", "rq://edge:7654"), SavedTarget("edge-2", "rq://edge-2:1")]
    return shown(ConnectDialog(saved, find_attached=lambda url: edge if "edge:7654" in url else None)), edge


def test_target_that_is_not_attached_is_offered_first(attached_dialog):
    dialog, _ = attached_dialog
    assert (dialog.url.text(), dialog.name.text()) == ("rq://edge-2:1", "edge-2")
    assert not dialog.again_button.isVisible()


def test_url_that_is_attached_leads_to_its_target(qtbot, attached_dialog):
    dialog, edge = attached_dialog
    dialog.url.selectAll()
    qtbot.keyClicks(dialog.url, "rq://edge:7654?preview=all")
    assert "as edge-1" in dialog.message.text()
    with (
        qtbot.assertNotEmitted(dialog.chosen),
        qtbot.waitSignal(dialog.attached_chosen) as chosen,
    ):
        qtbot.keyClick(dialog.url, Qt.Key_Return)
    assert chosen.args == [edge]


def test_url_that_is_attached_can_be_connected_to_again(qtbot, attached_dialog, click):
    dialog, _ = attached_dialog
    dialog.saved_targets.setCurrentRow(0)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        click(dialog.again_button)
    assert chosen.args[0].url == "rq://edge:7654"


def test_new_target_has_the_chosen_part_of_payloads_and_a_saved_one_its_own(shown):
    saved = SavedTarget("edge-1", "rq://10.0.0.1:7654")
    dialog = shown(ConnectDialog([saved], preview="4KiB"))
    assert dialog.full_url() == "rq://10.0.0.1:7654"
    dialog.url.setText("rq://10.0.0.2:7654")
    assert dialog.full_url() == "rq://10.0.0.2:7654?preview=4KiB"
    dialog.url.setText("rq://10.0.0.2:7654?preview=64KiB")
    assert dialog.full_url() == "rq://10.0.0.2:7654?preview=64KiB"
    dialog.url.setText("rq://10.0.0.3:7654")
    dialog.options.editors["preview"].set_value("all")
    dialog.url.setText("rq://10.0.0.4:7654")
    assert dialog.full_url() == "rq://10.0.0.4:7654?preview=all"

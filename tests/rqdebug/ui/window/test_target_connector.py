# SPDX-License-Identifier: GPL-3.0-or-later
"""Dialogs about targets, on a real controller."""

from __future__ import annotations

import pytest
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QDialog

from rqdebug.ui.dialogs.connect_dialog import ConnectDialog
from rqdebug.ui.dialogs.merge_dialog import MergeDialog
from rqdebug.ui.log.merged_tab import MergedTab
from rqdebug.ui.window.target_connector import probe


def test_probe_says_what_answers_or_why_nothing_does(url, controller):
    sentence, good = probe(url)
    assert good and sentence.startswith("Connected: ")
    sentence, good = probe("rq://127.0.0.1:1")
    assert not good and "connection refused" in sentence


@pytest.fixture
def answer(monkeypatch):
    """Let the connect dialog be used as a user would, instead of waiting for one."""

    def answer(use):
        monkeypatch.setattr(ConnectDialog, "exec", use)

    return answer


def test_server_that_is_attached_is_shown_instead_of_attached_again(window, attached, url, trigger, answer):
    window.context.attachments.attach("rq://127.0.0.1:1", "off")

    def use(dialog):
        dialog.url.setText(url)
        QDialog.show(dialog)
        dialog.accept()

    answer(use)
    trigger("target.connect")
    assert len(window.context.attachments.active) == 2
    assert window.context.current.target.attachment is attached


def test_server_that_is_attached_can_be_attached_again(window, attached, url, trigger, answer):
    def use(dialog):
        dialog.url.setText(url)
        dialog.again_button.click()

    answer(use)
    trigger("target.connect")
    first, second = window.context.attachments.active
    assert first is attached and first.name != second.name


def test_chosen_targets_are_merged(window, attached, url, trigger, opened):
    window.context.attachments.attach(url, "edge-2")
    window.context.attachments.attach(url, "edge-3")
    trigger("target.merge_some")
    dialog = opened(MergeDialog)
    for row in (0, 2):
        dialog.targets.item(row).setCheckState(Qt.Checked)
    dialog.accept()
    tab = window.context.current.log
    assert isinstance(tab, MergedTab)
    assert [attachment.name for attachment in tab.attachments] == ["edge-1", "edge-3"]

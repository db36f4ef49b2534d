# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt5.QtCore import Qt

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.ui.models.rule_model import FILTER, ON, RuleModel, RuleRow, describe_state
from rqdebug.ui.services.debugged_target import DebugRule

OWN = DebugRule(1, RuleDefinition("queue == jobs"), is_enabled=True, number=7, hits=1500)
FOREIGN = DebugRule(0, RuleDefinition(action={"kind": "drop"}), is_enabled=True, number=9)


@pytest.fixture
def attachment(make_attachment):
    return make_attachment("edge-1")


@pytest.fixture
def model(theme, attachment):
    model = RuleModel(theme)
    model.show_rows([RuleRow(attachment, OWN), RuleRow(attachment, FOREIGN)])
    return model


def test_row_shows_a_rule_in_words(model):
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts == ["", "queue == jobs", "hold", "edge-1", "1,500", "0", "0", "7"]
    assert model.index(1, FILTER).data() == "all calls"
    assert model.index(0, ON).data(Qt.CheckStateRole) == Qt.Checked


def test_only_own_rules_can_be_switched_and_edited(model):
    own, foreign = model.index(0, FILTER), model.index(1, FILTER)
    assert model.flags(own) & Qt.ItemIsEditable
    assert model.flags(model.index(0, ON)) & Qt.ItemIsUserCheckable
    assert not model.flags(foreign) & Qt.ItemIsEditable
    assert not model.setData(model.index(1, ON), Qt.Unchecked, Qt.CheckStateRole)


def test_foreign_and_switched_off_rules_are_grey(model, theme, attachment):
    def color(row):
        brush = model.index(row, FILTER).data(Qt.ForegroundRole)
        return brush.color().name() if brush else None

    assert (color(0), color(1)) == (None, theme.palette.muted)
    model.show_rows([RuleRow(attachment, OWN.off()), RuleRow(attachment, OWN.off("no controller"))])
    assert (color(0), color(1)) == (theme.palette.muted, theme.palette.error)


def test_check_box_and_filter_report_what_the_user_wants(model):
    heard = []
    model.switched.connect(lambda row, on: heard.append((row.rule.key, on)))
    model.filter_changed.connect(lambda row, text: heard.append((row.rule.key, text)))
    model.setData(model.index(0, ON), Qt.Unchecked, Qt.CheckStateRole)
    model.setData(model.index(0, FILTER), "queue == other")
    model.setData(model.index(0, FILTER), "queue == jobs")
    assert heard == [(1, False), (1, "queue == other")]


def test_new_counts_leave_the_rows_as_they_are(qtbot, model, attachment):
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows([RuleRow(attachment, replace(OWN, hits=3)), RuleRow(attachment, FOREIGN)])
    assert model.index(0, 4).data() == "3"


def test_what_passes_is_said():
    rule = replace(OWN, waiting=3, unknown=1, passed=2)
    assert describe_state(rule) == [
        "3 calls waited already when the rule was set, and pass.",
        "1 call passed because its payload is too large to know whether it matches.",
        "2 calls passed because the rule held its maximum already.",
    ]
    assert describe_state(FOREIGN) == ["Another debugger has set this rule; it cannot be changed here."]

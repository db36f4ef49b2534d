# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.controller.debugging.actions import ActionKind
from rqcore.controller.debugging.triggers import KINDS
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.events.filters.source_predicates import compile_filter
from rqdebug.ui.models.rule_texts import ACTIONS, TRIGGERS, RuleForm, describe_rule, form_of


@pytest.mark.parametrize(
    ("action", "more", "words"),
    [
        ({"kind": "hold"}, {}, "hold"),
        ({"kind": "delay", "seconds": 0.2}, {"at": "end"}, "delay by 0.2 s, at the end"),
        (
            {"kind": "delay", "low": 0.1, "high": 1},
            {"trigger": {"kind": "probability", "p": 0.1}},
            "delay by 0.1 to 1 s, with probability 0.1",
        ),
        ({"kind": "corrupt", "bytes": 10}, {}, "truncate payloads to 10 bytes"),
        ({"kind": "corrupt"}, {}, "flip 1 bits"),
        (
            {"kind": "fail", "code": "FULL"},
            {"trigger": {"kind": "on", "n": 3}},
            "fail with FULL, only call 3",
        ),
        ({"kind": "throttle", "rate": 2.5}, {}, "let 2.5 items a second pass"),
    ],
)
def test_rule_is_described_in_words(action, more, words):
    assert describe_rule(RuleDefinition("", action, **more)) == words


def test_numbers_have_the_notation_of_the_language(german):
    assert "0,25" in describe_rule(RuleDefinition(action={"kind": "delay", "seconds": 0.25}))


def test_every_action_and_trigger_of_the_controller_can_be_chosen():
    assert {form.kind for form in ACTIONS} == {kind.value for kind in ActionKind}
    assert {form.kind for form in TRIGGERS} == set(KINDS)


def values_of(form: RuleForm) -> dict:
    values = {field.name: field.default for field in form.fields}
    return {"kind": form.kind, **{name: value for name, value in values.items() if value != ""}}


@pytest.mark.parametrize("form", [form for form in ACTIONS if form.title != "Replace payloads"])
def test_defaults_of_an_action_are_valid(form):
    RuleDefinition("", values_of(form)).check(compile_filter)
    assert form_of(ACTIONS, values_of(form)) is form


@pytest.mark.parametrize("form", TRIGGERS)
def test_defaults_of_a_trigger_are_valid(form):
    RuleDefinition("", trigger=values_of(form)).check(compile_filter)
    assert form_of(TRIGGERS, values_of(form)) is form

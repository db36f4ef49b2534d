# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of fault is one that controllers know, and its texts become the fields of an action."""

from __future__ import annotations

from random import Random

import click
import pytest

from rqcore.controller.debugging.actions import PASSIVE, Action, ActionKind
from rqdebug.cli.interventions.fault_kinds import FAULT_KINDS

KINDS = {kind.name: kind for kind in FAULT_KINDS}


def test_all_faults_of_controllers_can_be_chosen():
    assert set(KINDS) == {kind.value for kind in set(ActionKind) - PASSIVE}


@pytest.mark.parametrize(
    ("kind", "text", "fields"),
    [
        ("delay", "1.5s", {"seconds": 1.5}),
        ("delay", "100us..2ms", {"low": 0.0001, "high": 0.002}),
        ("corrupt", "bits=3", {"bits": 3}),
        ("corrupt", "payload=a=b", {"payload": "a=b"}),
        ("reorder", "10", {"window": 10}),
        ("throttle", "2.5", {"rate": 2.5}),
        ("fail", "full", {"code": "FULL"}),
    ],
)
def test_text_becomes_fields_of_the_action(kind, text, fields):
    assert KINDS[kind].read(text) == fields
    Action({"kind": kind, **fields}, Random(1))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("delay", "1"),
        ("delay", "1s.."),
        ("corrupt", "bits"),
        ("reorder", "1"),
        ("throttle", "nan"),
        ("fail", ""),
    ],
)
def test_invalid_text_is_refused(kind, text):
    with pytest.raises(click.BadParameter):
        KINDS[kind].read(text)

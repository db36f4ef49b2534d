# SPDX-License-Identifier: GPL-3.0-or-later
"""The declared properties of commands."""

from __future__ import annotations

import pytest

from rqcore.protocol import command_traits
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_traits import MANY, MOST_TAKEN, Right, Role, WorkBound


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        (WorkBound("all queues, in slices"), "all queues, in slices"),
        (WorkBound("items", MANY), "at most 10,000 items"),
        (command_traits.COUNTED_ITEMS, f"at most {MOST_TAKEN:,} items"),
    ],
)
def test_bound_is_shown_as_a_phrase(bound, text):
    assert str(bound) == text


def test_work_of_every_command_has_a_number_or_is_done_in_slices():
    unbounded = [
        row.name
        for row in COMMANDS.values()
        if row.bound.limit is None
        and row.bound is not command_traits.CONSTANT
        and row.bound is not command_traits.ALL_OBSERVERS  # ControllerState.work counts them
        and "slices" not in row.bound.unit
    ]
    assert unbounded == []


def test_no_command_takes_values_without_a_limit():
    several = [arg for row in COMMANDS.values() for arg in row.args if arg.several]
    assert several and all(0 < arg.most <= MANY for arg in several)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_log_in_and_read(role):
    assert {Right.LOGIN, Right.READ} <= role.rights


def test_right_belongs_to_the_roles_that_need_it():
    owners = {right: {role for role in Role if right in role.rights} for right in Right}
    assert owners[Right.USE] == {Role.USE, Role.ADMIN}
    assert owners[Right.OBSERVE] == {Role.OBSERVE, Role.DEBUG, Role.ADMIN}
    assert owners[Right.ADMIN] == {Role.ADMIN}
    assert owners[Right.DEBUG] == {Role.DEBUG}

# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar that says what debuggers have set on a target."""

from __future__ import annotations

import pytest

from rqdebug.targets.base import Interventions
from rqdebug.ui.log.intervention_bar import InterventionBar


@pytest.fixture
def bar(qtbot, theme):
    bar = InterventionBar(theme)
    qtbot.addWidget(bar)
    return bar


def test_bar_is_hidden_while_nothing_acts(bar):
    bar.show_interventions(Interventions(debuggers=("idle@10.0.0.7:1",)))
    assert bar.isHidden()
    bar.show_interventions(Interventions(faults=1))
    assert not bar.isHidden()
    bar.show_interventions(Interventions())
    assert bar.isHidden()


def test_bar_says_what_acts_and_who_has_set_it(bar):
    bar.show_interventions(Interventions(2, 1, 3, 1, ("rqdebug@10.0.0.7:1", "tests@10.0.0.8:2")))
    assert bar.title.text() == (
        "2 queues are frozen, 1 call is held, 1 breakpoint, 3 faults"
        " – set by rqdebug@10.0.0.7:1, tests@10.0.0.8:2"
    )


def test_bar_says_nothing_of_debuggers_that_it_may_not_know(bar):
    bar.show_interventions(Interventions(frozen_queues=1))
    assert bar.title.text() == "1 queue is frozen"


def test_button_asks_to_stop_all(qtbot, bar, click):
    bar.show_interventions(Interventions(breakpoints=1))
    bar.show()
    with qtbot.waitSignal(bar.stop_wanted):
        click(bar.stop_button)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_bar_has_the_color_of_held_calls_in_both_themes(theme, bar, colors_of, name):
    bar.show_interventions(Interventions(breakpoints=1))
    bar.show()
    theme.use(name)
    assert {theme.palette.held, theme.palette.held_ground} <= colors_of(bar)

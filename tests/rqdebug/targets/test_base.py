# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.targets.base import Capabilities, EventSource, Observation, Target
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.targets.target_registry import create_target


class Silent(Observation):
    """The smallest possible observation."""

    closed = False

    def receive(self, timeout):
        return []

    def list_queues(self):
        return []

    def close(self):
        self.closed = True


class Minimal(Target):
    url = "minimal://"

    def observe(self):
        return Silent()

    def connect(self):
        raise NotImplementedError


def test_observation_is_closed_when_its_block_ends():
    with Minimal().observe() as observation:
        assert not observation.closed
    assert observation.closed


def test_observation_is_closed_when_its_block_fails():
    with pytest.raises(KeyError), Minimal().observe() as observation:
        raise KeyError
    assert observation.closed


def test_clock_and_cost_are_optional():
    observation = Silent()
    assert (observation.read_clock(), observation.read_cost()) == (None, None)
    assert not observation.read_interventions()


def test_target_can_only_be_observed_by_default():
    capabilities = Minimal().capabilities
    assert capabilities.event_source is EventSource.CALLS
    assert not (capabilities.can_create or capabilities.can_change)
    assert not (capabilities.has_workers or capabilities.reports_cost)


@pytest.mark.parametrize("kind", [Target, Observation])
def test_interface_alone_cannot_be_created(kind):
    with pytest.raises(TypeError, match="abstract"):
        kind()


def test_controller_can_do_everything():
    assert ControllerTarget("rq://h").capabilities == Capabilities(
        can_create=True,
        can_change=True,
        has_workers=True,
        reports_cost=True,
        has_leases=True,
        has_durable_queues=True,
        can_debug=True,
    )


@pytest.mark.parametrize(
    ("options", "source", "can_change"),
    [
        ("", EventSource.COMMANDS, False),
        ("?events=all", EventSource.COMMANDS, False),
        ("?events=count", EventSource.COUNTERS, False),
        ("?changes=yes", EventSource.COMMANDS, True),
        ("?changes=no", EventSource.COMMANDS, False),
    ],
)
def test_capabilities_of_redis_follow_its_url(options, source, can_change):
    pytest.importorskip("redis")
    capabilities = create_target(f"redis://h{options}").capabilities
    assert capabilities.event_source is source
    assert (capabilities.can_change, capabilities.can_create) == (can_change, can_change)
    assert capabilities.queue_kinds == ("fifo", "lifo", "priority")

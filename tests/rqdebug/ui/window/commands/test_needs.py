# SPDX-License-Identifier: GPL-3.0-or-later
"""When a command is enabled, as its context changes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rqdebug.ui.window.commands import needs


@pytest.fixture
def make_context():
    """Create a context in which nothing is open except what the test adds."""

    def make_context(
        read_only=False, active=(), running=False, report=None, tab=None, held=None, rule=None, **current
    ):
        target = current.get("target")
        nothing = {"target": None, "log": None, "script": None, "queue": None, "place": ""}
        return SimpleNamespace(
            current=SimpleNamespace(**nothing | current),
            attachments=SimpleNamespace(active=active, may_change=lambda _: not read_only),
            runs=SimpleNamespace(
                running=running, report=report, run_of=lambda _: SimpleNamespace(running=running)
            ),
            tabs=SimpleNamespace(current_document=lambda: tab),
            tools=SimpleNamespace(
                debugging=SimpleNamespace(held_calls=SimpleNamespace(view=held)),
                rules=SimpleNamespace(
                    selected=rule, attachment_of=lambda tab, event: target.attachment if event else None
                ),
            ),
        )

    return make_context


def make_target(**capabilities):
    """A tab of a target, with an event."""
    capabilities = SimpleNamespace(
        **{"has_roles": False, "has_jobs": False, "can_debug": False} | capabilities
    )
    return SimpleNamespace(
        attachment=SimpleNamespace(target=SimpleNamespace(capabilities=capabilities)),
        log=SimpleNamespace(current_row=lambda: 0),
        log_model=SimpleNamespace(event_at=lambda row: "event"),
    )


TARGET, REDIS, CONTROLLER = (
    make_target(),
    make_target(has_roles=True, has_jobs=True),
    make_target(can_debug=True),
)


def met(context):
    found = {name: need for name, need in vars(needs).items() if isinstance(need, needs.Need)}
    return {name for name, need in found.items() if need.is_met(context)}


def test_empty_window_meets_no_need(make_context):
    assert met(make_context()) == set()


def test_target_offers_its_queues_before_one_is_selected(make_context):
    context = make_context(target=TARGET, log=TARGET, tab=TARGET)
    queues = {"QUEUE", "WRITABLE_QUEUE", "DEAD_LETTER_QUEUE"}
    assert met(context) == {"TARGET", "WRITABLE_TARGET", *queues, "LOG", "TAB"}
    assert needs.QUEUE.find(context) is None


def test_read_only_target_offers_no_changes(make_context):
    context = make_context(read_only=True, target=TARGET)
    assert met(context) == {"TARGET", "QUEUE"}


def test_only_pressure_queues_have_roles(make_context):
    def queue(has_roles):
        return SimpleNamespace(stat=SimpleNamespace(has_roles=has_roles))

    assert "QUEUE_WITH_ROLES" in met(make_context(target=REDIS))
    assert "QUEUE_WITH_ROLES" not in met(make_context(read_only=True, target=REDIS))
    pressure, other = queue(True), queue(False)
    assert needs.QUEUE_WITH_ROLES.find(make_context(target=REDIS, queue=pressure)) is pressure
    assert needs.QUEUE_WITH_ROLES.find(make_context(target=REDIS, queue=other)) is None
    assert "QUEUE_WITH_ROLES" not in met(make_context(target=REDIS, queue=other))
    assert needs.QUEUE_WITH_ROLES.find(make_context(target=TARGET, queue=pressure)) is None


def test_only_servers_of_job_frameworks_have_jobs(make_context):
    assert "TARGET_WITH_JOBS" in met(make_context(target=REDIS))
    assert "TARGET_WITH_JOBS" not in met(make_context(target=TARGET))


def test_only_calls_of_controllers_can_be_stopped(make_context):
    stopping = {"CONTROLLER", "CALL_OF_CONTROLLER"}
    assert stopping <= met(make_context(target=CONTROLLER, log=CONTROLLER))
    assert not stopping & met(make_context(target=TARGET, log=TARGET))
    assert not stopping & met(make_context(read_only=True, target=CONTROLLER, log=CONTROLLER))
    assert "RULE" in met(make_context(rule="row"))


def test_script_runs_only_on_a_target_and_once_at_a_time(make_context):
    assert "RUNNABLE_SCRIPT" not in met(make_context(script="tab"))
    assert "RUNNABLE_SCRIPT" in met(make_context(script="tab", active=("edge-1",)))
    assert "RUNNABLE_SCRIPT" not in met(make_context(script="tab", active=("edge-1",), running=True))


def test_run_and_report_enable_their_commands(make_context):
    assert met(make_context(running=True)) == {"RUN"}
    assert met(make_context(report="report")) == {"REPORT"}
    assert met(make_context(active=("edge-1",))) == {"ATTACHMENTS"}


def test_queues_of_a_controller_can_be_frozen(make_context):
    assert "FREEZABLE_QUEUE" in met(make_context(target=CONTROLLER))
    assert "FREEZABLE_QUEUE" not in met(make_context(read_only=True, target=CONTROLLER))
    assert "FREEZABLE_QUEUE" not in met(make_context(target=REDIS))


def test_selected_held_call_enables_its_commands(make_context):
    assert met(make_context(held="view")) == {"HELD_CALL"}

# SPDX-License-Identifier: GPL-3.0-or-later
"""Another package adds a kind of target without any change in rqdebug."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

PACKAGE = '''
import time

from rqcore.protocol.event_batch import Method
from rqcore.protocol.queue_values import QueueStat
from rqdebug.events.event_builder import EventBuilder
from rqdebug.targets.base import Capabilities, EventSource, Observation, Target
from rqdebug.targets.target_form import FieldChoice, FieldType, FormField, TargetForm
from rqdebug.targets.target_kind import TargetKind


class TickTarget(Target):
    def __init__(self, url):
        self._url = url

    @property
    def url(self):
        return self._url

    @property
    def capabilities(self):
        return Capabilities(event_source=EventSource.COUNTERS)

    def observe(self):
        return TickObservation()

    def connect(self):
        raise NotImplementedError


class TickObservation(Observation):
    """Reports a put at each ``receive``."""

    def __init__(self):
        self._builder = EventBuilder()

    def receive(self, timeout):
        time.sleep(min(timeout, 0.01))
        self._builder.add(
            time_ns=time.time_ns(), method=Method.PUT, queue="ticks", client="clock", payload=b"tick", items=1
        )
        return [self._builder.build()]

    def list_queues(self):
        return [QueueStat("ticks", "ticks", "fifo", 1, 0, 1, 0, 0, 0, 0, 0, False, 1, 4)]

    def close(self):
        pass


KIND = TargetKind(
    name="tick",
    title="Ticking clock",
    schemes=("tick",),
    example="tick://somewhere",
    loader=TickTarget,
    form=TargetForm(
        (
            FormField(
                "pace",
                "Pace",
                FieldType.CHOICE,
                default="slow",
                choices=(FieldChoice("slow", "Slow"), FieldChoice("fast", "Fast", "Costs more.")),
            ),
            FormField("changes", "Allow changes", FieldType.SWITCH, default="no"),
        ),
        has_login=False,
    ),
    permission="changes",
)
'''
PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "rqdebug-tick"
version = "1.0"

[project.entry-points."rqdebug.targets"]
tick = "rqdebug_tick:KIND"
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A directory with the package, as an installer leaves it."""
    site = tmp_path_factory.mktemp("site")
    write_package(site, "rqdebug_tick", PACKAGE, 'tick = "rqdebug_tick:KIND"')
    return site


def write_package(site, name, source, entry):
    (site / f"{name}.py").write_text(source)
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    key, _, value = entry.partition(" = ")
    (info / "entry_points.txt").write_text(f"[rqdebug.targets]\n{key} = {value.strip(chr(34))}\n")


def python(site, *arguments):
    """Run Python with the packages of the directory."""
    path = os.pathsep.join((str(ROOT), str(site)))
    environment = {**os.environ, "PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=50, check=False
    )


def run(site, program):
    result = python(site, "-c", program)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


ATTACH = """
import json, time
from rqdebug.session import Session

session = Session()
attachment = session.attach("tick://somewhere", "clock")
deadline = time.monotonic() + 30
while attachment.log.num_rows < 3 or not attachment.queues:
    assert time.monotonic() < deadline, attachment.reason
    time.sleep(0.01)
event = attachment.log.event(2)
session.close()
print(json.dumps({
    "event": [event.sequence, event.method, event.queue, event.client, event.payload.decode(), event.target],
    "queues": [row.stat.name for row in attachment.queues],
    "source": attachment.target.capabilities.event_source.value,
}))
"""


def test_debugger_attaches_to_a_kind_of_another_package(installed):
    assert run(installed, ATTACH) == {
        "event": [3, "put", "ticks", "clock", "tick", "clock"],
        "queues": ["ticks"],
        "source": "counters",
    }


def test_events_of_another_package_are_shown_on_the_command_line(installed):
    result = python(installed, "-m", "rqdebug", "tail", "tick://somewhere", "--json", "--seconds", "0.5")
    assert result.returncode == 0, result.stderr
    assert "watching tick://somewhere" in result.stderr
    first = json.loads(result.stdout.splitlines()[0])
    assert (first["method"], first["queue"], first["payload"]) == ("put", "ticks", "tick")


DIALOG = """
import json
from PyQt5.QtWidgets import QApplication
from rqdebug.ui.dialogs.connect_dialog import ConnectDialog

application = QApplication([])
dialog = ConnectDialog([])
dialog.show()
kinds = [dialog.kind.itemText(index) for index in range(dialog.kind.count())]
dialog.kind.setCurrentIndex(len(kinds) - 1)
dialog.kind.activated.emit(len(kinds) - 1)
editors = dialog.options.editors
editors["pace"].set_value("fast")
editors["changes"].set_value("yes")
print(json.dumps({
    "kinds": kinds,
    "url": dialog.full_url(),
    "message": dialog.message.text(),
    "login": dialog.user.isVisible(),
    "help": editors["pace"].help.text(),
}))
"""


def test_connect_dialog_shows_the_kind_and_its_options(installed):
    pytest.importorskip("PyQt5")
    assert run(installed, DIALOG) == {
        "kinds": ["Controller", "Redis or Valkey", "Ticking clock"],
        "url": "tick://somewhere?pace=fast&changes=yes",
        "message": "",
        "login": False,
        "help": "Costs more.",
    }


COUNT = """
import json, sys
from rqdebug.targets.target_registry import create_target, find_kind, target_kinds

find_kind("rq://h"), find_kind("redis://h")
before = "rqdebug_tick" in sys.modules
names = [kind.name for kind in target_kinds()]
print(json.dumps([before, names, create_target("tick://h", allow_changes=True).url]))
"""


def test_package_is_loaded_only_when_it_is_needed(installed):
    assert run(installed, COUNT) == [False, ["controller", "redis", "tick"], "tick://h?changes=yes"]


BROKEN = """
import json
from rqcore.errors import BadUrl
from rqdebug.targets.target_registry import create_target, plugin_problems, target_kinds

names = [kind.name for kind in target_kinds()]
try:
    create_target("broken://h")
except BadUrl as error:
    sentence = str(error)
print(json.dumps([names, plugin_problems(), sentence]))
"""


@pytest.mark.parametrize(
    ("source", "entry", "reason"),
    [
        ("raise RuntimeError('no license')", "broken:KIND", "no license"),
        ("import missing_library", "broken:KIND", "No module named 'missing_library'"),
        ("KIND = 7", "broken:KIND", "broken:KIND is not a TargetKind"),
        ("", "broken:KIND", "KIND"),
        (
            "from rqdebug.targets.controller_kind import CONTROLLER as KIND",
            "broken:KIND",
            "'controller' is already registered",
        ),
    ],
)
def test_broken_package_does_not_affect_others(tmp_path, source, entry, reason):
    write_package(tmp_path, "broken", source, f"broken = {entry}")
    names, problems, sentence = run(tmp_path, BROKEN)
    assert names == ["controller", "redis"]
    (problem,) = problems
    assert "the plug-in 'broken'" in problem and reason in problem
    assert problem in sentence, "an unknown URL says why its kind is missing"


def test_package_installed_by_pip_is_found(tmp_path):
    if missing := [name for name in ("pip", "setuptools") if find_spec(name) is None]:
        pytest.skip(f"{missing[0]} is not installed")
    source, site = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    (source / "pyproject.toml").write_text(PROJECT)
    (source / "rqdebug_tick.py").write_text(PACKAGE)
    options = ("--no-index", "--no-build-isolation", "--no-deps", "--quiet", "--disable-pip-version-check")
    installation = python(site, "-m", "pip", "install", *options, "--target", str(site), str(source))
    assert installation.returncode == 0, installation.stderr
    assert run(site, ATTACH)["queues"] == ["ticks"]

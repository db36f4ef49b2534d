# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs run below ``rqcore watch`` as they run alone."""

from __future__ import annotations

import sys

import pytest

from rqcore.client.connection import open_connection
from rqcore.protocol.resp import command
from rqcore.url import Url
from tests.rqcore.exposing.program_sources import PROGRAMS
from tests.rqcore.exposing.watched_programs import run_alone, run_watched

PATIENCE = 20.0


@pytest.fixture
def observer(process):
    """An observer of all calls."""
    link = open_connection(Url.parse(process.url), "observer", PATIENCE)
    link.send(command(["RQ.OBSERVE"]))
    assert link.receive(PATIENCE) == b"OK"
    yield link
    link.close()


@pytest.mark.parametrize("name", PROGRAMS)
def test_watched_program_differs_in_nothing(process, observer, tmp_path, name):
    alone = run_alone(sys.executable, tmp_path, PROGRAMS[name])
    assert run_watched(sys.executable, tmp_path, PROGRAMS[name], process.url) == alone

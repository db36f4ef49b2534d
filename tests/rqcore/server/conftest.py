# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of a controller in this process, whose session is executed turn by turn."""

from __future__ import annotations

import pytest

from rqcore.controller.handlers.dispatcher import Controller
from tests.rqcore.server.visitor import Visitor


@pytest.fixture
def visitor():
    return Visitor(Controller())

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.events.filters.filter_completion import complete


@pytest.fixture
def parse(saved):
    return FilterConditions(saved)


@pytest.fixture
def completion():
    return lambda text, position: complete(text, position, is_at_source=True)

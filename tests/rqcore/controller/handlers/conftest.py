# SPDX-License-Identifier: GPL-3.0-or-later
"""A program that exposes queues, and a client that looks at them."""

from __future__ import annotations

import pytest


@pytest.fixture
def program(talk):
    program = talk.client("program")
    program("HELLO 3")
    return program


@pytest.fixture
def looker(talk):
    looker = talk.client()
    looker("HELLO 3")
    return looker

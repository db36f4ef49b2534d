# SPDX-License-Identifier: GPL-3.0-or-later
"""The context is complete, cannot be changed, and imports neither Qt nor the engine."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

IMPORTED = """
import sys
import rqdebug.ui.window.window_context
print([name for name in ("PyQt5", "pyarrow", "rqdebug.session") if name in sys.modules])
"""


def test_importing_the_context_loads_neither_qt_nor_the_engine():
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_context_of_a_window_is_complete_and_cannot_be_changed(window):
    context = window.context
    for part in (context, context.tools):
        values = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        assert [name for name, value in values.items() if value is None] == []
    with pytest.raises(dataclasses.FrozenInstanceError):
        context.theme = None
    assert context.window is window and context.commands is window.commands

# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of a run, and editors with a text."""

from __future__ import annotations

import pytest

from rqdebug.scripts.report import VectorResult, Verdict
from rqdebug.ui.scripts.editor import ScriptEditor
from rqdebug.ui.scripts.run_targets import RunTargets

OF_VERDICT = {Verdict.PASSED: ("ok", "ok"), Verdict.FAILED: ("1", "2"), Verdict.ERROR: ("1", "lost")}


@pytest.fixture(scope="session")
def result():
    """A result of a run: ``result(3, Verdict.FAILED, target="edge-2")``."""

    def result(line=1, verdict=Verdict.PASSED, **fields):
        expected, got = OF_VERDICT[verdict]
        usual = {"target": "edge-1", "lane": "main", "text": f'jobs.put("{line}")', "duration_ns": 41_000}
        return VectorResult(
            line=line, outcome=verdict, **{**usual, "expected": expected, "got": got} | fields
        )

    return result


@pytest.fixture
def editor(qtbot, theme):
    editor = ScriptEditor(theme)
    qtbot.addWidget(editor, before_close_func=lambda editor: editor.setModified(False))
    editor.resize(700, 400)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


@pytest.fixture
def targets(qtbot, theme):
    targets = RunTargets()
    qtbot.addWidget(targets)
    return targets


@pytest.fixture
def three(targets, make_attachment):
    attachments = [make_attachment(f"edge-{n}") for n in (1, 2, 3)]
    targets.show_attachments(attachments)
    return attachments

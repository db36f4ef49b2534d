# SPDX-License-Identifier: GPL-3.0-or-later
"""scripts/translations.py finds the texts of the window, and every text has a translation."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rqdebug.ui.window.commands import COMMANDS

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "translations.py"


@pytest.fixture(scope="module")
def script():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPT.parent))
        return runpy.run_path(str(SCRIPT))


def test_texts_in_tables_and_calls_are_found(script):
    found = {source.text: source for source in script["sources"]()}
    assert {command.title for command in COMMANDS} <= set(found)
    assert found["{n} items"].numerus
    assert "rqdebug/ui/log/target_tab.py" in found["read-only"].files


def test_every_text_has_a_translation():
    command = [sys.executable, str(SCRIPT), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 0, f"{result.stdout}{result.stderr}run scripts/translations.py and translate"


def test_collecting_texts_again_keeps_translations(script, monkeypatch, tmp_path):
    path = tmp_path / "rqdebug_fr.ts"
    monkeypatch.setitem(
        script["main"].__globals__,
        "catalog_path",
        lambda name, catalog="rqdebug": tmp_path / f"{catalog}_{name}.ts",
    )
    assert script["main"](["fr"]) == 0
    unfinished = '<source>Help</source>\n            <translation type="unfinished" />'
    text = path.read_text(encoding="utf-8")
    assert unfinished in text
    path.write_text(text.replace(unfinished, "<source>Help</source><translation>Aide</translation>"), "utf-8")
    assert script["main"](["--check"]) == 1
    assert script["main"]([]) == 0
    assert "<translation>Aide</translation>" in path.read_text(encoding="utf-8")

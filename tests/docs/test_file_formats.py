# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of file formats agrees with the code."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pytest

from rqcore.protocol.event_fields import V2, V3
from rqdebug.cli.interventions import faults_file
from rqdebug.cli.interventions.attached_debugger import compile_condition
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.events.captures import capture_writer
from rqdebug.events.schema import SCHEMA
from rqdebug.events.views.styles import Style
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.services import workspace_file
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.workspace_file import SavedRule, SavedTab, Workspace

EVENT = {
    "sequence": 1,
    "time": 1_700_000_000_000_000_000,
    "waited": 1500,
    "method": "put",
    "queue": "jobs",
    "client": "producer",
    "outcome": "ok",
    "phase": "end",
    "items": 1,
}
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "file-formats.md").read_text(encoding="utf-8")
TYPES = {"Q": "u64", "q": "i64", "I": "u32", "H": "u16", "B": "u8"}


def test_columns_of_a_capture_are_those_of_the_schema():
    stated = re.findall(
        r"^\| `(\w+)` \| `([a-z].*?)` \|", PAGE.partition("## Batch of events")[0], re.MULTILINE
    )
    assert stated == [(field.name, arrow_type(field.type)) for field in SCHEMA]


def arrow_type(kind) -> str:
    found = re.match(r"dictionary<values=(\w+), indices=(\w+)", str(kind))
    return f"dictionary<{found[1]}, {found[2]}>" if found else str(kind)


@pytest.mark.parametrize("form", [V2, V3], ids=["version 2", "version 3"])
def test_fields_of_a_record_have_their_offsets(form):
    newer, _, older = PAGE.partition("### Version 2")
    page = older if form is V2 else newer
    stated = re.findall(r"^\| (\d+) \| `(\w+)` \| `(\w+)` \|(?: (\d) \|)?", page, re.MULTILINE)
    absent = {field.name: "" if form is V2 else str(int(field.absent)) for field in form.fields}
    assert stated == [
        (str(field.offset), field.name, TYPES[field.type], absent[field.name]) for field in form.fields
    ]
    assert re.search(rf"record (of|has) {form.record.size} bytes", page)
    assert f"version `u8` ({form.version})" in page


def test_versions_are_those_of_the_code():
    assert f'"version": {capture_writer.VERSION},' in PAGE
    assert f"version of the format: {workspace_file.VERSION} |" in PAGE


def test_faults_on_the_page_are_read_and_all_keys_are_listed(tmp_path):
    section = PAGE.partition("## Faults")[2].partition("## Users file")[0]
    (example,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    (tmp_path / "faults.toml").write_text(example)
    faults = faults_file.FaultsFile(tmp_path / "faults.toml", compile_condition).read()
    assert [fault.kind for fault in faults.values()] == ["delay", "duplicate"]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == faults_file.KEYS


def test_members_of_a_workspace_are_those_of_the_code():
    section = PAGE.partition("## Workspace")[2].partition("## Faults")[0]
    members = set(re.findall(r"`([a-z_]+)`", section))
    assert members == {
        field.name
        for kind in (Workspace, SavedTarget, SavedTab, Breakpoint, Style, SavedRule, RuleDefinition)
        for field in fields(kind)
        if field.compare  # what is not compared is not in the file
    }


SNIPPETS = re.findall(r"```python\n(.*?)```", PAGE.partition("The columns:")[0], re.DOTALL)


@pytest.mark.parametrize("package", ["pyarrow", "pandas", "duckdb"])
def test_capture_is_read_by_the_lines_on_the_page(tmp_path, package):
    (snippet,) = [
        text
        for text in SNIPPETS
        if {"pandas": "to_pandas", "duckdb": "duckdb.sql"}.get(package, "group_by(") in text
    ]
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    with closing(capture_writer.CaptureWriter((tmp_path / "night.arrows").open("wb"))) as capture:
        capture.write(pa.RecordBatch.from_pylist([EVENT], schema=SCHEMA))
    result = subprocess.run(
        [sys.executable, "-c", snippet], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 0, result.stderr
    assert "jobs" in result.stdout

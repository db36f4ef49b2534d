# SPDX-License-Identifier: GPL-3.0-or-later
"""Workspace files are written atomically; invalid parts are ignored when reading."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.events.views.styles import Style
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.ui.services import workspace_file
from rqdebug.ui.services.saved_targets import SavedTarget
from rqdebug.ui.services.workspace_file import (
    EXTENSION,
    SavedRule,
    SavedTab,
    Workspace,
    WorkspaceError,
    load,
    save,
)

FULL = Workspace(
    (SavedTarget("größe", "rq://ann@a:1", "#c0392b", read_only=True), SavedTarget("b", "redis://b:6379")),
    (
        SavedTab("target", "rq://ann@a:1", "duration > 5ms"),
        SavedTab("script", "/scripts/night.rqs", "", (Breakpoint(2), Breakpoint(7, "n == 4", 3))),
    ),
    {"slow": "duration > 5ms", "größe": "size > 1KiB"},
    (Style("method == put", "#00ff00", bold=True),),
    "00ff",
    1,
    ("größe", "b"),
    True,
    (
        SavedRule("rq://ann@a:1", "größe", RuleDefinition("@slow and queue == jobs", seed=7, name="mine")),
        SavedRule(
            "rq://b:1",
            "b",
            RuleDefinition("", {"kind": "delay", "seconds": 0.2}, "end", {"kind": "on", "n": 3}),
        ),
    ),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"night{EXTENSION}"


@pytest.fixture
def loaded(path):
    """Read a workspace from this JSON document."""

    def loaded(**document):
        path.write_text(json.dumps({"rqdebug workspace": 1} | document))
        return load(path)

    return loaded


@pytest.mark.parametrize("workspace", [Workspace(), FULL], ids=["empty", "full"])
def test_workspace_is_read_as_it_was_written(path, workspace):
    save(workspace, path)
    assert load(path) == workspace


def test_file_is_json_that_names_its_format(path):
    save(FULL, path)
    document = json.loads(path.read_text("utf-8"))
    assert document["rqdebug workspace"] == 1
    assert document["targets"][0]["name"] == "größe"
    assert "places" in document


def test_plain_breakpoint_is_a_number_as_before(path):
    save(FULL, path)
    script = json.loads(path.read_text("utf-8"))["places"][1]
    assert script["breakpoints"] == [2, {"line": 7, "condition": "n == 4", "skip": 3}]


@pytest.mark.parametrize(
    "row",
    [
        0,
        -1,
        True,
        "3",
        {"line": 3},
        {"line": 0, "condition": "", "skip": 0},
        {"line": 3, "condition": 4, "skip": 0},
        {"line": 3, "condition": "", "skip": -1},
    ],
)
def test_wrong_breakpoint_is_ignored(loaded, row):
    place = {"kind": "script", "where": "/a.rqs", "filter": "", "breakpoints": [row, 5]}
    assert loaded(places=[place]).places[0].breakpoints == (Breakpoint(5),)


def test_missing_folders_are_created(tmp_path):
    path = tmp_path / "a" / "b" / "night.rqw"
    save(FULL, path)
    assert load(path) == FULL


def test_workspace_that_cannot_be_written_leaves_the_old_one(path, monkeypatch):
    save(FULL, path)
    with pytest.raises(TypeError):
        save(Workspace(filters={"a": object()}), path)
    assert load(path) == FULL
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"{}",
        b'{"rqdebug workspace": "x"}',
        b'{"rqdebug workspace": null}',
        b"\xff\xfe",
        b'{"rqdebug workspace": Infinity}',
        b'{"rqdebug workspace": NaN}',
        b"[" * 100000,
    ],
)
def test_file_that_is_not_a_workspace_is_refused_with_its_name(path, content):
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match=path.name):
        load(path)


def test_missing_file_and_folder_are_refused_with_the_reason(tmp_path):
    with pytest.raises(WorkspaceError, match=r"cannot read .*gone\.rqw: No such file"):
        load(tmp_path / "gone.rqw")
    with pytest.raises(WorkspaceError, match="Is a directory"):
        load(tmp_path)


def test_workspace_of_a_later_version_is_refused_and_this_one_is_not(path, monkeypatch):
    path.write_text('{"rqdebug workspace": 2}')
    with pytest.raises(WorkspaceError, match="format 2"):
        load(path)
    monkeypatch.setattr(workspace_file, "VERSION", 2)
    assert load(path) == Workspace()


def test_invalid_parts_are_ignored(loaded):
    workspace = loaded(
        targets=[{"name": "a", "url": "rq://a"}, {"name": 3, "url": "rq://b"}, "rq://c", {"url": ""}],
        places=[
            {"kind": "script", "where": "/a", "filter": ""},
            {"kind": "script"},
            7,
            {"kind": 1, "where": "", "filter": ""},
        ],
        filters={"a": "size > 1", "b": 3},
        styles=[asdict(Style("size > 1")), {"filter": "x"}, None],
        docks=7,
        run_targets=["a", 3],
        runs_on_all=1,
    )
    assert (workspace.run_targets, workspace.runs_on_all) == (("a",), False)
    assert workspace.targets == (SavedTarget("a", "rq://a"),)
    assert workspace.places == (SavedTab("script", "/a"),)
    assert workspace.filters == {"a": "size > 1"}
    assert workspace.styles == (Style("size > 1"),)
    assert workspace.docks == ""
    assert workspace.invalid == (
        "3 targets",
        "3 tabs",
        "1 saved filter",
        "2 styles",
        "the targets of runs",
        "the layout",
    )


@pytest.mark.parametrize("part", ["targets", "places", "filters", "styles", "run_targets"])
def test_list_of_another_type_is_one_invalid_entry(loaded, part):
    assert len(loaded(**{part: 7}).invalid) == 1
    assert loaded(**{part: None}).invalid == ()


def test_invalid_breakpoints_are_counted(loaded):
    place = {"kind": "script", "where": "/a.rqs", "filter": "", "breakpoints": [0, 5, "x"]}
    assert loaded(places=[place]).invalid == ("2 breakpoints",)


def test_unknown_parts_are_ignored(loaded):
    assert loaded(invented=[1, 2], docks="ab") == Workspace(docks="ab")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "url", "kind", "where", "filter", "color", "on", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
PARTS = st.sampled_from(
    ["targets", "places", "filters", "styles", "docks", "run_targets", "runs_on_all", "rqdebug workspace"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.dictionaries(PARTS, JSON))
def test_any_json_is_read_or_refused(path, document):
    path.write_text(json.dumps({"rqdebug workspace": 1} | document))
    try:
        workspace = load(path)
    except WorkspaceError:
        return
    save(workspace, path)
    assert load(path) == workspace


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
TARGETS = st.builds(SavedTarget, TEXT, TEXT.filter(bool), TEXT, st.booleans(), st.booleans())
WORKSPACES = st.builds(
    Workspace,
    st.lists(TARGETS, max_size=3).map(tuple),
    st.lists(st.builds(SavedTab, TEXT, TEXT, TEXT), max_size=3).map(tuple),
    st.dictionaries(TEXT, TEXT, max_size=3),
    st.lists(st.builds(Style, TEXT, TEXT, TEXT, st.booleans(), st.booleans(), TEXT, st.booleans())).map(
        tuple
    ),
    TEXT,
    st.integers(-1, 3),
    st.none() | st.lists(TEXT, max_size=3).map(tuple),
    st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(WORKSPACES)
def test_any_workspace_is_read_as_written(path, workspace):
    save(workspace, path)
    assert load(path) == workspace


@pytest.mark.parametrize(
    "change",
    [
        {"action": {"kind": "explode"}},
        {"action": {}},
        {"seed": "x"},
        {"at": "noon"},
        {"filter": 3},
        {"max_hold": -1},
    ],
)
def test_invalid_rule_is_ignored_and_counted(loaded, change):
    valid = asdict(SavedRule("rq://a", "a", RuleDefinition("queue == jobs")))
    invalid = valid | {"definition": valid["definition"] | change}
    workspace = loaded(rules=[valid, invalid, 7])
    assert [rule.definition.filter for rule in workspace.rules] == ["queue == jobs"]
    assert workspace.invalid == ("2 breakpoints and faults",)

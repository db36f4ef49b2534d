# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rqcore.errors import BadUrl
from rqdebug.targets import target_registry
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.targets.target_form import FieldType, FormField, TargetForm
from rqdebug.targets.target_kind import TargetKind
from rqdebug.targets.target_registry import (
    BUILT_IN,
    TargetRegistry,
    create_target,
    find_kind,
    register_target,
    target_kinds,
)

ROOT = Path(__file__).resolve().parents[3]


def kind_of(name, *schemes, **fields):
    """A kind whose targets are their own URLs."""
    schemes = schemes or (name,)
    usual = {"title": name.title(), "example": f"{schemes[0]}://h", "loader": lambda url: url}
    return TargetKind(**({"name": name, "schemes": schemes} | usual | fields))


@pytest.fixture
def fresh(monkeypatch):
    """The registry of this program; a test cannot change it for the others."""
    registry = TargetRegistry(*BUILT_IN)
    monkeypatch.setattr(target_registry, "_REGISTRY", registry)
    return registry


def test_rq_url_is_a_controller():
    target = create_target(" rq://me:secret@edge:7000 ")
    assert isinstance(target, ControllerTarget)
    assert target.url == "rq://me@edge:7000"


@pytest.mark.parametrize("url", ["", "edge:7654", "http://edge", "://", "rq:/edge"])
def test_wrong_url_is_refused_with_an_example(url):
    with pytest.raises(BadUrl, match=r"as in rq://127\.0\.0\.1:7654"):
        create_target(url)


def test_error_does_not_show_a_password():
    with pytest.raises(BadUrl) as error:
        create_target("http://me:secret@edge")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("rq://h", "controller"),
        ("rqs://h", "controller"),
        ("rq+unix:///run/rq", "controller"),
        ("redis://h", "redis"),
        ("rediss+sentinel://a,b/service", "redis"),
        ("unix:///run/redis", "redis"),
    ],
)
def test_kind_is_found_by_the_scheme(url, name):
    assert find_kind(url).name == name


def test_every_example_makes_a_target_of_its_kind():
    pytest.importorskip("redis")
    for kind in BUILT_IN:
        assert find_kind(kind.example) is kind
        assert create_target(kind.example).url.startswith(kind.schemes[0])


def test_names_titles_and_schemes_are_unique():
    names = [kind.name for kind in BUILT_IN]
    titles = [kind.title for kind in BUILT_IN]
    schemes = [scheme for kind in BUILT_IN for scheme in kind.schemes]
    for found in (names, titles, schemes):
        assert len(found) == len(set(found))


def test_registered_kind_is_found(fresh):
    register_target(kind_of("example", "ex", "exs"))
    assert [kind.name for kind in target_kinds()] == ["controller", "redis", "example"]
    assert create_target("exs://h") == "exs://h"


def test_name_and_scheme_belong_to_one_kind(fresh):
    with pytest.raises(ValueError, match="'redis' is already registered"):
        fresh.register(kind_of("redis", "ex"))
    with pytest.raises(ValueError, match="'rqs' already belongs to the target kind 'controller'"):
        fresh.register(kind_of("example", "ex", "rqs"))
    with pytest.raises(BadUrl):
        fresh.find("ex://h")


def test_error_names_the_schemes_of_all_kinds(fresh):
    fresh.register(kind_of("example", "ex", "exs"))
    with pytest.raises(BadUrl, match="rq:// or redis:// or ex://, as in"):
        fresh.find("nonsense")


def test_kinds_can_be_registered_from_many_threads():
    registry = TargetRegistry()
    threads = [threading.Thread(target=registry.register, args=(kind_of(f"kind{n}"),)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(registry.kinds()) == 50
    assert all(registry.find(f"kind{n}://h").name == f"kind{n}" for n in range(50))


CHANGES = FormField("changes", "Allow changes", FieldType.SWITCH, default="no")


def test_permission_is_added_if_the_url_does_not_have_it():
    kind = kind_of("example", form=TargetForm((CHANGES,)), permission="changes")
    assert kind.allow_changes("example://h") == "example://h?changes=yes"
    assert kind.allow_changes("example://h?x=1") == "example://h?x=1&changes=yes"
    assert kind.allow_changes("example://h?changes=no") == "example://h?changes=no"


def test_kind_without_a_permission_keeps_its_urls():
    assert kind_of("example").allow_changes("example://h") == "example://h"


def test_permission_must_be_a_switch_of_the_form():
    with pytest.raises(ValueError, match="not one of the switches"):
        kind_of("example", permission="changes")


def test_example_must_be_of_the_kind():
    with pytest.raises(ValueError, match="has none of the schemes"):
        kind_of("example", example="rq://h")


def test_changes_are_allowed_on_request(fresh):
    fresh.register(kind_of("example", form=TargetForm((CHANGES,)), permission="changes"))
    assert create_target("example://h") == "example://h"
    assert create_target("example://h", allow_changes=True) == "example://h?changes=yes"


def test_registry_loads_no_target():
    """Neither pyarrow nor redis-py is loaded before a target is opened."""
    program = (
        "import sys; import rqdebug.targets.target_registry as r; r.find_kind('redis://h'); "
        "print([name for name in ('pyarrow', 'redis', 'numpy') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadUrl
from rqdebug.targets.controller_kind import CONTROLLER
from rqdebug.targets.redis import redis_kind
from rqdebug.targets.redis.redis_kind import REDIS_KIND
from rqdebug.targets.target_form import FieldType
from rqdebug.targets.target_registry import BUILT_IN


def names(kind, url):
    return [field.name for field in kind.form.fields_for(url)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [("rq://h", ["preview"]), ("rqs://h", ["cafile", "preview"]), ("rq+unix:///run/rq", ["preview"])],
)
def test_controller_form_has_certificates_only_with_tls(url, expected):
    assert names(CONTROLLER, url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://h", ["events", "preview", "changes"]),
        ("unix:///run/redis", ["events", "preview", "changes"]),
        ("rediss://h", ["cafile", "events", "preview", "changes"]),
        ("rediss+cluster://a,b", ["cafile", "events", "preview", "changes"]),
    ],
)
def test_redis_form_has_events_and_certificates(url, expected):
    assert names(REDIS_KIND, url) == expected


@pytest.mark.parametrize("events", [choice.value for choice in redis_kind.EVENTS.choices])
@pytest.mark.parametrize("changes", ["yes", "no"])
@pytest.mark.parametrize("scheme", ["redis", "rediss"])
def test_every_combination_of_options_makes_a_target(scheme, events, changes):
    pytest.importorskip("redis")
    url = REDIS_KIND.form.apply(
        f"{scheme}://h", {"events": events, "changes": changes, "cafile": "/etc/ours.pem"}
    )
    assert REDIS_KIND.loader(url).capabilities.can_change == (changes == "yes")


def test_certificates_in_the_form_are_those_that_redis_py_loads(tmp_path):
    pytest.importorskip("redis")
    from rqcore.pressure.redis_address import RedisAddress

    url = REDIS_KIND.form.apply("rediss://h", {"cafile": str(tmp_path / "ours & theirs.pem")})
    client = RedisAddress.parse(url).open("test", 1.0)
    assert client.connection_pool.connection_kwargs["ssl_ca_certs"] == str(tmp_path / "ours & theirs.pem")


def test_only_a_redis_needs_permission_for_changes():
    assert CONTROLLER.allow_changes("rq://h") == "rq://h"
    assert REDIS_KIND.allow_changes("redis://h") == "redis://h?changes=yes"


def test_missing_library_is_reported_with_the_command_to_install_it(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rqdebug.targets.redis.redis_target", None)
    with pytest.raises(BadUrl, match=r"pip install 'rqdebug\[redis\]'"):
        REDIS_KIND.loader("redis://h")


@pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)
def test_every_text_of_a_form_is_a_plain_label(kind):
    for field in kind.form.fields:
        assert field.label and field.label[0].isupper()
        if field.type is FieldType.CHOICE:
            assert all(choice.label for choice in field.choices)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Templates of events: the record that each encodes once, and the cache of templates."""

from __future__ import annotations

import pytest

from rqcore.codec import Codec
from rqcore.controller.clients import Client
from rqcore.controller.observation import templates
from rqcore.controller.observation.templates import EventTemplate, TemplateCache
from rqcore.controller.queue import Queue
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase
from rqcore.protocol.event_fields import V2
from rqcore.protocol.memory import Memory

JOBS = Queue(9, "jobs", "fifo", 0, Memory(1 << 20))


@pytest.fixture
def client():
    return Client(4, "10.0.0.4:1", 0, 0, True, "saver")


@pytest.fixture
def cache():
    return TemplateCache()


def fields_of(template):
    return dict(zip(V2.by_name, V2.record.unpack(template.records[2]), strict=True))


def test_record_has_the_common_values_of_similar_events(client):
    template = EventTemplate(client, Method.GET, Phase.END, Outcome.EMPTY, JOBS, Codec.JSON, 1500)
    expected = {
        "timeout": 1500,
        "queue": 9,
        "client": 4,
        "method": Method.GET,
        "phase": Phase.END,
        "outcome": Outcome.EMPTY,
        "codec": Codec.JSON,
        "items": 1,
    }
    assert fields_of(template) == dict.fromkeys(fields_of(template), 0) | expected


def test_record_without_a_queue_has_number_0(client):
    template = EventTemplate(client, Method.GET, Phase.END, Outcome.ERROR, None, 0, 0)
    assert fields_of(template)["queue"] == 0


def test_template_keeps_the_earlier_name_of_a_renamed_client(client):
    template = EventTemplate(client, Method.PUT, Phase.END, Outcome.OK, JOBS, 0, 0)
    client.name = "other"
    assert template.client_label == "saver@10.0.0.4:1"


def test_equal_parts_have_the_same_template(client, cache):
    parts = (client, Method.PUT, Phase.END, Outcome.OK, JOBS, 0, 7)
    assert cache.get(*parts) is cache.get(*parts)
    assert cache.get(*parts[:-1], 8) is not cache.get(*parts)


def test_regular_call_is_cached_after_its_first_template(client, cache):
    call = (client, Method.PUT, JOBS, None, Codec.TEXT)
    assert cache.cached([call]) == [None]
    template = cache.get_regular(call)
    assert cache.cached([call, (client, Method.GET, JOBS, None, Codec.TEXT)]) == [template, None]


def test_regular_call_shares_its_template_with_the_same_event_recorded_in_full(client, cache):
    template = cache.get_regular((client, Method.PUT, JOBS, None, Codec.TEXT))
    full = (client, Method.PUT, Phase.END, Outcome.OK, JOBS, Codec.TEXT, NO_TIMEOUT)
    assert cache.get(*full) is template
    assert fields_of(template)["timeout"] == NO_TIMEOUT


def test_cleared_cache_creates_templates_with_new_names(client, cache):
    call = (client, Method.PUT, JOBS, 0, Codec.RAW)
    assert cache.get_regular(call).client_label == "saver@10.0.0.4:1"
    client.name = "renamed"
    cache.clear()
    assert cache.cached([call]) == [None]
    assert cache.get_regular(call).client_label == "renamed@10.0.0.4:1"


def test_full_cache_is_cleared_and_stays_within_its_limit(monkeypatch, client):
    monkeypatch.setattr(templates, "MAX_TEMPLATES", 4)
    cache = TemplateCache()
    calls = [(client, Method.PUT, JOBS, timeout_ns, Codec.RAW) for timeout_ns in range(10)]
    for call in calls:
        cache.get_regular(call)
    kept = sum(template is not None for template in cache.cached(calls))
    assert 1 <= kept <= 4
    assert cache.cached(calls[-1:]) != [None]

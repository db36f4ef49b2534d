# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``preview`` of URLs."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.errors import BadUrl
from rqdebug.targets.controller_target import ControllerTarget
from rqdebug.targets.preview_option import ALL_BYTES, PREVIEW, add_preview, read_preview, split_preview


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("256", 256),
        ("4KiB", 4096),
        ("1 MiB", 1 << 20),
        ("0", 0),
        ("all", ALL_BYTES),
        ("9999999999", ALL_BYTES),
    ],
)
def test_value_is_a_size(text, size):
    assert read_preview(text) == size


@pytest.mark.parametrize("text", ["", "-1", "many", "4 GiBi", "1.5KiB", "99999999999"])
def test_other_values_are_refused(text):
    with pytest.raises(BadUrl, match="write a size such as 256 or 4KiB, or all"):
        read_preview(text)


def test_every_choice_is_a_value():
    sizes = [read_preview(choice.value) for choice in PREVIEW.choices]
    assert sizes == sorted(sizes) and len(set(sizes)) == len(sizes)


@pytest.mark.parametrize(
    ("url", "rest", "value"),
    [
        ("rq://a", "rq://a", "256"),
        ("rq://a?preview=all", "rq://a", "all"),
        ("rqs://a?cafile=x&preview=4KiB", "rqs://a?cafile=x", "4KiB"),
        ("redis://a?preview=4KiB&events=all", "redis://a?events=all", "4KiB"),
    ],
)
def test_option_is_taken_from_the_url_and_added_again(url, rest, value):
    assert split_preview(url) == (rest, value)
    assert split_preview(add_preview(rest, value)) == (rest, value)


def test_target_shows_its_option_but_no_password():
    assert ControllerTarget("rq://user:secret@a?preview=4KiB").url == "rq://user@a:7654?preview=4KiB"


@pytest.mark.parametrize("size", [0, 10, 256, 4096, 65_536])
@pytest.mark.parametrize("payload", [b"", b"abc", bytes(5000)])
def test_events_have_the_chosen_number_of_bytes(payload, size):
    with rqcore.serve() as controller, rqcore.connect(str(controller.url)) as handle:
        observation = ControllerTarget(f"{controller.url}?preview={size}").observe()
        jobs = handle.create("jobs")
        jobs.put(payload)
        found = []
        while not found:
            for batch in observation.receive(5):
                methods, payloads = batch.column("method").to_pylist(), batch.column("payload").to_pylist()
                found += [data for method, data in zip(methods, payloads, strict=True) if method == "put"]
        observation.close()
        assert found == [payload[:size]]


@pytest.mark.parametrize("url", ["rq://a:1?preview=all", "rqs://a:1?cafile=x"])
def test_default_name_of_a_target_has_no_options(url):
    assert ControllerTarget(url).label == "a:1"

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadUrl
from rqcore.url import DEFAULT_PORT, Url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("rq://127.0.0.1", Url("127.0.0.1", DEFAULT_PORT)),
        ("rq://127.0.0.1:1", Url("127.0.0.1", 1)),
        ("rq://edge-1:65535/", Url("edge-1", 65535)),
        (" RQ://Edge-1 ", Url("edge-1")),
        ("rq://[::1]:7", Url("::1", 7)),
        ("rq://me@edge", Url("edge", user="me")),
        ("rq://me:secret@edge", Url("edge", user="me", password="secret")),
        ("rq://:p%40ss%3A@edge", Url("edge", password="p@ss:")),
    ],
)
def test_a_url_is_read(text, url):
    assert Url.parse(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "edge",
        "edge:7654",
        "rq:edge",
        "rq://",
        "rq://:7654",
        "http://edge",
        "rq://edge:0",
        "rq://edge:65536",
        "rq://edge:-1",
        "rq://edge:port",
        "rq://edge/jobs",
        "rq://edge?a=1",
        "rq://edge#jobs",
        "rq://[::1",
    ],
)
def test_what_is_no_url_is_refused_with_a_sentence(text):
    with pytest.raises(BadUrl, match=r"rq://|no URL"):
        Url.parse(text)


@pytest.mark.parametrize("text", ["rq://127.0.0.1:7654", "rq://[::1]:7654", "rq://me@edge:1"])
def test_a_url_is_written_as_it_is_read(text):
    assert str(Url.parse(text)) == text


def test_neither_text_nor_repr_shows_the_password():
    url = Url.parse("rq://me:secret@edge")
    assert "secret" not in f"{url} {url!r}"


def test_a_refused_url_does_not_show_its_password():
    with pytest.raises(BadUrl) as refused:
        Url.parse("rq://me:secret@edge/jobs")
    assert "secret" not in str(refused.value)

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
        ("rqs://edge", Url("edge", tls=True)),
        ("rqs://me:secret@edge:1", Url("edge", 1, "me", "secret", tls=True)),
        ("rqs://edge?cafile=/etc/a%20b.pem", Url("edge", tls=True, cafile="/etc/a b.pem")),
        ("rqs://edge/?cafile=ca.pem", Url("edge", tls=True, cafile="ca.pem")),
        ("rq+unix:///run/rq.sock", Url("", path="/run/rq.sock")),
        ("rq+unix://me:secret@/run/a%20b", Url("", user="me", password="secret", path="/run/a b")),
    ],
)
def test_url_is_parsed(text, url):
    assert Url.parse(text) == url
    assert Url.parse(url.reveal()) == url


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
        "rq://edge?cafile=ca.pem",
        "rqs://",
        "rqs://edge?cafile=",
        "rqs://edge?cafile=a&cafile=b",
        "rqs://edge?cafile=a&verify=no",
        "rqs://edge?keyfile=key.pem",
        "rq+unix://",
        "rq+unix:///",
        "rq+unix://edge/run/rq.sock",
        "rq+unix:///run/rq.sock?cafile=a",
    ],
)
def test_invalid_url_is_refused_with_a_hint(text):
    with pytest.raises(BadUrl, match=r"write rqs?(\+unix)?://"):
        Url.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "rq://127.0.0.1:7654",
        "rq://[::1]:7654",
        "rq://me@edge:1",
        "rq://m%40e@edge:1",
        "rqs://edge:1",
        "rqs://me@edge:1?cafile=/etc/a%20b.pem",
        "rqs://edge:1?cafile=ca.pem&certfile=me.pem&keyfile=key.pem",
        "rq+unix:///run/rq.sock",
        "rq+unix://me@/run/a%20b",
    ],
)
def test_formatted_url_is_parsed_unchanged(text):
    assert str(Url.parse(text)) == text


def test_url_comes_from_the_environment_if_none_is_given(monkeypatch):
    monkeypatch.setenv("RQ_URL", "rq://edge:1")
    assert (Url.find(None), Url.find("rq://here:2")) == (Url("edge", 1), Url("here", 2))
    monkeypatch.setenv("RQ_URL", "")
    assert Url.find(None) == Url("127.0.0.1", DEFAULT_PORT)
    monkeypatch.delenv("RQ_URL")
    assert Url.find(None) == Url("127.0.0.1", DEFAULT_PORT)


def test_neither_text_nor_repr_shows_the_password():
    url = Url.parse("rq://me:secret@edge")
    assert "secret" not in f"{url} {url!r}"


def test_error_about_a_url_does_not_show_its_password():
    with pytest.raises(BadUrl) as refused:
        Url.parse("rq://me:secret@edge/jobs")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("port", ["0", "99999", "port", "-1"])
def test_wrong_port_is_named_with_the_valid_ones(port):
    with pytest.raises(BadUrl, match=r"^the port in 'rq://edge:.*' is not a number from 1 to 65535;"):
        Url.parse(f"rq://edge:{port}")


def test_options_after_the_port_are_named_in_the_error():
    with pytest.raises(BadUrl, match=r"write rqs://host:7654\[\?cafile=…\]"):
        Url.parse("rqs://edge?ca=mine.pem")
    with pytest.raises(BadUrl, match=r"write rq://host:7654$"):
        Url.parse("rq://edge?ca=mine.pem")
    with pytest.raises(BadUrl, match=r"write rqs:// for rq://$"):
        Url.parse("rq://edge?cafile=mine.pem")


def test_revealed_url_has_the_password_and_shown_url_has_not():
    url = Url("edge", user="a/b", password="p@ss:/?#")
    assert str(url) == "rq://a%2Fb@edge:7654"
    assert Url.parse(url.reveal()) == url
    assert Url.find(url) == url


@pytest.mark.parametrize("host", ["[::%@001]", "[fe80::1%eth0@b]"])
def test_host_with_a_sign_that_separates_logins_is_refused(host):
    with pytest.raises(BadUrl, match="has no valid host name"):
        Url.parse(f"rq://{host}:7654")

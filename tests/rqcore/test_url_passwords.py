# SPDX-License-Identifier: GPL-3.0-or-later
"""No message shows a password, whatever characters it has and however wrong its URL is."""

from __future__ import annotations

import pytest

import rqcore
from rqcore.errors import BadUrl, RqError
from rqcore.pressure.redis_address import RedisAddress
from rqcore.url import Url, hide_password, with_password
from rqdebug.targets.target_registry import create_target

SECRET = "hush"
PASSWORDS = [
    "hush",
    "a/hush",
    "a?hush",
    "a#hush",
    "a@hush",
    "a:hush",
    "1/hush@hush",
    "/hush",
    "[hush",
    "hush%zz",
    "?hush=",
]
FORMS = [
    "rq://me:{}@host:7654",
    "rq://me:{}@host:x",
    "rq://:{}@",
    "rq://me:{}@host/queue",
    "rqs://me:{}@host?cafile=x&y=z",
    "rq+unix://me:{}@host/path",
    "redis://me:{}@host:x/0",
    "redis://:{}@host/0/x",
    "redis+sentinel://:{}@host",
    "unix://me:{}@/run/x",
    "nats://me:{}@host",
    "rq//me:{}@host",
    "redis://host:x/0?password={}",
]


def errors_of(url):
    """Yield what each reader of a URL says about it."""
    for read in (Url.parse, RedisAddress.parse, create_target):
        try:
            yield str(read(url))
        except RqError as error:
            yield str(error)


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("form", FORMS)
def test_no_message_shows_a_password(form, password):
    url = form.format(password)
    for text in (hide_password(url), *errors_of(url)):
        assert SECRET not in text.partition("(")[0], url
        assert SECRET not in text, url


@pytest.mark.parametrize("password", ["a/hush", "a?hush", "a#hush"])
def test_message_says_how_to_write_such_a_password(password):
    with pytest.raises(BadUrl, match="%2F"):
        rqcore.connect(f"rq://me:{password}@host")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("rq://host:7654/x", "rq://host:7654/x"),
        ("rq://[::1]:7654", "rq://[::1]:7654"),
        ("rq://me:a@b@host?x", "rq://…@host?x"),
        ("redis://host/0?password=x&db=1", "redis://host/0?password=…&db=1"),
    ],
)
def test_rest_of_a_url_stays_readable(url, shown):
    assert hide_password(url) == shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("rq://host", "rq://:p%2F%3F%40@host"),
        ("rq://me@host:1", "rq://me:p%2F%3F%40@host:1"),
        ("rq://me:old@host", "rq://me:old@host"),
        ("redis://host/0?x=a@b", "redis://:p%2F%3F%40@host/0?x=a@b"),
        ("rq+unix:///run/x", "rq+unix://:p%2F%3F%40@/run/x"),
    ],
)
def test_password_is_added_to_a_url_that_has_none(url, expected):
    assert with_password(url, "p/?@") == expected


def test_worker_takes_its_password_from_a_file_the_environment_or_the_input(launch, tmp_path, rqcore_command):
    # Given
    (tmp_path / "password").write_text("se/cret?\n")
    with launch(RQ_PASSWORD="se/cret?") as process:
        put = ("put", process.url, "jobs")
        # Then
        for options, words, environment in (
            (("--password-file", str(tmp_path / "password")), "a\n", {}),
            (("--ask-password",), "se/cret?\na\n", {}),
            ((), "a\n", {"RQ_PASSWORD": "se/cret?"}),
        ):
            assert rqcore_command(*put, *options, input=words, **environment).returncode == 0
        refused = rqcore_command(*put, input="a\n", RQ_PASSWORD="hush")
    assert refused.returncode == 2
    assert SECRET not in refused.stderr


def test_missing_password_file_is_one_sentence(rqcore_command):
    ended = rqcore_command("work", "rq://127.0.0.1:1", "os:getcwd", "--password-file", "/no/such/file")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "/no/such/file" in ended.stderr

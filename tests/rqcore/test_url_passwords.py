# SPDX-License-Identifier: GPL-3.0-or-later
"""No message shows a password, whatever characters it has and however wrong its URL is."""

from __future__ import annotations

from traceback import format_exception

import pytest

import rqcore
from rqcore.errors import BadUrl, RqError
from rqcore.parallel_queue.remote_tasks import server_url
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
WITHOUT_HOST = [
    "redis://host:x/0?pass={}",
    "redis://host/0?pwd={}",
    "redis://host/0?password=a&{}",
    "redis://host/0?password=a&{}=1",
    "redis://host/x?db=1&password={}",
    "rq://me:{}",
    "rq://me:1{}",
    "rq://me:7654/{}",
    "rq://:{}",
    "rq:///me:{}",
    "rq://me:{}//x@host",
    "me:{}//x@host",
    "me:{}@host",
    "me:{}",
    "rq://me:{}\uff20host",
    "rq://me:{}\ufe6bhost",
    "rq://host:7654#{}",
    "rqs://host?cafile=x&{}",
    "rqs://host?secret={}",
    "rq+unix:///run/x?{}",
    "rq+unix://me:{}/run/x",
    "unix://me:{}/run/x",
    "redis+sentinel://host/a/{}",
    "redis+cluster://host:x,me:{}",
    "redis://me:{}/0",
]


def open_redis(url):
    """Return the address of a Redis server that redis-py accepts."""
    address = RedisAddress.parse(url)
    address.open("", 1).close()
    return address


def errors_of(url):
    """Yield what each reader of a URL says about it, with the traceback."""
    for read in (Url.parse, open_redis, create_target, server_url):
        try:
            yield str(read(url))
        except RqError as error:
            yield "".join(format_exception(error))


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("form", FORMS + WITHOUT_HOST)
def test_no_message_shows_a_password(form, password):
    url = form.format(password)
    if form in WITHOUT_HOST and "@" in password:
        pytest.skip("what follows the @ is the host")
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
        ("rq://host:7654/x", "rq://host:7654/…"),
        ("rq://[::1]:7654", "rq://[::1]:7654"),
        ("rq://me:a@b@host?x", "rq://…@host?…"),
        ("rq://me:99999", "rq://me:…"),
        ("localhost:7654", "localhost:7654"),
        ("rq//host", "rq//host"),
        ("rq+unix:///run/my socket", "rq+unix:///run/my socket"),
        ("rqs://host?cafile=/a/b.pem", "rqs://host?cafile=/a/b.pem"),
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


@pytest.mark.parametrize(
    "words", [["serve", "rq://me:hush@host"], ["put", "rq://host", "jobs", "rq://me:hush@host"]]
)
def test_argument_that_a_command_does_not_have_shows_no_password(rqcore_command, words):
    ended = rqcore_command(*words)
    assert ended.returncode == 2 and "rq://…@host" in ended.stderr
    assert SECRET not in ended.stderr


def test_missing_password_file_is_one_sentence(rqcore_command):
    ended = rqcore_command("work", "rq://127.0.0.1:1", "os:getcwd", "--password-file", "/no/such/file")
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "/no/such/file" in ended.stderr

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from hashlib import sha256

import pytest

from rqcore.controller.users import Users, line_of
from rqcore.errors import BadSetting

DIGEST = sha256(b"secret").hexdigest()


@pytest.mark.parametrize(
    "text",
    [
        "me:secret",
        f"me:sha256:{DIGEST}\n",
        "# who\n\n  me:secret  \nyou:other\n",
        line_of("me", "secret"),
    ],
)
def test_user_file_defines_users(text):
    users = Users.parse(text)
    assert users.accept("me", b"secret")
    assert not users.accept("me", b"Secret")
    assert not users.accept("me", DIGEST.encode())
    assert not users.accept("she", b"secret")


def test_password_may_contain_any_characters():
    assert Users.parse("me:a:b #ä").accept("me", "a:b #ä".encode())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("me", "line 1 is invalid; write name:password"),
        ("\nme:", "line 2 is invalid"),
        (":secret", "line 1 is invalid"),
        ("m e:secret", "line 1 is invalid"),
        ("me:secret\nme:secret", "line 2 repeats the user 'me'"),
        ("me:sha256:secret", "line 1 is invalid; write 64 hexadecimal digits after sha256:"),
        ("me:sha256:abcd", "line 1 is invalid; write 64 hexadecimal digits after sha256:"),
    ],
)
def test_invalid_users_file_is_refused_without_revealing_a_password(text, why):
    with pytest.raises(BadSetting) as caught:
        Users.parse(text)
    assert str(caught.value).startswith(why)
    assert "secret" not in str(caught.value)


def test_user_line_does_not_reveal_the_password():
    assert line_of("me", "secret") == f"me:sha256:{DIGEST}"


def test_no_user_exists_without_a_users_file():
    users = Users()
    assert not users
    assert not users.accept("default", b"")

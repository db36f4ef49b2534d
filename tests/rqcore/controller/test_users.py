# SPDX-License-Identifier: GPL-3.0-or-later
"""The users file: which passwords are right, and which roles and queues a user has."""

from __future__ import annotations

import hashlib
import tomllib
from base64 import b64decode
from hashlib import sha256

import pytest

from rqcore.controller.users import Users, table_of
from rqcore.errors import BadSetting
from rqcore.passwords import ScryptPassword
from rqcore.protocol.command_traits import Role

DIGEST = sha256(b"secret").hexdigest()
CHEAP = "$scrypt$ln=4,r=8,p=1$"
"""The beginning of a hash that is fast to check."""


def cheap(password):
    salt = bytes(16)
    key = hashlib.scrypt(password.encode(), salt=salt, n=16, r=8, p=1, dklen=32)
    return str(ScryptPassword(4, 8, 1, salt, key))


def roles(users, name):
    return {role.value for role in users.access_of(name).roles}


@pytest.mark.parametrize(
    "text",
    [
        "me:secret",
        f"me:sha256:{DIGEST}\n",
        "# who\n\n  me:secret  \nyou:other\n",
        table_of("me", "secret", ["use"], ["*"]),
        f'old:x\n\n[me]\nscrypt = "{cheap("secret")}"\n\n[you]\nscrypt = "{cheap("other")}"',
    ],
)
def test_user_file_defines_users(text):
    users = Users.parse(text)
    assert users.verify("me", b"secret")
    assert not users.verify("me", b"Secret")
    assert not users.verify("me", DIGEST.encode())
    assert not users.verify("she", b"secret")
    assert not users.verify("she", b"")


def test_password_may_contain_any_characters():
    assert Users.parse("me:a:b #ä").verify("me", "a:b #ä".encode())
    assert Users.parse(table_of("me", 'a"\\:#ä', ["use"], ["*"])).verify("me", 'a"\\:#ä'.encode())


@pytest.mark.parametrize("name", ["me", "a.b", 'quo"te', "ä", "[x]"])
def test_table_is_toml_with_a_salted_scrypt_hash(name):
    # When
    texts = [table_of(name, "secret", ["use", "observe"], ["jobs*"]) for _ in range(2)]
    (found,) = tomllib.loads(texts[0]).values()
    # Then
    assert texts[0] != texts[1]
    assert "secret" not in texts[0]
    assert (found["role"], found["queues"]) == (["use", "observe"], ["jobs*"])
    _, kind, parameters, salt, key = found["scrypt"].split("$")
    assert (kind, parameters) == ("scrypt", "ln=14,r=8,p=1")
    salt, key = (b64decode(part + "==") for part in (salt, key))
    assert key == hashlib.scrypt(b"secret", salt=salt, n=1 << 14, r=8, p=1, dklen=32)
    assert Users.parse(texts[0]).verify(name, b"secret")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me:secret", {"use", "observe"}),
        (f'[me]\nscrypt = "{cheap("x")}"', {"use", "observe"}),
        (f'[me]\nscrypt = "{cheap("x")}"\nrole = "admin"', {"admin"}),
        (f'[me]\nscrypt = "{cheap("x")}"\nrole = ["debug", "use"]', {"debug", "use"}),
    ],
)
def test_user_has_the_roles_of_the_file(text, expected):
    assert roles(Users.parse(text), "me") == expected


def test_debugging_is_never_a_right_unless_the_role_is_written():
    users = Users({"default": "secret"})
    assert roles(users, "default") == {"use", "observe", "admin"}
    for role in Role:
        assert ("debug" in {right.value for right in role.rights}) == (role is Role.DEBUG)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("me", "line 1 is invalid; write a table for each user as rqcore user prints it, or name:password"),
        ("\nme:", "line 2 is invalid"),
        (":secret", "line 1 is invalid"),
        ("m e:secret", "line 1 is invalid"),
        ("me:secret\nme:secret", "line 2 repeats the user 'me'"),
        ("me:sha256:secret", "line 1 is invalid; write 64 hexadecimal digits after sha256:"),
        ("me:sha256:abcd", "line 1 is invalid; write 64 hexadecimal digits after sha256:"),
        ('me:x\n[me]\nscrypt = "secret"', "the table [me] repeats a user"),
        ('[me]\nscrypt = "secret"', "user 'me': scrypt must be text as rqcore user prints it"),
        ("[me]\nscrypt = 1", "user 'me': scrypt is missing"),
        ('[me]\npassword = "secret"', "user 'me': there is no field 'password'"),
        (f'[me]\nscrypt = "{cheap("x")}"\nrole = "root"', "user 'me': there is no role 'root'"),
        (f'[me]\nscrypt = "{cheap("x")}"\nrole = []', "user 'me': role has no role"),
        (f'[me]\nscrypt = "{cheap("x")}"\nqueues = 3', "user 'me': queues must be a text or a list"),
        ('x:y\n[me]\nscrypt = "secret', "it is not valid TOML at"),
        (f'[me]\nscrypt = "{CHEAP}AAAA$AAAA"', "user 'me': scrypt has parameters out of range"),
        (
            '[me]\nscrypt = "$scrypt$ln=20,r=9,p=9$AAAAAAAAAAAAAAAA$' + "A" * 43 + '"',
            "user 'me': scrypt needs more",
        ),
        ('[me]\nscrypt = "$scrypt$ln=4,r=8,p=1$A$A"', "user 'me': salt and key of scrypt must be Base64"),
    ],
)
def test_invalid_users_file_is_refused_without_revealing_a_password(text, why):
    with pytest.raises(BadSetting) as caught:
        Users.parse(text)
    assert str(caught.value).startswith(why)
    assert "secret" not in str(caught.value)


def test_no_user_exists_without_a_users_file():
    users = Users()
    assert not users
    assert not users.verify("default", b"")


def test_verified_password_is_recognised_without_another_check():
    users = Users.parse(f'[me]\nscrypt = "{cheap("secret")}"')
    digest = users.digest("me", b"secret")
    assert not users.recognises("me", digest)
    users.remember("me", digest)
    assert users.recognises("me", digest)
    assert not users.recognises("me", users.digest("me", b"Secret"))
    assert not users.recognises("you", users.digest("you", b"secret"))
    assert b"secret" not in digest
    assert digest != Users().digest("me", b"secret")

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqdebug.scripts.language.inputs import Inputs
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.running import stored_secrets
from rqdebug.scripts.running.stored_secrets import add_stored_secrets, missing_secrets
from rqdebug.support.keyring_reader import KeyringAnswer

SCRIPTS = [parse('x = secret("A") + secret("B")'), parse('y = secret("B") + secret("C") + secret("D")')]


def test_environment_comes_before_the_keyring_and_each_name_is_looked_up_once(monkeypatch):
    asked = []

    def look_up(names):
        asked.append(names)
        return KeyringAnswer({"B": "from keyring"})

    monkeypatch.setattr(stored_secrets, "read_keyring", look_up)
    known = Inputs(environment={"A": "from outside"}, secrets={"C": "entered"})
    inputs = add_stored_secrets(SCRIPTS, known)
    assert asked == [["B", "D"]]
    assert (inputs.secret("A"), inputs.secret("B"), inputs.secret("C")) == (
        "from outside",
        "from keyring",
        "entered",
    )
    assert missing_secrets(SCRIPTS, inputs) == ["D"]


def test_error_of_a_missing_secret_says_why_the_keyring_could_not_be_read(monkeypatch):
    monkeypatch.setattr(stored_secrets, "read_keyring", lambda _: KeyringAnswer({}, "the keyring is locked"))
    inputs = add_stored_secrets(SCRIPTS, Inputs(environment={}))
    with pytest.raises(ValueError, match="A is missing, because the keyring is locked; set the environment"):
        inputs.secret("A")

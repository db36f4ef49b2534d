# SPDX-License-Identifier: GPL-3.0-or-later
"""The arguments of observers."""

from __future__ import annotations

import pytest

from rqcore.errors import BadCall, TooBig
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.command_table.observer_rows import method, outcome
from rqcore.protocol.command_traits import MOST_PATTERNS
from rqcore.protocol.event_batch import Method, Outcome

OBSERVE = COMMANDS[b"RQ.OBSERVE"]


def test_names_of_methods_and_outcomes_are_read_in_any_case():
    assert (method(b"put_Many"), outcome(b"NOQUEUE")) == (Method.PUT_MANY, Outcome.NOQUEUE)


@pytest.mark.parametrize("convert", [method, outcome])
def test_unknown_name_is_refused_with_the_known_ones(convert):
    with pytest.raises(BadCall, match=r"'pull'; choose from .*, "):
        convert(b"pull")


@pytest.mark.parametrize("keyword", [b"QUEUE", b"METHOD", b"CLIENT", b"OUTCOME"])
def test_observer_selects_by_a_limited_number_of_values(keyword):
    word = {b"METHOD": b"put", b"OUTCOME": b"ok"}.get(keyword, b"a")
    _, options = OBSERVE.parse([keyword, *[word] * MOST_PATTERNS])
    assert [len(values) for values in options.values()] == [MOST_PATTERNS]
    with pytest.raises(TooBig, match=f"at most {MOST_PATTERNS} values"):
        OBSERVE.parse([keyword, *[word] * MOST_PATTERNS, keyword, word])

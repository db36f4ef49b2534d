# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pools need to know about a request, and which requests cannot be encoded."""

from __future__ import annotations

import pytest

from rqcore.client import exchanges
from rqcore.client.exchange import READ_ONLY, Exchange
from rqcore.errors import BadCall, ConnectionLost, OutcomeUnknown
from rqcore.protocol.command_table import COMMANDS
from rqcore.protocol.resp import command


def test_call_that_only_reads_never_has_an_unknown_outcome():
    lost = ConnectionLost("lost rq://a")
    for exchange in (exchanges.peek("jobs", 0, 1, True, False), exchanges.previews("jobs", 0, 1, 9)):
        assert type(exchange.unknown_outcome(lost)) is ConnectionLost
    assert type(Exchange(command(["RQ.GET", "jobs"]), bool).unknown_outcome(lost)) is OutcomeUnknown


def test_calls_that_only_read_are_those_of_the_table():
    assert all(COMMANDS[name].is_repeatable for name in READ_ONLY)


@pytest.mark.parametrize("text", ["a\ud800", "\udcff"])
def test_lone_surrogate_in_a_name_is_a_bad_call(text):
    with pytest.raises(BadCall, match="cannot be sent, because it has a lone surrogate"):
        command(["RQ.SIZE", text])

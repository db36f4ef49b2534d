# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("redis")

from rqdebug.targets.redis.client_names import ClientNames

ADDRESSES = st.sampled_from(["a:1", "b:2", "c:3", "d:4"])
LISTS = st.dictionaries(ADDRESSES, st.sampled_from(["", "loader", "saver"]))


def test_client_has_the_name_that_is_listed_for_its_address():
    clients = ClientNames()
    clients.update({"a:1": "loader", "b:2": ""})
    assert clients.names == {"a:1": "loader", "b:2": ""}


def test_client_of_a_call_is_unknown_until_it_is_listed():
    clients = ClientNames()
    assert not clients.has_unknown
    clients.note("a:1")
    assert clients.has_unknown
    clients.update({"a:1": "loader"})
    assert not clients.has_unknown
    clients.note("a:1")
    assert not clients.has_unknown


def test_unknown_client_that_is_not_listed_has_no_name():
    clients = ClientNames()
    clients.note("gone:1")
    clients.update({"a:1": "loader"})
    assert not clients.has_unknown
    assert clients.names["gone:1"] == ""


def test_disconnected_clients_keep_their_names_until_they_are_dropped():
    clients = ClientNames()
    clients.update({"a:1": "loader", "b:2": "saver"})
    clients.update({"b:2": "saver"})
    assert set(clients.names) == {"a:1", "b:2"}, "the events before are not built yet"
    clients.forget_disconnected()
    assert set(clients.names) == {"b:2"}


def test_no_name_is_dropped_while_all_clients_are_connected():
    clients = ClientNames()
    clients.update({"a:1": "loader"})
    before = clients.names
    clients.forget_disconnected()
    assert clients.names is before, "the table is not copied twenty times a second"


@given(st.lists(st.tuples(st.lists(ADDRESSES), LISTS)))
def test_names_are_those_of_the_last_list_after_dropping(rounds):
    clients = ClientNames()
    for calls, names in rounds:
        for address in calls:
            clients.note(address)
        clients.update(names)
        assert not clients.has_unknown
        assert set(calls) | names.keys() <= clients.names.keys() | set(names)
        clients.forget_disconnected()
        assert clients.names == names

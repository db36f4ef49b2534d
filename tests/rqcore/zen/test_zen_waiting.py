# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import ZenTimeout
from rqcore.zen.zen_waiting import ValueStore, native_error


def test_values_come_out_in_order():
    store = ValueStore([1])
    store.put([2, 3])
    assert [store.take(None) for _ in range(len(store))] == [1, 2, 3]


def test_empty_store_raises_timeout_error():
    with pytest.raises(TimeoutError):
        ValueStore(()).take(0)


def test_errors_of_threads_are_raised_as_they_are():
    error = ZenTimeout("no value")
    assert native_error(error) is error

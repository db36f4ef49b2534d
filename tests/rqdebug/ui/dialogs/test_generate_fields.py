# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts that users enter in the generator dialog."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.errors import SettingsError
from rqdebug.ui.dialogs.generate_fields import (
    check_list,
    check_words,
    checked_words,
    read_items,
    read_names,
    read_weights,
    write_items,
)


@given(st.lists(st.text(max_size=9)))
def test_names_of_any_letters_can_be_entered(names):
    assert list(read_names(shlex.join(names))) == names


@given(st.lists(st.none() | st.booleans() | st.integers() | st.text() | st.binary(max_size=4), max_size=4))
def test_items_are_read_as_they_were_written(items):
    assert list(read_items(write_items(tuple(items)))) == items


@pytest.mark.parametrize("text", ["put", "put=often", "=", "put=1 get"])
def test_malformed_weights_are_refused(text):
    with pytest.raises(SettingsError, match="METHOD=WEIGHT"):
        read_weights(text)


def test_checked_words_keep_their_order_and_repetitions(qtbot):
    box = check_list(("put", "get", "qsize"), ("put",), lambda: None)
    qtbot.addWidget(box)
    assert checked_words(box) == ("put",)
    check_words(box, ("get", "put", "get"))
    assert checked_words(box) == ("get", "put", "get")
    check_words(box, ("put", "qsize"))
    assert checked_words(box) == ("put", "qsize")
    assert {box.item(row).text() for row in range(box.count())} == {"put", "get", "qsize"}


def test_list_is_as_high_as_its_rows(qtbot):
    box = check_list(tuple(f"method_{n}" for n in range(20)), (), lambda: None)
    qtbot.addWidget(box)
    box.resize(300, 50)
    box.show()
    last = box.item(19)
    qtbot.waitUntil(lambda: box.visualItemRect(last).bottom() < box.viewport().height())
    high = box.height()
    box.resize(900, 50)
    qtbot.waitUntil(lambda: box.height() < high)
    qtbot.waitUntil(lambda: box.visualItemRect(last).bottom() < box.viewport().height())

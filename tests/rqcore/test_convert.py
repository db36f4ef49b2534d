# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore import convert
from rqcore.errors import BadSetting


@pytest.mark.parametrize(
    ("function", "text", "value"),
    [
        (convert.word, "a b", "a b"),
        (convert.port, "0", 0),
        (convert.port, "65535", 65535),
        (convert.count, "1", 1),
        (convert.size, "4096", 4096),
        (convert.size, "64KiB", 65536),
        (convert.size, " 2 gib ", 2 * 2**30),
        (convert.size, "1MB", 10**6),
        (convert.seconds, "0.5", 0.5),
        (convert.mode, "660", 0o660),
        (convert.mode, "0o600", 0o600),
        (convert.mode, "0600", 0o600),
        (convert.flag, "TRUE", True),
        (convert.flag, "1", True),
        (convert.flag, "no", False),
        (convert.flag, "", False),
        (convert.one_of("a", "b"), "B", "b"),
    ],
)
def test_a_text_is_understood(function, text, value):
    assert function(text) == value


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (convert.word, ""),
        (convert.word, " "),
        (convert.word, "a\nb"),
        (convert.port, "-1"),
        (convert.port, "65536"),
        (convert.port, "٣"),
        (convert.port, "9" * 5000),
        (convert.count, "0"),
        (convert.count, "1.5"),
        (convert.size, "0"),
        (convert.size, "1 TB"),
        (convert.size, "-1"),
        (convert.size, "MiB"),
        (convert.seconds, "0"),
        (convert.seconds, "-1"),
        (convert.seconds, "nan"),
        (convert.seconds, "inf"),
        (convert.seconds, "soon"),
        (convert.mode, "888"),
        (convert.mode, "7777"),
        (convert.flag, "maybe"),
        (convert.one_of("a", "b"), "c"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_expected(function, text):
    with pytest.raises(BadSetting, match=r"^must "):
        function(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (3, "3"), (0, "0"), (2**20, "1MiB"), (3 * 2**30, "3GiB"), (30.0, "30"), ("x", "x")],
)
def test_a_value_is_written(value, text):
    assert convert.written(value) == text


@pytest.mark.parametrize("value", [1, 4096, 2**20, 10**6, 5 * 2**30])
def test_a_size_that_was_written_can_be_read(value):
    assert convert.size(convert.written(value)) == value

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.errors import BadSetting
from rqcore.server import setting_types


@pytest.mark.parametrize(
    ("function", "text", "value"),
    [
        (setting_types.printable, "a b", "a b"),
        (setting_types.port, "0", 0),
        (setting_types.port, "65535", 65535),
        (setting_types.count, "1", 1),
        (setting_types.size, "4096", 4096),
        (setting_types.size, "64KiB", 65536),
        (setting_types.size, " 2 gib ", 2 * 2**30),
        (setting_types.size, "1MB", 10**6),
        (setting_types.seconds, "0.5", 0.5),
        (setting_types.mode, "660", 0o660),
        (setting_types.mode, "0o600", 0o600),
        (setting_types.mode, "0600", 0o600),
        (setting_types.flag, "TRUE", True),
        (setting_types.flag, "1", True),
        (setting_types.flag, "no", False),
        (setting_types.flag, "", False),
        (setting_types.one_of("a", "b"), "B", "b"),
    ],
)
def test_text_is_converted(function, text, value):
    assert function(text) == value


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (setting_types.printable, ""),
        (setting_types.printable, " "),
        (setting_types.printable, "a\nb"),
        (setting_types.port, "-1"),
        (setting_types.port, "65536"),
        (setting_types.port, "٣"),
        (setting_types.port, "9" * 5000),
        (setting_types.count, "0"),
        (setting_types.count, "1.5"),
        (setting_types.size, "0"),
        (setting_types.size, "1 TB"),
        (setting_types.size, "-1"),
        (setting_types.size, "MiB"),
        (setting_types.seconds, "0"),
        (setting_types.seconds, "-1"),
        (setting_types.seconds, "nan"),
        (setting_types.seconds, "inf"),
        (setting_types.seconds, "soon"),
        (setting_types.mode, "888"),
        (setting_types.mode, "7777"),
        (setting_types.flag, "maybe"),
        (setting_types.one_of("a", "b"), "c"),
    ],
)
def test_wrong_setting_is_refused_with_the_expected_form(function, text):
    with pytest.raises(BadSetting, match=r"^must "):
        function(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (3, "3"), (0, "0"), (2**20, "1MiB"), (3 * 2**30, "3GiB"), (30.0, "30"), ("x", "x")],
)
def test_value_is_formatted(value, text):
    assert setting_types.written(value) == text


@pytest.mark.parametrize("value", [1, 4096, 2**20, 10**6, 5 * 2**30])
def test_formatted_size_can_be_parsed(value):
    assert setting_types.size(setting_types.written(value)) == value

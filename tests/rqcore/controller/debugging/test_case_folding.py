# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from rqcore.controller.debugging.case_folding import add_other_cases


def cases_of(character, is_latin=False):
    code = ord(character)
    ranges = add_other_cases(((code, code),), is_latin)
    return {chr(each) for first, last in ranges for each in range(first, last + 1)}


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("a", "aA"),
        ("k", "kK\u212a"),
        ("ſ", "sSſ"),
        ("ü", "üÜ"),
        ("σ", "σςΣ"),
        ("ß", "ßẞ"),
        ("ﬅ", "ﬅﬆ"),
        ("1", "1"),
    ],
)
def test_cases_of_a_character_are_known(character, expected):
    assert cases_of(character) == set(expected)


def test_only_ascii_has_cases_in_bytes():
    assert cases_of("é", is_latin=True) == {"é"}
    assert cases_of("e", is_latin=True) == {"e", "E"}


def test_each_character_has_the_cases_that_re2_knows():
    cased = [chr(code) for code in range(0x1E944) if not 0xD800 <= code <= 0xDFFF]
    cased = [
        each for each in cased if each.lower() != each or each.upper() != each or each.casefold() != each
    ]
    column = pa.array(cased, pa.large_string())
    for character in cased[::7]:
        found = pc.array_filter(column, pc.match_substring_regex(column, f"(?i)^{character}$")).to_pylist()
        assert cases_of(character) & set(cased) == set(found), character

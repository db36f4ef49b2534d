# SPDX-License-Identifier: GPL-3.0-or-later
"""Regular expressions in the syntax of RE2, whose searches take linear time.

Filters and scripts use the same library, so that a pattern means the same in both.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def check_pattern(pattern: str) -> None:
    """Check that a text is a regular expression, for texts and for bytes.

    Raises:
        ValueError: If it is not, in a sentence that names it and says why.
    """
    try:
        pc.match_substring_regex(pa.scalar(""), pattern)
    except (ValueError, UnicodeEncodeError) as error:
        raise ValueError(f"`{pattern}` is not a regular expression: {error}") from None
    try:
        pc.match_substring_regex(pa.scalar(b"", pa.large_binary()), pattern)
    except ValueError as error:
        raise ValueError(
            f"`{pattern}` is not a regular expression for bytes: {error}; write the character itself"
        ) from None


def is_found(pattern: str, value: str | bytes) -> bool:
    """Return whether a pattern matches anywhere: in a text its characters, in bytes as if they were Latin-1.

    Args:
        pattern: A pattern that ``check_pattern`` accepts.
        value: What to search. A text with lone surrogates, which have no bytes, never matches.
    """
    kind = pa.large_string() if isinstance(value, str) else pa.large_binary()
    try:
        return bool(pc.match_substring_regex(pa.scalar(value, kind), pattern).as_py())
    except UnicodeEncodeError:
        return False

# SPDX-License-Identifier: GPL-3.0-or-later
"""Random regular expressions, and texts in which they can be found."""

from __future__ import annotations

from hypothesis.strategies import builds, characters, deferred, lists, sampled_from, text

ATOMS = sampled_from(
    [
        r"a",
        r"b",
        r"ab",
        r"c",
        r"é",
        r"k",
        r"S",
        r"ſ",
        r".",
        r"\d",
        r"\w",
        r"\W",
        r"\s",
        r"[a-c]",
        r"[^a]",
        r"[^\n]",
        r"[é-ü]",
        r"[[:alpha:]]",
        r"[[:^upper:]]",
        r"^",
        r"$",
        r"\b",
        r"\A",
        r"\z",
        r"_",
        r"1",
        r"\x41",
        r"\.",
        r"\Qa*\E",
        r"[]a]",
        r"[-a]",
        r"[^\W]",
        r"\t",
        r"☺",
        r"-",
        r"{",
        r"}",
        r"(",
    ]
)
COUNTS = sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}", "{2,}", "{0}"])
GROUPS = sampled_from(["(", "(?:", "(?i:", "(?m:", "(?s:", "(?im-s:", "(?U:", "(?i)", "(?m)"])


def group(beginning, content):
    return beginning + content + ")" * (not beginning.endswith(")"))


PATTERNS = deferred(
    lambda: (
        ATOMS
        | builds("".join, lists(PATTERNS, max_size=3))
        | builds("{}{}".format, ATOMS, COUNTS)
        | builds("(?:{}){}".format, PATTERNS, COUNTS)
        | builds("({}|{})".format, PATTERNS, PATTERNS)
        | builds(group, GROUPS, PATTERNS)
        | text(alphabet=r"ab()[]{}|*+?\^$.-,1é", max_size=6)
    )
)
TEXTS = text(alphabet="abcABéÉkK\u212asSſ\n _1☺-*{}", max_size=8) | text(
    characters(exclude_categories=("Cs",))
)

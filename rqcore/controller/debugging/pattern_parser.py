# SPDX-License-Identifier: MIT
r"""Regular expressions in the syntax of RE2 (``doc/syntax.txt`` in its repository), if they are possible.

What RE2 has and this parser refuses: ``\p`` and ``\P``, ``\B``, ``\C``, octal numbers without a leading zero,
names of groups outside of ASCII, and ``(?)``. Everything else means what it means in RE2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rqcore.controller.debugging.case_folding import add_other_cases
from rqcore.controller.debugging.pattern_nodes import (
    LARGEST,
    Branches,
    Chain,
    Characters,
    Edge,
    PatternNode,
    Ranges,
    Repetition,
    invert_ranges,
    merge_ranges,
    remove_surrogates,
)
from rqcore.errors import BadCall, quoted

MAX_PATTERN = 1000
"""The most characters of a pattern."""
MAX_GROUPS = 50
"""The most groups inside of each other."""
MAX_COUNT = 1000
"""The most times that RE2 repeats a part, also of repetitions inside of each other."""

_DIGITS, _LOWER, _UPPER = (0x30, 0x39), (0x61, 0x7A), (0x41, 0x5A)
_CLASSES: dict[str, Ranges] = {
    "d": (_DIGITS,),
    "s": ((9, 10), (12, 13), (32, 32)),
    "w": (_DIGITS, _UPPER, (0x5F, 0x5F), _LOWER),
}
_POSIX: dict[str, Ranges] = {
    "alnum": (_DIGITS, _UPPER, _LOWER),
    "alpha": (_UPPER, _LOWER),
    "ascii": ((0, 0x7F),),
    "blank": ((9, 9), (32, 32)),
    "cntrl": ((0, 31), (127, 127)),
    "digit": (_DIGITS,),
    "graph": ((33, 126),),
    "lower": (_LOWER,),
    "print": ((32, 126),),
    "punct": ((33, 47), (58, 64), (91, 96), (123, 126)),
    "space": ((9, 13), (32, 32)),
    "upper": (_UPPER,),
    "word": (_DIGITS, _UPPER, (0x5F, 0x5F), _LOWER),
    "xdigit": (_DIGITS, (0x41, 0x46), (0x61, 0x66)),
}
_CONTROLS = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_COUNT = re.compile(r"\{(0|[1-9][0-9]{0,8})(?:(,)(0|[1-9][0-9]{0,8})?)?\}")
_HEX = re.compile(r"x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\})")
_OCTAL = re.compile(r"0[0-7]{0,2}")
_FLAGS = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_NAME = re.compile(r"\(\?P?<([A-Za-z0-9_]+)>")
_POSIX_CLASS = re.compile(r"\[:(\^?)([a-z]+):\]")
_IMPOSSIBLE = {
    "(?=": "look-aheads",
    "(?!": "look-aheads",
    "(?<=": "look-behinds",
    "(?<!": "look-behinds",
    "(?>": "atomic groups",
    "(?P=": "back references",
    "(?P>": "calls of groups",
    "(?(": "conditions on groups",
    "(?#": "comments",
}
_UNAVAILABLE = {
    "p": r"Unicode classes such as \pL",
    "P": r"Unicode classes such as \PL",
    "B": r"places inside of words (\B)",
    "C": r"single bytes (\C)",
}


@dataclass(frozen=True, slots=True)
class _Flags:
    ignores_case: bool = False
    has_lines: bool = False
    dot_is_all: bool = False

    def changed(self, on: str, off: str) -> _Flags:
        names = {"i": "ignores_case", "m": "has_lines", "s": "dot_is_all"}
        changes = {**dict.fromkeys(on, True), **dict.fromkeys(off, False)}
        return replace(self, **{names[flag]: value for flag, value in changes.items() if flag in names})


def parse_pattern(pattern: str, is_latin: bool = False) -> PatternNode:
    """Parse a regular expression.

    Args:
        pattern: The expression.
        is_latin: It is for bytes: each byte of it and of what it searches is a character.

    Raises:
        BadCall: It is none, or has a part that is not possible here, which the message names.
    """
    if len(pattern) > MAX_PATTERN:
        raise BadCall(f"the pattern has {len(pattern)} characters; use at most {MAX_PATTERN}")
    return _PatternParser(pattern, is_latin).parse()


class _PatternParser:
    """Parses one pattern, from left to right."""

    def __init__(self, pattern: str, is_latin: bool) -> None:
        self._pattern = pattern.encode().decode("latin-1") if is_latin else pattern
        self._is_latin = is_latin
        self._shown = quoted(pattern)
        self._at = 0
        self._names: set[str] = set()

    def parse(self) -> PatternNode:
        node = self._branches(_Flags(), 0)
        if self._at < len(self._pattern):
            raise BadCall(f"the pattern {self._shown} has a `)` without a `(`")
        return node

    def _impossible(self, what: str) -> BadCall:
        return BadCall(f"{what} are not possible here, in the pattern {self._shown}")

    def _sees(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _branches(self, flags: _Flags, depth: int) -> PatternNode:
        if depth > MAX_GROUPS:
            raise BadCall(f"the pattern {self._shown} has more than {MAX_GROUPS} groups inside of each other")
        branches: list[PatternNode] = []
        parts: list[PatternNode] = []
        can_repeat = False
        while self._at < len(self._pattern) and not self._sees(")"):
            if self._sees("|"):
                branches.append(Chain(tuple(parts)))
                parts, can_repeat = [], False
                self._at += 1
            elif (change := _FLAGS.match(self._pattern, self._at)) and change[3] == ")":
                flags, can_repeat = self._changed(flags, change), False
            elif count := self._count():
                if not can_repeat:
                    raise BadCall(
                        f"the pattern {self._shown} repeats nothing, or a repetition; "
                        "put what is repeated in parentheses"
                    )
                parts[-1], can_repeat = self._repeated(parts[-1], *count), False
            else:
                more = self._parts(flags, depth)
                parts, can_repeat = [*parts, *more], bool(more)
        branches.append(Chain(tuple(parts)))
        return branches[0] if len(branches) == 1 else Branches(tuple(branches))

    def _changed(self, flags: _Flags, change: re.Match[str]) -> _Flags:
        """Return the flags after ``(?i)`` or ``(?i:``, and go behind it."""
        if not change[1] and not change[2] and change[3] == ")":
            raise BadCall(f"the pattern {self._shown} has `(?)`, which changes nothing; leave it out")
        self._at = change.end()
        return flags.changed(change[1], change[2] or "")

    def _count(self) -> tuple[int, int | None] | None:
        """Read a sign of repetition, and return how often at least and at most; None if there is none."""
        signs: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        count = signs.get(self._pattern[self._at])
        if count:
            self._at += 1
        elif match := _COUNT.match(self._pattern, self._at):
            self._at = match.end()
            least = int(match[1])
            most = least if not match[2] else int(match[3]) if match[3] else None
            if max(least, most or 0) > MAX_COUNT or (most is not None and most < least):
                raise BadCall(
                    f"the pattern {self._shown} has {quoted(match[0])}; repeat from 0 to {MAX_COUNT} times"
                )
            count = least, most
        if count and self._sees("?"):
            self._at += 1  # which of several matches is found makes no difference
        return count

    def _repeated(self, part: PatternNode, least: int, most: int | None) -> PatternNode:
        node = Repetition(part, least, most)
        if _largest_count(node) > MAX_COUNT:
            raise BadCall(f"the pattern {self._shown} repeats a part more than {MAX_COUNT} times")
        return node

    def _parts(self, flags: _Flags, depth: int) -> list[PatternNode]:
        r"""Read what can be repeated: usually one part, but several or none between ``\Q`` and ``\E``."""
        character = self._pattern[self._at]
        if character == "(":
            return [self._group(flags, depth)]
        if character == "[":
            return [Characters(remove_surrogates(self._set(flags)))]
        if character == "\\":
            return self._escape(flags)
        self._at += 1
        if character == "^":
            return [Edge.LINE_BEGIN if flags.has_lines else Edge.TEXT_BEGIN]
        if character == "$":
            return [Edge.LINE_END if flags.has_lines else Edge.TEXT_END]
        if character == ".":
            all_characters = ((0, LARGEST),) if flags.dot_is_all else ((0, 9), (11, LARGEST))
            return [Characters(remove_surrogates(all_characters))]
        return [self._literal(character, flags)]

    def _literal(self, character: str, flags: _Flags) -> Characters:
        code = ord(character)
        return Characters(self._with_cases(((code, code),), flags))

    def _with_cases(self, ranges: Ranges, flags: _Flags) -> Ranges:
        return add_other_cases(ranges, self._is_latin) if flags.ignores_case else ranges

    def _group(self, flags: _Flags, depth: int) -> PatternNode:
        if change := _FLAGS.match(self._pattern, self._at):
            flags = self._changed(flags, change)
        elif name := _NAME.match(self._pattern, self._at):
            if name[1] in self._names:
                raise BadCall(f"the pattern {self._shown} has two groups of the name `{name[1]}`")
            self._names.add(name[1])
            self._at = name.end()
        elif self._sees("(?"):
            for sign, what in _IMPOSSIBLE.items():
                if self._sees(sign):
                    raise self._impossible(what)
            raise BadCall(
                f"the pattern {self._shown} has {quoted(self._pattern[self._at :], 10)}, which is not valid"
            )
        else:
            self._at += 1
        node = self._branches(flags, depth + 1)
        if not self._sees(")"):
            raise BadCall(f"the pattern {self._shown} has a `(` without a `)`")
        self._at += 1
        return node

    def _escape(self, flags: _Flags) -> list[PatternNode]:
        self._at += 1
        letter = self._pattern[self._at : self._at + 1]
        edges = {"A": Edge.TEXT_BEGIN, "z": Edge.TEXT_END, "b": Edge.WORD}
        if letter in edges:
            self._at += 1
            return [edges[letter]]
        if letter == "Q":
            quote, _, _ = self._pattern[self._at + 1 :].partition("\\E")
            self._at = min(self._at + len(quote) + 3, len(self._pattern))
            return [self._literal(character, flags) for character in quote]
        if ranges := self._class(letter, flags):
            return [Characters(remove_surrogates(ranges))]
        return [self._literal(chr(self._escaped_code()), flags)]

    def _class(self, letter: str, flags: _Flags) -> Ranges:
        r"""Read the letter of ``\d`` or ``\D``, and return its characters; none for another letter."""
        if letter.lower() not in _CLASSES or not letter:
            return ()
        self._at += 1
        ranges = self._with_cases(_CLASSES[letter.lower()], flags)
        return invert_ranges(ranges) if letter.isupper() else ranges

    def _escaped_code(self) -> int:
        """Read what follows a backslash, and return the number of the character."""
        letter = self._pattern[self._at : self._at + 1]
        if not letter:
            raise BadCall(f"the pattern {self._shown} ends with a backslash")
        if letter in _UNAVAILABLE:
            raise self._impossible(_UNAVAILABLE[letter])
        if letter in "123456789":
            raise self._impossible("back references")
        if number := _HEX.match(self._pattern, self._at):
            self._at = number.end()
            code = int(number[1] or number[2], 16)
            if code > LARGEST:
                raise BadCall(f"the pattern {self._shown} has `\\{number[0]}`, which is no character")
            if self._is_latin and code > 0xFF:
                raise BadCall(
                    f"the pattern {self._shown} has `\\{number[0]}`, which is no byte; "
                    "write the character itself"
                )
            return code
        if number := _OCTAL.match(self._pattern, self._at):
            self._at = number.end()
            return int(number[0], 8)
        if letter in _CONTROLS or (letter.isascii() and not letter.isalnum()):
            self._at += 1
            return _CONTROLS.get(letter, ord(letter))
        raise BadCall(f"the pattern {self._shown} has `\\{letter}`, which is not valid")

    def _set(self, flags: _Flags) -> Ranges:
        """Read ``[a-z]``."""
        self._at += 1
        is_inverted = self._sees("^")
        self._at += is_inverted
        found: list[tuple[int, int]] = []
        is_first = True
        while is_first or not self._sees("]"):
            if self._at >= len(self._pattern):
                raise BadCall(f"the pattern {self._shown} has a `[` without a `]`")
            found += self._member(flags)
            is_first = False
        self._at += 1
        ranges = merge_ranges(found)
        return invert_ranges(ranges) if is_inverted else ranges

    def _member(self, flags: _Flags) -> Ranges:
        """Read a character, a range or a class in ``[…]``."""
        if self._sees("[:") and ":]" in self._pattern[self._at :]:
            return self._posix_class(flags)
        if self._sees("\\") and (ranges := self._class_after_backslash(flags)):
            return ranges
        first = last = self._set_character()
        if self._sees("-") and not self._sees("-]") and self._at + 1 < len(self._pattern):
            self._at += 1
            last = self._set_character()
        if last < first:
            raise BadCall(f"the pattern {self._shown} has a range whose end is before its beginning")
        return self._with_cases(((first, last),), flags)

    def _posix_class(self, flags: _Flags) -> Ranges:
        match = _POSIX_CLASS.match(self._pattern, self._at)
        if match is None or match[2] not in _POSIX:
            name = quoted(self._pattern[self._at :], 12)
            raise BadCall(f"the pattern {self._shown} has {name}; the classes are {', '.join(_POSIX)}")
        self._at = match.end()
        ranges = self._with_cases(_POSIX[match[2]], flags)
        return invert_ranges(ranges) if match[1] else ranges

    def _class_after_backslash(self, flags: _Flags) -> Ranges:
        self._at += 1
        ranges = self._class(self._pattern[self._at : self._at + 1], flags)
        self._at -= not ranges
        return ranges

    def _set_character(self) -> int:
        character = self._pattern[self._at]
        self._at += 1
        return self._escaped_code() if character == "\\" else ord(character)


def _largest_count(node: PatternNode) -> int:
    """Return how often the repetitions with a number, inside of each other, repeat a part."""
    if isinstance(node, Repetition):
        return max(node.most or node.least, 1) * _largest_count(node.part)
    if isinstance(node, (Chain, Branches)):
        return max(map(_largest_count, node.parts), default=1)
    return 1

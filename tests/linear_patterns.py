# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Python's ``re`` matches a pattern in linear time, whatever the text.

``re`` tries all ways in which a pattern can match. The time is linear if there is only one way: if no
character can both continue a repetition and follow it, or if the repetition is possessive (``*+``) or in an
atomic group. One repetition may have several ways if what follows it is short. A search begins at each
character, so that a repetition must not run over many places where the pattern can begin and then fail.

The check is strict. It also reports patterns that are linear for another reason.
"""

from __future__ import annotations

import _sre
import ast
import importlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _compiler as sre_compiler
from re import _constants as sre
from re import _parser as sre_parser
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MANY = 64
"""Repetitions of more characters count as unbounded."""
CHARACTERS = [chr(code) for code in range(0x250)] + list("٣\u2028\u202e\ud800\uff20\U0001f600")
"""Characters of all kinds that patterns distinguish."""
END = "the end"
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
SINGLE = (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)
WHOLE = ("match", "fullmatch")

Item = tuple[Any, Any]


class Use(NamedTuple):
    """A pattern in the source, and how it is used."""

    place: str
    """The file, and the name of the pattern or function."""
    pattern: str | bytes | None
    """None if it is only known at run time."""
    flags: int
    is_search: bool
    """Whether it can begin anywhere in a text."""


def uses(package: str) -> Iterator[Use]:
    """Yield the patterns in the source of a package."""
    for path in sorted((ROOT / package).rglob("*.py")):
        text = path.read_text()
        if "\nimport re\n" not in text:
            continue
        tree = ast.parse(text)
        names = {
            id(node.value): ast.unparse(node.targets[0]) for node in tree.body if isinstance(node, ast.Assign)
        }
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and re.fullmatch(r"re\.(?!escape)\w+", ast.unparse(node.func)):
                yield _use(path, node, names.get(id(node)), vars(module))


def _use(path: Path, call: ast.Call, name: str | None, namespace: dict[str, Any]) -> Use:
    method = call.func.attr
    place = f"{path.relative_to(ROOT)}: {name or ast.unparse(call)[:40]}"
    if name:
        compiled = namespace[name]
        methods = re.findall(rf"\b{name}\.(\w+)", path.read_text()) if name.startswith("_") else []
        return Use(place, compiled.pattern, compiled.flags, not methods or not set(methods) <= set(WHOLE))
    try:
        pattern = eval(ast.unparse(call.args[0]), dict(namespace))
    except NameError:  # made of local variables
        pattern = None
    written = [ast.unparse(each) for each in (*call.args[1:], *(word.value for word in call.keywords))]
    flags = [eval(each, {"re": re}) for each in written if re.fullmatch(r"(re\.[A-Z]+( \| )?)+", each)]
    return Use(place, pattern, *(flags or [0]), method not in WHOLE)


def slow_parts(pattern: str | bytes, flags: int = 0, is_search: bool = True) -> list[str]:
    """Return what may make a pattern slow; an empty list if its time is linear."""
    return _Check(pattern, flags, is_search).problems


class _Check:
    def __init__(self, pattern: str | bytes, flags: int, is_search: bool) -> None:
        parsed = sre_parser.parse(pattern, flags & ~re.DEBUG)
        self._state, self._flags, self._is_bytes = (
            parsed.state,
            parsed.state.flags,
            isinstance(pattern, bytes),
        )
        self.problems: list[str] = []
        items = list(parsed)
        self._opening = items[0][1] if items and items[0][0] is sre.AT else None
        self._is_search = is_search and self._opening is not sre.AT_BEGINNING_STRING
        self._beginning = self._first(items, set())
        self._follow(items, {END}, [], [], False)

    def _beginnings_in(self, run: set[str]) -> set[str]:
        """Return the characters of a repetition at which the pattern can begin."""
        if self._opening is sre.AT_BEGINNING and not (self._flags & re.MULTILINE and "\n" in run):
            return set()
        if self._opening is sre.AT_BOUNDARY and all(each.isalnum() or each == "_" for each in run):
            return set()
        return run & self._beginning

    def _follow(
        self, items: Sequence[Item], follow: set[str], before: list[Item], rest: list[Item], in_loop: bool
    ) -> None:
        """Check a sequence.

        Args:
            items: The parts of the sequence.
            follow: The characters that can come after it.
            before: The parts of the pattern before it.
            rest: The parts after it which can fail, so that another way is tried.
            in_loop: Whether it is repeated without bound.
        """
        for at, (kind, content) in enumerate(items):
            after, earlier = list(items[at + 1 :]), [*before, *items[:at]]
            following, tail = self._first(after, follow), [*after, *rest]
            if kind in REPEATS:
                least, most, body = content
                is_long = most is sre.MAXREPEAT or most - least > MANY
                is_final = kind is sre.POSSESSIVE_REPEAT
                if is_long:
                    self._check_repeat(body, following, earlier, tail, is_final, in_loop)
                again = self._first(body, set()) if most > 1 else set()
                inner = [] if is_final else tail
                self._follow(list(body), following | again, earlier, inner, in_loop or is_long)
            elif kind is sre.SUBPATTERN:
                self._follow(list(content[3]), following, earlier, tail, in_loop)
            elif kind is sre.ATOMIC_GROUP:
                self._follow(list(content), following, earlier, [], in_loop)
            elif kind is sre.BRANCH:
                for branch in content[1]:
                    self._follow(list(branch), following, earlier, tail, in_loop)

    def _check_repeat(
        self,
        body: Sequence[Item],
        following: set[str],
        before: list[Item],
        tail: list[Item],
        is_final: bool,
        in_loop: bool,
    ) -> None:
        shared = self._first(body, set()) & following
        if shared and not is_final and (in_loop or self._width(tail) > MANY):
            self.problems.append(f"{self._show(shared)} can continue {body} and follow it")
        run = self._all(body)
        beginnings = self._beginnings_in(run)
        if not self._is_search or not self._can_fail(tail) or not beginnings:
            return
        if self._width(before) > MANY or not any(
            kind in SINGLE and not self._characters((kind, content)) & run for kind, content in before
        ):
            self.problems.append(f"a search can begin at {self._show(beginnings)} inside of {body}")

    @staticmethod
    def _show(characters: set[str]) -> str:
        return ascii("".join(sorted(characters - {END}))[:10])

    def _width(self, items: Sequence[Item]) -> int:
        return sre_parser.SubPattern(self._state, list(items)).getwidth()[1]

    def _first(self, items: Sequence[Item], follow: set[str]) -> set[str]:
        """Return the characters with which a sequence can begin."""
        found: set[str] = set()
        for item in items:
            found |= set().union(*(self._first(part, set()) for part in self._parts(item)), self._own(item))
            if not self._can_be_empty(item):
                return found
        return found | follow

    def _all(self, items: Sequence[Item]) -> set[str]:
        """Return the characters that a sequence can contain."""
        parts = (self._all(part) for item in items for part in self._parts(item))
        return set().union(*parts, *map(self._own, items))

    def _own(self, item: Item) -> set[str]:
        if item[0] is sre.GROUPREF:
            return set(CHARACTERS)
        return self._characters(item) if item[0] in SINGLE else set()

    @staticmethod
    def _parts(item: Item) -> Sequence[Any]:
        kind, content = item
        if kind is sre.BRANCH:
            return content[1]
        if kind in REPEATS or kind is sre.SUBPATTERN:
            return [content[-1]]
        return [content] if kind is sre.ATOMIC_GROUP else []

    def _can_be_empty(self, item: Item) -> bool:
        kind, content = item
        if kind in SINGLE or kind is sre.GROUPREF:
            return False
        if kind in REPEATS and content[0] == 0:
            return True
        parts = [all(map(self._can_be_empty, part)) for part in self._parts(item)]
        return any(parts) if parts else True

    def _can_fail(self, items: Sequence[Item]) -> bool:
        for item in items:
            parts = self._parts(item)
            is_optional = item[0] in REPEATS and item[1][0] == 0
            if not is_optional and not (parts and any(not self._can_fail(part) for part in parts)):
                return True
        return False

    def _characters(self, item: Item) -> set[str]:
        """Return the characters that a part of one character matches."""
        single = sre_parser.SubPattern(self._state, [item])
        flags = self._flags & ~re.UNICODE if self._is_bytes else self._flags
        compiled = _compile(single, flags, self._is_bytes)
        candidates = CHARACTERS[:256] if self._is_bytes else CHARACTERS
        return {each for each in candidates if compiled(each)}


def _compile(single: Any, flags: int, is_bytes: bool) -> Any:
    """Return a function that says whether a part of a pattern matches a character."""
    pattern = _sre.compile(None, flags, sre_compiler._code(single, flags), 0, {}, ())
    return lambda character: pattern.match(character.encode("latin-1") if is_bytes else character)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the lanes of a script, so that no two lanes with different statements have the same name.

A function can be called in several lanes: its vectors are then known by lane and line. Lanes of
different blocks can have the same name in the text; if they call functions, all but the first get a number,
as in ``producer#2``. So do lanes with the name of the main lane, or with that of one lane inside another.
Secrets in a name are hidden before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rqdebug.scripts.language.script_nodes import Invoke, LaneBlock, Teardown, walk

MAIN = "main"
"""The name of the lane in which every script begins."""
TEARDOWN = "teardown"
"""The name of the lane of teardown blocks."""


def inner_name(lane: str, name: str) -> str:
    """Return the name of a lane inside another one."""
    return name if lane == MAIN else f"{lane}/{name}"


def unique_names(blocks: Sequence[LaneBlock | Teardown], hide: Callable[[str], str] = str) -> dict[int, str]:
    """Return the name of each block by its line, where it is not its own.

    Args:
        blocks: The lanes and the teardown blocks of a script, in the order of their lines.
        hide: Returns a name without secrets.
    """
    own = {block.line: TEARDOWN if isinstance(block, Teardown) else hide(block.name) for block in blocks}
    taken = {MAIN, TEARDOWN, *own.values()}
    callers: set[str] = set()
    names: dict[int, str] = {}
    for block in sorted(blocks, key=lambda block: "/" in own[block.line]):
        name, calls = own[block.line], any(isinstance(each, Invoke) for each in walk(block.body))
        if _looks_like_another(block, name, taken) or (calls and name in callers):
            names[block.line] = next(each for each in _numbered(name) if each not in taken)
            taken.add(names[block.line])
        elif isinstance(block, LaneBlock) and name != block.name:
            names[block.line] = name
        if calls:
            callers.add(name)
    return names


def _looks_like_another(block: LaneBlock | Teardown, name: str, taken: set[str]) -> bool:
    """Whether a lane has the name of the main lane, of the teardown, or of one lane inside another."""
    if isinstance(block, Teardown):
        return False
    return name in (MAIN, TEARDOWN) or ("/" in name and all(part in taken for part in name.split("/")))


def _numbered(name: str) -> Iterator[str]:
    number = 2
    while True:
        yield f"{name}#{number}"
        number += 1

# SPDX-License-Identifier: GPL-3.0-or-later
"""All entrances by name, and the inputs that are stored for each."""

from __future__ import annotations

from pathlib import Path

from fuzzing.entrance import Entrance
from fuzzing.event_entrances import EVENT_ENTRANCES
from fuzzing.payload_entrances import PAYLOAD_ENTRANCES
from fuzzing.redis_entrances import REDIS_ENTRANCES
from fuzzing.run_entrances import RUN_ENTRANCES
from fuzzing.stored_entrances import STORED_ENTRANCES
from fuzzing.text_entrances import TEXT_ENTRANCES
from fuzzing.wire_entrances import WIRE_ENTRANCES
from fuzzing.zen_entrances import ZEN_ENTRANCES

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "scripts" / "corpus"
"""A folder for each entrance, with inputs that were findings, or that reached new code."""
ENTRANCES: dict[str, Entrance] = {
    each.name: each
    for each in (
        *WIRE_ENTRANCES,
        *ZEN_ENTRANCES,
        *TEXT_ENTRANCES,
        *EVENT_ENTRANCES,
        *REDIS_ENTRANCES,
        *PAYLOAD_ENTRANCES,
        *STORED_ENTRANCES,
        *RUN_ENTRANCES,
    )
}


def corpus(name: str) -> list[Path]:
    """Return the files with inputs for an entrance."""
    return sorted(path for path in (CORPUS / name).glob("*") if path.is_file())


def seeds(entrance: Entrance) -> list[bytes]:
    """Return the examples from which mutations begin."""
    return [*entrance.seeds, *(path.read_bytes() for path in corpus(entrance.name))]

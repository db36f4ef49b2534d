# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from rqcore.codec import Codec, Payload
from rqdebug.scripts.language.seeded_random import SeededRandom, functions
from rqdebug.scripts.language.vocabulary import MAX_SIZE, VALUES


def drawn(seed, place):
    chance = SeededRandom(seed, place)
    return [
        chance.random_int(0, 10**9),
        chance.choice([1, 2, 3, 4, 5, 6, 7, 8]),
        chance.payload(20),
        chance.payload(20, "text"),
        chance.unique(),
    ]


def test_the_same_seed_draws_the_same():
    assert drawn(7, "1 main") == drawn(7, "1 main")
    assert drawn(7, "1 main") != drawn(8, "1 main")
    assert drawn(7, "1 main") != drawn(7, "2 main")


def test_every_function_of_the_language_is_there():
    assert set(functions(SeededRandom(1, ""))) == set(VALUES)


@pytest.mark.parametrize(
    ("codec", "size"), [("raw", 0), ("raw", 100), ("text", 5), ("json", 2), ("json", 50)]
)
def test_a_payload_has_its_size(codec, size):
    value = SeededRandom(1, "").payload(size, codec)
    assert len(value) == size - 2 * (codec == "json")
    assert isinstance(value, bytes if codec == "raw" else str)


def test_unique_texts_are_unique():
    chances = [SeededRandom(1, place) for place in "abc"]
    texts = [chance.unique() for chance in chances for _ in range(100)]
    assert len(set(texts)) == 300


def test_what_is_pickled_is_not_loaded():
    assert functions(SeededRandom(1, ""))["pickled"](b"cos\nsystem\n.") == Payload(
        Codec.PICKLE, b"cos\nsystem\n."
    )


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("random_int", (2, 1), "two whole numbers"),
        ("random_int", ("a", 1), "two whole numbers"),
        ("choice", ([],), "not empty"),
        ("choice", (3,), "takes a list"),
        ("payload", (MAX_SIZE + 1,), "has 0 to"),
        ("payload", (-1,), "has 0 to"),
        ("payload", (10, "pickle"), "no payload"),
        ("payload", (1, "json"), "no payload"),
        ("pickled", ("text",), "takes bytes"),
        ("len", (3,), "has no length"),
        ("sorted", ("text",), "takes a list"),
    ],
)
def test_what_cannot_be_drawn(name, arguments, words):
    with pytest.raises((ValueError, TypeError), match=words):
        functions(SeededRandom(1, ""))[name](*arguments)

# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import json
import pickle
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.events.secret_mask import MAX_BEGINNINGS, SecretMask

SECRET = 'Größe "7" \\ horse'
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="*"), min_size=4, max_size=40)


def mask_of(*secrets):
    mask = SecretMask()
    mask.add(secrets)
    return mask


def payloads(batch):
    return batch.column("payload").to_pylist()


@pytest.mark.parametrize(
    "write",
    [
        str.encode,
        lambda secret: json.dumps({"token": secret}).encode(),
        lambda secret: json.dumps({"token": secret}, ensure_ascii=False).encode(),
        lambda secret: json.dumps(json.dumps(secret)).encode(),
        lambda secret: repr({"token": secret}).encode(),
        lambda secret: base64.b64encode(b"user:" + secret.encode()),
        lambda secret: secret.encode().hex().encode(),
        lambda secret: pickle.dumps([secret, 1]),
    ],
    ids=["text", "json", "json_utf8", "json_twice", "python", "base64", "hex", "pickle"],
)
def test_payload_keeps_its_size_and_nothing_of_the_secret_in_each_notation(columns, write):
    data = write(SECRET)
    (masked,) = payloads(mask_of(SECRET).mask_events(columns({"payload": data, "size": len(data)})))
    assert len(masked) == len(data) and b"***" in masked
    for part in ("Größe", "horse", "fe\\u00df", base64.b64encode(b"horse").decode()[:5]):
        assert part.encode() not in masked


def test_json_and_pickles_can_still_be_read():
    mask = mask_of("correct-horse")
    assert json.loads(mask.mask(b'{"token": "correct-horse", "n": 1}')) == {"token": "*" * 13, "n": 1}
    assert pickle.loads(mask.mask(pickle.dumps(("correct-horse", 1)))) == ("*" * 13, 1)


def test_beginning_of_a_secret_at_the_end_of_a_truncated_payload_is_masked(columns):
    mask = mask_of("correct-horse")
    cut, whole = {"payload": b"a corr", "size": 20}, {"payload": b"a corr", "size": 6}
    assert payloads(mask.mask_events(columns(cut, whole))) == [b"a ****", b"a corr"]


def test_events_without_a_secret_stay_the_same_batch(columns):
    batch = columns({"payload": b"plain"}, {"payload": b"\xff\xfe"})
    assert mask_of("correct-horse").mask_events(batch) is batch
    assert SecretMask().mask_events(batch) is batch


def test_all_secrets_that_were_added_are_masked(columns):
    mask = mask_of("first-secret")
    mask.add(["second-secret"])
    batch = columns({"payload": b"first-secret"}, {"payload": b"-"}, {"payload": b"a second-secret"})
    assert payloads(mask.mask_events(batch)) == [b"*" * 12, b"-", b"a *************"]


@pytest.mark.parametrize("secret", [random.Random(1).randbytes(4_000).hex(), "x" * 30_000])
def test_long_secret_is_masked_in_little_memory(columns, secret):
    mask, data = SecretMask(), f"a {secret} b {secret[:-1]}".encode()
    tracemalloc.start()
    try:
        mask.add([secret])
        (masked,) = payloads(mask.mask_events(columns({"payload": data, "size": len(data) + 1})))
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    assert masked == b"a " + b"*" * len(secret) + b" b " + b"*" * (len(secret) - 1)


def test_any_number_of_secrets_is_masked(columns):
    secrets = [f"{number:x}-{random.Random(number).randbytes(8).hex()}" for number in range(MAX_BEGINNINGS)]
    mask = mask_of(*secrets)
    masked = mask.mask_events(columns({"payload": secrets[-1].encode()}, {"payload": b"plain"}))
    assert payloads(masked) == [b"*" * len(secrets[-1]), b"plain"]


def test_longest_beginning_at_the_end_is_masked_beside_a_shorter_secret():
    mask = mask_of("abcd", "abcdefghijkl")
    assert mask.mask(b"an abcdefghij", is_truncated=True) == b"an **********"


@given(secret=WORDS, before=WORDS, after=WORDS, cut=st.integers(0, 40))
def test_no_payload_shows_a_secret_or_a_long_part_of_it_at_its_end(secret, before, after, cut):
    data = (before + secret + after).encode()
    shown = data[: len(data) - cut]
    masked = mask_of(secret).mask(shown, is_truncated=cut > 0)
    assert len(masked) == len(shown)
    assert secret.encode() not in masked

# SPDX-License-Identifier: GPL-3.0-or-later
"""What observers are told does not depend on whether alike calls were noted as runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore.clients import Client
from rqcore.events import Method, Name, NameKind, Outcome, Phase, decode_batch, encode_batch
from rqcore.journal import Journal, Shape
from rqcore.observers import Observer, Selection
from rqcore.resp import PythonParser

CLIENTS = [Client(number, f"10.0.0.{number}:1", 0, 0, True) for number in (1, 2)]
SHAPES = [
    Shape(client, method, Phase.END, Outcome.OK, None, "", 0, 0)
    for client in CLIENTS
    for method in (Method.PUT, Method.GET)
]
NAMES = [Name(NameKind.CLIENT, client.number, client.label) for client in CLIENTS]
NOTES = st.lists(
    st.tuples(
        st.sampled_from(SHAPES), st.lists(st.binary(max_size=6), min_size=1, max_size=5), st.booleans()
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture(scope="module")
def journals():
    """The same events: noted in runs, and each by itself."""

    def make(notes):
        runs, singles = Journal(), Journal()
        for place, (shape, payloads, odd) in enumerate(notes):
            first = 100 + 100 * place
            if len(payloads) > 1:
                runs.note_run(shape, place, first, first, first, payloads)
            else:
                runs.note(shape, place, first, first, first, payloads[0])
            for at, payload in enumerate(payloads):
                depth = first + (at if shape.method is Method.PUT else -at)
                singles.note(shape, place, first + at, first + at, depth, payload)
            if odd and len(payloads) == 1:
                runs.note_odd(place, 7, 3)
                singles.note_odd(place, 7, 3)
        return runs, singles

    return make


def events(journal, preview=100):
    data = journal.encoded(journal.sequence(5), preview)
    records, lengths, previews = data
    batch = decode_batch(encode_batch(NAMES, len(records) // 80, bytes(records), previews, lengths))
    return list(batch.events())


@given(NOTES)
def test_a_run_is_the_events_it_stands_for(journals, notes):
    runs, singles = journals(notes)
    assert len(runs) == len(singles)
    assert events(runs) == events(singles) == events(runs.apart())


@given(NOTES, st.sampled_from([1, 2, 3]), st.integers(0, 8), st.sampled_from([(), (Method.GET,)]))
def test_observers_are_told_the_same(journals, notes, sample, preview, methods):
    told = []
    for journal in journals(notes):
        observer = Observer(Selection(methods=frozenset(methods), sample=sample), preview)
        observer.tell(9, journal)
        parser = PythonParser()
        parser.feed(observer.take())
        told.append(list(decode_batch(parser.gets()[1]).events()) if observer.events else [])
        assert observer.events == len(told[-1])
    assert told[0] == told[1]


def test_alike_events_take_one_record():
    journal = Journal()
    journal.note_run(SHAPES[0], 0, 1, 1, 1, [b"a", b"bc", b""])
    records, lengths, previews = journal.encoded([1], 100)
    assert (len(records), lengths, previews) == (80, bytes([1, 0, 2, 0, 0, 0]), b"abc")

# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller answers any sequence of calls on a bounded queue as a simple model does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

WAITS = "waits"
CLIENTS = 4
TIMEOUTS = st.sampled_from([None, 0, 1, 2, 5])
PRIORITIES = st.integers(-1, 1)


@dataclass
class Waiting:
    """A blocked call of a client."""

    client: int
    deadline: float
    items: list[tuple[float, bytes]] = field(default_factory=list)
    """The items that a put has not put yet."""
    wanted: int = 0
    """Maximum number of items that a get takes; 0 for a put."""
    many: bool = False
    moved: int = 0


class Model:
    """A simple model of a queue: a list of items and a list of blocked calls."""

    def __init__(self, kind: str, maxsize: int) -> None:
        self.kind, self.maxsize, self.now = kind, maxsize, 0.0
        self.items: list[tuple[float, bytes]] = []
        self.waiting: list[Waiting] = []
        self.unfinished = 0
        self.answers: list[tuple[int, object]] = []

    def call(self, call: Waiting) -> None:
        self.waiting.append(call)
        self._go_on()
        self.passes(0)

    def passes(self, seconds: float) -> None:
        self.now += seconds
        late = sorted((call for call in self.waiting if call.deadline <= self.now), key=lambda c: c.deadline)
        for call in late:
            self.waiting.remove(call)
            self._answer(call, call.moved or ("EMPTY" if call.wanted else "FULL"))

    def unblock(self, client: int) -> None:
        for call in self.waiting:
            if call.client == client:
                call.deadline = self.now
        self.passes(0)

    def leave(self, client: int) -> None:
        self.waiting = [call for call in self.waiting if call.client != client]

    def purge(self) -> int:
        count = len(self.items)
        self.unfinished -= count
        self.items.clear()
        self._go_on()
        return count

    def _go_on(self) -> None:
        while any(self._step(call) for call in self._firsts()):
            pass

    def _firsts(self) -> list[Waiting]:
        """Return the first blocked get and the first blocked put."""
        return [*[c for c in self.waiting if c.wanted][:1], *[c for c in self.waiting if not c.wanted][:1]]

    def _step(self, call: Waiting) -> bool:
        """Let a call do what it can. Returns whether it did anything."""
        if call.wanted and self.items:
            self.waiting.remove(call)
            taken = [self._take() for _ in range(min(call.wanted, len(self.items)))]
            self._answer(call, taken if call.many else taken[0])
            return True
        room = (self.maxsize or 10**9) - len(self.items)
        moving, call.items = call.items[:room], call.items[room:]
        self.items += moving
        self.unfinished += len(moving)
        call.moved += len(moving)
        if not call.wanted and not call.items:
            self.waiting.remove(call)
            self._answer(call, call.moved if call.many else b"OK")
        return bool(moving)

    def _take(self) -> bytes:
        at = {"fifo": 0, "lifo": -1, "priority": self.items.index(min(self.items, key=lambda i: i[0]))}
        return self.items.pop(at[self.kind])[1]

    def _answer(self, call: Waiting, answer: object) -> None:
        self.answers.append((call.client, answer))


class Machine(RuleBasedStateMachine):
    """Sends the same calls to the controller and to the model, and compares the results."""

    def __init__(self, talk, kind: str, maxsize: int) -> None:
        super().__init__()
        self.talk = talk
        self.model = Model(kind, maxsize)
        self.speakers = [talk.client() for _ in range(CLIENTS)]
        self.speakers[0](f"RQ.CREATE NAME jobs KIND {kind} MAXSIZE {maxsize}")
        self.count = 0

    def item(self, priority: float) -> tuple[float, bytes]:
        self.count += 1
        return priority if self.model.kind == "priority" else 0.0, b"%d" % self.count

    def free(self, client: int) -> bool:
        return all(call.client != client for call in self.model.waiting)

    def say(self, words: str, call: Waiting, timeout: float | None) -> None:
        speaker, told = self.speakers[call.client], "" if timeout is None else f"TIMEOUT {timeout}"
        answer = speaker(words.format(told))
        if answer != WAITS:
            speaker.heard.append(answer)
        self.model.call(call)

    def deadline(self, timeout: float | None) -> float:
        return float("inf") if timeout is None else self.model.now + timeout

    @rule(client=st.integers(0, CLIENTS - 1), timeout=TIMEOUTS, priority=PRIORITIES)
    def put(self, client: int, timeout: float | None, priority: float) -> None:
        if self.free(client):
            item = self.item(priority)
            words = f"RQ.PUT jobs {item[1].decode()} PRIORITY {item[0]} {{}}"
            self.say(words, Waiting(client, self.deadline(timeout), [item]), timeout)

    @rule(client=st.integers(0, CLIENTS - 1), timeout=TIMEOUTS, count=st.integers(1, 5))
    def put_many(self, client: int, timeout: float | None, count: int) -> None:
        if self.free(client):
            items = [self.item(0.0) for _ in range(count)]
            words = "RQ.MPUT jobs {} ITEMS " + " ".join(payload.decode() for _, payload in items)
            self.say(words, Waiting(client, self.deadline(timeout), items, many=True), timeout)

    @rule(client=st.integers(0, CLIENTS - 1), timeout=TIMEOUTS)
    def get(self, client: int, timeout: float | None) -> None:
        if self.free(client):
            self.say("RQ.GET jobs {}", Waiting(client, self.deadline(timeout), wanted=1), timeout)

    @rule(client=st.integers(0, CLIENTS - 1), timeout=TIMEOUTS, count=st.integers(1, 5))
    def get_many(self, client: int, timeout: float | None, count: int) -> None:
        if self.free(client):
            call = Waiting(client, self.deadline(timeout), wanted=count, many=True)
            self.say(f"RQ.MGET jobs {count} {{}}", call, timeout)

    @rule(seconds=st.integers(1, 6))
    def time_passes(self, seconds: int) -> None:
        self.talk.passes(seconds)
        self.model.passes(seconds)

    @rule(client=st.integers(0, CLIENTS - 1))
    def unblock(self, client: int) -> None:
        number = self.speakers[client].client.number
        assert self.talk.client()(f"CLIENT UNBLOCK {number}") == int(not self.free(client))
        self.model.unblock(client)

    @rule(client=st.integers(0, CLIENTS - 1))
    def leave_and_come_again(self, client: int) -> None:
        self.speakers[client].leave()
        self.speakers[client] = self.talk.client()
        self.model.leave(client)

    @rule(client=st.integers(0, CLIENTS - 1))
    def purge(self, client: int) -> None:
        if self.free(client):
            assert self.speakers[client]("RQ.PURGE jobs") == self.model.purge()

    @invariant()
    def everybody_heard_the_same(self) -> None:
        heard = [(client, answer) for client, each in enumerate(self.speakers) for answer in each.heard]
        assert Counter(map(repr, heard)) == Counter(map(repr, self.model.answers))
        self.model.answers.clear()
        for speaker in self.speakers:
            speaker.heard.clear()

    @invariant()
    def the_queue_stands_the_same(self) -> None:
        queue = self.talk.controller.state.names[b"jobs"]
        assert sorted(item.payload for item in queue.store) == sorted(
            payload for _, payload in self.model.items
        )
        puts = [call for call in self.model.waiting if not call.wanted]
        assert (len(queue.putters), len(queue.getters)) == (len(puts), len(self.model.waiting) - len(puts))
        assert queue.unfinished == self.model.unfinished
        assert queue.bytes == sum(len(payload) for _, payload in self.model.items)


@pytest.mark.parametrize("maxsize", [0, 1, 3])
@pytest.mark.parametrize("kind", ["fifo", "lifo", "priority"])
def test_controller_behaves_like_the_model(conversation, kind, maxsize):
    run_state_machine_as_test(
        lambda: Machine(conversation(), kind, maxsize),
        settings=settings(max_examples=40, stateful_step_count=40, deadline=None),
    )

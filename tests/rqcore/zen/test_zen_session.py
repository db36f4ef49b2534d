# SPDX-License-Identifier: GPL-3.0-or-later
"""A session of a ZenQueue client, without network and clock."""

from __future__ import annotations

import json

import pytest

from rqcore.controller.limits import Limits
from rqcore.protocol.event_batch import Method, Outcome, decode_batch
from rqcore.protocol.request_limits import MANY_VALUES
from rqcore.zen import zen_protocol
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming
from rqcore.zen.zen_session import MOST_BYTES, PULLED, PUSHED, ZenSession


class Caller:
    """A ZenQueue client. A call with an action returns the reply, or None while it waits."""

    def __init__(self, talk, form=LineFraming):
        self.talk = talk
        self.client = talk.controller.connect("10.0.0.9:9", talk.now_ns)
        self.session = ZenSession("jobs", form, talk.controller, self.client)

    def __call__(self, action, *args, **options):
        return self.say(json.dumps([action, args, options]).encode() + b"\r\n")

    def say(self, data):
        reply = self.session.receive(data, self.talk.now_ns)
        while self.session.is_stalled:
            reply += self.session.resume(self.talk.now_ns)
        self.talk.controller.outgoing and self.talk.deliver()
        return json.loads(reply) if reply else None

    def hear(self):
        """The reply that has come meanwhile."""
        outgoing, said = self.talk.controller.outgoing, b""
        for client, value in [outgoing.popleft() for _ in range(len(outgoing))]:
            assert client is self.client
            said += self.session.deliver(value, self.talk.now_ns)
        return json.loads(said) if said else None

    def passes(self, seconds):
        self.talk.now_ns += round(seconds * 1e9)
        self.talk.controller.expire(self.talk.now_ns)
        return self.hear()


@pytest.fixture
def zen(talk):
    return Caller(talk)


def test_values_come_in_order(zen):
    assert zen("push", {"n": 1}) == ["success", None]
    assert zen("push_many", 2, "three\n", [4]) == ["success", None]
    assert zen("pull") == ["success", {"n": 1}]
    assert zen("pull_many", 9, timeout=0) == ["success", [2, "three\n", [4]]]
    assert zen("pull_many", 0) == ["success", []]
    assert zen("push_many") == ["success", None]


def test_other_clients_share_the_queue(zen, talk):
    other = talk.client()
    zen("push", "a")
    assert other("RQ.GET jobs WITHCODEC") == [b"json", b'"a"']
    for codec, payload in (("text", "t"), ("raw", "r"), ("json", '{"j":1}')):
        other("RQ.PUT jobs", payload, "CODEC", codec)
    assert zen("pull_many", 3, 0) == ["success", ["t", "r", {"j": 1}]]


def test_item_that_json_cannot_express_stays_in_the_queue(zen, talk):
    # Given
    other = talk.client()
    zen("push", "a")
    other("RQ.PUT jobs", b"N.", "CODEC", "pickle")
    zen("push", "b")
    # Then
    assert zen("pull_many", 9, 0) == ["success", ["a"]]
    for action in (("pull",), ("pull_many", 9, 0)):
        status, reason = zen(*action)
        assert (status, "pickle" in reason) == ("error:request", True)
    assert not zen.client.is_leaving
    assert other("RQ.GET jobs WITHCODEC") == [b"pickle", b"N."]
    assert zen("pull") == ["success", "b"]


def test_waiting_pull_of_an_unreadable_item_gives_it_back(zen, talk):
    # Given
    other = talk.client()
    assert zen("pull") is None
    # When
    talk.controller.execute(other.client, [b"RQ.PUT", b"jobs", b"N.", b"CODEC", b"pickle"], talk.now_ns)
    # Then
    assert zen.hear()[0] == "error:request"
    assert other("RQ.SIZE jobs") == 1


def test_pull_waits_until_its_timeout(zen, talk):
    other = talk.client()
    assert zen("pull", 5) is None
    assert zen.session.client.call
    talk.controller.execute(other.client, [b"RQ.PUT", b"jobs", b"1", b"CODEC", b"json"], talk.now_ns)
    assert zen.hear() == ["success", 1]
    assert zen("pull", timeout=5) is None
    assert zen.passes(4) is None
    assert zen.passes(1) == ["error:timeout", None]


def test_timeout_of_pull_many_applies_to_each_value(zen, talk):
    other = talk.client()
    assert zen("pull_many", 3, 2) is None
    for number in (b"1", b"2"):
        assert zen.passes(1.5) is None
        talk.controller.execute(other.client, [b"RQ.PUT", b"jobs", number, b"CODEC", b"json"], talk.now_ns)
        assert zen.hear() is None
    assert zen.passes(1.5) is None
    assert zen.passes(0.5) == ["success", [1, 2]]


def test_pull_many_without_number_and_timeout_drops_all_values(zen, talk):
    zen("push_many", 1, 2, 3)
    assert zen("pull_many", None) is None
    assert talk.controller.state.names[b"jobs"].stat().size == 0
    assert zen.session.client.call


def test_malformed_request_is_answered_and_the_connection_stays_open(zen):
    for line in (
        b"{\r\n",
        b"[]\r\n",
        b'["fly"]\r\n',
        b'["pull", 1]\r\n',
        b"\xff\r\n",
        b"[" * 100_000 + b"\r\n",
    ):
        assert zen.say(line)[0] == "error:request"
    assert zen.say(b"\r\n\r\n") is None
    assert zen("push", 1) == ["success", None]


WRONG = [
    ("pull", "x"),
    ("pull", True),
    ("pull_many", "x"),
    ("pull_many", -1),
    ("push",),
    ("pull", 1, 2),
]


@pytest.mark.parametrize("call", WRONG)
def test_failed_action_reports_its_error_and_ends_the_connection(zen, call):
    status, why = zen(*call)
    assert status == "error:action"
    assert "Error(" in why
    assert zen.client.is_leaving


def test_negative_timeout_does_not_wait(zen):
    assert zen("pull", -1) == ["error:timeout", None]
    zen("push", "a")
    assert zen("pull", -0.5) == ["success", "a"]
    assert zen("pull_many", None, -1) == ["error:timeout", None]


@pytest.mark.parametrize("word", ["quit", "exit", "shutdown"])
def test_client_can_end_its_connection(zen, word):
    assert zen(word) is None
    assert zen.client.is_leaving


def test_endless_line_is_refused(conversation):
    zen = Caller(conversation(Limits(payload=1000)))
    reply = zen.say(b"x" * 2000)
    assert reply[0] == "error:request"
    assert zen.client.is_leaving


def test_client_that_disconnects_takes_no_item(zen, talk):
    assert zen("pull") is None
    talk.controller.disconnect(zen.client, talk.now_ns)
    other = talk.client()
    other("RQ.PUT jobs 1")
    assert other("RQ.SIZE jobs") == 1


def test_observers_see_every_call(zen, talk):
    observer = talk.observer()
    zen("push", "a")
    zen("push_many", 1, 2)
    zen("pull_many", 3)
    zen("pull", 0)
    zen("pull", 1)
    zen.passes(1)
    ((_, data),) = observer.observed()
    batch = decode_batch(data)
    assert [
        (Method(row["method"]).name, Outcome(row["outcome"]).name, row["items"]) for row, _ in batch.events()
    ] == [
        ("CONNECT", "OK", 0),
        ("PUT", "OK", 1),
        ("PUT_MANY", "OK", 1),
        ("PUT_MANY", "OK", 1),
        ("GET_MANY", "OK", 1),
        ("GET_MANY", "OK", 1),
        ("GET_MANY", "OK", 1),
        ("GET", "EMPTY", 0),
        ("GET", "BLOCKED", 0),
        ("GET", "EMPTY", 0),
    ]


def test_requests_and_replies_in_http(talk):
    zen = Caller(talk, HttpFraming)

    def post(path, body, more=""):
        head = f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        reply = zen.session.receive((head + body).encode(), talk.now_ns)
        head, _, body = reply.partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)

    assert post("/push/", '[[{"a": 1}]]') == (200, ["success", None])
    assert post("/pull/", '[[], {"timeout": 0}]') == (200, ["success", {"a": 1}])
    assert post("/pull/", "[[0]]") == (200, ["error:timeout", None])
    assert post("/fly/", "[]")[0] == 404
    assert post("/pull/", "{")[0] == 400
    assert post("/pull/", "[[0]]", "Connection: close\r\n")[0] == 200
    assert zen.client.is_leaving
    zen = Caller(talk, HttpFraming)
    assert post("/pull/", '[["x"]]')[0] == 500
    zen = Caller(talk, HttpFraming)
    assert zen.session.receive(b"GET / HTTP/1.1\r\n\r\n", talk.now_ns).startswith(b"HTTP/1.1 400 ")


def finish(zen):
    """Return the number of steps of the background work until the client has its reply, and the reply."""
    for steps in range(1, 10_000):
        zen.talk.controller.state.background.step(zen.talk.now_ns)
        if (reply := zen.hear()) is not None:
            return steps, reply
    raise AssertionError("no reply came")


def test_many_values_are_moved_in_several_turns(zen, talk):
    state = talk.controller.state
    assert zen("push_many", *range(3 * PUSHED + 1)) is None
    assert state.names[b"jobs"].size == PUSHED
    assert finish(zen) == (3, ["success", None])
    assert zen("pull_many", 2 * PUSHED) is None
    assert state.names[b"jobs"].size == 3 * PUSHED + 1 - PULLED
    assert finish(zen) == (2 * PUSHED // PULLED, ["success", list(range(2 * PUSHED))])
    assert zen("pull_many", timeout=0) is None
    assert finish(zen)[1] == ["success", list(range(2 * PUSHED, 3 * PUSHED + 1))]


def test_requests_behind_a_long_one_keep_their_order(zen):
    assert zen("push_many", *range(PUSHED + 1)) is None
    assert zen("push", "last") is None
    replies = []
    while len(replies) < 2:
        zen.talk.controller.state.background.step(0)
        outgoing = zen.talk.controller.outgoing
        for client, value in [outgoing.popleft() for _ in range(len(outgoing))]:
            assert client is zen.client
            replies += zen.session.deliver(value, 0).splitlines()
    assert replies == [b'["success",null]'] * 2
    assert list(zen.talk.controller.state.names[b"jobs"].store)[-1].payload == b'"last"'


def test_client_that_leaves_between_two_turns_is_forgotten(zen, talk):
    zen("push_many", *range(3 * PUSHED))
    talk.controller.disconnect(zen.client, 0)
    zen.session.end()
    while talk.controller.state.background:
        talk.controller.state.background.step(0)
    assert (talk.controller.state.names[b"jobs"].size, list(talk.controller.outgoing)) == (PUSHED, [])


def test_request_that_takes_long_to_decode_is_refused(zen):
    answer = zen.say(b'["push",["')
    while answer is None and zen.session.counted <= 2 * MOST_BYTES:
        answer = zen.say(b"x" * (1 << 16))
    assert answer[0] == "error:request"
    assert zen.client.is_leaving


@pytest.mark.parametrize("form", [LineFraming, HttpFraming])
def test_request_with_too_many_values_is_refused_before_it_is_parsed(talk, monkeypatch, form):
    # Given
    parsed = []
    monkeypatch.setattr(zen_protocol, "decode", parsed.append)
    body = b'[["' + b"," * MANY_VALUES + b'", ' + b"[]," * MANY_VALUES + b"1]]"
    caller = Caller(talk, form)
    # When
    if form is LineFraming:
        reply = caller.session.receive(b'["push", ' + body[1:] + b"\r\n", 0)
    else:
        head = b"POST /push_many/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(body)
        reply = caller.session.receive(head + body, 0)
    while caller.session.is_stalled:
        reply += caller.session.resume(0)
    # Then
    assert b'["error:request","the request has more than 50000 values' in reply
    assert parsed == []
    assert talk.controller.state.counters.refused_payloads == 1


def test_request_with_many_commas_in_a_string_is_one_value(zen):
    text = "a,b\n" * MANY_VALUES
    assert zen("push", text) == ["success", None]
    assert zen("pull") == ["success", text]


def test_errors_quote_little_of_a_request(zen):
    name = "x" * 100_000
    for request in (
        [name],
        ["pull", [], {name: 1}],
        ["pull", [name]],
        ["pull_many", [name]],
        [[name]],
        {name: 1},
    ):
        zen.session.client.is_leaving = False
        status, message = zen.say(json.dumps(request).encode() + b"\r\n")
        assert status.startswith("error:") and len(message) <= 300


def test_parsing_of_long_requests_counts_as_work(zen):
    before = zen.talk.controller.state.work
    zen("push", [0] * 20_000)
    assert zen.talk.controller.state.work - before >= 1000


def test_rules_of_debuggers_do_not_concern_its_calls(talk, zen):
    debugger, rule = talk.controller.connect("127.0.0.1:1", 0), b'{"action": {"kind": "hold"}, "at": "end"}'
    talk.controller.execute(debugger, [b"RQ.DEBUG", b"ADD", rule], 0)
    assert zen("pull") is None
    talk.controller.execute(debugger, [b"RPUSH", b"jobs", b"one"], 0)
    assert zen.hear() == ["success", "one"]
    assert zen("push", 2) == ["success", None]

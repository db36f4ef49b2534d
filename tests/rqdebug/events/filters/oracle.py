# SPDX-License-Identifier: GPL-3.0-or-later
"""An oracle for filters: conditions that are written as text, and answered in plain Python event by event.

A condition is a pair of its text and a function, which takes an ``Observed`` event and returns True, False,
or None if the recorded part of the payload does not decide it. Nothing here uses Arrow or the filters.
"""

from __future__ import annotations

import json
import operator
import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from rqcore.codec import Codec
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase

ZONE = "Europe/Berlin"
"""The local time of the tests. Summer time ended on 2023-10-29 at 01:00 UTC."""
CHANGE = 1_698_541_200
NS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "min": 60 * 10**9}
BYTES = {"": 1, "B": 1, "KiB": 1024}
FOREVER = float("inf")
MISSING = object()
COMPARISONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Observed(NamedTuple):
    """An event with its whole payload."""

    row: dict
    """The event as the ``columns`` fixture takes it."""
    whole: bytes
    kept: int
    """The number of recorded bytes of the payload."""

    @property
    def is_cut(self):
        return self.kept < len(self.whole)

    @property
    def recorded(self):
        return self.whole[: self.kept]


# Events

WORDS = ["", "jobs", "order-7", "größe", "Müller", "MÜLLER", "17", "true", "null", "a.b", "two words", "ß"]
NAMES = ["id", "größe", "a.b", "two words", 'say "no"', "*", "", "n"]
NUMBERS = [0, 1, -1, 17, 1.0, 0.5, 2**53 + 1, 10**30]
SCALARS = st.sampled_from([None, True, False, *NUMBERS, *WORDS])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def json_payloads(draw):
    value = draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3) | st.lists(VALUES) | VALUES)
    blanks = draw(st.sampled_from(["", "", " ", "\n\t ", "\ufeff"]))
    return (blanks + json.dumps(value, ensure_ascii=draw(st.booleans()))).encode()


PAYLOADS = (
    json_payloads()
    | st.sampled_from(WORDS).map(str.encode)
    | st.sampled_from(
        [b"", b"\x80\x04\x95\xfc", b"M\xfcller", b"caf\xc3\xa9 \xff", b"{", b'{"id": 1} x', b"a\x00b"]
    )
)
TIMES = st.integers(CHANGE - 3 * 3600, CHANGE + 3 * 3600).map(lambda s: s * NS["s"]) | st.sampled_from(
    [0, CHANGE * NS["s"] - 1, CHANGE * NS["s"], 1_700_000_000_123_456_789]
)


@st.composite
def observed(draw):
    whole = draw(PAYLOADS)
    kept = draw(st.just(len(whole)) | st.integers(0, len(whole)))
    row = draw(
        st.fixed_dictionaries(
            {
                "time": TIMES,
                "waited": st.integers(0, 3).map(lambda ms: ms * NS["ms"]),
                "timeout": st.sampled_from([NO_TIMEOUT, 0, NS["us"], 2 * NS["s"]]),
                "call": st.integers(0, 5),
                "item": st.integers(0, 3),
                "queue": st.sampled_from([0, 1, 2, 900]),
                "client": st.sampled_from([1, 2, 3, 4]),
                "depth": st.integers(0, 5),
                "method": st.sampled_from([Method.PUT, Method.GET]),
                "phase": st.sampled_from(Phase),
                "outcome": st.sampled_from([Outcome.OK, Outcome.BLOCKED, Outcome.FULL]),
                "codec": st.sampled_from(Codec),
            }
        )
    )
    return Observed({**row, "size": len(whole), "items": 1, "payload": whole[:kept]}, whole, kept)


# Three-valued logic (Kleene)

NEGATION = {True: False, False: True, None: None}


def conjunction(answers):
    answers = set(answers)
    return False if False in answers else None if None in answers else True


def disjunction(answers):
    answers = list(answers)
    return True if True in answers else None if None in answers else False


# Spelling


def quoted(draw, text):
    """Return a text in quotes of one kind or the other."""
    mark = draw(st.sampled_from("\"'"))
    escaped = re.sub(r"[\"'\\]", lambda found: "\\" + found[0], text)
    return f"{mark}{escaped}{mark}"


def path_text(draw, path):
    """Return the path of a member, with brackets where a name needs them, and sometimes where not."""
    text = "payload"
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[^\W\d]\w*", step) and draw(st.booleans()):
            text += f".{step}"
        else:
            text += f"[{quoted(draw, step)}]"
    return text


# Conditions


@st.composite
def number_conditions(draw):
    name, read, values = draw(
        st.sampled_from(
            [
                ("depth", lambda row: row["depth"], counts()),
                ("call", lambda row: row["call"], counts()),
                ("size", lambda row: row["size"], amounts(BYTES)),
                ("item", lambda row: row["item"], counts() | st.just(("none", 0))),
                ("waited", lambda row: row["waited"], amounts(NS)),
                ("duration", lambda row: row["waited"], amounts(NS)),
                ("timeout", timeout_of, amounts(NS) | st.just(("forever", FOREVER))),
            ]
        )
    )
    return draw(comparisons(name, lambda event: read(event.row), values))


def timeout_of(row):
    return FOREVER if row["timeout"] == NO_TIMEOUT else row["timeout"]


def counts():
    return st.integers(0, 5).map(lambda number: (str(number), number))


def amounts(units):
    return st.tuples(st.integers(0, 3), st.sampled_from(list(units))).map(
        lambda pair: (f"{pair[0]}{pair[1]}", pair[0] * units[pair[1]])
    )


@st.composite
def comparisons(draw, name, read, values):
    """Compare a value that is always known: with a sign, a set or a range."""
    kind = draw(st.sampled_from(["sign", "set", "range"]))
    (one, first), (two, last) = sorted([draw(values), draw(values)], key=lambda pair: pair[1])
    if kind == "set":
        return f"{name} in {{{two}, {one}}}", lambda event: read(event) in (first, last)
    if kind == "range":
        return draw(
            st.sampled_from(
                [
                    (f"{name} in {one}..{two}", lambda event: first <= read(event) <= last),
                    (f"{name} in {one}..", lambda event: first <= read(event)),
                    (f"{name} in ..{two}", lambda event: read(event) <= last),
                ]
            )
        )
    sign = draw(st.sampled_from(list(COMPARISONS)))
    return f"{name} {sign} {one}", lambda event: COMPARISONS[sign](read(event), first)


@st.composite
def clock_conditions(draw):
    """A time of day, local or in UTC; ranges can go over midnight."""
    zone, suffix = draw(st.sampled_from([(ZoneInfo(ZONE), ""), (UTC, "Z")]))

    def read(event):
        seconds, rest = divmod(event.row["time"], NS["s"])
        local = datetime.fromtimestamp(seconds, zone)
        return ((local.hour * 60 + local.minute) * 60 + local.second) * NS["s"] + rest

    (one, first), (two, last) = draw(minutes_of_day()), draw(minutes_of_day())
    sign = draw(st.sampled_from([*COMPARISONS, "in"]))
    if sign != "in":
        return f"time {sign} {one}{suffix}", lambda event: COMPARISONS[sign](read(event), first)

    def is_between(event):
        if first > last:
            return read(event) >= first or read(event) <= last
        return first <= read(event) <= last

    return f"time in {one}{suffix}..{two}{suffix}", is_between


def minutes_of_day():
    minutes = st.integers(0, 24 * 4 - 1).map(lambda quarter: quarter * 15)
    return minutes.map(lambda at: (f"{at // 60:02}:{at % 60:02}", at * NS["min"]))


@st.composite
def date_conditions(draw):
    """A date and time: local, in UTC or with an offset; a date alone is the whole day."""
    local = ZoneInfo(ZONE)
    day = datetime(2023, 10, 29) + timedelta(days=draw(st.integers(-1, 1)))  # local
    if draw(st.booleans()):
        moment = day + timedelta(minutes=draw(st.integers(0, 95)) * 15)
        suffix, zone = draw(st.sampled_from([("", local), ("Z", UTC), ("+05:30", None)]))
        aware = (
            datetime.fromisoformat(f"{moment.isoformat()}+05:30")
            if zone is None
            else moment.replace(tzinfo=zone)
        )
        text, first = f"{moment.isoformat()}{suffix}", int(aware.timestamp()) * NS["s"]
        last = first
    else:
        text, following = day.date().isoformat(), (day + timedelta(days=1)).replace(tzinfo=local)
        first = int(day.replace(tzinfo=local).timestamp()) * NS["s"]
        last = int(following.timestamp()) * NS["s"] - 1
    holds = {
        f"time == {text}": lambda time: first <= time <= last,
        f"time != {text}": lambda time: not first <= time <= last,
        f"time < {text}": lambda time: time < first,
        f"time >= {text}": lambda time: time >= first,
        f"time > {text}": lambda time: time > last,
        f"time <= {text}": lambda time: time <= last,
        f"time in ..{text}": lambda time: time <= last,
        f"time in {text}..": lambda time: time >= first,
        f"time in {{1999-12-31, {text}}}": lambda time: first <= time <= last,
    }
    condition, test = draw(st.sampled_from(list(holds.items())))
    return condition, lambda event: test(event.row["time"])


@st.composite
def name_conditions(draw):
    """The name of a queue or client, or a word with a fixed meaning; always known."""
    queues, clients = (
        {0: "", 1: "jobs", 2: "order-7", 900: "größe"},
        {1: "loader", 2: "saver", 3: "loader", 4: "saver"},
    )
    name, read = draw(
        st.sampled_from(
            [
                ("queue", lambda event: queues[event.row["queue"]]),
                ("client", lambda event: clients[event.row["client"]]),
                ("outcome", lambda event: event.row["outcome"].name.lower()),
            ]
        )
    )
    if name == "outcome":
        word = draw(st.sampled_from(["ok", "full", "blocked"]))
        return f"outcome == {word}", lambda event: read(event) == word
    word = draw(st.sampled_from(["", "jobs", "order-7", "größe", "o", "GRÖSSE", "loader@a", ":77"]))
    spelled = quoted(draw, word)
    return draw(st.sampled_from(text_tests(name, spelled, word, read)))


NETWORKS = {"10.0.0.0/8": [3], "10.1.2.3/32": [3], "11.0.0.0/8": [], "fd00::/8": [4], "::/0": [4]}
NETWORK_CONDITIONS = st.sampled_from(list(NETWORKS)).map(
    lambda network: (f"address in {network}", lambda event: event.row["client"] in NETWORKS[network])
)


def text_tests(name, spelled, word, read):
    pattern = re.compile(re.escape(word), re.IGNORECASE)
    return [
        (f"{name} == {spelled}", lambda event: read(event) == word),
        (f"{name} != {spelled}", lambda event: read(event) != word),
        (f"{name} in {{{spelled}}}", lambda event: read(event) == word),
        (f"{name} contains {spelled}", lambda event: word in read(event)),
        (f"{name} startswith {spelled}", lambda event: read(event).startswith(word)),
        (f"{name} endswith {spelled}", lambda event: read(event).endswith(word)),
        (f'{name} ~ "(?i){re.escape(word)}"', lambda event: bool(pattern.search(read(event)))),
    ]


# Payloads


@st.composite
def payload_conditions(draw):
    word = draw(st.sampled_from([*WORDS, "e", "7", " ", "ü", '"']))
    spelled, value = quoted(draw, word), word.encode()

    def equals(event, value=value):
        can_be = len(value) == len(event.whole) and value.startswith(event.recorded)
        return (None if can_be else False) if event.is_cut else event.whole == value

    def contains(event):
        if value in event.recorded:
            return True
        return None if event.is_cut and len(value) <= len(event.whole) else False

    def starts(event):
        if event.recorded.startswith(value):
            return True
        can = event.is_cut and value.startswith(event.recorded) and len(value) <= len(event.whole)
        return None if can else False

    def ends(event):
        if not value or not event.is_cut:
            return event.whole.endswith(value)
        return None if len(value) <= len(event.whole) else False

    return draw(
        st.sampled_from(
            [
                (f"payload == {spelled}", equals),
                (f"payload != {spelled}", lambda event: NEGATION[equals(event)]),
                (
                    f"payload in {{xyz, {spelled}}}",
                    lambda event: disjunction({equals(event), equals(event, b"xyz")}),
                ),
                (f"payload contains {spelled}", contains),
                (f"payload startswith {spelled}", starts),
                (f"payload endswith {spelled}", ends),
            ]
        )
    )


PATTERNS = {
    "M.ller": "M.ller",
    "(?i)MÜLLER": "(?i:MÜLLER)",
    "[äö]": "[äö]",
    "^o": "^o",
    r"\d\d": "[0-9][0-9]",
    "^.{5}$": r"^.{5}\Z",
    "ß$": r"ß\Z",
    "(?i)größe": "(?i:größe)",
    "^$": r"^\Z",
    "": "",
    r"e\b": r"e(?a:\b)",
    r"\x{fc}": r"\xfc",
    "^[^a]": "^[^a]",
}
"""Regular expression as RE2 writes it → as Python writes it."""


@st.composite
def pattern_conditions(draw):
    """A regular expression: characters in text, in other bytes as if they were Latin-1."""
    pattern, python = draw(st.sampled_from(list(PATTERNS.items())))
    looks_at_end = pattern.endswith(("$", r"\b"))

    def matches(event):
        text, wanted = as_characters(event), python
        if text is None:
            text, wanted = event.recorded.decode("latin-1"), python.encode().decode("latin-1")
        if not event.is_cut:
            return bool(re.search(wanted, text))
        # What follows is not known, so a match that depends on it must have one more character.
        return True if re.search(f"(?:{wanted})(?s:.)" if looks_at_end else wanted, text) else None

    return f"payload ~ {quoted(draw, pattern)}", matches


def as_characters(event):
    """Return the recorded part of a payload as text, up to a character that was cut, or None."""
    try:
        return event.recorded.decode()
    except UnicodeDecodeError as error:
        is_cut_within = error.reason == "unexpected end of data"
        return event.recorded[: error.start].decode() if is_cut_within else None


# Members of JSON payloads


def member_of(event, path):
    """Return a member, MISSING, or None in a list if the payload was cut."""
    if event.is_cut:
        text = event.recorded.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
        return MISSING if text and text[:1] != (b"[" if isinstance(path[0], int) else b"{") else None
    try:
        value = json.loads(event.whole.decode("utf-8-sig"))
    except ValueError:
        return MISSING
    for step in path:
        members = (
            value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        )
        if step not in members or isinstance(step, str) is not isinstance(value, dict):
            return MISSING
        value = members[step]
    return [value]


def json_kind(value):
    return "number" if type(value) in (int, float) else type(value).__name__


@st.composite
def member_conditions(draw):
    path = draw(st.lists(st.sampled_from([*NAMES, 0, 1]), min_size=1, max_size=2))
    value = draw(SCALARS)
    name = path_text(draw, path)
    spelled = quoted(draw, value) if isinstance(value, str) else json.dumps(value)

    def on_member(test):
        def answer(event):
            member = member_of(event, path)
            return None if member is None else member is not MISSING and test(member[0])

        return answer

    def alike(test):
        return on_member(lambda member: json_kind(member) == json_kind(value) and test(member, value))

    conditions = [
        (f"{name} == {spelled}", alike(operator.eq)),
        (f"{name} in {{{spelled}}}", alike(operator.eq)),
        (
            f"{name} != {spelled}",
            on_member(lambda each: json_kind(each) != json_kind(value) or each != value),
        ),
    ]
    if value is not None:
        conditions += [
            (f"{name} {sign} {spelled}", alike(COMPARISONS[sign])) for sign in ("<", "<=", ">", ">=")
        ]
        conditions += [(f"{name} in {spelled}..{spelled}", alike(operator.eq))]
    if isinstance(value, str):
        conditions += [
            (f"{name} contains {spelled}", alike(operator.contains)),
            (f"{name} startswith {spelled}", alike(str.startswith)),
            (f"{name} endswith {spelled}", alike(str.endswith)),
            (
                f'{name} ~ "(?i)m.ller"',
                on_member(lambda each: isinstance(each, str) and bool(re.search("(?i)m.ller", each))),
            ),
        ]
    return draw(st.sampled_from(conditions))


BLOCKED = st.just(("blocked", lambda event: event.row["phase"] == Phase.START))


def joined(children):
    def combined(word, logic, tests):
        texts, answers = zip(*tests, strict=True)
        return word.join(f"({text})" for text in texts), lambda event: logic(each(event) for each in answers)

    several = st.lists(children, min_size=2, max_size=3)
    all_of, any_of = partial(combined, " and ", conjunction), partial(combined, " or ", disjunction)
    none_of = children.map(lambda test: (f"not ({test[0]})", lambda event: NEGATION[test[1](event)]))
    return several.map(all_of) | several.map(any_of) | none_of


PAYLOAD_CONDITIONS = st.one_of(payload_conditions(), pattern_conditions(), member_conditions())
CONDITIONS = st.one_of(
    number_conditions(),
    clock_conditions(),
    date_conditions(),
    name_conditions(),
    NETWORK_CONDITIONS,
    PAYLOAD_CONDITIONS,
    BLOCKED,
)
FILTERS = st.recursive(CONDITIONS, joined, max_leaves=6)
EVENTS = st.lists(observed(), max_size=25)

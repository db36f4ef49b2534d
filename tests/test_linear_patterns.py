# SPDX-License-Identifier: GPL-3.0-or-later
"""No input makes a regular expression slow: not a reply of a server, a request, a payload or a file."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from rqcore.errors import BadCall, BadUrl, ProtocolError
from rqcore.pressure.key_protocol.status import Holder
from rqcore.pressure.redis_address import RedisAddress
from rqcore.protocol.priority_keys import MAX_KEY, check_key, priority_key
from rqcore.protocol.requests.foreign_protocols import ForeignProtocol, refuse_foreign
from rqcore.protocol.requests.inline_command import split_line
from rqcore.protocol.resp import PythonParser
from rqdebug.events.client_addresses import split_client
from rqdebug.events.filters.filter_completion import complete
from rqdebug.events.filters.grammar import parser
from rqdebug.inspection.json_layout import compact_json, indent_json
from rqdebug.targets.redis.monitor_parser import parse_line

_spec = importlib.util.spec_from_file_location(
    "linear_patterns", Path(__file__).with_name("linear_patterns.py")
)
linear_patterns = importlib.util.module_from_spec(_spec)
sys.modules["linear_patterns"] = linear_patterns
_spec.loader.exec_module(linear_patterns)
slow_parts = linear_patterns.slow_parts


def long(name, *values):
    """Parametrize a test with texts that are too long for the name of a test."""
    return pytest.mark.parametrize(name, values, ids=[str(at) for at in range(len(values))])


LINEAR = {
    "rqcore/protocol/priority_keys.py: _VALUE": "searches only checked keys, which it matches completely",
    "rqdebug/events/client_addresses.py: _LABEL": "ends at the next @, or matches up to the end",
    "rqdebug/scripts/editing/renaming.py: _INCLUDE": "blanks end at the next line that can begin a match",
    "rqdebug/scripts/editing/typed_functions.py: _FUNCTION": "parameters end at the next bracket",
    "rqdebug/scripts/text/loose_tokens.py: TOKEN": "a text that does not end is a token too",
    "rqdebug/scripts/text/text_repair.py: _HEADER": "messages of Python, which are short",
    "rqdebug/scripts/running/selection.py: _TOKEN": "an expression has at most 1,000 characters",
    "rqdebug/ui/models/formats.py: _MNEMONIC": "begins at the first & of several",
    "rqdebug/ui/window/help/help_pages.py: _ENTRY": "pages of this project",
    "rqdebug/ui/window/help/help_pages.py: _LINK": "pages of this project",
    "rqdebug/ui/window/help/help_pages.py: _ADMONITION": "pages of this project",
    "rqdebug/ui/window/help/help_pages.py: _ATTRIBUTES": "pages of this project",
}
"""Patterns that the check reports, and why they are linear or what bounds their texts."""
MADE_AT_RUN_TIME = {
    "rqcore/controller/access.py": "fnmatch makes atomic groups, of patterns of the administrator",
    "rqcore/controller/debugging/linear_patterns.py": "its steps are bounded: at most 256 at each place",
    "rqcore/controller/observation/patterns.py": "fnmatch makes atomic groups, and a subscription is bounded",
    "rqcore/url.py": "one of two classes of characters",
    "rqdebug/scripts/editing/renaming.py": "a name between two word boundaries",
    "rqdebug/scripts/language/source.py": "a name between blanks",
    "rqdebug/ui/scripts/text_search.py": "the user's own pattern for the user's own script",
}
USES = [use for package in ("rqcore", "rqdebug") for use in linear_patterns.uses(package)]
LONG = 1_000_000
"""Would take hours in quadratic time."""


@pytest.mark.parametrize("use", [use for use in USES if use.pattern is not None], ids=lambda use: use.place)
def test_each_pattern_takes_linear_time(use):
    assert bool(slow_parts(use.pattern, use.flags, use.is_search)) == (use.place in LINEAR)


@pytest.mark.parametrize(
    "pattern", [r"[^\W_]+", r'"[^"]*"', r"\b\w+=", r"._pid[0-9]+_", r"^.*[0-9]", r"<.{0,9}>"]
)
def test_check_accepts_searches_that_read_nothing_twice(pattern):
    assert slow_parts(pattern) == []


def test_patterns_made_at_run_time_are_known():
    assert {use.place.partition(":")[0] for use in USES if use.pattern is None} == set(MADE_AT_RUN_TIME)


def test_each_terminal_of_the_filter_language_takes_linear_time():
    terminals = {each.name: slow_parts(each.pattern.to_regexp(), 0, False) for each in parser().terminals}
    assert terminals and not any(terminals.values())


@pytest.mark.parametrize(
    "pattern", [r"\d+\.?\d*x", r"\s*(?:a|\s)b*c", r"(?:a|b)*[ab]*c", r"(?:a*)*b", r"(a+)+$"]
)
def test_check_reports_patterns_that_match_in_many_ways(pattern):
    assert slow_parts(pattern, is_search=False)


@pytest.mark.parametrize("pattern", [r'"(?:[^"\\]|\\.)*"', r"\w*$", r"got .*x", r"\s+$"])
def test_check_reports_searches_that_begin_again_in_what_they_have_read(pattern):
    assert slow_parts(pattern) and not slow_parts(pattern, is_search=False)


@pytest.mark.parametrize(
    "pattern", [r"\d++(?:\.\d*+)?x", r"[a-z]+\d+", r'"[^"]*"', r"(?>(.*?)\] )(.*)\Z", r"\w+"]
)
def test_check_accepts_patterns_that_match_in_one_way(pattern):
    assert slow_parts(pattern, is_search=False) == []


def test_long_number_of_a_server_is_read_or_refused():
    parsed = PythonParser()
    parsed.feed(b",0." + b"3" * 60_000 + b"\r\n")
    assert parsed.gets() == pytest.approx(1 / 3)
    parsed.feed(b"," + b"1" * 60_000 + b"x\r\n")
    with pytest.raises(ProtocolError, match="double"):
        parsed.gets()


@long("line", b" " * LONG + b"x", b"x" + b" HTTP/1" * LONG + b"x", b"\tx " * LONG)
def test_long_line_of_a_person_is_no_foreign_protocol(line):
    refuse_foreign(line)


@pytest.mark.parametrize(
    "line",
    [
        b" " * LONG + b"HTTP/1.1" + b" " * LONG,
        b"\t" * LONG + b"Post /",
        b"x" * LONG + b"\x16",
        b"\x0b" + b" " * LONG + b"x",
    ],
)
def test_long_line_of_a_foreign_protocol_is_refused(line):
    with pytest.raises(ForeignProtocol):
        refuse_foreign(line)


@long("quote", b'"', b"'")
def test_long_word_of_an_inline_command_is_read_or_refused(quote):
    escaped = (b"\\" + quote) * LONG
    assert split_line(quote + escaped + quote) == [quote * LONG]
    with pytest.raises(ProtocolError, match="quotes"):
        split_line(quote + escaped)


@long("unit", b"\x01", b"\x01\x00\xff", b"\x15" + b"\x01" * 12, b"\x14\x01")
def test_longest_key_without_an_end_is_refused(unit):
    with pytest.raises(BadCall):
        check_key((unit * MAX_KEY)[:MAX_KEY])


@long("value", "\0" * (MAX_KEY // 2 - 1), b"\x01" * (MAX_KEY - 2), (1 << 10_500) - 1)
def test_longest_key_of_a_value_is_accepted(value):
    key = priority_key(value)
    assert MAX_KEY * 0.8 < len(key) <= MAX_KEY
    assert check_key(key) == key


def test_long_name_of_a_holder_is_read():
    connected = "host" + "_pid1_" * LONG + "cafe"
    assert Holder("producer", connected + ".1f", 0.0).with_connected({connected}).alive is True
    assert Holder("producer", connected + "_.1f", 0.0).with_connected({connected}).alive is None


@long("name", "_pid1_cafe.1", "host_pid_cafe.1", "host_pid1_cafe", "host_pid1_caf.1", "a.b.c", "")
def test_holder_of_another_package_is_never_called_dead(name):
    assert Holder("producer", name, 0.0).with_connected(()).alive is None


def test_long_url_of_redis_is_refused():
    with pytest.raises(BadUrl):
        RedisAddress.parse("redis://" + "@" * LONG + "#")


@long("client", "x] " * LONG, "127.0.0.1:1")
def test_long_line_of_monitor_is_read(client):
    arguments = b'\\"' * LONG, b"\\\\" * LONG, b"] " * LONG
    line = b'1.000000 [0 %b] "%b"' % (client.encode(), b'" "'.join(arguments))
    parsed = parse_line(line)
    assert parsed.client == client
    assert parsed.arguments == [b'"' * LONG, b"\\" * LONG, b"] " * LONG]


@pytest.mark.parametrize(
    "arguments",
    [b'] "' * LONG + b"x", b'"' + b'\\"' * LONG, b'"a\\n" x "b"', b'"a\\n""b"', b'"a\\n"  "b"'],
)
def test_line_of_monitor_with_other_quotes_is_refused(arguments):
    with pytest.raises(ProtocolError, match="MONITOR"):
        parse_line(b"1.000000 [0 a] " + arguments)


@long("text", '"' + '\\"' * LONG + '"', json.dumps(["\\" * LONG, 1.5]))
def test_long_texts_in_json_are_laid_out(text):
    assert json.loads(indent_json(text)) == json.loads(text)
    assert compact_json(text) == text.replace(", ", ",")


def test_text_in_json_that_does_not_end_is_kept():
    assert compact_json('[ "' + '\\"' * LONG) == '["' + '\\"' * LONG


@long("part", "@", "@a", "@[", "@[a]:", "a@unix:", "@/", ":1")
def test_long_label_of_a_client_keeps_its_letters(part):
    label = part * LONG
    name, address = split_client(label)
    assert f"{name}@{address}" == label if name and address else label in (name, address)


@long("text", "a" * LONG + " ", '"' + '\\"' * LONG, '"a" ' * 100_000, "'\"" * 50_000)
def test_word_at_the_end_of_a_long_filter_is_found(text):
    completion = complete(text, len(text))
    assert completion.stop == len(text)

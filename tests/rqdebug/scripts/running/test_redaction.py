# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets never appear in texts of a run."""

from __future__ import annotations

import json
import random
import tracemalloc
from base64 import b64encode
from threading import Event
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.compared_values import ComparedValues
from rqdebug.scripts.language.inputs import MIN_SECRET, Inputs
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.report import RunStatus, VectorResult, Verdict
from rqdebug.scripts.reports.html_page import render_html
from rqdebug.scripts.reports.json_report import render_json
from rqdebug.scripts.reports.junit import render_junit
from rqdebug.scripts.running.breakpoints import Breakpoint
from rqdebug.scripts.running.judge import format_value, shorten
from rqdebug.scripts.running.options import Options
from rqdebug.scripts.running.redaction import Redaction
from rqdebug.scripts.running.script_run import ScriptRun
from rqdebug.support.secret_forms import MAX_SECRET

SECRETS = st.text(st.characters(codec="utf-8"), min_size=MIN_SECRET, max_size=20).filter(str.strip)


@given(secret=SECRETS, before=st.text(max_size=300), after=st.text(max_size=300))
def test_secret_is_hidden_in_every_notation(secret, before, after):
    redaction = Redaction({"KEY": secret})
    value = before + secret + after
    for text in (value, repr(value), repr([value]), json.dumps(value), repr({"a": {"b": value}})):
        assert secret not in redaction.hide(text).replace("<secret KEY>", "")


@given(secret=SECRETS, before=st.text(max_size=8), after=st.text(max_size=8))
def test_secret_in_a_json_text_inside_a_value_is_hidden(secret, before, after):
    redaction = Redaction({"KEY": secret})
    for value in (secret, json.dumps(secret), {"a": json.dumps([before, secret, after])}, secret.encode()):
        assert "<secret KEY>" in redaction.hide(repr([before, value, after]))


@given(secret=SECRETS, before=st.text(max_size=8), after=st.text(max_size=8))
def test_encoded_secret_is_hidden(secret, before, after):
    redaction = Redaction({"KEY": secret})
    for alone in (secret.encode().hex(), quote(secret, safe=""), b64encode(secret.encode()).decode()):
        assert redaction.hide(f"[{alone}]") == "[<secret KEY>]"
    shown = redaction.hide(b64encode((before + secret + after).encode()).decode())
    assert "<secret KEY>" in shown
    assert len(shown.replace("<secret KEY>", "")) <= 4 * (
        len(before.encode()) // 3 + len(after.encode()) // 3 + 3
    )


def test_source_of_a_statement_hides_a_secret_too(controller):
    text = 't = secret("KEY")\nassert t == "geheim1234!"\nassert t == 3, "geheim1234"\n'
    script = parse(text + 'with test("geheim1234"): assert t == 4', "some.rqs")
    run = ScriptRun(script, {"edge": controller}, Options(inputs=Inputs(secrets={"KEY": "geheim1234"})))
    run.start()
    report = run.wait(10)
    assert report.failed == 3
    for text in (
        render_json(report),
        render_junit(report),
        render_html(report),
        repr(report),
        repr(run.options),
    ):
        assert "geheim1234" not in text


@given(secret=st.text("abcdefgh", min_size=12, max_size=20), length=st.integers(170, 199))
def test_part_of_a_secret_before_an_ellipsis_is_hidden(secret, length):
    shown = Redaction({"KEY": secret}).hide(shorten("-" * length + secret + "-" * 50))
    assert secret[:3] not in shown


def test_part_of_a_secret_after_an_ellipsis_is_hidden():
    assert Redaction({"KEY": "geheim1234"}).hide("…eim1234, rest") == "…<secret KEY>, rest"


def test_longest_part_beside_an_ellipsis_is_hidden():
    redaction = Redaction({"A": "cdexxxxxxxxxxxxx", "B": "abcdef123"})
    assert redaction.hide("an abcde…") == "an <secret B>…"
    redaction = Redaction({"A": "xxxxxxxxxxxxxabc", "B": "123abcdef"})
    assert redaction.hide("…abcdef it is") == "…<secret B> it is"


def test_parts_of_a_long_secret_are_hidden_in_little_memory():
    secret = random.Random(1).randbytes(MAX_SECRET // 2).hex()
    tracemalloc.start()
    try:
        shown = Redaction({"KEY": secret}).hide(f"{secret[:-1]}…{secret[1:]} {secret}")
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
    assert shown == "<secret KEY>…<secret KEY> <secret KEY>"


def test_longer_secret_hides_one_inside_it():
    redaction = Redaction({"A": "abcd", "B": "abcdefgh"})
    assert redaction.hide("abcdefgh abcd") == "<secret B> <secret A>"


def test_whole_values_of_a_result_are_hidden():
    values = ComparedValues("json", b'"k\\u00e4se!"', '"käse!x"'.encode())
    result = VectorResult("edge", "main", 1, "", Verdict.FAILED, "käse!", "käse!x", values=values)
    hidden = Redaction({"KEY": "käse!"}).hide_in(result)
    assert (hidden.expected, hidden.got) == ("<secret KEY>", "<secret KEY>x")
    assert hidden.values.texts == ('"<secret KEY>"', '"<secret KEY>x"')


@pytest.mark.parametrize("secret", ["geheim1234", "a\nb'c\"d\\e", "käse mit 🧀"])
def test_no_report_of_a_run_shows_a_secret(secret, controller):
    text = (
        't = secret("KEY")\njobs = create(t)\njobs.put({"n": [t]})\nnote(f"token {t}")\n'
        'assert jobs.get() == {"n": [t + "x"]}, f"it was {t}"\n'
        'assert len(t) == 0 or t == "" or jobs.empty() == 3\n'
        "jobs.put(t * 30)\nassert jobs.get() == t\nqueue(t + t)\nx = t - 1\n"
    )
    run = ScriptRun(
        parse(text, "some.rqs"), {"edge": controller}, Options(inputs=Inputs(secrets={"KEY": secret}))
    )
    notes = []
    run.note_written.connect(lambda *parts: notes.append(parts[-1]))
    run.start()
    report = run.wait(10)
    assert report.failed >= 3
    shown = [*notes, render_json(report), render_junit(report), render_html(report), repr(report.results)]
    for piece in {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]}:
        assert not any(piece in each for each in shown), piece
    assert "token <secret KEY>" in notes[0]
    assert format_value(secret) not in "".join(shown)


def test_variables_of_a_paused_run_hide_a_secret_in_every_form(controller):
    secret = 'ge"heim\\1234'
    forms = {
        "inside": "token=" + secret,
        "text": json.dumps({"a": secret}),
        "coded": b64encode(f"user:{secret}".encode()).decode(),
        "hexadecimal": secret.encode().hex(),
        "url": "https://host/?q=" + quote(secret, safe=""),
        "item": {"a": [secret], secret: 1},
        "data": secret.encode(),
    }
    lines = ['t = secret("KEY")', *(f"{name} = {value!r}" for name, value in forms.items()), "sleep(0)"]
    run = ScriptRun(
        parse("\n".join(lines), "some.rqs"),
        {"edge": controller},
        Options(inputs=Inputs(secrets={"KEY": secret})),
    )
    paused = Event()
    run.lane_paused.connect(lambda *_: paused.set())
    run.set_breakpoints([Breakpoint(len(lines))])
    run.start()
    assert paused.wait(10)
    variables = run.variables(("edge", "main"))
    run.stop()
    run.wait(10)
    assert variables.keys() == {"t", *forms}
    assert [name for name, value in variables.items() if "<secret KEY>" not in value] == []
    assert not any(
        piece in repr(variables) for piece in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1])
    )


def test_error_of_the_debugger_itself_hides_a_secret(controller):
    run = ScriptRun(
        parse('t = secret("KEY")\nnote(t)', "some.rqs"),
        {"edge": controller},
        Options(inputs=Inputs(secrets={"KEY": "geheim1234"})),
    )

    def fail(*_):
        raise RuntimeError("cannot show geheim1234")

    run.note_written.connect(fail)
    run.start()
    report = run.wait(10)
    assert report.status is RunStatus.ERROR
    for text in (render_json(report), render_junit(report), render_html(report)):
        assert "geheim1234" not in text
        assert "RuntimeError: cannot show" in text


def test_vector_that_is_off_hides_a_secret_too(controller):
    text = 't = secret("KEY")\nwith skip("not with geheim1234"):\n    assert t == "geheim1234"\n'
    run = ScriptRun(
        parse(text, "some.rqs"), {"edge": controller}, Options(inputs=Inputs(secrets={"KEY": "geheim1234"}))
    )
    run.start()
    report = run.wait(10)
    assert [each.text for each in report.skipped] == ['assert t == "<secret KEY>"']
    assert report.skipped[0].reason == "not with <secret KEY>"
    assert "geheim1234" not in render_junit(report) + render_json(report) + render_html(report)


def test_vectors_that_were_not_run_hide_a_secret_too(controller):
    text = 't = secret("KEY")\nx = t - 1\nassert t == "geheim1234", "geheim1234"\n'
    run = ScriptRun(
        parse(text, "some.rqs"), {"edge": controller}, Options(inputs=Inputs(secrets={"KEY": "geheim1234"}))
    )
    run.start()
    report = run.wait(10)
    assert [result.outcome for result in report.results] == [Verdict.ERROR, Verdict.NOT_RUN]
    assert "geheim1234" not in repr(report) + render_junit(report) + render_json(report) + render_html(report)


def test_lane_whose_name_has_a_secret_is_shown_without_it(controller):
    text = (
        't = secret("KEY")\njobs = create()\nwith parallel():\n'
        '    with lane("for geheim1234"):\n        note(1)\n'
        "        jobs.put(1)\n        assert jobs.qsize() == 0\n"
        '    with lane("main"):\n        assert t == "geheim1234"\n'
    )
    run = ScriptRun(
        parse(text, "some.rqs"), {"edge": controller}, Options(inputs=Inputs(secrets={"KEY": "geheim1234"}))
    )
    seen = []
    for signal in (run.line_started, run.lane_ended, run.note_written):
        signal.connect(lambda *parts: seen.append(parts))
    run.start()
    report = run.wait(10)
    assert {result.lane for result in report.results} == {"main", "for <secret KEY>", "main#2"}
    assert ("edge", "for <secret KEY>", 5, "1") in seen
    everything = (render_junit(report), render_json(report), render_html(report), repr(report), repr(seen))
    assert not any("geheim1234" in shown for shown in everything)

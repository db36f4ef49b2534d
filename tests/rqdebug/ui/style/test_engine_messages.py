# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages of the engine are translated for display, and data in them stays unchanged."""

from __future__ import annotations

from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqcore import Closed, Full
from rqdebug.errors import FilterError, ScriptError
from rqdebug.events.filters.filter import parse as parse_filter
from rqdebug.scripts.language.parser import parse as parse_script
from rqdebug.session import State
from rqdebug.ui.log.target_tab import lost_sentence
from rqdebug.ui.style.engine_messages import MAX_LENGTH, MessageTranslator, translate_message
from rqdebug.ui.style.translator import ENGINE, catalog_path, read_catalog
from rqdebug.ui.window.help.generated_help import GENERATORS

TEMPLATES = {
    "queue {label} is empty": "Die Queue {label} ist leer",
    "queue {label} holds {size} of {maxsize}": "{size} von {maxsize} Elementen sind in {label}",
    "{path} cannot be read: {error}": "{path} kann nicht gelesen werden: {error}",
    "unknown function {name}{hint}": "Unbekannte Funktion {name}{hint}",
    "; did you mean {close}?": "; ist {close} gemeint?",
    "use a set such as {{a, b}}": "eine Menge wie {{a, b}} benutzen",
    "the filter {name} uses {name}": "Filter {name} benutzt {name}",
}
GERMAN = {source: forms[0] for (_, source), forms in read_catalog(catalog_path("de", ENGINE)).items()}


@pytest.fixture
def translator():
    return MessageTranslator(TEMPLATES)


@pytest.mark.parametrize(
    ("message", "translated"),
    [
        ("queue 'jobs' is empty", "Die Queue 'jobs' ist leer"),
        ("queue 'a b' holds 10 of 20", "10 von 20 Elementen sind in 'a b'"),
        ("use a set such as {a, b}", "eine Menge wie {a, b} benutzen"),
        ("unknown function foo", "Unbekannte Funktion foo"),
        ("unknown function foo; did you mean 'for'?", "Unbekannte Funktion foo; ist 'for' gemeint?"),
        ("the filter a uses a", "Filter a benutzt a"),
    ],
)
def test_message_is_translated_with_its_values(translator, message, translated):
    assert translator(message) == translated


@pytest.mark.parametrize(
    "message", ["", "nothing of this is known", "queue", "the filter a uses b", "'queue x is empty' is not"]
)
def test_unknown_message_stays_unchanged(translator, message):
    assert translator(message) == message


def test_messages_inside_a_message_are_translated(translator):
    assert translator("a.rqc cannot be read: queue x is empty") == (
        "a.rqc kann nicht gelesen werden: Die Queue x ist leer"
    )


@pytest.mark.parametrize("start", ["Full: ", "edge-1: ", "Full: edge-1: ", "etwas; "])
def test_message_after_a_separator_is_translated(translator, start):
    assert translator(f"{start}queue x is empty") == f"{start}Die Queue x ist leer"


def test_message_that_begins_with_a_quoted_name_is_translated(translator):
    assert translator("'a' cannot be read: 'b' cannot be read: no") == (
        "'a' kann nicht gelesen werden: 'b' kann nicht gelesen werden: no"
    )


def test_quoted_value_stays_unchanged(translator):
    assert translator("'queue x is empty' cannot be read: no") == (
        "'queue x is empty' kann nicht gelesen werden: no"
    )


def test_most_specific_template_is_used():
    translator = MessageTranslator({"{a} is {b}": "allgemein {a} {b}", "queue {a} is {b}": "Queue {a} {b}"})
    assert translator("queue x is gone") == "Queue x gone"


def test_very_long_message_stays_unchanged(translator):
    message = f"queue {'x' * MAX_LENGTH} is empty"
    assert translator(message) == message


def test_work_is_bounded_for_a_message_of_separators(translator):
    message = "a: b; " * 600
    assert translator(message) == message


def test_english_window_shows_messages_unchanged(qapp):
    assert translate_message("this syntax is not part of the script language") == (
        "this syntax is not part of the script language"
    )


def test_filter_error_is_german_in_a_german_window(german):
    with pytest.raises(FilterError) as caught:
        parse_filter("duratoin > 5ms")
    assert (
        translate_message(str(caught.value))
        == "Spalte 1: Es gibt kein Feld `duratoin`; ist `waited` gemeint?"
    )


def test_script_error_is_german_in_a_german_window(german):
    with pytest.raises(ScriptError) as caught:
        parse_script("import os\n", "a.rqs")
    assert translate_message(caught.value.message) == "Skripte können keine Module importieren"


def test_queue_error_of_a_controller_is_german_in_a_german_window(german, controller):
    jobs = controller.create("german-jobs", maxsize=1)
    jobs.put(1)
    with pytest.raises(Full) as caught:
        jobs.put_nowait(2)
    assert translate_message(str(caught.value)) == (
        "Die Queue 'german-jobs' enthält 1 von 1 Elementen; warten oder maxsize erhöhen"
    )
    jobs.close()
    with pytest.raises(Closed) as caught:
        jobs.get_nowait()
    assert translate_message(f"edge-1: {caught.value}").startswith(
        "edge-1: Die Queue 'german-jobs' wurde geschlossen"
    )


def test_connection_error_is_german_in_the_header_of_a_target(german, make_attachment):
    lost = make_attachment(state=State.LOST)
    refused = "connection refused; start the server there, or correct the URL"
    lost.reason, lost.retry_delay = f"cannot reach rq://edge:7654: {refused}", 4.0
    assert lost_sentence(lost).startswith("rq://edge:7654 ist nicht erreichbar: Verbindung abgelehnt")


def test_message_of_an_unknown_form_stays_english_in_a_german_window(german):
    assert translate_message("an entirely new message") == "an entirely new message"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("controller commands", "- Antwort: die Anzahl der Elemente in der Queue."),
        ("controller commands", "| `NOQUEUE` | Keine Queue hat diesen Namen oder Namensraum. |"),
        ("settings", "TCP-Port, auf dem gelauscht wird; 0 wählt einen freien"),
    ],
)
def test_reference_is_german_in_a_german_window(german, page, text):
    assert text in GENERATORS[page]()


@pytest.mark.parametrize("page", ["controller commands", "settings"])
def test_every_text_of_a_reference_is_translated(german, page):
    translated = GENERATORS[page]()
    german_texts = {source for source in GERMAN if "{" not in source and len(source) > 25}
    assert [
        source for source in german_texts if f"| {source} |" in translated or f"\n{source}\n" in translated
    ] == []


def value_texts():
    """Values that contain no text of a template."""
    return st.text("0123456789", min_size=1, max_size=6)


@given(st.data())
def test_any_formatted_template_gives_the_formatted_translation(data):
    source = data.draw(st.sampled_from(sorted(GERMAN)))
    names = sorted({name for _, name, _, _ in Formatter().parse(source) if name})
    values = {name: data.draw(value_texts()) for name in names}
    message = source.format(**values)
    assert MessageTranslator({source: GERMAN[source]})(message) == GERMAN[source].format(**values)


@pytest.mark.parametrize("source", sorted(GERMAN))
def test_translation_has_the_placeholders_of_its_template(source):
    def names(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert names(GERMAN[source]) == names(source)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion and call tips, on the text before the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.scripts.editing.proposals import call_tip, propose
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.vocabulary import CALLS, ERRORS, METHODS, TARGET_METHODS

SETUP = 'jobs = create(maxsize=2)\nedge = target("edge-1")\ncount = 3\nfor i in range(3):\n    jobs.put(i)\n'


def words(before, is_wanted=False):
    proposals = propose(before, is_wanted)
    return [] if proposals is None else list(proposals.words)


def tip(before):
    """The signature around the cursor, and the parameter that is marked in it."""
    found = call_tip(before)
    if found is None:
        return None
    marked = found.text[slice(*found.highlight)] if found.highlight else ""
    return found.text.partition("\n")[0], marked


class TestMethods:
    def test_put_comes_before_purge(self):
        assert words(SETUP + "jobs.pu") == ["put", "put_nowait", "put_many", "purge"]

    def test_all_methods_of_a_queue_follow_its_dot(self):
        proposed = words(SETUP + "jobs.")
        assert set(proposed) == set(METHODS)
        assert proposed[:3] == ["put", "get", "qsize"]
        assert proposed[-3:] == ["shutdown", "close", "purge"]

    def test_methods_of_a_target_follow_the_dot_of_a_target(self):
        assert words(SETUP + "edge.") == list(TARGET_METHODS)

    def test_fields_and_methods_of_a_leased_item_follow_its_dot(self):
        assert words(SETUP + "item = jobs.lease()\nitem.") == ["value", "deliveries", "ack", "nack", "extend"]
        block = "with jobs.lease(timeout=1) as item:\n    item."
        assert words(SETUP + block) == ["value", "deliveries", "ack", "nack", "extend"]
        assert words(SETUP + "with jo") == ["jobs"]
        assert words("def end(it: lease):\n    it.") == ["value", "deliveries", "ack", "nack", "extend"]
        assert tip(SETUP + "item = jobs.lease()\nitem.nack(") == ("nack(delay=0.0)", "delay=0.0")

    def test_fields_and_methods_of_a_held_call_and_an_event_follow_its_dot(self):
        held = SETUP + 'held = break_on("queue == jobs")\nheld.'
        assert words(held)[0] == "payload"
        assert {"client", "release", "fail", "discard"} <= set(words(held))
        event = SETUP + 'event = wait_for("queue == jobs")\nassert event.'
        assert {"payload", "outcome", "waited", "rule"} <= set(words(event))
        assert "release" not in words(event)
        assert tip(held + "release(payload=") == (
            "release(payload=None, codec=None, priority=None)",
            "payload=None",
        )

    def test_functions_on_other_programs_are_proposed_where_they_can_stand(self):
        assert {"fault", "freeze", "expect"} <= set(words(SETUP + "with ", is_wanted=True))
        assert "break_on" not in words(SETUP + "with ", is_wanted=True)
        assert words(SETUP + "held = brea") == ["break_on"]
        assert words(SETUP + "freeze(jo") == ["jobs"]
        assert tip(SETUP + 'step(jobs, "gets", ') == ("step(queue: queue, side, count=1)", "count=1")

    def test_long_signature_has_several_lines(self):
        found = call_tip(SETUP + 'with fault("delay", "queue == jobs", seconds=1, probability=')
        assert max(map(len, found.text.splitlines())) <= 90
        assert found.text[slice(*found.highlight)] == "probability=None"

    def test_leased_item_is_proposed_where_a_value_can_stand(self):
        assert "item" in words(SETUP + "item = jobs.lease()\nassert jobs.get() == it")

    def test_value_has_no_methods(self):
        assert words(SETUP + "count.") == []
        assert words(SETUP + "i.") == []

    def test_unknown_name_may_be_a_queue(self):
        assert "put" in words("orders.p")

    @pytest.mark.parametrize(
        "before",
        ["assert jobs.ge", "x = jobs.ge", "with raises(Empty): jobs.ge", "jobs.put(jobs.ge", "jobs.GE"],
    )
    def test_method_is_proposed_wherever_a_call_can_stand(self, before):
        assert words(SETUP + before)[0] == "get"

    def test_word_that_is_complete_comes_first(self):
        assert words(SETUP + "jobs.put_m") == ["put_many"]
        assert words(SETUP + "jobs.put")[0] == "put"
        assert words(SETUP + "jobs.purge") == []


class TestArguments:
    def test_parameters_without_an_argument_are_proposed_by_name(self):
        assert words(SETUP + "jobs.put(1, ", is_wanted=True)[:4] == [
            *("block=", "timeout=", "codec=", "priority="),
        ]
        assert words(SETUP + "jobs.put(1, timeout=1, p")[0] == "priority="
        assert "timeout=" not in words(SETUP + "jobs.put(1, timeout=1, t")

    def test_first_letter_is_enough(self):
        assert words(SETUP + "jobs.get(t")[0] == "timeout="

    def test_argument_in_a_further_line_is_one(self):
        assert words(SETUP + "jobs.put_many(\n    [1, 2],\n    t")[0] == "timeout="

    def test_values_are_proposed_with_the_latest_name_first(self):
        proposed = words(SETUP + "jobs.put(", is_wanted=True)
        assert proposed.index("i") < proposed.index("count") < proposed.index("choice")
        assert "jobs" not in proposed

    def test_parameter_that_takes_a_queue_proposes_queues(self):
        proposed = words(SETUP + "jobs.move(", is_wanted=True)
        assert "edge" in proposed or "jobs" in proposed
        assert "count" not in proposed

    def test_member_of_a_list_is_a_value_and_no_parameter(self):
        proposed = words(SETUP + "jobs.put_many([1, ", is_wanted=True)
        assert "count" in proposed
        assert "timeout=" not in proposed

    def test_value_of_a_parameter_is_no_parameter(self):
        assert words(SETUP + "jobs.put(1, block=T") == []
        assert words(SETUP + "jobs.put(1, block=Tr") == ["True"]

    def test_errors_are_proposed_in_raises(self):
        assert words("with raises(Fu") == ["Full"]
        assert set(words("with raises(Full, ", is_wanted=True)) == set(ERRORS)


class TestStatements:
    def test_words_that_begin_a_statement_are_proposed(self):
        proposed = words(SETUP, is_wanted=True)
        assert proposed[:2] == ["edge", "jobs"]
        assert {"assert", "with", "for", *CALLS, "note", "sleep", "at", "count"} <= set(proposed)
        assert not set(proposed) & {*METHODS, "raises", "timeout="}

    def test_blocks_follow_with(self):
        assert words("with ", is_wanted=True)[0] == "raises"
        assert words("with pa") == ["parallel"]

    def test_ranges_and_rows_follow_in(self):
        assert words("for i in ", is_wanted=True) == ["range", "rows"]
        assert words("for i ra") == []

    def test_new_name_is_not_completed(self):
        assert words(SETUP + "for co") == []

    def test_functions_and_names_are_values(self):
        proposed = words(SETUP + "x = ", is_wanted=True)
        assert {*SCRIPT_FUNCTIONS, *CALLS, "jobs", "count", "True", "None"} <= set(proposed)

    def test_inputs_are_values_and_parameters_are_definitions(self):
        assert words(SETUP + "x = par") == ["parameter"]
        assert words(SETUP + "x = sec") == ["secret"]
        assert words(SETUP + "assert par") == []

    @pytest.mark.parametrize(
        "before",
        ['note("jo', "# jo", "jobs.put(1)  # jo", "x = 12", "x = 0x1f", "note('''jo\njo", 'note(f"{jo'],
    )
    def test_nothing_is_proposed_in_texts_comments_and_numbers(self, before):
        assert words(SETUP + before, is_wanted=True) == []

    def test_forgotten_bracket_does_not_reach_the_next_statement(self):
        assert words('jobs.put("a"\njobs.ge')[0] == "get"
        assert words('jobs.put("a"\nwith ra') == ["raises"]

    def test_semicolon_begins_a_statement(self):
        assert words("a = 1; asse") == ["assert"]


class TestCallTips:
    @pytest.mark.parametrize(
        ("before", "marked"),
        [
            ("jobs.put(", "item"),
            ("jobs.put(1", "item"),
            ("jobs.put([1, 2], ", "block=True"),
            ("jobs.put(1, True, 0.5, ", ""),
            ("jobs.put(1, priority=", "priority=None"),
            ("jobs.put(1, timeout=1, codec='raw'", "codec=None"),
            ("jobs.put(len('a, b'), ", "block=True"),
        ],
    )
    def test_parameter_at_the_cursor_is_marked(self, before, marked):
        syntax = "put(item, block=True, timeout=None, codec=None, priority=None, delay=0.0)"
        assert tip(SETUP + before) == (syntax, marked)

    def test_star_is_not_shown_as_a_parameter(self):
        for signature in (*METHODS.values(), *CALLS.values()):
            found = call_tip(f"x.{signature.name}(" if signature.name in METHODS else f"{signature.name}(")
            assert found is not None
            assert "*" not in found.text.partition("\n")[0]
            assert "(," not in found.text

    def test_call_inside_another_has_its_own_tip(self):
        assert tip("jobs.put(payload(") == ("payload(size, codec='raw')", "size")
        assert tip("jobs.put(payload(3), ")[1] == "block=True"

    @pytest.mark.parametrize("before", ["", "jobs.put(1)", "jobs.put", "x = [1, ", "unknown(", '"put('])
    def test_no_tip_outside_of_calls(self, before):
        assert tip(before) is None

    def test_tip_has_the_help_of_the_call(self):
        assert "\nSleep" in call_tip("sleep(").text or "\nWait" in call_tip("sleep(").text


@given(st.text("jobs.put(get[]{}'\"\\#\n =,:;1_é*", max_size=60))
def test_any_text_before_the_cursor_is_accepted(before):
    propose(before, is_wanted=True)
    call_tip(before)

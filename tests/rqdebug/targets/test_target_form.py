# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rqdebug.targets.target_form import FieldChoice, FieldType, FormField, TargetForm, scheme_of

EVENTS = FormField(
    "events",
    "Events",
    FieldType.CHOICE,
    default="all",
    choices=(FieldChoice("all", "All"), FieldChoice("none", "None")),
)
CHANGES = FormField("changes", "Allow changes", FieldType.SWITCH, default="no")
FILE = FormField("cafile", "Certificates", FieldType.FILE, schemes=("exs",))
TEXT = FormField("group", "Group")
FORM = TargetForm((EVENTS, CHANGES, FILE, TEXT))


@pytest.mark.parametrize(
    ("url", "values", "expected"),
    [
        ("ex://h", {}, "ex://h"),
        ("ex://h", {"events": "all", "changes": "no", "group": ""}, "ex://h"),
        ("ex://h", {"events": "none"}, "ex://h?events=none"),
        ("ex://h", {"changes": "yes", "events": "none"}, "ex://h?events=none&changes=yes"),
        ("ex://h?x=1", {"changes": "yes"}, "ex://h?x=1&changes=yes"),
        ("ex://h?events=all", {"events": "none"}, "ex://h?events=all"),
        ("ex://h", {"cafile": "/etc/ours.pem"}, "ex://h"),
        ("exs://h", {"cafile": "/etc/ours.pem"}, "exs://h?cafile=/etc/ours.pem"),
        ("ex://h", {"group": "a & b=c?"}, "ex://h?group=a%20%26%20b%3Dc%3F"),
        ("ex://h", {"unknown": "1"}, "ex://h"),
    ],
)
def test_values_become_options_of_the_url(url, values, expected):
    assert FORM.apply(url, values) == expected


def test_options_of_the_url_are_read():
    assert FORM.stated("ex://h?events=none&x=1&cafile=/a") == {"events": "none"}
    assert FORM.stated("exs://h?cafile=/a") == {"cafile": "/a"}
    assert FORM.stated("ex://h?group=") == {"group": ""}
    assert FORM.stated("ex://h") == {}


@given(
    st.sampled_from(["all", "none"]),
    st.sampled_from(["yes", "no"]),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_applied_values_are_stated_again(events, changes, group):
    values = {"events": events, "changes": changes, "group": group}
    defaults = {"events": "all", "changes": "no", "group": ""}
    url = FORM.apply("ex://me@h:1", values)
    assert defaults | FORM.stated(url) == values
    assert FORM.apply(url, values) == url, "applying twice changes nothing"


def test_fields_follow_the_scheme():
    assert [field.name for field in FORM.fields_for("ex://h")] == ["events", "changes", "group"]
    assert [field.name for field in FORM.fields_for("exs://h")] == ["events", "changes", "cafile", "group"]


@pytest.mark.parametrize(
    ("url", "scheme"), [("rq://h", "rq"), (" redis+cluster://a,b ", "redis+cluster"), ("h:1", ""), ("", "")]
)
def test_scheme_is_the_part_before_the_slashes(url, scheme):
    assert scheme_of(url) == scheme


@pytest.mark.parametrize(
    ("type", "default"), [(FieldType.CHOICE, "some"), (FieldType.CHOICE, ""), (FieldType.SWITCH, "on")]
)
def test_default_that_cannot_be_chosen_is_refused(type, default):
    with pytest.raises(ValueError, match="the default of the field 'x'"):
        FormField("x", "X", type, default=default, choices=EVENTS.choices)

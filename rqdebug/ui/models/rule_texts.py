# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions and triggers of rules: their fields, and what they do in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rqcore.errors import BY_CODE
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.ui.models import formats
from rqdebug.ui.style.numbers import localized
from rqdebug.ui.style.tr import later, tr


@dataclass(frozen=True, slots=True)
class RuleField:
    """A field of an action or trigger. The type of its default is the type of its values."""

    name: str
    title: str
    default: float | int | str
    least: float = 0
    most: float = 0
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A kind of action or trigger, as the user chooses it. Some kinds have several forms."""

    kind: str
    title: str
    words: str
    """What it does, with the values of its fields in braces."""
    fields: tuple[RuleField, ...] = ()
    is_random: bool = False
    """Whether what it does depends on the seed of the rule."""

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Whether these are the kind and the fields of the form."""
        return self.kind == values["kind"] and values.keys() - {"kind"} <= {
            field.name for field in self.fields
        }

    def describe(self, values: Mapping[str, Any]) -> str:
        """What it does with these values."""
        shown = {field.name: values.get(field.name, field.default) for field in self.fields}
        return self.words and tr(self.words, **{name: _shown(value) for name, value in shown.items()})


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return formats.count(value) if isinstance(value, int) else localized(f"{value:g}")


def _seconds(name: str, title: str, default: float) -> RuleField:
    return RuleField(name, title, default, 0, 3600, later("s"))


ACTIONS = (
    RuleForm("hold", later("Hold (breakpoint)"), later("hold")),
    RuleForm("log", later("Count only (logpoint)"), later("count only")),
    RuleForm(
        "delay",
        later("Delay"),
        later("delay by {seconds} s"),
        (_seconds("seconds", later("Delay"), 0.2),),
    ),
    RuleForm(
        "delay",
        later("Delay, evenly random"),
        later("delay by {low} to {high} s"),
        (_seconds("low", later("Shortest delay"), 0.1), _seconds("high", later("Longest delay"), 0.3)),
        is_random=True,
    ),
    RuleForm(
        "delay",
        later("Delay, normally distributed"),
        later("delay by {mean} ± {deviation} s"),
        (
            _seconds("mean", later("Mean delay"), 0.2),
            _seconds("deviation", later("Standard deviation"), 0.05),
        ),
        is_random=True,
    ),
    RuleForm("drop", later("Drop items"), later("drop items")),
    RuleForm("duplicate", later("Duplicate items"), later("duplicate items")),
    RuleForm(
        "corrupt",
        later("Flip bits of payloads"),
        later("flip {bits} bits"),
        (RuleField("bits", later("Bits"), 1, 1, 1000),),
        is_random=True,
    ),
    RuleForm(
        "corrupt",
        later("Truncate payloads"),
        later("truncate payloads to {bytes} bytes"),
        (RuleField("bytes", later("Bytes that remain"), 10, 0, 2**31 - 1),),
    ),
    RuleForm(
        "corrupt",
        later("Replace payloads"),
        later("replace payloads by {payload}"),
        (RuleField("payload", later("New payload"), ""),),
    ),
    RuleForm(
        "reorder",
        later("Reorder puts"),
        later("reorder {window} puts"),
        (RuleField("window", later("Puts"), 3, 2, 1000),),
    ),
    RuleForm(
        "throttle",
        later("Throttle"),
        later("let {rate} items a second pass"),
        (RuleField("rate", later("Items a second"), 10.0, 0.001, 1e9),),
    ),
    RuleForm(
        "fail",
        later("Fail with an error"),
        later("fail with {code}"),
        (
            RuleField("code", later("Error code"), "TOOMANY", choices=tuple(sorted(BY_CODE))),
            RuleField("message", later("Message"), ""),
        ),
    ),
    RuleForm("empty", later("Answer that the queue is empty"), later("answer that the queue is empty")),
    RuleForm("blackhole", later("Never answer"), later("never answer")),
    RuleForm("disconnect", later("Disconnect the client"), later("disconnect the client")),
)
"""What rules can do, in the order of the dialog."""
BREAKPOINT, LOGPOINT, DELAY = ACTIONS[:3]
TRIGGERS = (
    RuleForm("every", later("Every call"), ""),
    RuleForm("once", later("Only the first call"), later("only the first call")),
    RuleForm(
        "on", later("Call number"), later("only call {n}"), (RuleField("n", later("Number"), 3, 1, 10**9),)
    ),
    RuleForm(
        "first",
        later("The first calls"),
        later("the first {n} calls"),
        (RuleField("n", later("Calls"), 3, 1, 10**9),),
    ),
    RuleForm(
        "after",
        later("All after the first calls"),
        later("after {n} calls"),
        (RuleField("n", later("Calls"), 3, 1, 10**9),),
    ),
    RuleForm(
        "probability",
        later("By chance"),
        later("with probability {p}"),
        (RuleField("p", later("Probability"), 0.1, 0, 1),),
        is_random=True,
    ),
)
"""On which of the calls that match rules act."""
PLACES = {
    None: later("Automatic"),
    "start": later("Before the call happens"),
    "end": later("Before its reply is sent"),
}
"""When a rule acts on a call, by ``RuleDefinition.at``."""
_PLACE_WORDS = {"start": later("at the start"), "end": later("at the end")}


def form_of(forms: tuple[RuleForm, ...], values: Mapping[str, Any]) -> RuleForm:
    """Return the form of the values of an action or trigger."""
    return next((form for form in forms if form.fits(values)), forms[0])


def describe_rule(definition: RuleDefinition) -> str:
    """Return what a rule does, in words: ``delay by 0.2 s, at the end, with probability 0.1``."""
    parts = [
        form_of(ACTIONS, definition.action).describe(definition.action),
        tr(_PLACE_WORDS[definition.at]) if definition.at else "",
        form_of(TRIGGERS, definition.trigger).describe(definition.trigger),
    ]
    return ", ".join(filter(None, parts))

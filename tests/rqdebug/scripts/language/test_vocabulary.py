# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import inspect

import pytest

from rqcore import ControllerHandle, QueueHandle
from rqcore.client.native.leased_item import LeasedItem
from rqdebug.scripts.language.functions import SCRIPT_FUNCTIONS
from rqdebug.scripts.language.language_reference import help_text
from rqdebug.scripts.language.parser import parse
from rqdebug.scripts.language.script_nodes import GUIDE
from rqdebug.scripts.language.vocabulary import (
    ERRORS,
    FUNCTIONS,
    LEASE_METHODS,
    METHODS,
)
from rqdebug.scripts.signatures import Parameter, Signature, ValueKind

ATTRIBUTES = {"maxsize"}
"""Methods in scripts that are attributes of the client's queue."""
CALLABLE = [(ControllerHandle, signature) for signature in FUNCTIONS.values()] + [
    (QueueHandle, signature) for name, signature in METHODS.items() if name not in ATTRIBUTES
]
CALLABLE += [(LeasedItem, signature) for signature in LEASE_METHODS.values()]


NOT_FOR_SCRIPTS = {
    ("get", "decoded"),
    ("get_many", "decoded"),
    ("peek", "decoded"),
    ("move", "items"),
    ("lease", "decoded"),
}
"""Parameters that scripts do not have: undecoded items have no literal, and items no visible number."""


@pytest.mark.parametrize(("owner", "signature"), CALLABLE, ids=lambda thing: getattr(thing, "name", ""))
def test_signature_matches_the_method_of_the_client(owner, signature):
    found = list(inspect.signature(getattr(owner, signature.name)).parameters.values())[1:]
    real = [parameter for parameter in found if (signature.name, parameter.name) not in NOT_FOR_SCRIPTS]
    declared = [
        (parameter.name, parameter.required, parameter.by_keyword) for parameter in signature.parameters
    ]
    assert declared == [(p.name, p.default is p.empty, p.kind is p.KEYWORD_ONLY) for p in real]


OF_A_PROCESS = {"join_thread", "cancel_join_thread"}
"""Methods that concern a thread of the client's process and send no request."""
OF_A_VIEWER = {"previews", "read_payload"}
"""Methods that read items in small parts, for a window; a script has ``peek``."""


def test_scripts_can_call_every_method_of_a_queue_or_of_an_item_that_it_leased():
    public = {name for name, thing in vars(QueueHandle).items() if callable(thing) and name[0] != "_"}
    assert {*METHODS, *LEASE_METHODS} == (public - OF_A_PROCESS - OF_A_VIEWER) | ATTRIBUTES


def test_help_page_lists_every_name():
    text = help_text()
    for word in (*FUNCTIONS, *METHODS, *SCRIPT_FUNCTIONS, *ERRORS, *(node.help for node in GUIDE)):
        assert word in text


STATEMENTS = [line for node in GUIDE for line in node.syntax.splitlines() if "…" not in line]


@pytest.mark.parametrize("syntax", [line for line in STATEMENTS if line[0].isalpha() and "  " not in line])
def test_syntax_of_the_help_page_can_be_parsed(syntax, tmp_path):
    (tmp_path / "common.rqs").touch()
    preamble = "jobs = create()\nx = 1; y = 1\nitem = jobs.lease()\n"
    statement = syntax if any(word in syntax for word in ("=", "(")) else f"y = {syntax}"
    assert len(parse(preamble + statement, folder=tmp_path).body) == 5


def test_parameter_annotated_as_queue_takes_a_queue():
    move = Signature("move(to: queue, count=None, *, items=None)", "Move items.")
    assert move.parameters == (
        Parameter("to", True, False, ValueKind.QUEUE),
        Parameter("count", False, False),
        Parameter("items", False, True),
    )

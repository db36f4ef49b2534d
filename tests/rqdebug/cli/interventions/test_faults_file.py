# SPDX-License-Identifier: GPL-3.0-or-later
"""Files with faults: what they may have, and where an error is."""

from __future__ import annotations

import pytest

from rqdebug.cli.interventions.attached_debugger import compile_condition
from rqdebug.cli.interventions.faults_file import FaultsFile
from rqdebug.cli.messages import CommandFailed


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file with this text."""

    def read(text):
        path = tmp_path / "faults.toml"
        path.write_text(text)
        return FaultsFile(path, compile_condition).read()

    return read


def test_keys_are_the_options(read):
    faults = read("""
        [slow]
        filter = "queue == jobs"
        delay = "100ms..300ms"
        probability = 0.1
        seed = 7
        at = "end"
        ["two words"]
        filter = ""
        throttle = 2.5
    """)
    slow, words = faults.values()
    assert (slow.name, slow.kind, slow.fields) == ("slow", "delay", {"low": 0.1, "high": 0.3})
    assert (slow.at, slow.probability, slow.seed) == ("end", 0.1, 7)
    assert (words.name, words.kind, words.fields) == ("two words", "throttle", {"rate": 2.5})
    assert words.definition["when"] == {"and": []}


def test_file_without_faults_is_valid(read):
    assert read("# nothing\n") == {}


FILTER = 'filter = "queue == jobs"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"[a]\n{FILTER}drop = false", "line 3: drop: it must be true; remove the line otherwise"),
        (f"[a]\n{FILTER}delay = 'soon'", "line 3: delay: 'soon' is not a duration such as 200ms or 1.5s"),
        (f"[a]\n{FILTER}delay = true", "line 3: delay: it must be a text or a number"),
        (f"[a]\n{FILTER}drop = true\nempty = true", "line 4: empty: choose one of delay, drop, "),
        (f"[a]\n{FILTER}", "line 1: a: choose one of delay, drop, "),
        ("# note\n[a]\ndrop = true", 'line 2: a: the filter is missing; write filter = "queue == jobs"'),
        (
            f"[a]\n{FILTER}drop = true\nprobabilty = 1",
            "line 4: probabilty: there is no such key; did you mean",
        ),
        (
            f"[a]\n{FILTER}drop = true\n'of me' = 1",
            "line 4: of me: there is no such key; choose from filter, ",
        ),
        (f"[a]\n{FILTER}drop = true\nprobability = 2", "line 4: probability: '2' is not a probability"),
        (f"[a]\n{FILTER}drop = true\nseed = 0", "line 4: seed: '0' is not a whole number of at least 1"),
        (f"[a]\n{FILTER}drop = true\nat = 'middle'", "line 4: at: 'middle' is neither start nor end"),
        (f"[a]\n{FILTER}reorder = 5000", "line 3: reorder: invalid window '5000' of the action"),
        ("[a]\nfilter = 3\ndrop = true", "line 2: filter: it must be a text in quotes"),
        (
            f"[a]\n{FILTER}drop = true\n[b]\nfilter = 'waited > 1s'\ndrop = true",
            "line 5: filter: invalid filter, column 1: `waited` cannot be used here",
        ),
        ("a = 3", "a: a fault is a table, which begins with [a]"),
        ("[a\n", "is not valid TOML: "),
    ],
)
def test_error_has_line_and_key(read, text, sentence):
    with pytest.raises(CommandFailed) as failure:
        read(text)
    assert sentence in failure.value.message and "faults.toml" in failure.value.message


def test_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(CommandFailed, match=r"cannot read .*missing.toml: No such file or directory"):
        FaultsFile(tmp_path / "missing.toml", compile_condition).read()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The warning about a fork is ignored only for the background thread."""

from __future__ import annotations

import warnings

import pytest

from rqcore.exposing import fork_warning
from rqcore.exposing.fork_warning import ForkWarning

TEXT = "This process (pid=1) is multi-threaded, use of fork() may lead to deadlocks in the child."


@pytest.fixture
def warned(monkeypatch):
    """``warned()``: whether the warning is shown now."""
    monkeypatch.setattr(fork_warning, "COUNTS_LATE", True)

    def warned():
        with pytest.warns() as caught:
            warnings.warn("another", DeprecationWarning, stacklevel=1)
            warnings.warn(TEXT, DeprecationWarning, stacklevel=1)
        return len(caught) == 2

    with warnings.catch_warnings():
        yield warned


def entries():
    return [entry for entry in warnings.filters if entry[1] and "fork" in entry[1].pattern]


@pytest.mark.parametrize(("threads", "ignored"), [(1, 1), (2, 0), (0, 0)])
def test_warning_is_ignored_until_it_is_restored(monkeypatch, warned, threads, ignored):
    # Given
    monkeypatch.setattr(fork_warning, "_number_of_threads", lambda: threads)
    before, warning = list(warnings.filters), ForkWarning()
    # When
    warning.ignore()
    # Then
    assert len(entries()) == ignored
    # When
    warning.restore()
    # Then
    assert warnings.filters == before
    assert warned()


def test_filters_that_were_copied_meanwhile_are_restored_too(monkeypatch, warned):
    # Given
    monkeypatch.setattr(fork_warning, "_number_of_threads", lambda: 1)
    before, warning = list(warnings.filters), ForkWarning()
    # When
    warning.ignore()
    with warnings.catch_warnings():
        warning.restore()
        inside = list(warnings.filters)
    # Then
    assert (inside, list(warnings.filters)) == (before, before)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of ``rqdebug break`` in a terminal, while a program calls queues."""

from __future__ import annotations

import shlex
import sys

import pytest

PATIENCE = 20
FILTER = "method == put and queue == stopped"


@pytest.fixture
def stopped(controller):
    return controller.create("stopped")


def editor(tmp_path, before, after):
    """The command of an editor that replaces a text."""
    program = tmp_path / "editor.py"
    program.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[-1])\n"
        f"path.write_text(path.read_text().replace({before!r}, {after!r}) + chr(10))\n"
    )
    return shlex.join([sys.executable, str(program)])


def test_key_a_releases_the_oldest_call_and_capital_a_all(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER, terminal=True)
    program.wait_for("a release, A release all")
    puts = []
    for number in range(3):
        puts.append(later(stopped.put, number))
        program.wait_for(" put +stopped", number + 1)
    program.type("a")
    assert puts[0].result(PATIENCE) is None
    assert not puts[1].done() and not puts[2].done()
    program.type("A")
    assert [put.result(PATIENCE) for put in puts] == [None] * 3
    assert [stopped.get_nowait() for _ in range(3)] == [0, 1, 2]
    program.type("a")
    program.wait_for("no call is held")
    assert program.interrupt() == 130


def test_edited_payload_is_what_the_call_puts(start, controller_url, stopped, later, tmp_path):
    program = start(
        "break", controller_url, FILTER, terminal=True, EDITOR=editor(tmp_path, "17", "18"), VISUAL=""
    )
    program.wait_for("holding")
    put = later(stopped.put, {"order": 17})
    program.wait_for('{"order":17}')
    program.type("e")
    program.wait_for('{"order":18} edited')
    assert not put.done()
    program.type("a")
    program.wait_for("continues with the edited payload")
    assert put.result(PATIENCE) is None
    assert stopped.get_nowait() == {"order": 18}
    program.interrupt()


def test_key_v_reverts_the_edit(start, controller_url, stopped, later, tmp_path):
    program = start(
        "break", controller_url, FILTER, terminal=True, EDITOR=editor(tmp_path, "17", "18"), VISUAL=""
    )
    program.wait_for("holding")
    put = later(stopped.put, {"order": 17})
    program.wait_for('{"order":17}')
    program.type("e")
    program.wait_for('{"order":18} edited')
    program.type("Va")
    assert put.result(PATIENCE) is None
    assert stopped.get_nowait() == {"order": 17}
    program.interrupt()


def test_editor_that_fails_keeps_the_call_and_its_payload(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER, terminal=True, EDITOR="/missing/editor", VISUAL="")
    program.wait_for("holding")
    put = later(stopped.put, "one")
    program.wait_for(" put +stopped")
    program.type("e")
    program.wait_for("the editor has failed, .*; set EDITOR to another one")
    assert not put.done()
    program.type("a")
    assert put.result(PATIENCE) is None
    program.interrupt()


def test_capital_d_puts_twice_and_capital_x_not_at_all(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER, terminal=True)
    program.wait_for("holding")
    first = later(stopped.put, "twice")
    program.wait_for(" put +stopped")
    program.type("D")
    assert first.result(PATIENCE) is None
    second = later(stopped.put, "never")
    program.wait_for(" put +stopped", 2)
    program.type("X")
    assert second.result(PATIENCE) is None
    assert [stopped.get_nowait(), stopped.get_nowait()] == ["twice", "twice"] and stopped.empty()
    program.interrupt()


def test_selected_call_is_the_one_that_keys_concern(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER, terminal=True)
    program.wait_for("holding")
    puts = []
    for number in range(2):
        puts.append(later(stopped.put, number))
        program.wait_for(" put +stopped", number + 1)
    program.type("ja")
    assert puts[1].result(PATIENCE) is None
    assert not puts[0].done()
    program.type("A")
    assert puts[0].result(PATIENCE) is None
    program.interrupt()


def test_other_keys_do_nothing_and_the_keys_are_shown_again(start, controller_url, stopped, later):
    program = start("break", controller_url, FILTER, terminal=True)
    program.wait_for("holding")
    put = later(stopped.put, "once")
    program.wait_for(" put +stopped")
    program.type("\x1b[D\x1b[1;2A\x1bX\x1b[21~q")  # Left, Shift+Up, Alt+X, F10
    program.wait_for("a release, A release all", 2)
    assert not put.done()
    program.type("a")
    assert put.result(PATIENCE) is None
    assert stopped.get_nowait() == "once" and stopped.empty()
    program.interrupt()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The registry of commands, with a context that is a list."""

from __future__ import annotations

from rqdebug.commands import CommandSet, Need

LAST = Need("a last member", lambda context: context[-1] if context else None)


def test_decorator_registers_a_command_and_returns_the_function_unchanged():
    commands = CommandSet("list", menu="List")

    @commands.command("clear", "Clear", "Remove all members", "Ctrl+L", icon="delete")
    def clear(context):
        context.clear()

    (command,) = commands
    assert (command.name, command.group, command.title) == ("list.clear", "list", "Clear")
    assert (command.shortcut, command.icon, command.icon_color) == ("Ctrl+L", "delete", "text")
    context = [1]
    clear(context)
    assert context == []


def test_command_without_need_is_always_enabled():
    commands = CommandSet("list", menu="List")
    commands.command("add", "Add", "Add a zero")(lambda context: context.append(0))
    (command,) = commands
    assert command.is_enabled([])
    context = []
    command.run(context)
    assert context == [0]


def test_command_runs_with_the_object_that_its_need_finds():
    commands, removed = CommandSet("list", menu="List"), []
    commands.command("pop", "Pop", "Remove the last member", need=LAST)(
        lambda context, last: removed.append(last)
    )
    (command,) = commands
    assert command.is_enabled([3, 4]) and not command.is_enabled([])
    command.run([3, 4])
    command.run([])
    assert removed == [4]


def test_need_can_enable_a_command_before_its_object_exists():
    need = Need("a member", LAST.find, enabled=lambda context: context is not None)
    assert need.is_met([])
    assert not need.is_met(None)


def test_checked_command_reports_its_state():
    commands = CommandSet("list", menu="List")
    commands.command("fill", "Fill", "Fill or clear", checked=lambda context: bool(context))(list.clear)
    commands.command("sort", "Sort", "Sort the members")(list.sort)
    fill, sort = commands
    assert fill.is_checked([1]) and not fill.is_checked([])
    assert not sort.is_checked([1])


def test_commands_can_be_ordered_by_shortcut():
    commands = CommandSet("go", menu="Go")
    for number in (3, 1, 2):
        commands.command(f"to{number}", "Go", "Go there", f"Ctrl+{number}")(print)
    commands.sort_by_shortcut()
    assert [command.shortcut for command in commands] == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]

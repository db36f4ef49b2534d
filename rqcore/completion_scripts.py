# SPDX-License-Identifier: MIT
"""Completion scripts for bash, zsh and fish, made from the parser of the command line.

A script contains all commands and options, so that pressing Tab does not start Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SHELLS = ("bash", "zsh", "fish")
_FILES = {"FILE", "PATH", "DIRECTORY", "PROGRAM", "ARGUMENTS"}
"""The names of values that are files."""


class _Option(NamedTuple):
    """An option, or an argument if it has no flags."""

    flags: tuple[str, ...]
    help: str
    value: str
    """The name of its value; empty for an option without one."""
    choices: tuple[str, ...]
    is_rest: bool
    """Whether it is all further arguments."""

    @property
    def takes_file(self) -> bool:
        return self.value in _FILES


class _Command(NamedTuple):
    name: str
    summary: str
    options: tuple[_Option, ...]
    arguments: tuple[_Option, ...]


def completion_script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script that completes a program's commands, options and values in a shell.

    Args:
        parser: The parser of the program, with a subparser for each command.
        shell: One of SHELLS.
    """
    program, commands = _read(parser)
    write = {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]
    return "\n".join(write(program, commands)) + "\n"


def _read(parser: argparse.ArgumentParser) -> tuple[_Command, list[_Command]]:
    """Return the program, and its commands."""
    (action,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    summaries = {each.dest: each.help or "" for each in action._choices_actions}
    commands = [_read_command(each, name, summaries[name]) for name, each in action.choices.items()]
    return _read_command(parser, parser.prog, ""), commands


def _read_command(parser: argparse.ArgumentParser, name: str, summary: str) -> _Command:
    found = [
        _Option(
            tuple(each.option_strings),
            (each.help or "").partition(" (default")[0].partition(";")[0],
            "" if each.nargs == 0 else str(each.metavar or each.dest.upper()),
            tuple(map(str, each.choices or ())),
            each.nargs == argparse.REMAINDER,
        )
        for each in parser._actions
        if not isinstance(each, argparse._SubParsersAction)
    ]
    options = tuple(each for each in found if each.flags)
    return _Command(name, summary, options, tuple(each for each in found if not each.flags))


def _flags(command: _Command) -> str:
    return " ".join(flag for option in command.options for flag in option.flags)


def _bash(program: _Command, commands: Iterable[_Command]) -> Iterator[str]:
    """Words of the line are compared; where none of the script fits, bash completes files."""
    name = program.name
    names = " ".join(each.name for each in commands)
    yield from (
        f"_{name}() {{",
        "    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=",
        "    if ((COMP_CWORD == 1)); then",
        f"        words='{names} {_flags(program)}'",
        "    else",
        '        case "${COMP_WORDS[1]} $previous" in',
    )
    for command in commands:
        free = [each for each in command.options if each.value and not each.choices]
        patterns = "|".join(f"'{command.name} {flag}'" for each in free for flag in each.flags)
        yield from ([f"        {patterns}) ;;"] if patterns else [])
        for option in command.options:
            for flag in option.flags if option.choices else ():
                yield f"        '{command.name} {flag}') words='{' '.join(option.choices)}' ;;"
        choices = " ".join(choice for each in command.arguments for choice in each.choices)
        yield f"        {command.name}\\ *) words='{f'{choices} ' if choices else ''}{_flags(command)}' ;;"
    yield from (
        "        esac",
        "    fi",
        '    COMPREPLY=($(compgen -W "$words" -- "$word"))',
        "}",
        f"complete -o bashdefault -o default -F _{name} {name}",
    )


def _zsh(program: _Command, commands: Iterable[_Command]) -> Iterator[str]:
    """Used in .zshrc, also before ``compinit``, or as a file ``_NAME`` in a folder of ``$fpath``."""
    name = program.name
    yield from (
        f"#compdef {name}",
        "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }",
        f"_{name}() {{",
        "    local line state",
        f"    _arguments -C {_zsh_options(program)} '1:command:->command' '*::argument:->argument'",
        "    case $state in",
        "    command)",
        "        local -a commands=(",
        *(f"            {_quoted(f'{each.name}:{each.summary}')}" for each in commands),
        "        )",
        "        _describe command commands ;;",
        "    argument)",
        "        case $line[1] in",
    )
    for command in commands:
        yield f"        {command.name}) _arguments {_zsh_options(command)} {_zsh_arguments(command)} ;;"
    yield from (
        "        esac ;;",
        "    esac",
        "}",
        f'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _{name} "$@"; else compdef _{name} {name}; fi',
    )


def _zsh_options(command: _Command) -> str:
    parts = []
    for option in command.options:
        help = option.help.replace("[", "\\[").replace("]", "\\]")
        parts += [_quoted(f"*{flag}[{help}]{_zsh_value(option)}") for flag in option.flags]
    return " ".join(parts)


def _zsh_arguments(command: _Command) -> str:
    choices = [each for each in command.arguments if each.choices]
    if choices:  # offered at any position, because an argument before them can be left out
        return _quoted(f"*{_zsh_value(choices[0])}")
    return " ".join(
        _quoted(f"{'*' if each.is_rest else number}{_zsh_value(each)}")
        for number, each in enumerate(command.arguments, 1)
    )


def _zsh_value(option: _Option) -> str:
    if not option.value:
        return ""
    action = f"({' '.join(option.choices)})" if option.choices else "_files" if option.takes_file else " "
    return f":{option.value.replace(':', chr(92) + ':')}:{action}"


def _fish(program: _Command, commands: Iterable[_Command]) -> Iterator[str]:
    begin = f"complete -c {program.name}"
    yield f"{begin} -f"
    yield from _fish_options(f"{begin} -n __fish_use_subcommand", program)
    for command in commands:
        yield f"{begin} -n __fish_use_subcommand -a {command.name} -d {_quoted(command.summary)}"
        chosen = f"{begin} -n '__fish_seen_subcommand_from {command.name}'"
        yield from _fish_options(chosen, command)
        for argument in command.arguments:
            if argument.choices:
                yield f"{chosen} -a '{' '.join(argument.choices)}'"
            elif argument.takes_file:
                yield f"{chosen} -F"


def _fish_options(begin: str, command: _Command) -> Iterator[str]:
    for option in command.options:
        flags = " ".join(f"-{'l' if flag[1] == '-' else 's'} {flag.lstrip('-')}" for flag in option.flags)
        value = "" if not option.value else " -r -F" if option.takes_file else " -x"
        choices = f" -a '{' '.join(option.choices)}'" if option.choices else ""
        help = option.help.replace("\\", "\\\\")
        yield f"{begin} {flags}{value}{choices} -d {_quoted(help)}"


def _quoted(text: str) -> str:
    """Quote a text for any of the three shells."""
    return "'" + text.replace("'", "'\"'\"'") + "'"

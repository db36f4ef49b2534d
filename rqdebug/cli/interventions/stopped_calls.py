# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that a breakpoint holds, and what a user can do with them."""

from __future__ import annotations

import time

import click

from rqcore.debug import Debugger, HeldCall, Rule
from rqcore.errors import BadCall
from rqdebug.cli.interventions.attached_debugger import format_held
from rqdebug.cli.interventions.external_editor import edit_payload
from rqdebug.cli.messages import print_message
from rqdebug.debug.call_actions import prepare_duplicate


class StoppedCalls:
    """The calls that a breakpoint holds now, in the order in which they were held.

    Every method raises BadCall if the call is not held any more, and forgets the call.

    Args:
        debugger: The debugger.
        rule: The breakpoint.
    """

    def __init__(self, debugger: Debugger, rule: Rule) -> None:
        self._debugger = debugger
        self._rule = rule
        self._calls: dict[int, tuple[HeldCall, int]] = {}
        self._edited: dict[int, bytes] = {}
        self.selected: int | None = None
        """The number of the call that keys concern; None if no call is held."""

    def __len__(self) -> int:
        return len(self._calls)

    def add(self, call: HeldCall) -> None:
        """Show a call that was held now."""
        self._calls[call.number] = call, time.time_ns()
        if self.selected is None:
            self.selected = call.number
        click.echo(self._line(call.number))

    def show(self, number: int) -> None:
        """Show a call again."""
        click.echo(self._line(number))

    def _line(self, number: int) -> str:
        call, time_ns = self._find(number)
        return format_held(call, time_ns, self._edited.get(number))

    def _find(self, number: int) -> tuple[HeldCall, int]:
        if number not in self._calls:
            raise BadCall(f"this breakpoint holds no call {number}")
        return self._calls[number]

    def select(self, step: int) -> None:
        """Select the call at this distance behind the selected one, and show it."""
        if self.selected is None:
            return
        numbers = list(self._calls)
        at = min(max(numbers.index(self.selected) + step, 0), len(numbers) - 1)
        self.selected = numbers[at]
        self.show(self.selected)

    def release(self, number: int) -> None:
        """Let a call continue, with the payload that was edited."""
        call, _ = self._find(number)
        payload = self._edited.get(number)
        self._forget(number)
        call.release(payload=payload)
        print_message(f"call {number} continues{'' if payload is None else ' with the edited payload'}")

    def release_all(self) -> None:
        """Let all calls continue, each with the payload that was edited."""
        for number in list(self._calls):
            try:
                self.release(number)
            except BadCall as error:
                print_message(str(error))

    def discard(self, number: int) -> None:
        """Let a call continue without its items."""
        call, _ = self._find(number)
        call.discard()
        self._forget(number)
        print_message(f"call {number} continues without its items")

    def fail(self, number: int, code: str) -> None:
        """Answer a call with an error."""
        call, _ = self._find(number)
        call.fail(code)
        self._forget(number)
        print_message(f"call {number} fails with {code.upper()}")

    def duplicate(self, number: int) -> None:
        """Let a call continue, and put or take its item twice.

        Raises:
            BadCall: It has happened already, so that it cannot happen twice.
        """
        call, _ = self._find(number)
        prepare_duplicate(self._debugger, call)
        self.release(number)
        print_message(f"the items of call {number} exist twice")

    def edit(self, number: int) -> None:
        """Open the payload of a call in $EDITOR. The call stays held.

        Raises:
            BadCall: It has not one payload that is known completely.
        """
        call, _ = self._find(number)
        if call.item_count > 1 or call.size > len(call.payload):
            raise BadCall(
                f"call {number} has several items, or more than 64 KiB; such calls cannot be edited"
            )
        before = self._edited.get(number, call.payload)
        after = edit_payload(before, call.codec)
        if after != before:
            self._edited[number] = after
        self.show(number)

    def revert(self, number: int) -> None:
        """Undo what was edited."""
        self._find(number)
        self._edited.pop(number, None)
        self.show(number)

    def forget_left(self) -> None:
        """Report calls that are not held any more: max_hold is over, or their clients have left.

        Raises:
            BadCall: The breakpoint was removed.
        """
        numbers = list(self._calls)
        if self._rule.describe()["held"] >= len(numbers):
            return
        held = {call.number for call in self._debugger.held()}
        for number in numbers if len(held) < 1000 else ():
            if number not in held:
                self._forget(number)
                print_message(f"call {number} has continued, or its client has left")

    def _forget(self, number: int) -> None:
        del self._calls[number]
        self._edited.pop(number, None)
        if self.selected == number:
            self.selected = next(iter(self._calls), None)

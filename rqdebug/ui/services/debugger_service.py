# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds and disturbs calls of the attached targets, without blocking the GUI thread.

Each target has a debugger session of its own, which begins with the first rule, freeze or step, and ends
with the attachment, by ``stop_all``, when its connection is lost, or with the window. Then everything that it
held continues, and its rules are off until the user switches them on again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, TypeVar

from PyQt5.QtCore import QObject, pyqtSignal

from rqcore.debug import Debugger, HeldCall
from rqcore.errors import RqError
from rqdebug.debug.debugger_thread import DebuggerThread
from rqdebug.debug.filter_conditions import FilterConditions
from rqdebug.debug.rule_definition import RuleDefinition
from rqdebug.errors import FilterError
from rqdebug.events.filters.saved_filters import SavedFilters
from rqdebug.session import Attachment, State
from rqdebug.support.signals import Signal
from rqdebug.ui.services.attachment_service import AttachmentControl
from rqdebug.ui.services.debugged_target import DebuggedTarget, DebugRule, QueueFreeze
from rqdebug.ui.services.signal_bridge import SignalBridge
from rqdebug.ui.services.timers import every
from rqdebug.ui.style.tr import counted, tr

T = TypeVar("T")
REFRESH_INTERVAL = 1000
"""Milliseconds between two questions about what rules have done."""
CLOSING_TIME = 2.0
"""Seconds that sessions may take to end when the window closes. Later, they end with the process."""


class DebuggerControl(QObject):
    """The debugger sessions of the targets of the window. All methods must be called in the GUI thread."""

    rules_changed = pyqtSignal(object)
    """The rules of an Attachment, or their counts, have changed."""
    held = pyqtSignal(object, object)
    """A call is held: its Attachment, and the HeldCall."""
    continued = pyqtSignal(object, int, str)
    """A call is not held any more: its Attachment, its number, and why (see ``DebuggerListener``)."""
    freezes_changed = pyqtSignal(object)
    """The freezes of an Attachment, or the numbers of calls that they hold, have changed."""
    failed = pyqtSignal(object, str)
    """Something could not be done: the Attachment, and why, in one sentence."""
    ended = pyqtSignal(object, str)
    """The session of an Attachment has ended: why, in one sentence; empty if the user has ended it."""

    def __init__(
        self,
        attachments: AttachmentControl,
        bridge: SignalBridge,
        saved_filters: SavedFilters,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse = FilterConditions(saved_filters)
        self._targets: dict[Attachment, DebuggedTarget] = {}
        self._keys = count(1)
        self._reported: Signal[[Callable[[], object]]] = Signal()
        bridge.carry(self._reported, lambda reports: [report() for report in reports])
        every(REFRESH_INTERVAL, self._refresh_all, self)
        attachments.changed.connect(self._follow)
        attachments.detached.connect(self._forget)

    # What there is

    def is_debugging(self, attachment: Attachment) -> bool:
        """Whether there is a session with a target."""
        return attachment in self._targets and self._targets[attachment].session > 0

    def rules(self, attachment: Attachment) -> tuple[DebugRule, ...]:
        """The rules of a target, in their order; during a session, also the rules of other debuggers."""
        target = self._targets.get(attachment)
        return () if target is None else (*target.rules.values(), *target.others)

    def held_calls(self, attachment: Attachment) -> tuple[HeldCall, ...]:
        """The held calls of a target, in the order in which they were held."""
        target = self._targets.get(attachment)
        return () if target is None else tuple(target.held.values())

    def freezes(self, attachment: Attachment) -> tuple[QueueFreeze, ...]:
        """The frozen queues of a target, while there is a session."""
        target = self._targets.get(attachment)
        return () if target is None else target.freezes

    def describe_end(self) -> str:
        """What ends with the window, in a sentence; empty if nothing does."""
        active = held = 0
        for target in self._targets.values():
            own = {rule.number for rule in target.rules.values() if rule.is_enabled}
            own |= {freeze.number for freeze in target.freezes if freeze.is_own}
            active += len(own)
            held += sum(call.rule in own for call in target.held.values())
        if not active:
            return ""
        rules = counted(
            active, "{n} breakpoint, fault or freeze ends", "{n} breakpoints, faults and freezes end"
        )
        calls = counted(held, "{n} held call continues", "{n} held calls continue")
        return tr("{rules}, and {calls}", rules=rules, calls=calls)

    # What the user does

    def run(
        self,
        attachment: Attachment,
        work: Callable[[Debugger], T],
        done: Callable[[T], object] | None = None,
    ) -> None:
        """Do something with the debugger of a target, and begin its session if there is none.

        Args:
            attachment: The target.
            work: Called with the debugger in another thread. What it raises is reported by ``failed``.
            done: Called with the result.
        """
        self._run(attachment, work, done or (lambda _: None), partial(self._fail, attachment))

    def add_rule(self, attachment: Attachment, definition: RuleDefinition, is_enabled: bool = True) -> int:
        """Add a rule, and set it unless it is added switched off. Returns its key."""
        key = next(self._keys)
        self._target(attachment).rules[key] = DebugRule(key, definition)
        self.rules_changed.emit(attachment)
        if is_enabled:
            self.enable(attachment, key, True)
        return key

    def change_rule(self, attachment: Attachment, key: int, definition: RuleDefinition) -> None:
        """Change a rule: it is set again, behind all others, with new counts, if it is on."""
        target = self._target(attachment)
        before = target.rules[key]
        target.rules[key] = replace(before, definition=definition, error="")
        self.rules_changed.emit(attachment)
        if before.is_enabled:
            set_rules = target.set_rules
            self._set(attachment, key, lambda debugger: set_rules.change(debugger, key, definition))
        elif before.number is not None:
            target.rules[key] = target.rules[key].off()
            self.run(attachment, lambda debugger: target.set_rules.remove(debugger, key))

    def enable(self, attachment: Attachment, key: int, is_enabled: bool) -> None:
        """Switch a rule on or off."""
        target = self._target(attachment)
        set_rules, rule = target.set_rules, target.rules[key]
        if rule.is_enabled == is_enabled:
            return
        target.rules[key] = replace(rule, is_enabled=is_enabled, error="")
        self.rules_changed.emit(attachment)
        if is_enabled:
            definition = rule.definition
            self._set(attachment, key, lambda debugger: set_rules.switch_on(debugger, key, definition))
        else:
            self.run(attachment, lambda debugger: set_rules.switch_off(debugger, key))

    def remove(self, attachment: Attachment, key: int) -> None:
        """Remove a rule: what it holds continues."""
        target = self._target(attachment)
        del target.rules[key]
        self.rules_changed.emit(attachment)
        if target.thread is not None:
            self.run(attachment, lambda debugger: target.set_rules.remove(debugger, key))

    def stop_all(self, attachment: Attachment | None = None) -> None:
        """End the session of a target, or of all: everything continues, and all rules are off."""
        for each in list(self._targets) if attachment is None else [attachment]:
            self._end(each, "")

    def close(self) -> None:
        """End all sessions, and wait for that. Blocks for a moment."""
        threads = [target.thread for target in self._targets.values() if target.thread is not None]
        self.stop_all()
        for thread in threads:
            thread.join(CLOSING_TIME)

    # Sessions

    def _target(self, attachment: Attachment) -> DebuggedTarget:
        return self._targets.setdefault(attachment, DebuggedTarget())

    def _run(
        self,
        attachment: Attachment,
        work: Callable[[Debugger], T],
        done: Callable[[T], object],
        failed: Callable[[str], object],
    ) -> None:
        target = self._target(attachment)
        if target.thread is None:
            target.thread = self._begin(attachment)
        target.running += 1

        def finish(result: T) -> None:
            target.running -= 1
            done(result)
            self._refresh(attachment)

        def report(error: Exception) -> None:
            target.running -= 1
            if not isinstance(error, (RqError, FilterError)):
                raise error
            failed(str(error))

        target.thread.run(work, finish, report)

    def _begin(self, attachment: Attachment) -> DebuggerThread:
        """Begin a session. It reports nothing more once it has ended."""

        def post(report: Callable[[], object]) -> None:
            self._reported.emit(lambda: report() if self._thread_of(attachment) is thread else None)

        listener = _Listener(
            post,
            partial(self._hold, attachment),
            partial(self._continue, attachment),
            partial(self._end, attachment),
        )

        def attach() -> Debugger:
            debugger = attachment.target.debug(self._parse, listener)
            earlier = debugger.held()
            post(partial(self._start, attachment, debugger.session, earlier))
            return debugger

        thread = DebuggerThread(attach, post, attachment.name)
        return thread

    def _thread_of(self, attachment: Attachment) -> DebuggerThread | None:
        target = self._targets.get(attachment)
        return None if target is None else target.thread

    def _start(self, attachment: Attachment, session: int, earlier: list[HeldCall]) -> None:
        """Show the calls that other debuggers hold already."""
        self._target(attachment).session = session
        for call in earlier:
            self._hold(attachment, call)

    def _end(self, attachment: Attachment, reason: str) -> None:
        target = self._targets.get(attachment)
        if target is None or target.thread is None:
            return
        target.thread.close()
        target.end(reason and tr("off, because the connection was lost: {why}", why=reason))
        self.rules_changed.emit(attachment)
        self.freezes_changed.emit(attachment)
        self.ended.emit(attachment, reason)

    def _follow(self, attachment: Attachment) -> None:
        if attachment.state is State.DISCONNECTED:
            self._end(attachment, "")

    def _forget(self, attachment: Attachment) -> None:
        self._end(attachment, "")
        self._targets.pop(attachment, None)

    # What the sessions report

    def _hold(self, attachment: Attachment, call: HeldCall) -> None:
        held = self._target(attachment).held
        if call.number not in held:
            held[call.number] = call
            self.held.emit(attachment, call)

    def _continue(self, attachment: Attachment, number: int, reason: str) -> None:
        if self._target(attachment).held.pop(number, None) is not None:
            self.continued.emit(attachment, number, reason)

    def _fail(self, attachment: Attachment, sentence: str) -> None:
        self.failed.emit(attachment, sentence)

    def _set(self, attachment: Attachment, key: int, work: Callable[[Debugger], tuple[int, int]]) -> None:
        """Set a rule, and note its number, or why it could not be set."""
        rules = self._target(attachment).rules

        def done(result: tuple[int, int]) -> None:
            if key in rules:
                number, waiting = result
                rules[key] = replace(rules[key], number=number, waiting=waiting)
                self.rules_changed.emit(attachment)

        def failed(sentence: str) -> None:
            if key in rules:
                rules[key] = rules[key].off(sentence)
                self.rules_changed.emit(attachment)
            self._fail(attachment, sentence)

        self._run(attachment, work, done, failed)

    def _refresh_all(self) -> None:
        for attachment in list(self._targets):
            self._refresh(attachment)

    def _refresh(self, attachment: Attachment) -> None:
        """Ask what the rules have done, unless something is under way."""
        target = self._targets.get(attachment)
        if target is None or target.thread is None or not target.session or target.running:
            return
        target.running += 1

        def show(reported: list[dict[str, Any]]) -> None:
            target.running -= 1
            if target.running:
                return
            before = (self.rules(attachment), target.freezes)
            target.take(reported)
            if self.rules(attachment) != before[0]:
                self.rules_changed.emit(attachment)
            if target.freezes != before[1]:
                self.freezes_changed.emit(attachment)

        def ignore(error: Exception) -> None:
            target.running -= 1

        target.thread.run(target.set_rules.look, show, ignore)


class _Listener:
    """Passes what a session reports on to the GUI thread."""

    def __init__(
        self,
        post: Callable[[Callable[[], object]], object],
        hold: Callable[[HeldCall], object],
        proceed: Callable[[int, str], object],
        end: Callable[[str], object],
    ) -> None:
        self._post = post
        self._hold = hold
        self._continue = proceed
        self._end = end

    def on_held(self, call: HeldCall) -> None:
        self._post(partial(self._hold, call))

    def on_continued(self, number: int, reason: str) -> None:
        self._post(partial(self._continue, number, reason))

    def on_ended(self, reason: str) -> None:
        self._post(partial(self._end, reason))

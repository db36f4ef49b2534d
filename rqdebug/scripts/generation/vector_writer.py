# SPDX-License-Identifier: GPL-3.0-or-later
"""Executes the calls of a generated script in models of its queues, and writes them with their results."""

from __future__ import annotations

from rqcore.codec import Codec, Payload
from rqdebug.scripts.generation.generator_settings import GeneratorSettings
from rqdebug.scripts.generation.vector_drafts import LEASE_SECONDS, TIMED, VectorDraft, kind_and_maxsize
from rqdebug.scripts.language import script_text
from rqdebug.scripts.language.vocabulary import LEASE_METHODS
from rqdebug.scripts.model_entries import LeasedEntry, ModelAnswer
from rqdebug.scripts.queue_model import QueueModel

CALL_TIMEOUT = 5.0
"""In seconds: the timeout of calls that will certainly be served."""
LEASES = 4
"""The number of variables for leased items of a queue, which are used in turn."""


class VectorWriter:
    """Executes drafts in the model and writes them with the predicted results.

    Args:
        settings: The settings of the script.
    """

    def __init__(self, settings: GeneratorSettings) -> None:
        self._settings = settings
        self.models: dict[int, QueueModel] = {}
        """The current model of each queue, by number."""
        self._leases: dict[int, dict[str, LeasedEntry]] = {}
        """The last leases of each queue, by variable; some have ended."""
        self._leased = 0

    def variable(self, queue: int) -> str:
        """Return the variable of a queue in the script."""
        return f"q{queue + 1}"

    def write_queue(self, queue: int) -> str:
        """Return the line that creates a queue or looks up an existing one, and begin its model."""
        kind, maxsize = kind_and_maxsize(self._settings, queue)
        self.models[queue] = QueueModel(kind, maxsize)
        self._leases[queue] = {}
        arguments = {"name": self._settings.names[queue]} if self._settings.names else {}
        if self._settings.existing:
            text = script_text.write_call("", "queue", {"reference": arguments["name"]})
        else:
            text = script_text.write_call("", "create", arguments | {"kind": kind, "maxsize": maxsize})
        return f"{self.variable(queue)} = {text}"

    def perform(self, draft: VectorDraft) -> list[str]:
        """Execute a draft in the model, and return its lines."""
        if draft.method == "stat":
            return self._write_stat(draft)
        if draft.method in LEASE_METHODS:
            return self._write_end_of_lease(draft)
        model, arguments = self.models[draft.queue], dict(draft.arguments)
        if self._would_block_forever(model, draft):
            arguments["timeout"] = self._settings.shortest
        draft = VectorDraft(draft.queue, draft.method, arguments)
        answers = model.call(None, draft.method, draft.arguments)
        if not answers:
            answers = model.advance(draft.arguments["timeout"])
        if isinstance(lease := answers[0].value, LeasedEntry):
            return self._write_lease(draft, lease)
        return [self.write_vector(draft, answers[0])]

    def _write_lease(self, draft: VectorDraft, lease: LeasedEntry) -> list[str]:
        self._leased = self._leased % LEASES + 1
        name = f"{self.variable(draft.queue)}_item{self._leased}"
        self._leases[draft.queue][name] = lease
        lines = [f"{name} = {self.call(draft)}"]
        if not isinstance(lease.value, Payload) or lease.value.codec is Codec.PICKLE:
            lines.append(script_text.write_comparison(f"{name}.value", lease.value))
        return [*lines, script_text.write_comparison(f"{name}.deliveries", lease.deliveries)]

    def _write_end_of_lease(self, draft: VectorDraft) -> list[str]:
        """Write a call of a leased item, which may have ended; without one, lease one."""
        leases = list(self._leases[draft.queue].items())
        if not leases:
            arguments = {"block": False, "seconds": LEASE_SECONDS}
            return self.perform(VectorDraft(draft.queue, "lease", arguments))
        name, lease = leases[draft.pick % len(leases)]
        (answer, *_) = self.models[draft.queue].call(None, draft.method, {"lease": lease, **draft.arguments})
        call = script_text.write_call(name, draft.method, draft.arguments)
        return [script_text.write_raises(call, [answer.error]) if answer.error else call]

    def call(self, draft: VectorDraft) -> str:
        """Return the text of the call, without an expectation."""
        return script_text.write_call(self.variable(draft.queue), draft.method, draft.arguments)

    def write_vector(self, draft: VectorDraft, answer: ModelAnswer) -> str:
        """Return the call with the answer as its expected result."""
        call = self.call(draft)
        if answer.error:
            return script_text.write_raises(call, [answer.error])
        return script_text.write_comparison(call, answer.value)

    def _would_block_forever(self, model: QueueModel, draft: VectorDraft) -> bool:
        method, arguments = draft.method, draft.arguments
        may_wait = method in TIMED and arguments.get("block", True) and arguments.get("timeout") is None
        return may_wait and model.would_block(method, arguments)

    def _write_stat(self, draft: VectorDraft) -> list[str]:
        model, call = self.models[draft.queue], self.call(draft)
        if model.closed:
            return [script_text.write_raises(call, ["Closed"])]
        facts = {"size": model.size, "unfinished": model.unfinished, "shutdown": model.shut}
        if self._settings.has_leases:
            facts |= {"leased": len(model.absent.leases), "delayed": len(model.absent.delayed)}
        checks = [script_text.write_comparison(f"stat[{name!r}]", value) for name, value in facts.items()]
        return [f"stat = {call}", *checks]

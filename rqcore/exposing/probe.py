# SPDX-License-Identifier: MIT
"""Records the calls on exposed queues.

A probe belongs to one method of one queue. The replacements of the methods, which ``patched_methods`` puts
into the classes of queues, find the probe of the queue and let it record the call.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from rqcore.argument_checks import check_text
from rqcore.errors import BadCall
from rqcore.exposing import worker_probe
from rqcore.exposing.patched_methods import Original, Probes, hide_frames, own, patched_method
from rqcore.exposing.preview import NO_ITEM, ItemSketch
from rqcore.exposing.queue_kinds import KINDS, ProbedMethod, ProbeKind, WouldWait, outcome_of
from rqcore.exposing.reporter import CallRecord, Exposure, ProbedCall, Reporter, limit_ns
from rqcore.exposing.reporters import exposure_of, reporter_of
from rqcore.protocol.event_batch import NO_TIMEOUT, Method, Outcome, Phase
from rqcore.url import Address


def expose(queue: Any, name: str, *, url: str | Address | None = None) -> Exposure:
    """Make a queue of this program visible at a controller, and so in the debugger.

    The controller lists the queue with its size and its blocked calls. While an observer is connected, it
    also receives every call, with the name of its thread or task and a preview of the item::

        import queue, rqcore

        jobs = queue.Queue(maxsize=10)
        exposure = rqcore.expose(jobs, "jobs", url="rq://127.0.0.1:7654")
        jobs.put("hello")    # an event, if an observer is connected
        exposure.close()     # optional; the queue works as before

    ``with rqcore.expose(jobs, "jobs"):`` stops the reports at the end of the block.

    A background thread sends the reports, so a slow or missing controller never blocks the program. The
    thread tries again every 2 seconds, also after a lost connection. Events that come faster than they can
    be sent are dropped, and their number is logged. After a fork, the child process reports its own copy.
    A queue that is already exposed is exposed again, with the new name and controller in place of the old.

    Args:
        queue: A ``queue.Queue`` of any kind, an ``asyncio.Queue``, a ``multiprocessing.Queue``, or one of
            rqcore's ``ParallelQueue``, ``ParallelSingleTaskQueue`` and ``ProcessQueue``. For a
            ``queue.SimpleQueue``, only the size is reported. Only a weak reference to the queue is kept.
        name: The name by which the queue is listed. It does not have to be unique.
        url: The address of the controller, as for ``rqcore.connect``. None takes the environment variable
            ``RQ_URL``, or else ``rq://127.0.0.1:7654``.

    Returns:
        The exposure; its ``close``, or the end of a ``with`` statement, stops the reports.

    Raises:
        BadCall: ``queue`` is not a queue that can be exposed, or ``name`` is not a text.
        BadUrl: The URL is not the URL of a controller.
    """
    check_text("name", name)
    kind = next((kind for kind in KINDS if isinstance(queue, kind.types)), None)
    if kind is None:
        raise BadCall(
            f"a {type(queue).__name__} cannot be exposed; "
            "pass a queue of the modules queue, asyncio, multiprocessing or rqcore"
        )
    reporter = reporter_of(url)
    if earlier := exposure_of(queue):
        earlier.restore()
    exposure = Exposure(reporter, queue, name, _label(type(queue)), kind.figures)
    _patch(queue, kind, exposure, reporter)
    if kind.has_workers:
        exposure.workers = worker_probe.WorkerProbe(exposure, reporter, queue.function_name)
        queue.watch(exposure.workers)
        exposure.is_watching = True
    reporter.add(exposure)
    if earlier:
        earlier.close()
    return exposure


def _label(queues: type) -> str:
    """Return the name of a class of queues, as it is listed."""
    package = queues.__module__.partition(".")[0]
    return queues.__name__ if package == "rqcore" else f"{package}.{queues.__name__}"


def _patch(queue: Any, kind: ProbeKind, exposure: Exposure, reporter: Reporter) -> None:
    for probed in kind.methods:
        probe = Probe(probed, exposure, reporter)
        replacements = {probed.name: waiting if kind.is_asyncio else blocking}
        if kind.is_asyncio:
            replacements[f"{probed.name}_nowait"] = immediate
        for name, replace in replacements.items():
            if patch := patched_method(type(queue), name, replace):
                exposure.patch(patch, probe)


class Probe:
    """Records the calls of one method of one queue.

    Args:
        probed: The method.
        exposure: Counts the items and the blocked calls.
        reporter: Receives the records.
    """

    def __init__(self, probed: ProbedMethod, exposure: Exposure, reporter: Reporter) -> None:
        self.reporter = reporter
        self.would_wait: WouldWait = probed.would_wait
        """Returns whether a call on the queue would have to wait now."""
        self.sketch: Callable[[tuple[Any, ...], Any], ItemSketch] = probed.sketch
        self.tasks: set[object] = set()
        """Tasks in the method; the ``…_nowait`` that it calls at the end is not another call."""
        self._probed = probed
        self._exposure = exposure
        self._is_put = probed.method is Method.PUT

    def count(self) -> None:
        """Count an item that was put or taken."""
        if self._is_put:
            self._exposure.puts += 1
        else:
            self._exposure.gets += 1

    def may_wait(self, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        """Whether a call with these arguments, without the queue, waits if it must."""
        at = self._probed.timeout - 1
        block = options.get("block", args[at] if 0 <= at < len(args) else True)
        return bool(block) and self._timeout(args, options) != 0

    def _timeout(self, args: tuple[Any, ...], options: dict[str, Any]) -> float | None:
        at = self._probed.timeout
        timeout = options.get("timeout", args[at] if 0 <= at < len(args) else None)
        return timeout if isinstance(timeout, int | float) else None

    def limit_of(self, args: tuple[Any, ...], options: dict[str, Any]) -> int:
        """Return the timeout of a call as records have it: 0 if the call does not wait."""
        if not options and len(args) < self._probed.timeout:
            return NO_TIMEOUT
        return limit_ns(self._timeout(args, options)) if self.may_wait(args, options) else 0

    def item(self, args: tuple[Any, ...], options: dict[str, Any]) -> ItemSketch:
        """Return the sketch of the item of a put before its end; a get has none yet."""
        return self.sketch(args or _first(options), None) if self._is_put else NO_ITEM

    @own
    def blocked_call(
        self, queue: Any, original: Original, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        """Call a method that has to wait."""
        item = self.item(args, options)
        number, call = self._begin(threading.current_thread().name, self._timeout(args, options), item)
        outcome = Outcome.OK
        try:
            result = original(queue, *args, **options)
        except BaseException as error:
            outcome = outcome_of(error)
            raise
        else:
            self.count()
            item = self.sketch(args or _first(options), result)
            return result
        finally:
            self._end(number, call, outcome, item)

    @own
    async def waiting_call(
        self, queue: Any, original: Original, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        """Call a coroutine that has to wait. The ``…_nowait`` that it calls counts the item."""
        item, task, outcome = self.item(args, options), _task(), Outcome.OK
        number, call = self._begin(_task_name(), None, item)
        self.tasks.add(task)
        try:
            result = await original(queue, *args, **options)
        except BaseException as error:
            outcome = outcome_of(error)
            raise
        else:
            item = self.sketch(args or _first(options), result)
            return result
        finally:
            self.tasks.discard(task)
            self._end(number, call, outcome, item)

    @own
    async def observed_call(
        self, queue: Any, original: Original, args: tuple[Any, ...], options: dict[str, Any]
    ) -> Any:
        """Call a coroutine that does not have to wait. The ``…_nowait`` that it calls counts the item."""
        task = _task()
        self.tasks.add(task)
        try:
            result = await original(queue, *args, **options)
        except BaseException as error:
            self.record_call(_task_name(), outcome_of(error), NO_TIMEOUT, self.item(args, options))
            raise
        finally:
            self.tasks.discard(task)
        self.record_call(_task_name(), Outcome.OK, NO_TIMEOUT, self.sketch(args or _first(options), result))
        return result

    def _begin(self, client: str, timeout: float | None, item: ItemSketch) -> tuple[int, ProbedCall]:
        number = next(self.reporter.calls)
        call = ProbedCall(client, self._probed.method, time.monotonic_ns(), timeout, item)
        self._exposure.waiting[number] = call
        if self.reporter.is_observed:
            self._record(client, Phase.START, Outcome.BLOCKED, 0, limit_ns(timeout), number, item)
        return number, call

    def _end(self, number: int, call: ProbedCall, outcome: Outcome, item: ItemSketch) -> None:
        self._exposure.waiting.pop(number, None)
        if self.reporter.is_observed:
            waited, limit = time.monotonic_ns() - call.began_ns, limit_ns(call.timeout)
            self._record(call.client, Phase.END, outcome, waited, limit, number, item)

    def record_call(self, client: str, outcome: Outcome, limit_ns: int, item: ItemSketch) -> None:
        """Record a call that ended without waiting."""
        self._record(client, Phase.END, outcome, 0, limit_ns, 0, item)

    def _record(
        self,
        client: str,
        phase: Phase,
        outcome: Outcome,
        duration: int,
        timeout: int,
        number: int,
        item: ItemSketch,
    ) -> None:
        exposure, method, now, depth = (
            self._exposure,
            self._probed.method,
            time.time_ns(),
            self._exposure.depth,
        )
        self.reporter.add_record(
            CallRecord(
                exposure.number, client, method, phase, outcome, now, duration, timeout, depth, number, *item
            )
        )


def blocking(original: Original, probes: Probes[Probe]) -> Original:
    """Return the replacement of a method that may block its thread."""
    find, this_thread = probes.get, threading.current_thread

    def call(self: Any, /, *args: Any, **options: Any) -> Any:
        try:
            probe = find(id(self))
            if probe is None:
                return original(self, *args, **options)
            if probe.would_wait(self) and probe.may_wait(args, options):
                return probe.blocked_call(self, original, args, options)
            if not probe.reporter.is_observed:
                result = original(self, *args, **options)
                probe.count()
                return result
            limit = probe.limit_of(args, options)
            try:
                result = original(self, *args, **options)
            except BaseException as error:
                probe.record_call(this_thread().name, outcome_of(error), limit, probe.item(args, options))
                raise
            probe.count()
            probe.record_call(
                this_thread().name, Outcome.OK, limit, probe.sketch(args or _first(options), result)
            )
            return result
        except BaseException as error:
            hide_frames(error)
            raise

    return call


def immediate(original: Original, probes: Probes[Probe]) -> Original:
    """Return the replacement of a method of an asyncio queue that does not wait."""
    find = probes.get

    def call(self: Any, /, *args: Any, **options: Any) -> Any:
        try:
            probe = find(id(self))
            if probe is None:
                return original(self, *args, **options)
            is_recorded = probe.reporter.is_observed and not (probe.tasks and _task() in probe.tasks)
            try:
                result = original(self, *args, **options)
            except Exception as error:
                if is_recorded:
                    probe.record_call(_task_name(), outcome_of(error), 0, probe.item(args, options))
                raise
            probe.count()
            if is_recorded:
                probe.record_call(_task_name(), Outcome.OK, 0, probe.sketch(args or _first(options), result))
            return result
        except BaseException as error:
            hide_frames(error)
            raise

    return call


def waiting(original: Original, probes: Probes[Probe]) -> Original:
    """Return the replacement of a coroutine of an asyncio queue, which calls the ``…_nowait`` method."""
    find = probes.get

    async def call(self: Any, /, *args: Any, **options: Any) -> Any:
        try:
            probe = find(id(self))
            if probe is None:
                return await original(self, *args, **options)
            if probe.would_wait(self):
                return await probe.waiting_call(self, original, args, options)
            if not probe.reporter.is_observed:
                return await original(self, *args, **options)
            return await probe.observed_call(self, original, args, options)
        except BaseException as error:
            hide_frames(error)
            raise

    return call


def _first(options: dict[str, Any]) -> tuple[Any, ...]:
    """Return the item of a put that was passed by keyword, as the only positional argument."""
    return next(((options[name],) for name in ("item", "obj") if name in options), ())


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:  # no event loop is running in this thread
        return None


def _task_name() -> str:
    task = _task()
    return task.get_name() if isinstance(task, asyncio.Task) else threading.current_thread().name

# SPDX-License-Identifier: MIT
"""Commands of debuggers, of programs that expose their own queues, and of clients with a spool."""

from __future__ import annotations

from rqcore.errors import BadCall, Closed, NoQueue, NotAllowed, TooBig, TooMany, quoted
from rqcore.protocol.arguments import natural, size, text
from rqcore.protocol.command_spec import Argument, CommandSpec
from rqcore.protocol.command_traits import (
    ALL_CLIENTS,
    ALL_OBSERVERS,
    ALL_WAITING,
    MOST_PATTERNS,
    ONE_REPORT,
    InTransaction,
    RedisSupport,
    Right,
    refused,
)
from rqcore.protocol.event_values import Method, Outcome
from rqcore.protocol.reply_types import IntegerReply, OkReply, StructureReply


def method(word: bytes) -> Method:
    """Parse the name of a method in events, in any case."""
    try:
        return Method[word.decode(errors="replace").upper()]
    except KeyError:
        names = ", ".join(each.name.lower() for each in Method)
        raise BadCall(f"unknown method {quoted(word)}; choose from {names}") from None


def outcome(word: bytes) -> Outcome:
    """Parse the name of an outcome, in any case."""
    try:
        return Outcome[word.decode(errors="replace").upper()]
    except KeyError:
        names = ", ".join(each.name.lower() for each in Outcome)
        raise BadCall(f"unknown outcome {quoted(word)}; choose from {names}") from None


ROWS = (
    CommandSpec(
        "RQ.TASKS",
        (Argument("queue"),),
        StructureReply(
            "a map: put, got, failed, waiting, ready, buffered, early, holding, workers; null if unknown"
        ),
        (NoQueue, Closed),
        "Return the task of each worker of a parallel queue, and the task that blocks the later results. "
        "A program reports this for the queues that it exposes while a client observes. For the workers of "
        "rqcore work, the controller derives it from the items that they take.",
        "tasks",
        Method.STAT,
        is_read_only=True,
        right=Right.OBSERVE,
        on_redis=refused("Redis does not report which worker took which item", RedisSupport.REFUSED),
        bound=ALL_CLIENTS,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.OBSERVE",
        (
            Argument("queues", text, "QUEUE", several=True, most=MOST_PATTERNS),
            Argument("methods", method, "METHOD", several=True, most=MOST_PATTERNS),
            Argument("clients", text, "CLIENT", several=True, most=MOST_PATTERNS),
            Argument("outcomes", outcome, "OUTCOME", several=True, most=MOST_PATTERNS),
            Argument("sample", natural, "SAMPLE"),
            Argument("preview", size, "PREVIEW"),
            Argument("version", natural, "VERSION"),
        ),
        OkReply("OK, then push frames rq.events and rq.lost"),
        (BadCall, NotAllowed, TooBig, TooMany),
        "Receive events of all calls whose queue, method, client and outcome match. Needs RESP3. QUEUE and "
        "CLIENT are patterns with * and ?. SAMPLE n selects one call in n. PREVIEW limits the payload bytes "
        "in each event. VERSION is the highest version of event batches that the client reads; HELLO reports "
        "the highest version of the controller as events. The start of a call that waits has the outcome "
        "blocked. Another RQ.OBSERVE replaces the first.",
        right=Right.OBSERVE,
        bound=ALL_WAITING,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.UNOBSERVE",
        (),
        OkReply(),
        (),
        "Stop receiving events.",
        right=Right.OBSERVE,
        bound=ALL_OBSERVERS,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.REPORT",
        (Argument("queues", is_long=True), Argument("batch", is_long=True)),
        IntegerReply("the number of observers"),
        (BadCall, TooMany),
        "Report the queues in the client's own program, and their calls. queues lists all of them, as a JSON "
        "array of objects with number, name, kind, stat and waiters; batch contains the calls, as a batch of "
        "events. Until the client disconnects, other clients can list the queues and observe the calls.",
        acts_on_any_queue=True,
        bound=ONE_REPORT,
        in_transaction=InTransaction.REFUSED,
    ),
    CommandSpec(
        "RQ.SPOOL",
        (Argument("nonce"),),
        StructureReply("a map: directory, above (bytes), proof (a digest)"),
        (NotAllowed,),
        "Return the directory in which clients on the same filesystem can exchange large payloads as files. "
        "nonce is 32 random hexadecimal digits; proof shows that the controller knows the secret in the "
        "directory, as rqcore.protocol.spool_proof describes.",
        "spool",
        is_read_only=True,
        right=Right.READ,
    ),
)

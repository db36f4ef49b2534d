# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about queues, and about what was done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rqcore.protocol.queue_values import QueueStat
from rqdebug.session import Attachment, State
from rqdebug.ui.models import formats
from rqdebug.ui.style.engine_messages import translate_message
from rqdebug.ui.style.tr import counted, tr
from rqdebug.ui.window.queues.calls_by_hand import PutResult

if TYPE_CHECKING:  # redis-py may be missing
    from rqcore.pressure.key_protocol.status import Holder


def place_of(attachment: Attachment, queue: QueueStat) -> str:
    """The name of a queue with that of its target, because queues of several targets can have one name."""
    return at_target(attachment, queue.label)


def at_target(attachment: Attachment, label: str) -> str:
    return tr("{queue} on {target}", queue=label, target=attachment.name)


def missing_sentence(attachment: Attachment | None, queue: str) -> str:
    """Say why nothing can be put into a queue that is not listed."""
    if attachment is None or attachment.state is not State.LIVE or not attachment.has_listed_all:
        return tr("It is not known whether the queue {queue} still exists", queue=queue)
    return tr("The queue {queue} does not exist any more", queue=queue)


def holder_sentence(holder: Holder) -> str:
    """Who holds a role, for how long, and what freeing it does."""
    name = holder.name or tr("an unknown client")
    if holder.age is None:
        held = tr("It is held by {client}.", client=name)
    else:
        held = tr(
            "It is held by {client}, for {age}.", client=name, age=formats.duration(int(holder.age * 1e9))
        )
    if holder.alive:
        effect = tr("This client is connected: it uses the queue, and another client could do so beside it.")
    elif holder.alive is None:
        effect = tr("Whether this client is still connected is unknown. Free the role only if it has ended.")
    else:
        effect = tr("This client is no longer connected.")
    return f"{held} {effect}"


def loss_sentence(queue: QueueStat) -> str:
    """How many items are lost when the queue is emptied, in one sentence."""
    if not queue.size:
        return tr("The queue is empty at the moment.")
    size = tr("unknown size") if "bytes" in queue.unknown else formats.size(queue.bytes)
    return counted(
        queue.size, "{n} item ({size}) will be lost.", "{n} items ({size}) will be lost.", size=size
    )


def deleted_sentence(what: str, count: int) -> str:
    return f"{what}; {counted(count, '{n} item deleted', '{n} items deleted')}"


def partly_put_sentence(result: PutResult) -> str:
    return tr(
        "{done} of {times} items were put; then: {why}",
        done=formats.count(result.count),
        times=formats.count(result.times),
        why=translate_message(result.error),
    )


def put_sentence(attachment: Attachment, queue: QueueStat, result: PutResult) -> str:
    if result.count > 1:
        holds = counted(
            result.size,
            "{queue} now holds {n} item",
            "{queue} now holds {n} items",
            queue=place_of(attachment, queue),
        )
        return tr("{times} items put; {holds}", times=formats.count(result.count), holds=holds)
    return counted(
        result.size,
        "Item put; {queue} now holds {n} item",
        "Item put; {queue} now holds {n} items",
        queue=place_of(attachment, queue),
    )

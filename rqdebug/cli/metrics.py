# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug metrics``: serve the metrics of a controller to Prometheus."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

import rqcore
from rqcore.errors import BadUrl, ProtocolError, RqError
from rqcore.protocol.queue_values import QueueStat
from rqcore.url import UnencryptedWarning, Url
from rqdebug.cli.common import warn_if_unencrypted
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.messages import CommandFailed, print_message
from rqdebug.cli.metrics_server import MetricsServer

DEFAULT_LISTEN = "127.0.0.1:9654"
NETWORK_TIMEOUT = 3.0
"""Seconds to wait for the controller. Prometheus stops waiting for the page after 10 s by default."""
CLIENT_NAME = "rqdebug-metrics"


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric: its name in INFO or ``QueueStat``, and its name in Prometheus."""

    source: str
    name: str
    help: str
    counts: bool = False
    """Whether it is a Prometheus counter, whose value only grows."""


INFO_METRICS = (
    MetricRow("uptime_in_seconds", "uptime_seconds", "Time since the start of the controller."),
    MetricRow("connected_clients", "clients", "Connected clients."),
    MetricRow("blocked_clients", "blocked_clients", "Clients with a blocked call."),
    MetricRow("observers", "observers", "Clients that receive events."),
    MetricRow("frozen_queues", "frozen_queues", "Queues that debuggers have frozen."),
    MetricRow("held_calls", "held_calls", "Calls that debuggers hold."),
    MetricRow("queues", "queues", "Queues."),
    MetricRow("items", "items", "Items in all queues."),
    MetricRow("bytes", "payload_bytes", "Payload in all queues."),
    MetricRow("memory_held", "memory_held_bytes", "Bytes that count towards max_memory_bytes."),
    MetricRow("max_clients", "max_clients", "The maximum number of clients."),
    MetricRow("max_queues", "max_queues", "The maximum number of queues."),
    MetricRow("max_memory", "max_memory_bytes", "The maximum of memory_held_bytes."),
    MetricRow("total_connections_received", "connections", "Connections accepted.", counts=True),
    MetricRow("total_commands_processed", "commands", "Commands executed.", counts=True),
    MetricRow("total_events", "events", "Events sent to observers.", counts=True),
    MetricRow("lost_events", "lost_events", "Events dropped for slow observers.", counts=True),
    MetricRow("wrong_passwords", "wrong_passwords", "Failed logins.", counts=True),
    MetricRow("refused_logins", "refused_logins", "Logins refused after many wrong ones.", counts=True),
    MetricRow(
        "rejected_connections", "refused_clients", "Connections refused because of max_clients.", counts=True
    ),
    MetricRow("refused_queues", "refused_queues", "Queues refused because of max_queues.", counts=True),
    MetricRow("refused_leases", "refused_leases", "Leases refused because of max_leases.", counts=True),
    MetricRow(
        "refused_observers", "refused_observers", "Observers refused because of their limit.", counts=True
    ),
    MetricRow(
        "refused_payloads",
        "refused_payloads",
        "Commands, replies and input refused as too large.",
        counts=True,
    ),
    MetricRow("refused_for_memory", "refused_for_memory", "Puts refused because of max_memory.", counts=True),
    MetricRow(
        "silent_clients", "silent_clients", "Clients disconnected because they sent nothing.", counts=True
    ),
    MetricRow("slow_clients", "slow_clients", "Clients disconnected because they did not read.", counts=True),
    MetricRow(
        "foreign_clients",
        "foreign_clients",
        "Clients disconnected because they sent HTTP or TLS.",
        counts=True,
    ),
    MetricRow(
        "refused_web_pages", "refused_web_pages", "Requests refused because of web pages.", counts=True
    ),
)
QUEUE_METRICS = (
    MetricRow("size", "queue_items", "Items in the queue."),
    MetricRow("maxsize", "queue_max_items", "The maximum number of items; 0 means unbounded."),
    MetricRow("bytes", "queue_payload_bytes", "Payload in the queue."),
    MetricRow("blocked_puts", "queue_blocked_puts", "Puts that wait until the queue is not full."),
    MetricRow("blocked_gets", "queue_blocked_gets", "Gets that wait for an item."),
    MetricRow("blocked_joins", "queue_blocked_joins", "Joins that wait until all items are done."),
    MetricRow("unfinished", "queue_unfinished_items", "Items put for which task_done was not called."),
    MetricRow("clients", "queue_clients", "Connected clients that have used the queue."),
    MetricRow("puts", "queue_puts", "Items put.", counts=True),
    MetricRow("gets", "queue_gets", "Items taken.", counts=True),
)


class ControllerCollector(Collector):
    """Queries the controller whenever Prometheus collects.

    Args:
        url: The address of the controller; None for the default.
        every_queue: Whether to include queues without a name.
    """

    def __init__(self, url: str | None, every_queue: bool) -> None:
        self._url = url
        self._every_queue = every_queue

    def describe(self) -> Iterable[Metric]:
        """Return nothing: the controller may not be running yet."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics; if the controller does not answer, yield only ``rqcore_up`` with 0."""
        try:
            with rqcore.connect(self._url, name=CLIENT_NAME, network_timeout=NETWORK_TIMEOUT) as controller:
                info, stats = controller.info(), controller.queues()
            figures = list(controller_metrics(info))
        except RqError as error:
            print_message(str(error))
            yield _up(0)
            return
        yield _up(1)
        yield from figures
        yield from queue_metrics([stat for stat in stats if stat.name or self._every_queue])


def _up(value: int) -> Metric:
    return GaugeMetricFamily("rqcore_up", "Whether the controller answered.", value)


def controller_metrics(info: dict[str, str]) -> Iterator[Metric]:
    """Yield the metrics in INFO. An older controller may not have all of them.

    Raises:
        ProtocolError: A value is not a number.
    """
    for row in INFO_METRICS:
        if row.source in info:
            metric = _family(row, ())
            metric.add_metric((), _number(row.source, info[row.source]))
            yield metric


def _number(field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ProtocolError(
            f"the controller reports {text[:80]!r} as {field}, which is not a number"
        ) from error


def queue_metrics(stats: list[QueueStat]) -> Iterator[Metric]:
    """Yield the metrics of each queue, labelled with its name, or with its namespace if it has none.

    Figures that are not known are left out: 0 would be wrong.
    """
    for row in QUEUE_METRICS:
        metric = _family(row, ("queue", "kind"))
        for stat in stats:
            if row.source not in stat.unknown:
                metric.add_metric((stat.label, stat.kind), float(getattr(stat, row.source)))
        yield metric


def _family(row: MetricRow, labels: tuple[str, ...]) -> CounterMetricFamily | GaugeMetricFamily:
    family = CounterMetricFamily if row.counts else GaugeMetricFamily
    return family(f"rqcore_{row.name}", row.help, labels=labels)


@command(
    examples={"Serve them on a fixed port:": "rqdebug metrics rq://edge-1 --listen 127.0.0.1:9654"},
)
@argument(
    "url",
    required=False,
    help="The controller. By default, the URL in RQ_URL, or the controller on this machine.",
)
@click.option(
    "--listen",
    "address",
    default=DEFAULT_LISTEN,
    show_default=True,
    metavar="HOST:PORT",
    help="The address on which to serve /metrics over HTTP; port 0 chooses a free port.",
)
@click.option(
    "--every-queue", is_flag=True, help="Include queues without a name, labelled with their namespaces."
)
def metrics(url: str | None, address: str, every_queue: bool) -> None:
    """Serve the metrics of a controller to Prometheus.

    It runs until Ctrl+C, and queries the controller whenever Prometheus
    collects. While the controller does not answer, rqcore_up is 0.
    """
    host, port = _parse_address(address)
    registry = CollectorRegistry()
    registry.register(ControllerCollector(url, every_queue))
    signals = {signal.SIGINT, signal.SIGTERM}
    # Threads inherit the mask, so only sigwait receives the signals, not a thread of the server.
    previous = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        target = _parse_url(url)
        warn_if_unencrypted(url or "")
        warnings.simplefilter("ignore", UnencryptedWarning)
        server = MetricsServer(host, port, registry)
        print_message(f"metrics of {target} on http://{_format_host(host)}:{server.server_port}/metrics")
        number = signal.sigwait(signals)
        server.stop()
        if number == signal.SIGINT:
            raise KeyboardInterrupt
    except OSError as error:
        raise CommandFailed(f"cannot listen on {address}: {error.strerror or error}") from error
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, previous)


def _parse_url(url: str | None) -> Url:
    try:
        return Url.find(url)
    except BadUrl as error:
        raise CommandFailed(str(error)) from error


def _parse_address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdigit() and int(port) <= 65535):
        raise CommandFailed(f"--listen must be HOST:PORT, such as {DEFAULT_LISTEN}, not {text!r}")
    return host.strip("[]"), int(port)


def _format_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host

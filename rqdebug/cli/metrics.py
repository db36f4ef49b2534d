# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug metrics``: the metrics of a controller for Prometheus."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

import rqcore
from rqcore.errors import BadUrl, RqError
from rqcore.protocol.queue_values import QueueStat
from rqcore.url import Url
from rqdebug.cli.messages import CommandFailed, print_message

DEFAULT_LISTEN = "127.0.0.1:9654"
NETWORK_TIMEOUT = 3.0
"""Seconds; Prometheus itself gives up after ten."""
CLIENT_NAME = "rqdebug-metrics"


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric: its name in INFO or in the state of a queue, and its name in Prometheus."""

    source: str
    name: str
    help: str
    counts: bool = False
    """Whether it is a counter, which only grows."""


INFO_METRICS = (
    MetricRow("uptime_in_seconds", "uptime_seconds", "Time since the start of the controller."),
    MetricRow("connected_clients", "clients", "Connected clients."),
    MetricRow("blocked_clients", "blocked_clients", "Clients whose call waits."),
    MetricRow("observers", "observers", "Clients that receive events."),
    MetricRow("queues", "queues", "Queues."),
    MetricRow("items", "items", "Items in all queues."),
    MetricRow("bytes", "payload_bytes", "Payload in all queues."),
    MetricRow("memory_held", "memory_held_bytes", "Bytes held for clients, as the limit on them counts."),
    MetricRow("max_clients", "max_clients", "The maximum number of clients."),
    MetricRow("max_queues", "max_queues", "The maximum number of queues."),
    MetricRow("max_memory", "max_memory_bytes", "The maximum number of bytes held."),
    MetricRow("total_connections_received", "connections", "Clients that were accepted.", counts=True),
    MetricRow("total_commands_processed", "commands", "Commands executed.", counts=True),
    MetricRow("total_events", "events", "Events sent to observers.", counts=True),
    MetricRow("lost_events", "lost_events", "Events dropped for slow observers.", counts=True),
    MetricRow("wrong_passwords", "wrong_passwords", "Logins that failed.", counts=True),
    MetricRow("rejected_connections", "refused_clients", "Clients beyond the limit.", counts=True),
    MetricRow("refused_queues", "refused_queues", "Queues beyond the limit.", counts=True),
    MetricRow("refused_observers", "refused_observers", "Observers beyond the limit.", counts=True),
    MetricRow(
        "refused_payloads", "refused_payloads", "Commands, replies and input that were too big.", counts=True
    ),
    MetricRow("refused_for_memory", "refused_for_memory", "Puts for which there was no memory.", counts=True),
    MetricRow(
        "silent_clients", "silent_clients", "Clients disconnected because they sent nothing.", counts=True
    ),
    MetricRow("slow_clients", "slow_clients", "Clients disconnected because they did not read.", counts=True),
)
QUEUE_METRICS = (
    MetricRow("size", "queue_items", "Items in the queue."),
    MetricRow("maxsize", "queue_max_items", "Its bound, 0 for none."),
    MetricRow("bytes", "queue_payload_bytes", "Payload in the queue."),
    MetricRow("blocked_puts", "queue_blocked_puts", "Puts that wait for room."),
    MetricRow("blocked_gets", "queue_blocked_gets", "Gets that wait for an item."),
    MetricRow("blocked_joins", "queue_blocked_joins", "Joins that wait for work to be done."),
    MetricRow("unfinished", "queue_unfinished_items", "Items without a task_done."),
    MetricRow("clients", "queue_clients", "Connected clients that have used the queue."),
    MetricRow("puts", "queue_puts", "Items put.", counts=True),
    MetricRow("gets", "queue_gets", "Items taken.", counts=True),
)


class ControllerCollector(Collector):
    """Asks the controller whenever Prometheus collects."""

    def __init__(self, url: str | None, every_queue: bool) -> None:
        self._url = url
        self._every_queue = every_queue

    def describe(self) -> Iterable[Metric]:
        """Describe nothing in advance: the controller may not be running yet."""
        return ()

    def collect(self) -> Iterator[Metric]:
        try:
            with rqcore.connect(self._url, name=CLIENT_NAME, network_timeout=NETWORK_TIMEOUT) as controller:
                info, stats = controller.info(), controller.queues()
        except RqError as error:
            print_message(str(error))
            yield _up(0)
            return
        yield _up(1)
        yield from controller_metrics(info)
        yield from queue_metrics([stat for stat in stats if stat.name or self._every_queue])


def _up(value: int) -> Metric:
    return GaugeMetricFamily("rqcore_up", "Whether the controller answered.", value)


def controller_metrics(info: dict[str, str]) -> Iterator[Metric]:
    """Yield the metrics in INFO; an older controller can lack some."""
    for row in INFO_METRICS:
        if row.source in info:
            metric = _family(row, ())
            metric.add_metric((), float(info[row.source]))
            yield metric


def queue_metrics(stats: list[QueueStat]) -> Iterator[Metric]:
    """Yield the state of each queue, under its name, or its namespace if it has none."""
    for row in QUEUE_METRICS:
        metric = _family(row, ("queue", "kind"))
        for stat in stats:
            metric.add_metric((stat.label, stat.kind), float(getattr(stat, row.source)))
        yield metric


def _family(row: MetricRow, labels: tuple[str, ...]) -> CounterMetricFamily | GaugeMetricFamily:
    family = CounterMetricFamily if row.counts else GaugeMetricFamily
    return family(f"rqcore_{row.name}", row.help, labels=labels)


@click.command()
@click.argument("url", required=False)
@click.option(
    "--listen",
    "address",
    default=DEFAULT_LISTEN,
    show_default=True,
    metavar="HOST:PORT",
    help="Where to serve /metrics for Prometheus; port 0 chooses a free port.",
)
@click.option("--every-queue", is_flag=True, help="Include queues without a name, under their namespaces.")
def metrics(url: str | None, address: str, every_queue: bool) -> None:
    """Serve the metrics of the controller at URL to Prometheus, until Ctrl-C.

    Without a URL, use the one in RQ_URL, or the controller on this machine.
    The controller is asked whenever Prometheus collects; it does not have to
    run all the time.
    """
    host, port = _parse_address(address)
    registry = CollectorRegistry()
    registry.register(ControllerCollector(url, every_queue))
    signals = {signal.SIGINT, signal.SIGTERM}
    previous = signal.pthread_sigmask(
        signal.SIG_BLOCK, signals
    )  # in the server's threads too, so that only sigwait receives them
    try:
        target = _parse_url(url)
        server, thread = start_http_server(port, host, registry)
        print_message(f"metrics of {target} on http://{_format_host(host)}:{server.server_port}/metrics")
        signal.sigwait(signals)
        server.shutdown()
        server.server_close()
        thread.join()
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
        raise CommandFailed(f"--listen must be HOST:PORT, as in {DEFAULT_LISTEN}, not {text!r}")
    return host.strip("[]"), int(port)


def _format_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host

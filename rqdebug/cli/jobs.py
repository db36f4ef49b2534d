# SPDX-License-Identifier: GPL-3.0-or-later
"""``rqdebug jobs``: the jobs of Celery, RQ and other frameworks on a Redis server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict

import click
from rich.console import Console

from rqcore.errors import RqError
from rqdebug.cli.common import URL_HELP, resolve_urls
from rqdebug.cli.documented_command import argument, command
from rqdebug.cli.messages import CommandFailed, print_message, sanitize
from rqdebug.cli.tables import FigureTable, make_console
from rqdebug.support.durations import rough
from rqdebug.targets.job_board import Job, JobBoard, JobQueue, JobState
from rqdebug.targets.target_registry import create_target

MOST = 1000
"""The most jobs of one state that are read."""
_MARKS = {
    JobState.ACTIVE: "cyan",
    JobState.FAILED: "red",
    JobState.RETRYING: "yellow",
    JobState.DONE: "green",
}


@command(
    examples={
        "Show the queues of all frameworks on a server:": "rqdebug jobs redis://cache/1",
        "Show what workers have now:": "rqdebug jobs redis://cache/1 celery --state active",
        "Print the arguments of the jobs that failed:": "rqdebug jobs redis://cache mail --state failed "
        "--json | jq -r .arguments",
    }
)
@argument(
    "arguments",
    nargs=-1,
    metavar="[URL] [QUEUE]",
    help=f"{URL_HELP} Then the name of a queue; without it, all queues are shown with their numbers of jobs.",
)
@click.option(
    "--state",
    type=click.Choice([each.value for each in JobState]),
    metavar="|".join(each.value for each in JobState),
    help="Only jobs in this state. By default, in all states.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    metavar="N",
    default=20,
    show_default=True,
    help="The most jobs of each state.",
)
@click.option("--traceback", "with_traceback", is_flag=True, help="Print the traceback of each error.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object for each queue, or for each job.")
def jobs(
    arguments: tuple[str, ...], state: str | None, limit: int, with_traceback: bool, as_json: bool
) -> None:
    """Show the jobs of Celery, RQ, BullMQ, Dramatiq, Huey and arq.

    Nothing is taken or changed, and no worker is needed. Arguments come from
    the jobs themselves; pickles are read without being loaded. Figures that a
    framework does not keep on the server are unknown (–).
    """
    url, name = _split(arguments)
    if name is None and (state is not None or with_traceback):
        raise CommandFailed("--state and --traceback need a queue: rqdebug jobs [URL] QUEUE")
    try:
        with closing(create_target(url).open_jobs()) as board:
            queues = board.queues()
            if not board.is_complete:
                print_message("the server has more than a million keys; not all of them were examined")
            if name is None:
                _print_queues(queues, as_json, make_console())
            else:
                states = tuple(JobState) if state is None else (JobState(state),)
                chosen = _named(queues, name)
                for queue in chosen:
                    if len(chosen) > 1 and not as_json:
                        click.echo(click.style(queue.framework, underline=True))
                    found = _jobs(board, queue, states, limit)
                    _print_jobs(queue.framework, found, as_json, with_traceback)
    except RqError as error:
        raise CommandFailed(str(error)) from error


def _split(arguments: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the URL, and the name of a queue if there is one."""
    urls = [each for each in arguments[:1] if "://" in each]
    names = arguments[len(urls) :]
    if len(names) > 1:
        raise CommandFailed("name one queue: rqdebug jobs [URL] [QUEUE]")
    return resolve_urls(urls)[0], names[0] if names else None


def _named(queues: list[JobQueue], name: str) -> list[JobQueue]:
    """Return the queues with a name, of any framework."""
    chosen = [queue for queue in queues if queue.name == name]
    if not chosen:
        known = ", ".join(sorted({sanitize(queue.name) for queue in queues})) or "none"
        raise CommandFailed(f"no framework has a queue {name!r} here; the queues are: {known}")
    return chosen


def _jobs(board: JobBoard, queue: JobQueue, states: Iterable[JobState], limit: int) -> Iterator[Job]:
    for state in states:
        yield from board.jobs(queue, state, limit)
        count = queue.counts.get(state, 0)
        if count > limit:
            print_message(f"{limit:,} of {count:,} {state.value} jobs are shown; --limit shows more")


def _print_queues(queues: list[JobQueue], as_json: bool, console: Console) -> None:
    if as_json:
        for queue in queues:
            counts = {state.value: queue.counts.get(state) for state in JobState}
            click.echo(json.dumps({"framework": queue.framework, "queue": queue.name, **counts}))
        return
    if not queues:
        print_message("no jobs of Celery, RQ, BullMQ, Dramatiq, Huey or arq in this database")
        return
    table = FigureTable(("framework", "queue"), [state.value for state in JobState])
    for queue in queues:
        figures = [f"{queue.counts[state]:,}" if state in queue.counts else "–" for state in JobState]
        table.add(queue.framework, queue.name, *figures)
    console.print(table)


def _print_jobs(framework: str, found: Iterable[Job], as_json: bool, with_traceback: bool) -> None:
    for job in found:
        if as_json:
            members = {"framework": framework, **asdict(job), "state": job.state.value}
            click.echo(json.dumps(members, ensure_ascii=False))
            continue
        click.echo(" ".join(_parts(job, time.time())))
        if with_traceback and job.traceback:
            click.echo("\n".join(f"    {sanitize(line)}" for line in job.traceback.rstrip().split("\n")))


def _parts(job: Job, now: float) -> Iterator[str]:
    """Yield the parts of the line of a job: state, id, call, and what else is known."""
    yield click.style(f"{job.state.value:9}", fg=_MARKS.get(job.state))
    yield click.style(sanitize(job.id), dim=True)
    yield click.style(sanitize(job.call), bold=True)
    if job.due is not None:
        yield f"due in {rough(job.due - now)}"
    elif job.since is not None:
        yield f"for {rough(now - job.since)}"
    if job.attempts:
        yield f"{job.attempts} failed attempts" if job.attempts > 1 else "1 failed attempt"
    if job.worker:
        yield f"worker {sanitize(job.worker)}"
    if job.error:
        yield click.style(sanitize(job.error), fg="red")

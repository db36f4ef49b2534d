# SPDX-License-Identifier: MIT
"""The command line: ``rqcore serve``, and the pages that are made from the tables."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.users import line_of
from rqcore.errors import BadSetting, BadUrl, NoAuth, WrongPass
from rqcore.server import listeners, logging_setup, reference_pages, server_settings
from rqcore.server.controller_server import Listen, Server, serve
from rqcore.server.file_limits import room_for
from rqcore.server.server_settings import ServerSettings
from rqcore.server.setting_types import written
from rqcore.server.spool_directory import SpoolDirectory
from rqcore.server.stdout import give_up_output
from rqcore.version import VERSION
from rqcore.zen import zen_listener
from rqcore.zen.zen_protocol import HttpFraming, LineFraming

uvloop: Any = None
with suppress(ImportError):  # the standard library alone is enough
    uvloop = import_module("uvloop")

log = logging.getLogger("rqcore")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand; returns the exit code: 0, or 2 when it could not be done."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (BadSetting, BadUrl, NoAuth, WrongPass) as error:
        return _complain(str(error))
    except OSError as error:
        trouble = give_up_output(error)
        return _complain(trouble) if trouble else 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "rqcore", description="A controller hosts queues for other processes.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"rqcore {VERSION}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    page = commands.add_parser("commands", help="print the reference of the commands, in Markdown")
    page.set_defaults(run=lambda _: _print(reference_pages.commands()))
    file = commands.add_parser("settings", help="print a settings file with all defaults, in TOML")
    file.set_defaults(run=lambda _: _print(reference_pages.settings()))
    _add_watch(commands)
    _add_work(commands)
    user = commands.add_parser("user", help="ask for a password and print its line for the file of users")
    user.add_argument("name")
    user.set_defaults(run=_user)
    return parser


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """An option for each row of the table of settings that may have one."""
    command = commands.add_parser(
        "serve",
        help="run a controller until SIGTERM or Ctrl-C",
        epilog="Each can also be set in the environment, as RQ_PORT, and in the file, as port; "
        "an option goes before the environment, that before the file. A password is set by RQ_PASSWORD.",
        allow_abbrev=False,
    )
    for row in server_settings.ROWS:
        facts = row.metadata
        if not facts["option"]:
            continue
        kind: dict[str, Any] = {"metavar": facts["metavar"]}
        if isinstance(row.default, tuple):
            kind["action"] = "append"
        if isinstance(row.default, bool):
            kind = {"action": "store_const", "const": "true"}
        default = f"{row.default:o}" if row.name == "unix_mode" else written(row.default)
        known = f" (default: {default})" if row.default not in ("", False, ()) else ""
        command.add_argument(server_settings.option(row), dest=row.name, help=facts["help"] + known, **kind)
    command.set_defaults(run=_serve)


def _add_watch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("watch", help="run a Python program and expose every queue that it makes")
    command.add_argument("--url", help="the controller to tell; else as RQ_URL says")
    command.add_argument("program")
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command.set_defaults(run=_watch)


def _watch(options: argparse.Namespace) -> int:
    module = import_module("rqcore.exposing.watch")  # a controller has no use for what it brings along
    module.watch(options.program, options.arguments, options.url)
    return 0


def _add_work(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("work", help="do the tasks of a function for parallel queues anywhere")
    command.add_argument("url", help="rq://host or redis://host: where the queues are")
    command.add_argument("function", metavar="module:function")
    command.set_defaults(run=_work)


def _work(options: argparse.Namespace) -> int:
    module = import_module("rqcore.parallel_queue.worker_main")
    logging_setup.begin("text", "info")
    module.work(options.url, options.function, partial(print, "rqcore: working at", flush=True))
    return 0


def _serve(options: argparse.Namespace) -> int:
    given = {name: ",".join(text) if isinstance(text, list) else text for name, text in vars(options).items()}
    chosen = server_settings.settle(given, os.environ)
    users = chosen.known_users()
    if chosen.exposed and not users:
        raise BadSetting(
            f"{chosen.host} can be reached from other machines: "
            "set RQ_PASSWORD in the environment, name a file of --users, or say --insecure"
        )
    if chosen.exposed_doors:
        raise BadSetting(
            f"the door {chosen.exposed_doors[0]} can be reached from other machines, "
            "and its protocol knows no password: say --insecure if that is meant"
        )
    places = _places(chosen)
    logging_setup.begin(chosen.log_format, chosen.log_level)
    limits = replace(chosen.limits, clients=room_for(chosen.max_clients))
    server = Server(Controller(limits, users), spool=_spool(chosen))
    places += [partial(zen_listener.listen, server, each, LineFraming) for each in chosen.zen]
    places += [partial(zen_listener.listen, server, each, HttpFraming) for each in chosen.zen_http]
    try:
        _run(serve(server, places, partial(_ready, limits)))
    except OSError as error:
        return _complain(f"cannot listen on {_meant(chosen, server)}: {error.strerror or error}")
    log.info("stopped", extra={"commands": server.controller.state.counters.commands})
    return 0


def _spool(chosen: ServerSettings) -> SpoolDirectory | None:
    """Raises BadSetting where it cannot be made."""
    if chosen.spool == "off":
        return None
    return SpoolDirectory(chosen.spool, chosen.spool_above, chosen.max_spool)


def _places(chosen: ServerSettings) -> list[Listen]:
    """Raises BadSetting when a certificate is of no use."""
    places: list[Listen] = []
    if not chosen.no_tcp:
        tls = _tls(chosen) if chosen.tls_cert else None
        tcp = partial(listeners.tcp, host=chosen.host, port=chosen.port, tls=tls, patience=chosen.max_silence)
        places.append(tcp)
    if chosen.unix:
        places.append(partial(listeners.unix, path=chosen.unix, mode=chosen.unix_mode))
    return places


def _tls(chosen: ServerSettings) -> Any:
    """An SSLContext. The module is loaded when it is wanted: a small Python may lack ssl."""
    try:
        tls = import_module("rqcore.server.tls_context")
    except ModuleNotFoundError as error:
        raise BadSetting("tls_cert wants the module ssl, which this Python lacks") from error
    return tls.server_context(chosen.tls_cert, chosen.tls_key, chosen.tls_client_ca)


def _meant(chosen: ServerSettings, server: Server) -> str:
    """The place that could not be had."""
    on_unix = chosen.no_tcp or server.controller.state.urls
    return chosen.unix if on_unix else f"{chosen.host}:{chosen.port}"


def _ready(limits: Limits, place: str) -> None:
    with suppress(OSError):  # nobody reads it: the log says it too
        print(f"rqcore: listening on {place}", flush=True)
    log.info("listening", extra={"url": place, "max_clients": limits.clients})


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end, or until a signal ends it politely."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = uvloop.new_event_loop if uvloop else None
    with asyncio.Runner(loop_factory=factory) as runner:
        loop = runner.get_loop()
        task = loop.create_task(work)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        try:
            runner.run(_until_done(task))
        except asyncio.CancelledError:
            return


async def _until_done(task: asyncio.Task[None]) -> None:
    await task


def _user(options: argparse.Namespace) -> int:
    if not options.name.isprintable() or set(options.name) & set(" :#") or not options.name:
        raise BadSetting("a user's name has no blanks, no colon and no #")
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        raise BadSetting("the password must not be empty")
    return _print(line_of(options.name, password) + "\n")


def _print(text: str) -> int:
    print(text, end="", flush=True)
    return 0


def _complain(sentence: str) -> int:
    print(f"rqcore: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: MIT
"""The command line of rqcore: ``rqcore serve`` and other commands; ``rqcore --help`` lists them."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import Field, replace
from functools import partial
from importlib import import_module
from typing import Any

from rqcore.backup_command import add_backup
from rqcore.command_parser import (
    CommandParser,
    Commands,
    add_command,
    add_url,
    read_password,
    url_of,
    warn_if_unencrypted,
)
from rqcore.completion_scripts import SHELLS, completion_script
from rqcore.controller.handlers.dispatcher import Controller
from rqcore.controller.limits import Limits
from rqcore.controller.users import table_of
from rqcore.errors import BadSetting, BadUrl, NoAuth, WrongPass, one_line
from rqcore.pipe_commands import add_pipe_commands
from rqcore.protocol.command_traits import Role
from rqcore.server import listeners, logging_setup, reference_pages, server_settings
from rqcore.server.controller_server import Listen, Server, serve
from rqcore.server.data_directory import DataDirectory
from rqcore.server.file_limits import allow_clients
from rqcore.server.server_settings import ServerSettings
from rqcore.server.setting_types import written
from rqcore.server.spool_directory import SpoolDirectory
from rqcore.server.stdout import give_up_output
from rqcore.server.tls_acceptor import TlsRules
from rqcore.url import DEFAULT_URL, UNENCRYPTED, Url
from rqcore.version import VERSION
from rqcore.zen import zen_listener
from rqcore.zen.http_framing import HttpFraming
from rqcore.zen.zen_protocol import LineFraming

uvloop: Any = None
with suppress(ImportError):  # optional: it only makes the controller faster
    uvloop = import_module("uvloop")

log: logging.Logger = logging.getLogger("rqcore")


INTERRUPTED = 130
"""The exit code after Ctrl+C, as in a shell."""
_OUTPUT_CODES = "  0    the text was printed\n  2    the text could not be printed"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: The command line without the name of the program; None takes that of the process.

    Returns:
        The exit code; ``rqcore COMMAND --help`` lists the codes of each command.
    """
    options, unknown = _parser().parse_known_args(arguments)
    if unknown:
        options.parser.refuse(unknown)
    try:
        return int(options.run(options))
    except (BadSetting, BadUrl, NoAuth, WrongPass) as error:
        return _complain(str(error), getattr(options, "until_eof", False))
    except OSError as error:
        reason = give_up_output(error)
        return _complain(reason) if reason else 0
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> CommandParser:
    parser = CommandParser(
        "rqcore",
        description="Host queues that processes share, and connect programs to them.",
        epilog="examples:\n  rqcore serve\n  rqcore COMMAND --help\n\n"
        "exit codes:\n  0    the command was carried out\n"
        "  1    no item or no space in time, or no role; see rqcore COMMAND --help\n"
        "  2    the command line or a setting is wrong\n"
        "  130  the command was interrupted by Ctrl+C",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"rqcore {VERSION}", help="print the version")
    commands = parser.add_subparsers(required=True, title="commands", metavar="COMMAND")
    _add_serve(commands)
    _add_watch(commands)
    _add_work(commands)
    add_pipe_commands(commands)
    add_backup(commands)
    _add_user(commands)
    add_command(
        commands,
        "commands",
        "print the reference of the controller's commands, in Markdown",
        "The commands are what Redis clients and rqcore's own clients send to a controller.",
        ["rqcore commands > commands.md"],
        _OUTPUT_CODES,
    ).set_defaults(run=lambda _: _print(reference_pages.commands()))
    add_command(
        commands,
        "settings",
        "print a settings file for rqcore serve, in TOML",
        "The file explains each setting and has its default, commented out.",
        ["rqcore settings > rqcore.toml", "rqcore serve --config rqcore.toml"],
        _OUTPUT_CODES,
    ).set_defaults(run=lambda _: _print(reference_pages.settings()))
    _add_completion(commands)
    return parser


def _add_completion(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "completion",
        "print the script that completes commands and options in a shell",
        """\
Evaluate it in the startup file of the shell, with the line of the examples for
your shell. Then the Tab key completes commands, options, values and files.""",
        [
            "rqcore completion fish > ~/.config/fish/completions/rqcore.fish",
            """echo 'eval "$(rqcore completion bash)"' >> ~/.bashrc""",
            """echo 'eval "$(rqcore completion zsh)"' >> ~/.zshrc""",
        ],
        _OUTPUT_CODES,
    )
    command.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
    command.set_defaults(run=lambda options: _print(completion_script(_parser(), options.shell)))


def _add_serve(commands: Commands[CommandParser]) -> None:
    """Add ``serve``, with an option for each row of the table of settings that can have one."""
    command = add_command(
        commands,
        "serve",
        "run a controller until SIGTERM or Ctrl+C",
        """\
Each option can also be an environment variable or a line of the settings file:
--max-clients is RQ_MAX_CLIENTS and max_clients. An option overrides the
environment, and the environment overrides the file. The password of the user
'default' is set by RQ_PASSWORD only, so that the list of processes does not
show it.""",
        [
            "rqcore serve",
            "rqcore serve --port 0 --unix /run/user/1000/rqcore.sock",
            "rqcore serve --host 0.0.0.0 --users users --tls-cert cert.pem --tls-key key.pem",
        ],
        """\
  0    the controller was stopped by SIGTERM or Ctrl+C
  1    it was stopped, and the last changes of durable queues could not be saved
  2    a setting is wrong, or an address cannot be used""",
    )
    groups = {
        title: command.add_argument_group(title, description or None)
        for title, description in server_settings.GROUPS.items()
    }
    for row in server_settings.ROWS:
        if row.metadata["option"]:
            _add_setting(groups[row.metadata["group"]], row)
    command.add_argument(
        "--until-eof",
        action="store_true",
        help="for a program that starts its own controller: stop also when the standard input ends, as it "
        "does when the program ends, and print errors to the standard output",
    )
    command.set_defaults(run=_serve)


def _add_setting(group: argparse._ArgumentGroup, row: Field[Any]) -> None:
    metadata = row.metadata
    if isinstance(row.default, bool):
        kind: dict[str, Any] = {"action": "store_const", "const": "true"}
        default = ""
    else:
        kind = {"metavar": metadata["metavar"]}
        text = f"{row.default:o}" if row.name == "unix_mode" else written(row.default)
        default = f" (default: {metadata['empty'] or text})"
    if isinstance(row.default, tuple):
        kind["action"] = "append"
    group.add_argument(server_settings.option(row), dest=row.name, help=metadata["help"] + default, **kind)


def _add_watch(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "watch",
        "run a Python program and show every queue that it creates in the debugger",
        """\
The program is not changed. Its queues are listed at a controller, named after
the line that created them, and the controller sends each call to its observers.
If no controller answers, one line on stderr says why; the program runs as
usual, and its queues are shown once a controller answers.""",
        ["rqcore watch program.py", "rqcore watch --url rq://board-1 program.py --fast"],
        """\
  0    the program ended normally
  1    the program ended with an exception; its traceback was printed
  2    there is no such program, or the URL is wrong
  N    the program called sys.exit(N)
  130  the program was interrupted by Ctrl+C""",
    )
    command.add_argument(
        "--url",
        metavar="URL",
        help=f"the controller to report to (default: the environment variable RQ_URL, or {DEFAULT_URL})",
    )
    command.add_argument("program", metavar="PROGRAM", help="path of the Python program")
    rest = command.add_argument(
        "arguments", metavar="ARGUMENTS", nargs=argparse.REMAINDER, help="arguments of the program"
    )
    rest.required = False  # argparse would name it if the program is missing
    command.set_defaults(run=_watch)


def _watch(options: argparse.Namespace) -> int:
    module = import_module("rqcore.exposing.watch")  # imported only here, because it takes long to import
    warn_if_unencrypted(options.url or os.environ.get("RQ_URL", ""))
    module.watch(options.program, options.arguments, options.url)
    return 0


def _add_work(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "work",
        "run the tasks of one function for parallel queues on any machine",
        """\
The queues are rqcore.parallel_queue.ParallelQueue objects with the same URL.
The function is imported from the working directory or the Python path. If the
server cannot be reached, the worker tries again every second. Without a URL,
the environment variable RQ_URL names the server. The list of processes shows
the password of a URL that is an argument; write it to a file instead, or to the
environment variable RQ_PASSWORD.""",
        [
            "rqcore work rq://board-1 tasks:resize",
            "rqcore work rq://alice@board-1 tasks:resize --password-file password",
        ],
        """\
  0    the worker was stopped by SIGTERM or Ctrl+C
  2    the URL, the password or the function is wrong""",
    )
    add_url(command, "the server of the queues: rq://host or redis://host")
    command.add_argument("function", metavar="MODULE:FUNCTION", help="the function that the tasks call")
    command.set_defaults(run=_work)


def _work(options: argparse.Namespace) -> int:
    if options.url is None and "://" in options.function:
        options.parser.error("the following arguments are required: MODULE:FUNCTION")
    module = import_module("rqcore.parallel_queue.worker_main")
    logging_setup.set_up_logging("text", "info")
    module.work(url_of(options), options.function, partial(print, "rqcore: working at", flush=True))
    return 0


def _add_user(commands: Commands[CommandParser]) -> None:
    command = add_command(
        commands,
        "user",
        "ask for a password and print a table for the users file of rqcore serve",
        """\
The roles:
  observe  sees queues, items and calls, and changes nothing
  use      uses queues, and does not see the calls of others
  debug    observes, and holds and changes calls of others
  admin    uses, observes, and disconnects other clients

The password is asked for on the terminal, or else read from the first line of
the input. The table contains only a scrypt hash of it.""",
        [
            "rqcore user alice >> users",
            "rqcore user loader --role use --queues 'jobs*' >> users",
            "rqcore serve --users users",
        ],
        """\
  0    the table was printed
  2    the name or the password cannot be used""",
    )
    command.add_argument("name", metavar="NAME", help="name of the user, without blanks, colons and #")
    command.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        help="a role of the user; repeat it for several (default: use and observe)",
    )
    command.add_argument(
        "--queues",
        action="append",
        metavar="PATTERN",
        help="names of the queues that the user may use, with * and ?; repeat it for several (default: *)",
    )
    command.set_defaults(run=_user)


def _serve(options: argparse.Namespace) -> int:
    given = {name: ",".join(text) if isinstance(text, list) else text for name, text in vars(options).items()}
    settings = server_settings.load_settings(given, os.environ)
    logging_setup.set_up_logging(settings.log_format, settings.log_level)
    users = settings.load_users()
    if settings.exposed and not users:
        raise BadSetting(
            f"{settings.host} can be reached from other machines without a password; "
            "set RQ_PASSWORD, --users or --tls-client-ca, or add --insecure if that is intended"
        )
    if users and (settings.zen or settings.zen_http) and not settings.insecure:
        raise BadSetting(
            f"{(*settings.zen, *settings.zen_http)[0]} can be used without a login, because the protocol of "
            "ZenQueue has none; leave out the users, or add --insecure if that is intended"
        )
    if settings.exposed_zen_addresses:
        raise BadSetting(
            f"{settings.exposed_zen_addresses[0]} can be reached from other machines, and the protocol of "
            "ZenQueue has no password; use a host such as 127.0.0.1, or add --insecure if that is intended"
        )
    context = _tls_context(settings) if settings.tls_cert and not settings.no_tcp else None
    limits = replace(settings.limits, clients=allow_clients(settings.max_clients))
    directory = DataDirectory(settings.data, settings.sync) if settings.data else None
    controller = Controller(limits, users)
    controller.state.debuggers.are_allowed = not settings.no_debug
    server = Server(controller, spool=_spool(settings), directory=directory)
    for address in (*settings.zen, *settings.zen_http) if users else ():
        log.warning("clients of ZenQueue need no login", extra={"address": str(address)})
    listens = _listens(settings, server, context)
    listens += [partial(zen_listener.listen, server, each, LineFraming) for each in settings.zen]
    http = partial(zen_listener.listen, host_names=settings.zen_http_hosts)
    listens += [partial(http, server, each, HttpFraming) for each in settings.zen_http]
    try:
        _run(serve(server, listens, partial(_ready, limits)), options.until_eof)
    except OSError as error:
        raise BadSetting(
            f"cannot listen on {_failed_address(settings, server)}: {_reason(error)}; choose another address"
        ) from error
    log.info("stopped", extra={"commands": server.controller.state.counters.commands})
    return int(server.is_incomplete)


def _spool(settings: ServerSettings) -> SpoolDirectory | None:
    """Create the spool, unless it is off. Raises BadSetting."""
    if settings.spool == "off":
        return None
    return SpoolDirectory(settings.spool, settings.spool_above, settings.max_spool)


def _listens(settings: ServerSettings, server: Server, context: Any) -> list[Listen]:
    """Return how to listen at each address. ``context``: an SSLContext, or None."""
    listens: list[Listen] = []
    if not settings.no_tcp:
        room, count_refused = server.handshake_room, server.count_refused_handshake
        tls = TlsRules(context, room, count_refused, settings.max_silence) if context else None
        listens.append(partial(listeners.tcp, host=settings.host, port=settings.port, tls=tls))
    if settings.unix:
        listens.append(partial(listeners.unix, path=settings.unix, mode=settings.unix_mode))
    return listens


def _tls_context(settings: ServerSettings) -> Any:
    """Return an SSLContext. Raises BadSetting if a certificate cannot be used.

    The module is loaded only when needed, because a small Python may lack ssl.
    """
    try:
        tls = import_module("rqcore.server.tls_context")
    except ModuleNotFoundError as error:
        raise BadSetting("tls_cert needs the module ssl, which this Python was built without") from error
    return tls.server_context(settings.tls_cert, settings.tls_key, settings.tls_client_ca)


def _failed_address(settings: ServerSettings, server: Server) -> str:
    """Return the address that could not be used: addresses are opened in order, TCP first."""
    on_unix = settings.no_tcp or server.controller.state.urls
    return settings.unix if on_unix else f"{settings.host}:{settings.port}"


def _reason(error: OSError) -> str:
    """Return why an address cannot be used; asyncio's own text repeats the address."""
    number = error.errno or 0
    return os.strerror(number) if number > 0 else error.strerror or str(error)  # below 0: a name not found


def _ready(limits: Limits, url: str) -> None:
    with suppress(OSError):  # stdout is closed; the log has the URL too
        print(f"rqcore: listening on {url}", flush=True)
    log.info("listening", extra={"url": url, "max_clients": limits.clients})
    if url.startswith("rq://") and Url.parse(url).is_exposed:
        log.warning("rq:// %s", UNENCRYPTED, extra={"url": url})


def _run(work: Coroutine[Any, Any, None], until_eof: bool) -> None:
    """Run a coroutine to its end, or until a signal cancels it; perhaps also the end of stdin."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = uvloop.new_event_loop if uvloop else None
    with asyncio.Runner(loop_factory=factory) as runner:
        loop = runner.get_loop()
        task = loop.create_task(work)
        for number in _stop_signals():
            loop.add_signal_handler(number, task.cancel)
        if until_eof:
            threading.Thread(target=_cancel_at_eof, args=(loop, task), daemon=True).start()
        try:
            runner.run(_until_done(task))
        except asyncio.CancelledError:
            return


def _stop_signals() -> list[signal.Signals]:
    """Return the signals that end the program cleanly. nohup lets it ignore the end of its terminal."""
    ignores_hangup = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGTERM, signal.SIGINT] + [signal.SIGHUP] * (not ignores_hangup)


def _cancel_at_eof(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    """Read the standard input to its end in a thread, because an event loop cannot wait for every file."""
    while os.read(0, 4096):
        pass
    with suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(task.cancel)


async def _until_done(task: asyncio.Task[None]) -> None:
    await task


def _user(options: argparse.Namespace) -> int:
    if not options.name.isprintable() or set(options.name) & set(" :#") or not options.name:
        raise BadSetting(
            f"{options.name!r} cannot be the name of a user; use a name without blanks, colons and #"
        )
    password = read_password()
    if not password:
        raise BadSetting("the password is empty; enter one, or pipe it to the command")
    roles, patterns = options.role or ["use", "observe"], options.queues or ["*"]
    return _print(table_of(options.name, password, roles, patterns))


def _print(text: str) -> int:
    print(text, end="", flush=True)
    return 0


def _complain(sentence: str, on_stdout: bool = False) -> int:
    print(f"rqcore: {one_line(sentence)}", file=sys.stdout if on_stdout else sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: MIT
"""The protocol of the ZenQueue package for Python: requests and replies as bytes, in lines and in HTTP.

A request in a line is a JSON list ``[action, [args…], {kwargs…}]``, of which the last two are optional; the
reply is ``[status, value]``. Both end in CR LF. In HTTP the action is the path of a POST, or of a GET for
pulls, the body is ``[[args…], {kwargs…}]`` or empty, and the reply has the same list as its body::

    ["push", ["a.png"]]                   ["success",null]
    ["pull", [], {"timeout": 2}]          ["success","a.png"]  or  ["error:timeout",null]

The actions are push, push_many, pull and pull_many; ``quit`` closes the connection.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple, Protocol

from rqcore.errors import (
    RqError,
    TooBig,
    ZenActionError,
    ZenError,
    ZenRequestError,
    ZenTimeout,
    ZenUnknownError,
    one_line,
    quoted,
    without_frames,
)
from rqcore.protocol.request_limits import MANY_VALUES, has_more_values
from rqcore.protocol.requests.foreign_protocols import ForeignProtocol, refuse_foreign
from rqcore.protocol.requests.request_json import TooManyDigits, read_json

TCP_PORT = 3000
HTTP_PORT = 3080
SUCCESS = "success"
ERRORS: dict[str, type[ZenError]] = {
    "error:timeout": ZenTimeout,
    "error:action": ZenActionError,
    "error:request": ZenRequestError,
    "error:unknown": ZenUnknownError,
}
"""The error for each status."""
STATUSES: dict[type[Exception], str] = {error: status for status, error in ERRORS.items()}
MAX_QUOTED, MAX_MESSAGE = 200, 300
"""The most characters of an error of Python that a reply quotes, and of the whole error: both can contain
what the client has sent."""
END = b"\r\n"


LINES = 500
"""The most lines that one ``feed`` returns; each takes about a microsecond."""


class ZenRequest(NamedTuple):
    """A request: an action and its arguments."""

    action: str
    args: list[Any]
    options: dict[str, Any]
    """Keyword arguments."""
    keep_alive: bool = True
    """Whether the connection stays open afterwards."""


def encode(value: Any) -> bytes:
    """Encode a value as JSON without spaces. Raises ZenRequestError."""
    try:
        return json.dumps(value, separators=(",", ":")).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ZenRequestError(f"a {type(value).__name__} cannot be written as JSON: {error}") from error


def decode(data: bytes) -> Any:
    """Decode the JSON of a reply. Raises ZenRequestError."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ZenRequestError(f"this is not JSON: {error}") from None


def decode_request(data: bytes) -> Any:
    """Decode the JSON of a request from a client. Raises ZenRequestError, for example TooManyValues."""
    if has_more_values(data, MANY_VALUES):
        raise TooManyValues(f"the request has more than {MANY_VALUES} values; send several requests")
    try:
        return read_json(data)
    except TooManyDigits as error:
        raise TooManyValues(str(error)) from None
    except (ValueError, RecursionError) as error:
        raise ZenRequestError(f"this is not JSON: {error}") from None


def request_of(action: str, call: list[Any], keep_alive: bool = True) -> ZenRequest:
    """Make a request.

    Args:
        action: The name of the action.
        call: ``[args, kwargs]``; both are optional.
        keep_alive: Whether the connection stays open afterwards.

    Raises:
        ZenRequestError: ``call`` has another form.
    """
    args = call[0] if call else []
    options = call[1] if len(call) > 1 else {}
    if len(call) > 2 or not isinstance(args, list) or not isinstance(options, dict):
        raise ZenRequestError(
            "the request has the wrong form; send an action, a list of arguments and an object of keyword "
            'arguments, such as ["pull", [], {"timeout": 2}]'
        )
    return ZenRequest(action, args, options, keep_alive)


def read_line(line: bytes) -> ZenRequest:
    """Parse a line. Raises ZenRequestError."""
    words = decode_request(line)
    if not isinstance(words, list) or not words or not isinstance(words[0], str):
        raise ZenRequestError('a request must be a list that begins with an action, such as ["pull", [], {}]')
    return request_of(words[0], words[1:])


def read_reply(data: bytes) -> Any:
    """Return the value of a reply, or raise its ZenError."""
    reply = decode(data)
    if not isinstance(reply, list) or len(reply) != 2 or not isinstance(reply[0], str):
        shown = data[:80].decode(errors="backslashreplace")
        raise ZenUnknownError(f"the server replied {shown!r}, which is not a reply of ZenQueue")
    status, value = reply
    if status == SUCCESS:
        return value
    raise ERRORS.get(status, ZenUnknownError)(one_line(f"{status}: {value}" if value else str(status)))


def success(value: bytes) -> bytes:
    """Return the reply with a value, which is JSON already."""
    return b'["success",' + value + b"]"


def failure(error: Exception) -> bytes:
    """Return the reply for an error."""
    status = next((STATUSES[each] for each in type(error).__mro__ if each in STATUSES), "error:action")
    if isinstance(error, ZenTimeout):
        return encode([status, None])
    text = str(error)
    if isinstance(error, ZenRequestError):
        return encode([status, text[:MAX_MESSAGE]])
    is_short = len(text) <= MAX_QUOTED
    message = repr(error) if is_short else f"{type(error).__name__}({quoted(text, MAX_QUOTED)})"
    return encode([status, message[:MAX_MESSAGE]])


def shown(value: Any) -> str:
    """Return a value of a request for an error message; only the type of a list or an object."""
    if isinstance(value, list | dict):
        return f"of type {type(value).__name__}"
    return quoted(value if isinstance(value, str) else repr(value))


class TooManyValues(ZenRequestError):
    """The JSON of a request has too many values, or an integer with too many digits."""


class WebPageRefused(ZenRequestError):
    """A web page may have sent the request."""


class ZenFraming(Protocol):
    """Parses bytes into requests, and frames replies as bytes."""

    error: RqError | None
    """Why it ignores further bytes; None while it reads."""
    held: int
    """Number of bytes of an incomplete request."""
    has_more: bool
    """There may be complete requests that ``feed`` has not returned yet."""

    @property
    def wanted(self) -> int:
        """How many further bytes cost little work, because they belong to one body."""

    def feed(self, data: bytes) -> list[Any]:
        """Take bytes and return the requests that are complete, for ``read``."""

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""

    def size_of(self, request: Any) -> int:
        """Return how many bytes of JSON a complete request has."""

    def read(self, request: Any) -> ZenRequest:
        """Parse a complete request. Raises ZenRequestError."""

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Frame a reply; ``keep_alive`` is whether the connection stays open."""


class LineFraming:
    """Framing with one request or reply in a line. See ``ZenFraming``.

    Args:
        max_bytes: Maximum length of a request in bytes.
    """

    error: RqError | None
    held: int
    has_more: bool
    wanted: int = 0

    def __init__(self, max_bytes: int) -> None:
        self.error = None
        self._max_bytes = max_bytes
        self._parts: list[bytes] = []
        """Bytes without a line end, and behind them, if ``has_more``, further lines."""
        self.held = 0
        self.has_more = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return complete lines, without empty ones; ``has_more`` if there may be others."""
        if self.error:
            return []
        self._parts.append(data)
        self.held += len(data)
        lines: list[bytes] = []
        if self.has_more or b"\n" in data:
            *lines, rest = b"".join(self._parts).split(b"\n", LINES)
            self._parts, self.held = [rest], len(rest)
            self.has_more = len(lines) == LINES
        if self.held > self._max_bytes and not self.has_more:
            self.fail(TooBig(f"a line has more than {self._max_bytes} bytes, which is the maximum"))
        requests = [line for line in map(bytes.strip, lines) if line]
        try:
            for line in requests:
                if line[:1] != b"[":
                    refuse_foreign(line)
        except ForeignProtocol as error:
            self.fail(error)
            return []
        return requests

    def fail(self, error: RqError) -> None:
        """Ignore further bytes, because of this error."""
        self.error = without_frames(error)
        self._parts, self.held, self.has_more = [], 0, False

    def size_of(self, request: bytes) -> int:
        """Return how many bytes of JSON a line has."""
        return len(request)

    def read(self, request: bytes) -> ZenRequest:
        """Parse a line. Raises ZenRequestError."""
        return read_line(request)

    def write(self, reply: bytes, keep_alive: bool = True) -> bytes:
        """Return the reply as a line."""
        return reply + END

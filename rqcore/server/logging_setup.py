# SPDX-License-Identifier: MIT
"""Log lines on stderr, as text for people or as JSON objects for machines.

The arguments of a message (client, address, …) are passed as ``extra``. A text line shows them after the
message as ``name=value``; a JSON object has them as fields.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from rqcore.errors import one_line

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class TextFormatter(logging.Formatter):
    """Formats lines like ``2030-01-02T03:04:05.678Z INFO rqcore.server: client connected client=3``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback of an exception on the lines below."""
        fields = "".join(f" {name}={_word(value)}" for name, value in _extra_fields(record).items())
        line = f"{_time(record)} {record.levelname} {record.name}: {one_line(record.getMessage())}{fields}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class JsonFormatter(logging.Formatter):
    """Formats objects with the fields time, level, logger and message, and the extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON object, with the traceback of an exception as ``trace``."""
        fields: dict[str, object] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extra_fields(record),
        }
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        text = json.dumps(fields, default=str, ensure_ascii=False)
        return text if text.isprintable() else json.dumps(fields, default=str)


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextFormatter, "json": JsonFormatter}


def set_up_logging(format: str, level: str) -> None:
    """Send the log of this process to stderr only.

    Args:
        format: A key of ``FORMATS``.
        level: "debug", "info", "warning" or "error".
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATS[format]())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _extra_fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}


def _word(value: object) -> str:
    """Return the text of a value, quoted if it would not read as one word."""
    text = str(value)
    plain = text.isprintable() and text and not set(text) & set(' "=')
    return text if plain else json.dumps(text)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z"

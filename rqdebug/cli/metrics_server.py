# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves metrics over HTTP, to programs and to people, but not to the web pages in their browsers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app

from rqcore.protocol.requests.foreign_protocols import may_be_web_page

FIELDS = {"HTTP_HOST": "host", "HTTP_ORIGIN": "origin", "HTTP_SEC_FETCH_SITE": "sec-fetch-site"}
"""The header fields that are checked, by their names in WSGI."""
REFUSAL = (
    b"Requests of web pages are refused, and requests to a host name with a dot that is not this machine's.\n"
)


class MetricsServer(ThreadingMixIn, WSGIServer):
    """A server of one page. It serves in a thread until ``shutdown``.

    Args:
        host: The address or host name to listen on.
        port: The port; 0 chooses a free one.
        registry: The metrics.

    Raises:
        OSError: The address cannot be used.
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, registry: CollectorRegistry) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self._page: Any = make_wsgi_app(registry)
        self._names = {host.lower(), socket.gethostname().lower()}
        self.set_app(self._serve_page)
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()

    def _serve_page(self, environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        fields = {name: environment[key] for key, name in FIELDS.items() if key in environment}
        if fields.get("sec-fetch-site") == "none":  # a person entered the URL
            del fields["sec-fetch-site"]
        if may_be_web_page(fields, self._names):
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [REFUSAL]
        page: Iterable[bytes] = self._page(environment, start_response)
        return page

    def stop(self) -> None:
        """Stop listening. Returns when the thread has ended."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(WSGIRequestHandler):
    timeout = 10.0
    """Seconds in which a client must send its request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

# SPDX-License-Identifier: GPL-3.0-or-later
"""A link to a controller that tests cut."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

PATIENCE = 20.0


class Relay:
    """Forwards connections to a port. On demand it cuts them, refuses others, or forwards nothing."""

    def __init__(self, port):
        self._port = port
        self._sockets = []
        self.is_down = False
        self.is_silent = False
        self.accepted = self.refused = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"rq://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads = []
        self._start(self._accept)

    def _start(self, work, *arguments):
        self._threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self._threads[-1].start()

    def _accept(self):
        with suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                if self.is_down:
                    self.refused += 1
                    near.close()
                    continue
                self.accepted += 1
                far = socket.create_connection(("127.0.0.1", self._port))
                self._sockets += near, far
                for pair in ((near, far), (far, near)):
                    self._start(self._forward, *pair)

    def _forward(self, source, sink):
        with suppress(OSError):
            while data := source.recv(65536):
                if not self.is_silent:
                    sink.sendall(data)
        for each in (source, sink):
            _shut(each)

    def cut(self):
        for each in self._sockets:
            _shut(each)

    def close(self):
        _shut(self._listener)
        self.cut()
        for thread in self._threads:
            thread.join(PATIENCE)
        for each in (self._listener, *self._sockets):
            each.close()


def _shut(each):
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


def lost_sessions(controller):
    return int(controller.info()["lost_sessions"])

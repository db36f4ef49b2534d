# SPDX-License-Identifier: GPL-3.0-or-later
"""ZenQueue's HTTP client with servers that frame replies and keep connections in other ways than ours."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rqcore.errors import ConnectionLost
from rqcore.zen import AsyncQueueClient, QueueClient, ZenTimeout

WAYS = ["1.0", "1.0 no length", "1.1 close", "1.1 close no length", "1.1", "1.1 chunked", "1.1 drops"]


def reply_of(request):
    action, (args, *_) = request
    if action == "pull" and args == [0]:
        return ["error:timeout", None]
    return ["success", args]


def handler_of(way, connections):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = f"HTTP/{way[:3]}"

        def setup(self):
            super().setup()
            connections.append(self)

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = json.dumps(reply_of((self.path.strip("/"), body))).encode()
            self.send_response(200)
            if "close" in way:
                self.send_header("Connection", "close")
            if "chunked" in way:
                self.send_header("Transfer-Encoding", "chunked")
            elif "no length" not in way:
                self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            if "chunked" in way:
                for start in range(0, len(reply), 7):
                    part = reply[start : start + 7]
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.wfile.write(reply)
            self.close_connection = self.close_connection or "drops" in way

        def log_message(self, *_):
            pass

    return Handler


@pytest.fixture(params=WAYS)
def server(request):
    """The port of a server, and its connections so far."""
    connections = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(request.param, connections))
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_address[1], connections, request.param
    server.shutdown()
    thread.join()
    server.server_close()


def test_calls_follow_each_other_on_as_many_connections_as_the_server_wants(server, until):
    port, connections, way = server
    with QueueClient("127.0.0.1", port, "http") as queue:
        for number in range(4):
            assert queue.pull_many(number, 1) == [number, 1]
            if way == "1.1 drops":  # without telling: the end of the stream must have arrived
                until(lambda: queue._stream.has_ended)
        with pytest.raises(ZenTimeout):
            queue.pull(0)
        assert not queue.closed
    assert len(connections) == (1 if way in ("1.1", "1.1 chunked") else 5)


def test_calls_follow_each_other_in_an_event_loop(server):
    port, connections, way = server

    async def main():
        async with AsyncQueueClient("127.0.0.1", port, "http") as queue:
            for number in range(4):
                assert await queue.pull_many(number, 1) == [number, 1]
                while way == "1.1 drops" and not queue._stream.has_ended:
                    await asyncio.sleep(0.002)

    asyncio.run(main())
    assert len(connections) == (1 if way in ("1.1", "1.1 chunked") else 4)


def test_closed_client_does_not_connect_again(server):
    port, _, _ = server
    queue = QueueClient("127.0.0.1", port, "http")
    assert queue.pull_many(1, 1) == [1, 1]
    queue.close()
    with pytest.raises(ConnectionLost):
        queue.pull(0)

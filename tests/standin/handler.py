"""The HTTP server's sockets: read a request, have it answered, send the answer or lose it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import struct
import sys
import uuid
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .answers import Answer, distorted
from .control import answer_control, is_control

HOST = "127.0.0.1"


class Server(ThreadingHTTPServer):
    """Listens on this machine only. standin: answers the requests."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, standin, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.standin = standin

    def handle_error(self, request, client_address) -> None:
        """Report defects of the stand-in, but not clients that go away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def handle_any(self) -> None:
        standin = self.server.standin
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if is_control(self.path):
            self._send(answer_control(standin, self.command, self.path, headers, body))
            return
        answer, fault = standin.handle(self.command, self.path, headers, body)
        if fault and fault.reset:
            # With nothing left to linger for, closing sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self._send(distorted(answer, fault))

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status, _reason(answer.status))
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if not answer.foreign:
            self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.error_type:
            self.send_header("x-amzn-ErrorType", answer.error_type)
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *arguments: object) -> None:
        """Standin.requests is the log."""


def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"

"""The HTTP server: authenticate, route, validate, meet the quota and the faults, ask the contact center, answer."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from botocore import xform_name
from botocore.model import OperationModel

from .center import ContactCenter, ServiceError, with_crowd
from .faults import ANY, Fault, Faults, Quotas
from .model import Invalid, Model
from .signature import Key, Unauthorized, verify

DEFAULT_SCENARIO = Path(__file__).with_name("scenario.yml")
CONTROL = "/_standin/"
QUOTA_ERRORS = ("ThrottlingException", "TooManyRequestsException")


@cache
def model() -> Model:
    """The service model, read once for a process: it is large."""
    return Model()


def load_scenario(path: Path = DEFAULT_SCENARIO) -> dict:
    """A scenario file, with what it builds on (base) and the crowd that it asks for."""
    scenario = yaml.safe_load(path.read_text())
    if "base" in scenario:
        scenario = load_scenario(path.with_name(scenario.pop("base"))) | scenario
    return with_crowd(scenario, **scenario.pop("crowd", {}))


@dataclass(frozen=True)
class Answer:
    """An HTTP answer. foreign: not by Connect, but by something on the way to it."""

    status: int
    body: bytes
    content_type: str = "application/json"
    error_type: str | None = None
    foreign: bool = False


class Standin:
    """A running stand-in. Use it as a context manager, or call serve_forever."""

    def __init__(self, scenario: dict | None = None, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _Server((host, port), _Handler)
        self._server.standin = self
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.load(scenario or load_scenario())

    def load(self, scenario: dict) -> None:
        """Begin anew with this scenario."""
        self._scenario = scenario
        self._lock = threading.Lock()
        self.center = ContactCenter(scenario, contact_members=model().members("Contact"))
        self.keys = [Key(**key) for key in scenario["keys"]]
        self.faults = Faults([])
        self.add_faults(scenario.get("faults", []))
        self.quotas = Quotas(bool(scenario.get("quotas", False)))
        self.requests: list[dict] = []

    def add_faults(self, faults: object) -> None:
        """Faults as JSON or YAML has them. Raises ValueError where they cannot be meant."""
        if not isinstance(faults, list) or not all(isinstance(fault, dict) for fault in faults):
            raise ValueError("faults are a list of objects")
        try:
            made = [Fault(**fault) for fault in faults]
        except TypeError as error:
            raise ValueError(str(error)) from error
        for fault in made:
            if fault.operation != ANY and not hasattr(self.center, xform_name(fault.operation)):
                raise ValueError(f"operation: the stand-in does not have {fault.operation!r}")
        self.faults.add(*made)

    def reset(self) -> None:
        """Begin anew with the same scenario."""
        self.load(self._scenario)

    @property
    def url(self) -> str:
        host, port = self._server.server_address
        return f"http://{host}:{port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that point any AWS client at this stand-in."""
        key = self.keys[0]
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": key.access_key,
            "AWS_SECRET_ACCESS_KEY": key.secret_key,
            "AWS_REGION": self.center.region,
            "AWS_DEFAULT_REGION": self.center.region,
        }

    def __enter__(self) -> Standin:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def serve_forever(self) -> None:
        """Serve in this thread until it is interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def handle(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[Answer, Fault | None]:
        """The answer to a request of the API, and the fault that is still to happen to it on its way."""
        operation = model().find(method, urlsplit(target).path)
        if operation is None:
            return _error(404, "UnknownOperationException", "No operation has this path"), None
        try:
            verify(self.keys, self.center.region, method, f"http://{headers.get('host', '')}{target}", headers, body)
            parameters = model().parse(operation, target, body)
        except Unauthorized as error:
            return self._failed(operation, {}, 403, error.code, str(error)), None
        except Invalid as error:
            status, code = self._status(operation, "InvalidParameterException", "InvalidRequestException")
            return self._failed(operation, {}, status, code, str(error)), None
        return self._carry_out(operation, parameters)

    def _carry_out(self, operation: OperationModel, parameters: dict) -> tuple[Answer, Fault | None]:
        center = self.center  # a slow request belongs to the scenario that it came in
        if not self.quotas.allow(operation.name):
            status, code = self._status(operation, *QUOTA_ERRORS)
            return self._failed(operation, parameters, status, code, "Too Many Requests"), None
        fault = self.faults.take(operation.name)
        if fault and fault.delay:
            time.sleep(fault.delay)
        if fault and not fault.carries_out:
            return self._failed(operation, parameters, fault.status or 200, fault.code, fault.message), fault
        work = getattr(center, xform_name(operation.name), None)
        if work is None or parameters.get("InstanceId", center.instance_id) != center.instance_id:
            missing = "The stand-in does not have this operation" if work is None else "Resource not found"
            return self._failed(operation, parameters, 404, "ResourceNotFoundException", missing), fault
        try:
            with self._lock:
                answer = Answer(200, model().serialize(operation, work(parameters)))
        except ServiceError as error:
            status, code = self._status(operation, error.code)
            return self._failed(operation, parameters, status, code, str(error)), fault
        except Invalid as error:
            return self._failed(operation, parameters, 501, "StandinDefect", str(error)), fault
        self._log(operation, parameters, 200, None)
        return answer, fault

    def _failed(self, operation: OperationModel, parameters: dict, status: int, code: str, message: str) -> Answer:
        self._log(operation, parameters, status, code)
        return _error(status, code, message)

    def _log(self, operation: OperationModel, parameters: dict, status: int, code: str | None) -> None:
        if "ClientToken" in parameters:
            parameters = parameters | {"ClientToken": fingerprint(parameters["ClientToken"])}
        self.requests.append({"operation": operation.name, "parameters": parameters, "status": status, "code": code})

    def _status(self, operation: OperationModel, *codes: str) -> tuple[int, str]:
        """The first of these errors that the operation has, else the last one, and its HTTP status."""
        for code in codes:
            status = model().error_status(operation, code)
            if status:
                return status, code
        return (429 if codes[-1] in QUOTA_ERRORS else 400), codes[-1]


def fingerprint(token: str) -> str:
    """What the log of requests has of a client token, which is a secret: enough to tell whether two are the same."""
    return f"sha256:{sha256(token.encode()).hexdigest()[:16]}"


def _error(status: int, code: str | None, message: str) -> Answer:
    return Answer(status, json.dumps({"message": message}).encode(), error_type=code)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    standin: Standin

    def handle_error(self, request, client_address) -> None:
        """A client that goes away is nothing to report; a defect of the stand-in is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith(CONTROL):
            self._send(self._control(body))
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer, fault = self.server.standin.handle(self.command, self.path, headers, body)
        if fault and fault.reset:
            # With nothing left to linger for, closing sends a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        self._send(_distorted(answer, fault))

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def _control(self, body: bytes) -> Answer:
        """What a test or a curious person may ask of the stand-in itself; not signed."""
        standin = self.server.standin
        if self.path == f"{CONTROL}state":
            return Answer(200, json.dumps(standin.center.snapshot(), indent=2).encode())
        if self.path == f"{CONTROL}requests":
            return Answer(200, json.dumps(standin.requests, indent=2).encode())
        if (self.command, self.path) == ("POST", f"{CONTROL}reset"):
            standin.reset()
            return Answer(200, b"{}")
        if (self.command, self.path) == ("DELETE", f"{CONTROL}faults"):
            standin.faults = Faults([])
            return Answer(200, b"{}")
        if (self.command, self.path) == ("POST", f"{CONTROL}faults"):
            try:
                standin.add_faults(json.loads(body))
            except ValueError as error:
                return _error(400, None, str(error))
            return Answer(200, b"{}")
        return _error(404, None, f"There are state, requests, faults and reset below {CONTROL}")

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status, _reason(answer.status))
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if not answer.foreign:
            self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        if answer.error_type:
            self.send_header("x-amzn-ErrorType", answer.error_type)
        self.end_headers()
        self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *arguments: object) -> None:
        """The requests are kept in a list instead."""


def _distorted(answer: Answer, fault: Fault | None) -> Answer:
    if fault is None:
        return answer
    if fault.body is not None:
        return Answer(fault.status or 200, fault.body.encode(), fault.content_type, foreign=True)
    if fault.status:
        return _error(fault.status, fault.code, fault.message)
    body = (answer.body[: len(answer.body) // 2] or b"{") if fault.truncate else answer.body
    return Answer(answer.status, body, fault.content_type, answer.error_type)


def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"

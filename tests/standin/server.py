"""The stand-in as a server: authenticate, route, validate, apply quotas and faults, ask the contact center, answer."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from urllib.parse import urlsplit

from botocore import xform_name
from botocore.model import OperationModel

from .answers import Answer, error
from .center import ContactCenter, ServiceError
from .control import CONTROL
from .faults import Fault, Faults, Quotas, parsed
from .handler import HOST, Server
from .model import Invalid, Model
from .scenario import DEFAULT_SCENARIO, load_scenario
from .signature import Key, Unauthorized, verify
from .view import fault_view, request_view

__all__ = ["CONTROL", "DEFAULT_SCENARIO", "Standin", "fingerprint", "load_scenario", "model"]

LAST_REQUESTS = 20
QUOTA_ERRORS = ("ThrottlingException", "TooManyRequestsException")


@cache
def model() -> Model:
    """The service model, read once for a process: it is large."""
    return Model()


class Standin:
    """A running stand-in. Use it as a context manager, or call serve_forever."""

    def __init__(self, scenario: dict | None = None, port: int = 0) -> None:
        """port: 0 for a free one."""
        self.load(scenario or load_scenario())
        self._server = Server(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def load(self, scenario: dict) -> None:
        """Begin anew with this scenario."""
        self._scenario = scenario
        self._lock = threading.Lock()
        self.center = ContactCenter(scenario)
        self.keys = [Key(**key) for key in scenario["keys"]]
        self.faults = Faults([])
        self.add_faults(scenario.get("faults", []))
        self.quotas = Quotas(bool(scenario.get("quotas", False)))
        self.requests: list[dict] = []

    def add_faults(self, faults: object) -> None:
        """Add faults as JSON or YAML has them. Raises ValueError."""
        made = parsed(faults)
        for fault in made:
            known = (name for name in model().operations if self._work(self.center, name))
            if not any(map(fault.concerns, known)):
                raise ValueError(f"operation: the stand-in does not have {fault.operation!r}")
        self.faults.add(*made)

    def act(self, request: object) -> dict:
        """Let somebody do something to a contact: see Actors.act. Raises ValueError."""
        center = self.center
        with self._lock:
            return center.act(request)

    def snapshot(self) -> dict:
        """What is true: see ContactCenter.snapshot."""
        center = self.center
        with self._lock:
            return center.snapshot()

    def view(self) -> dict:
        """What the page shows: see ContactCenter.view. With the last requests, the newest first, and faults to come."""
        center, requests = self.center, list(self.requests)
        with self._lock:
            shown = center.view()
        newest = reversed(list(enumerate(requests))[-LAST_REQUESTS:])
        return {
            **shown,
            "faults": [fault_view(fault) for fault in self.faults.pending],
            "requests": [request_view(number, request) for number, request in newest],
        }

    def reset(self) -> None:
        """Begin anew with the same scenario."""
        self.load(self._scenario)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

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
            return error(404, "UnknownOperationException", "No operation has this path"), None
        parameters, fault = {}, None
        try:
            verify(self.keys, self.center.region, method, f"http://{headers.get('host', '')}{target}", headers, body)
            parameters = model().parse(operation, target, body)
        except Unauthorized as refused:
            answer = error(403, refused.code, str(refused))
        except Invalid as mistake:
            codes = ("InvalidParameterException", "InvalidRequestException")
            answer = self._error(operation, str(mistake), *codes)
        else:
            answer, fault = self._carry_out(operation, parameters)
        self._log(operation, parameters, answer, fault)
        return answer, fault

    def _carry_out(self, operation: OperationModel, parameters: dict) -> tuple[Answer, Fault | None]:
        center = self.center  # a slow request belongs to the scenario that it came in
        if not self.quotas.allow(operation.name):
            return self._error(operation, "Too Many Requests", *QUOTA_ERRORS), None
        fault = self.faults.take(operation.name)
        if fault and fault.delay:
            time.sleep(fault.delay)
        if fault and not fault.carries_out:
            return error(fault.status or 200, fault.code, fault.message), fault
        return self._ask(center, operation, parameters), fault

    def _ask(self, center: ContactCenter, operation: OperationModel, parameters: dict) -> Answer:
        """The contact center's own answer."""
        work = self._work(center, operation.name)
        if work is None or parameters.get("InstanceId", center.instance_id) != center.instance_id:
            missing = "The stand-in does not have this operation" if work is None else "Resource not found"
            return error(404, "ResourceNotFoundException", missing)
        try:
            with self._lock:
                return Answer(200, model().serialize(operation, work(parameters)))
        except ServiceError as refused:
            return self._error(operation, str(refused), refused.code)
        except Invalid as defect:
            return error(501, "StandinDefect", str(defect))

    @staticmethod
    def _work(center: ContactCenter, operation: str):
        """The center's method for an operation, None if it has none."""
        return getattr(center, xform_name(operation), None)

    def _error(self, operation: OperationModel, message: str, *codes: str) -> Answer:
        """The first of these errors that the operation has, else the last one."""
        for code in codes:
            status = model().error_status(operation, code)
            if status:
                return error(status, code, message)
        return error(429 if codes[-1] in QUOTA_ERRORS else 400, codes[-1], message)

    def _log(self, operation: OperationModel, parameters: dict, answer: Answer, fault: Fault | None) -> None:
        if "ClientToken" in parameters:
            parameters = parameters | {"ClientToken": fingerprint(parameters["ClientToken"])}
        self.requests.append(
            {
                "operation": operation.name,
                "parameters": parameters,
                "status": answer.status,
                "code": answer.error_type,
                "at": datetime.now(UTC).isoformat(),
                "fault": fault.summary if fault else "",
            }
        )


def fingerprint(token: str) -> str:
    """A client token as the log shows it: it is a secret, but one can tell whether two are the same."""
    return f"sha256:{sha256(token.encode()).hexdigest()[:16]}"

"""Every fault at every request: faults.md lists what a task comes to. `make faults` writes it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contact_search import find_contacts
from ansible_collections.contactops.amazon_connect.plugins.module_utils._monitoring import ensure_monitoring
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import Request
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.task import ensure_recordings
from ansible_collections.contactops.amazon_connect.plugins.module_utils._runtime.runtime import result_of
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError, SSLError
from helpers.known import (
    CALL,
    DESCRIBE,
    INFO,
    LIST_PARTS,
    MONITOR,
    RECORDING,
    RESUME,
    START,
    STOP,
    SUPERVISOR,
    SUSPEND,
    UPDATE,
    attributes,
)
from helpers.work import ATTEMPTS, QuietRuntime, client_without_pauses, false_notes, false_statements, options_for
from standin.faults import Fault, Faults
from standin.server import load_scenario

pytestmark = pytest.mark.long

PAGE = Path(__file__).with_name("faults.md")
MODULES = {ensure_recordings: RECORDING, ensure_monitoring: MONITOR, find_contacts: INFO}


@dataclass(frozen=True)
class Step:
    """A request that a task makes, and how to come to it.

    flow: what the call's recording does without any task. earlier: the states that earlier tasks asked for.
    skip: how many requests of the operation go well before. scenario: settings of the stand-in.
    """

    operation: str
    what: str
    work: Callable[..., dict]
    options: dict
    flow: str = "none"
    earlier: tuple[str, ...] = ()
    skip: int = 0
    scenario: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.operation}: {self.what}"


def recording(operation: str, what: str, state: str, *earlier: str, **settings: Any) -> Step:
    return Step(
        operation, what, ensure_recordings, {"contact_ids": [CALL], "state": state}, earlier=earlier, **settings
    )


def monitoring(operation: str, what: str, user: str, **settings: Any) -> Step:
    return Step(operation, what, ensure_monitoring, {"contact_id": CALL, "user": user}, **settings)


def finding(operation: str, what: str, **options: object) -> Step:
    return Step(operation, what, find_contacts, options)


STEPS = [
    recording(LIST_PARTS, "the parts of the call", "suspended", "started"),
    recording(DESCRIBE, "the contact", "suspended", "started"),
    recording(UPDATE, "a pause is noted first", "suspended", "started"),
    recording(UPDATE, "a stop is noted first", "stopped", "started"),
    recording(UPDATE, "a pause is noted after it was accepted", "suspended", "started", skip=1),
    recording(UPDATE, "a start is noted after it was accepted", "started"),
    recording(START, "nothing is noted", "started"),
    recording(SUSPEND, "nothing is noted, and the flow records the call", "suspended", flow="started"),
    recording(SUSPEND, "a start is noted", "suspended", "started"),
    recording(SUSPEND, "a pause is noted", "suspended", "started", "suspended"),
    recording(RESUME, "a pause is noted", "resumed", "started", "suspended"),
    recording(STOP, "a start is noted", "stopped", "started"),
    finding("ListInstances", "an alias", instance="example-center", queues=["Orders"]),
    monitoring("SearchUsers", "a user name", "supervisor.sue"),
    monitoring("ListUsers", "the search finds nothing", "supervisor.sue", scenario={"search": "lagging"}),
    finding("SearchQueues", "a name", queues=["Orders"]),
    finding("ListQueues", "several names", queues=["Orders", "Billing"]),
    finding("SearchRoutingProfiles", "a name", routing_profiles=["Basic"]),
    finding("ListRoutingProfiles", "several names", routing_profiles=["Basic", "Billing"]),
    finding("GetCurrentUserData", "contacts of an agent", agents=[SUPERVISOR]),
    monitoring("MonitorContact", "nobody is listening yet", SUPERVISOR),
]

# The stand-in answers with these.
FROM_AWS: dict[str, dict] = {
    "429 ThrottlingException": {"status": 429, "code": "ThrottlingException"},
    "429 TooManyRequestsException": {"status": 429, "code": "TooManyRequestsException"},
    "429 with an unknown code": {"status": 429, "code": "SlowDown"},
    "500": {"status": 500, "code": "InternalServiceException"},
    "500, carried out": {"status": 500, "code": "InternalServiceException", "effect": True},
    "503": {"status": 503, "code": "ServiceUnavailable"},
    "reset": {"reset": True},
    "reset, carried out": {"reset": True, "effect": True},
    "truncated JSON": {"truncate": True},
    "HTML with 200": {"body": "<html>please log in</html>", "content_type": "text/html"},
    "other JSON with 200": {"body": '{"error": "please log in"}'},
    "HTML with 403, carried out": {
        "body": "<html>please log in</html>",
        "content_type": "text/html",
        "status": 403,
        "effect": True,
    },
    "empty body, carried out": {"body": "", "effect": True},
    "wrong content type": {"content_type": "text/plain"},
    "403 ExpiredTokenException": {"status": 403, "code": "ExpiredTokenException"},
    "403 AccessDeniedException": {"status": 403, "code": "AccessDeniedException"},
    "403 InvalidSignatureException": {"status": 403, "code": "InvalidSignatureException"},
    "400 InvalidActiveRegionException": {"status": 400, "code": "InvalidActiveRegionException"},
}
# The client's HTTP library raises these, the last one after the request was sent.
ENDPOINT = "https://connect.us-west-2.amazonaws.com"
ON_THE_WAY = {
    "DNS failure": EndpointConnectionError(endpoint_url=ENDPOINT, error="Name or service not known"),
    "connection refused": EndpointConnectionError(endpoint_url=ENDPOINT, error="Connection refused"),
    "connect time-out": ConnectTimeoutError(endpoint_url=ENDPOINT, error="timed out"),
    "TLS failure": SSLError(endpoint_url=ENDPOINT, error="certificate verify failed: self-signed certificate"),
    "read time-out, carried out": ReadTimeoutError(endpoint_url=ENDPOINT, error="timed out"),
}
FAULTS = [*FROM_AWS, *ON_THE_WAY]
TIMES = {"once": 1, "at every attempt": 99}


class Wire:
    """What happens to a client's requests of an operation on their way. attempts: how many there were."""

    def __init__(self, client, operation: str, skip: int) -> None:
        self._client = client
        self._event = f"before-send.connect.{operation}"
        self._skip = skip
        self._error: Exception | None = None
        self._times = 0
        self.attempts = -skip

    def breaks(self, fault: str, times: int) -> Wire:
        self._error, self._times = ON_THE_WAY.get(fault), times
        return self

    def __enter__(self) -> Wire:
        self._client.meta.events.register_first(self._event, self._send)
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.meta.events.unregister(self._event, self._send)

    def _send(self, request, **_event: object) -> None:
        self.attempts += 1
        if self._error is None or not 0 < self.attempts <= self._times:
            return
        if isinstance(self._error, ReadTimeoutError):
            self._client._endpoint.http_session.send(request)
        raise self._error


class Stage:
    """Plays a step with each fault, from the same beginning."""

    def __init__(self, standin, client, step: Step) -> None:
        self._standin = standin
        self._client = client
        self._step = step
        self._scenario = {**load_scenario(), **step.scenario}
        standin.load(self._scenario)
        standin.center.contacts[CALL].recordings["AGENT"] = step.flow
        for state in step.earlier:
            assert self._task(ensure_recordings, {"contact_ids": [CALL], "state": state})["changed"]
        self._beginning = standin.center

    def outcome(self, fault: str, times: str) -> tuple[int, str, str]:
        """The number of attempts, what the task returned, and the code of its error."""
        step = self._step
        self._standin.load(self._scenario)
        self._standin.center = self._beginning.clone()
        if fault in FROM_AWS:
            self._standin.faults = Faults([Fault(step.operation, TIMES[times], step.skip, **FROM_AWS[fault])])
        with Wire(self._client, step.operation, step.skip).breaks(fault, TIMES[times]) as wire:
            result = self._task(step.work, step.options)
        assert result.get("error", {}).get("code") != "Defect", result
        if step.work is ensure_recordings:
            self._require_truth(result, f"{fault}, {times}")
        return wire.attempts, _told(step, result), result.get("error", {}).get("code", "")

    def _task(self, work: Callable, options: dict) -> dict:
        return result_of(work, options_for(MODULES[work], **options), QuietRuntime(self._client))

    def _require_truth(self, result: dict, fault: str) -> None:
        (contact,) = result["contacts"]
        before = self._beginning.contacts[CALL].recordings
        after = self._standin.center.contacts[CALL].recordings
        request = Request(self._step.options["state"])
        assert false_statements(request, contact, before, after) == [], fault
        assert false_notes(after, attributes(self._standin), CALL) == [], fault


def _told(step: Step, result: dict) -> str:
    told = "failed" if result.get("failed") else "ok"
    if step.work is ensure_recordings:
        (contact,) = result["contacts"]
        told += f": {contact['state']}, {'changed' if contact['changed'] else 'unchanged'}, {contact['evidence']}"
    elif "monitor" in result:
        told += f": {'changed' if result['changed'] else 'unchanged'}, {result['monitor']['evidence']}"
    return told


@pytest.fixture
def client(standin, monkeypatch):
    return client_without_pauses(monkeypatch)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_every_fault_at_every_request(standin, client, step):
    stage = Stage(standin, client, step)
    faults_by_outcome = defaultdict(list)
    for fault in FAULTS:
        for times in TIMES:
            faults_by_outcome[stage.outcome(fault, times)].append((fault, times))
    section = _section(step, faults_by_outcome)
    if os.environ.get("WRITE_FAULTS"):
        _write(step, section)
    assert section in PAGE.read_text(), "faults.md is out of date: check what changed, then run make faults"


HEAD = f"""\
# Every fault at every request

What a task returns if a request goes wrong once, or at every attempt. Here, a client makes {ATTEMPTS} attempts.
*Carried out* means that the request had its effect, but its answer was lost. For a recording, the table also has the
state, whether it changed, and the evidence, which [What "changed" means](../../docs/guides/changed.md) explains. The
tests check this page, and that no state that is returned or noted is false. `make faults` writes it.
"""


def _section(step: Step, faults_by_outcome: dict[tuple, list[tuple[str, str]]]) -> str:
    lines = [f"## {step}", ""]
    if step.work is ensure_recordings:
        lines += [f"The task asks for `{step.options['state']}`.", ""]
    lines += ["| what goes wrong | attempts | the task | error code |", "| --- | --- | --- | --- |"]
    for (attempts, told, code), causes in faults_by_outcome.items():
        lines.append(f"| {_causes(causes)} | {attempts} | {told} | {code} |")
    return "\n".join(lines)


def _causes(causes: list[tuple[str, str]]) -> str:
    times_by_fault = defaultdict(list)
    for fault, times in causes:
        times_by_fault[fault].append(times)
    return "; ".join(fault if len(times) == 2 else f"{fault} ({times[0]})" for fault, times in times_by_fault.items())


def _write(step: Step, section: str) -> None:
    if step is STEPS[0]:
        PAGE.write_text(HEAD)
    PAGE.write_text(f"{PAGE.read_text().rstrip()}\n\n{section}\n")

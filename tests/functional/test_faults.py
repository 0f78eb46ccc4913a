"""Every fault at every request: what a task says of it. docs/faults.md is made of this, by `make faults`."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._finding import find_contacts
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import outcome
from ansible_collections.contactops.amazon_connect.plugins.module_utils._monitoring import ensure_monitoring
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording import ensure_recordings
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, SSLError
from known import CALL, INFO, MONITOR, RECORDING, SUPERVISOR, attributes, truth
from standin.faults import Fault, Faults
from standin.server import Standin, load_scenario
from work import ATTEMPTS, QuietHost, client_without_pauses, options_for

pytestmark = pytest.mark.long

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
ALIAS = {"instance_id": None, "instance_alias": "example-center"}
READ_TIMEOUT = 0.3
MODULES = {ensure_recordings: RECORDING, ensure_monitoring: MONITOR, find_contacts: INFO}


@dataclass(frozen=True)
class Step:
    """A request that a task makes, and how to come to it.

    recording: what the call's recording does, and is remembered to do, before. scenario: settings of the stand-in.
    """

    operation: str
    what: str
    work: Callable[[dict, object], dict]
    options: dict
    recording: str | None = None
    scenario: dict | None = None
    skip: int = 0
    older_botocore: bool = False


def recording(operation: str, what: str, state: str, before: str | None = None, **settings) -> Step:
    return Step(operation, what, ensure_recordings, {"contact_ids": [CALL], "state": state}, before, **settings)


LAGGING = {"search": "lagging"}
STEPS = [
    recording("DescribeContact", "before anything else", "suspended", "started"),
    recording("GetContactAttributes", "with an older botocore", "suspended", "started", older_botocore=True),
    recording("UpdateContactAttributes", "noting a pause beforehand", "suspended", "started"),
    recording("UpdateContactAttributes", "noting a stop beforehand", "stopped", "started"),
    recording("UpdateContactAttributes", "remembering a start", "started"),
    recording("UpdateContactAttributes", "remembering a pause", "suspended", "started", skip=1),
    recording("StartContactRecording", "nothing is remembered", "started"),
    recording("ResumeContactRecording", "suspended is remembered", "started", "suspended"),
    recording("SuspendContactRecording", "started is remembered", "suspended", "started"),
    recording("SuspendContactRecording", "suspended is remembered, and so it is", "suspended", "suspended"),
    recording("StopContactRecording", "started is remembered", "stopped", "started"),
    Step("ListInstances", "by alias", ensure_recordings, {**ALIAS, "contact_ids": [CALL]}),
    Step("SearchUsers", "by name", ensure_monitoring, {"contact_id": CALL, "user_name": "supervisor.sue"}),
    Step(
        "ListUsers",
        "where the search finds nothing",
        ensure_monitoring,
        {"contact_id": CALL, "user_name": "supervisor.sue"},
        scenario=LAGGING,
    ),
    Step("SearchQueues", "by name", find_contacts, {"queues": ["Orders"]}),
    Step("ListQueues", "several names", find_contacts, {"queues": ["Orders", "Billing"]}),
    Step("SearchRoutingProfiles", "by name", find_contacts, {"routing_profiles": ["Basic"]}),
    Step("ListRoutingProfiles", "several names", find_contacts, {"routing_profiles": ["Basic", "Billing"]}),
    Step("GetCurrentUserData", "finding contacts", find_contacts, {"agents": [SUPERVISOR]}),
    Step("MonitorContact", "nobody listens yet", ensure_monitoring, {"contact_id": CALL, "user_id": SUPERVISOR}),
]

# By the stand-in: what it answers.
ANSWERS = {
    "429 ThrottlingException": {"status": 429, "code": "ThrottlingException"},
    "429 TooManyRequestsException": {"status": 429, "code": "TooManyRequestsException"},
    "429 with an unknown code": {"status": 429, "code": "SlowDown"},
    "500": {"status": 500, "code": "InternalServiceException"},
    "500, carried out": {"status": 500, "code": "InternalServiceException", "effect": True},
    "503": {"status": 503, "code": "ServiceUnavailable"},
    "slow answer": {"delay": READ_TIMEOUT / 5},
    "read time-out, carried out": {"delay": READ_TIMEOUT * 1.7},
    "reset": {"reset": True},
    "reset, carried out": {"reset": True, "effect": True},
    "truncated JSON": {"truncate": True},
    "HTML with 200": {"body": "<html>please log in</html>", "content_type": "text/html"},
    "empty body": {"body": "", "effect": True},
    "wrong content type": {"content_type": "text/plain"},
    "403 ExpiredTokenException": {"status": 403, "code": "ExpiredTokenException"},
    "403 AccessDeniedException": {"status": 403, "code": "AccessDeniedException"},
    "403 clock skew": {
        "status": 403,
        "code": "InvalidSignatureException",
        "message": "Signature expired: 20260101T000000Z",
    },
    "403 wrong region": {
        "status": 403,
        "code": "InvalidSignatureException",
        "message": "Credential should be scoped to a valid region",
    },
    "400 InvalidActiveRegionException": {"status": 400, "code": "InvalidActiveRegionException"},
}
# On the way there: what the client's HTTP library raises before anything is sent.
ENDPOINT = "https://connect.us-west-2.amazonaws.com"
UNSENT = {
    "DNS failure": EndpointConnectionError(endpoint_url=ENDPOINT, error="Name or service not known"),
    "connection refused": EndpointConnectionError(endpoint_url=ENDPOINT, error="Connection refused"),
    "connect time-out": ConnectTimeoutError(endpoint_url=ENDPOINT, error="timed out"),
}
ON_THE_WAY = UNSENT | {
    "TLS failure": SSLError(endpoint_url=ENDPOINT, error="certificate verify failed: self-signed certificate")
}
FAULTS = [*ANSWERS, *ON_THE_WAY]
TIMES = {"once": 1, "every time": 99}


@pytest.fixture
def client(standin, monkeypatch):
    return client_without_pauses(monkeypatch, read_timeout=READ_TIMEOUT)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.operation}, {step.what}")
def test_every_fault_at_every_request(standin, client, step):
    by_outcome = defaultdict(list)
    for fault in FAULTS:
        for often in TIMES:
            by_outcome[_outcome(standin, client, step, fault, often)].append((fault, often))
    section = "\n".join(_section(step, by_outcome)).rstrip()
    if os.environ.get("WRITE_FAULTS"):
        _write(step, section)
    assert section in PAGE.read_text(), "docs/faults.md is not what is so: look at what changed, then run make faults"


def _outcome(standin: Standin, client, step: Step, fault: str, often: str) -> tuple[str, int, str]:
    """What a task says, how many attempts of the request there were, and why it failed."""
    standin.load({**load_scenario(), **(step.scenario or {})})
    if step.recording:
        contact = standin.center.contacts[CALL]
        contact.recordings["AGENT"] = step.recording
        contact.attributes.update(ansible_recording_state=step.recording, ansible_recording_state_contact=CALL)
    before = truth(standin)
    attempts, left = 0, {"skip": step.skip, "times": TIMES[often]}

    def on_the_way(**_event: object) -> None:
        nonlocal attempts
        attempts += 1
        if left["skip"]:
            left["skip"] -= 1
        elif fault in ON_THE_WAY and left["times"]:
            left["times"] -= 1
            raise ON_THE_WAY[fault]

    if fault in ANSWERS:
        standin.faults = Faults([Fault(step.operation, TIMES[often], step.skip, **ANSWERS[fault])])
    name = f"before-send.connect.{step.operation}"
    client.meta.events.register(name, on_the_way, unique_id="fault")
    host = QuietHost(client, older_botocore=step.older_botocore)
    result = outcome(step.work, options_for(MODULES[step.work], **step.options), host)
    client.meta.events.unregister(name, unique_id="fault")
    _check_that_it_is_true(standin, step, result, before, f"{fault}, {often}")
    said = _said(step, result)
    message = result.get("msg", "").replace(standin.url, "http://the-stand-in")
    return said, attempts - step.skip, re.sub(r"(contact|user) [0-9a-f-]{36}:? ?", "", message)


def _check_that_it_is_true(standin: Standin, step: Step, result: dict, before: str, fault: str) -> None:
    assert "defect" not in str(result) and "Traceback" not in str(result)
    if step.work is not ensure_recordings:
        return
    (contact,) = result["contacts"] if "contacts" in result else [{"state": "unknown", "changed": False}]
    assert contact["state"] in ("unknown", truth(standin)), fault
    assert contact["changed"] or truth(standin) == before, fault
    if not result.get("failed") and attributes(standin).get("ansible_recording_state") != contact["state"]:
        assert step.what.startswith("remembering")


def _said(step: Step, result: dict) -> str:
    how = "failed" if result.get("failed") else "ok"
    if step.work is ensure_recordings and "contacts" in result:
        (contact,) = result["contacts"]
        return f"{how}: {contact['state']}, {'changed' if contact['changed'] else 'unchanged'}, {contact['evidence']}"
    if step.work is ensure_monitoring and not result.get("failed"):
        return f"{how}: {'changed' if result['changed'] else 'unchanged'}, {result['monitor']['evidence']}"
    return how


HEAD = f"""\
# Every fault at every request

What a task says where a request goes wrong once, or every time it is tried. Made by the tests, which check that no state is
reported that is not so; the client makes {ATTEMPTS} attempts here. *Carried out* means that the request took effect, and its answer did
not arrive. What the columns mean is in [What "changed" means](docsite/rst/guide_changed.rst).
"""


def _section(step: Step, by_outcome: dict) -> list[str]:
    lines = [f"## {step.operation}: {step.what}", ""]
    if step.work is ensure_recordings and "state" in step.options:
        lines += [f"Wanted: {step.options['state']}.", ""]
    lines += ["| what goes wrong | attempts | the task | message |", "| --- | --- | --- | --- |"]
    for (said, attempts, message), causes in sorted(by_outcome.items(), key=lambda item: FAULTS.index(item[1][0][0])):
        lines.append(f"| {_causes(causes)} | {attempts} | {said} | {message.replace('|', '/')} |")
    return [*lines, ""]


def _causes(causes: list[tuple[str, str]]) -> str:
    often = defaultdict(list)
    for fault, times in causes:
        often[fault].append(times)
    return "; ".join(fault if len(times) == 2 else f"{fault} ({times[0]})" for fault, times in often.items())


def _write(step: Step, section: str) -> None:
    if step is STEPS[0]:
        PAGE.write_text(HEAD)
    PAGE.write_text(f"{PAGE.read_text().rstrip()}\n\n{section}\n")

"""Random scenarios of runs, faults and other actors: nothing is said that is not so, and every failed run can be mended."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording import ensure_recordings
from botocore import xform_name
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from known import (
    CALL,
    CALL_ON_HOLD,
    HAS_TYPES,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    RECORDING,
    TRANSFERRED_CALL,
)
from standin.center import ServiceError
from standin.faults import Fault, Faults
from standin.server import load_scenario
from work import QuietHost, client_without_pauses, options_for

pytestmark = pytest.mark.long

CONTACTS = (CALL, RECORDED_CALL, QUEUED_CALL, TRANSFERRED_CALL, CALL_ON_HOLD)
START, RESUME = "StartContactRecording", "ResumeContactRecording"
SUSPEND, STOP = "SuspendContactRecording", "StopContactRecording"
UPDATE = "UpdateContactAttributes"
CHANGES = (START, RESUME, SUSPEND, STOP)
READS_ONLY = {"DescribeContact", "GetContactAttributes"}
# The requests that a task may send for a wish, whatever is remembered.
ALLOWED = {"started": {START, RESUME}, "suspended": {SUSPEND}, "stopped": {STOP}}
CAPTURING = ("started", "armed")
# Every error says one of these, or what AWS or the network said.
WAYS_OUT = (
    "accept_refusal=true",
    "nothing was sent",
    "cannot be",
    "run it again",
    "has to be noted on the contact first",
)


@dataclass(frozen=True)
class Run:
    """A task."""

    contacts: tuple[str, ...]
    state: str
    recording_type: str | None = None
    ivr: bool = False
    accept_refusal: bool = False
    check: bool = False
    workers: int = 1
    only: str | None = None


@dataclass(frozen=True)
class Goes:
    """What goes wrong with the next requests of an operation."""

    operation: str
    wrong: str
    times: int = 1
    skip: int = 0


@dataclass(frozen=True)
class Joins:
    """An agent joins the call that waited for one."""


@dataclass(frozen=True)
class Another:
    """Somebody else changes a recording."""

    contact: str
    operation: str


WRONG = {
    "500": {"status": 500, "code": "InternalServiceException"},
    "500 and carried out": {"status": 500, "code": "InternalServiceException", "effect": True},
    "reset": {"reset": True},
    "reset and carried out": {"reset": True, "effect": True},
    "throttled": {"status": 429, "code": "TooManyRequestsException"},
    "denied": {"status": 403, "code": "AccessDeniedException"},
    "a login page": {"body": "<html>please log in</html>", "content_type": "text/html"},
    "a login page and carried out": {
        "body": "<html></html>",
        "content_type": "text/html",
        "effect": True,
        "status": 403,
    },
    "other JSON and carried out": {"body": '{"a": 1}', "effect": True},
    "cut short": {"truncate": True},
}

types = st.sampled_from([None, None, None, "AGENT", "SCREEN", "IVR"] if HAS_TYPES else [None])
runs = st.builds(
    Run,
    contacts=st.lists(st.sampled_from(CONTACTS), min_size=1, max_size=3, unique=True).map(tuple),
    state=st.sampled_from(tuple(ALLOWED)),
    recording_type=types,
    ivr=st.sampled_from([False, False, HAS_TYPES]),
    accept_refusal=st.booleans(),
    check=st.sampled_from([False, False, False, True]),
    workers=st.integers(1, 3),
    only=st.sampled_from([None, None, "start", "resume"]),
)


def faults(operations: tuple[str, ...]) -> st.SearchStrategy:
    return st.builds(
        Goes,
        operation=st.sampled_from(operations),
        wrong=st.sampled_from(tuple(WRONG)),
        times=st.sampled_from([1, 1, 2, 3]),
        skip=st.sampled_from([0, 0, 0, 1]),
    )


# A run, after what goes wrong with its requests.
troubled = runs.flatmap(lambda run: st.tuples(faults((*sorted(ALLOWED[run.state]), UPDATE)), st.just(run)))
any_fault = faults((*CHANGES, UPDATE, "DescribeContact"))
others = st.builds(Another, contact=st.sampled_from(CONTACTS), operation=st.sampled_from(CHANGES))
alone = st.lists(st.one_of(runs, troubled, troubled, any_fault, st.just(Joins())), min_size=4, max_size=10)
in_company = st.lists(st.one_of(runs, troubled, any_fault, others, st.just(Joins())), min_size=4, max_size=10)


class Stage:
    """Plays a scenario against the stand-in, and looks at every run."""

    def __init__(self, standin, client, repeat: str, in_company: bool) -> None:
        standin.load({**load_scenario(), "repeat": repeat})
        self._standin = standin
        self._center = standin.center
        self._in_company = in_company
        self._client = client
        self.steps = Counter()

    def play(self, steps: list | tuple) -> None:
        for step in steps:
            if isinstance(step, tuple):
                self.play(step)
                continue
            self.steps[type(step).__name__] += 1
            if isinstance(step, Joins):
                if not self._center.contacts[QUEUED_CALL].agent:
                    self._center.connect_agent(QUEUED_CALL, OTHER_AGENT)
            elif isinstance(step, Another):
                self._act(step)
            elif isinstance(step, Goes):
                self._standin.faults.add(Fault(step.operation, step.times, step.skip, **WRONG[step.wrong]))
            else:
                self._run(step)

    def _act(self, step: Another) -> None:
        contact = self._center.contacts[step.contact]
        parameters = {"ContactId": contact.id, "InitialContactId": contact.initial or contact.id}
        if step.operation == START:
            parameters["VoiceRecordingConfiguration"] = {"VoiceRecordingTrack": "ALL"}
        else:
            parameters["ContactRecordingType"] = "AGENT"
        with suppress(ServiceError):  # what is refused changes nothing
            getattr(self._center, xform_name(step.operation))(parameters)

    def _run(self, run: Run) -> None:
        before = self._center.snapshot()
        seen = len(self._standin.requests)
        contacts = self._task(run)
        requests = self._standin.requests[seen:]
        assert [contact["contact_id"] for contact in contacts] == list(run.contacts)
        for contact in contacts:
            self._look_at(run, contact, before, requests)
        if run.check:
            assert self._center.snapshot() == before
            assert {request["operation"] for request in requests} <= READS_ONLY
        elif not self._in_company and any("error" in contact for contact in contacts):
            self._mend(run)

    def _task(self, run: Run) -> list[dict]:
        options = options_for(
            RECORDING,
            contact_ids=list(run.contacts),
            state=run.state,
            ivr_recording_track="ALL" if run.ivr and run.state == "started" and not run.recording_type else None,
            recording_type=run.recording_type,
            accept_refusal=run.accept_refusal,
            max_workers=run.workers,
            only=run.only if run.state == "started" and not run.recording_type else None,
        )
        host = QuietHost(self._client, check_mode=run.check)
        try:
            return ensure_recordings(options, host)["contacts"]
        except UserError as error:
            return error.details["contacts"]

    def _look_at(self, run: Run, contact: dict, before: dict, requests: list[dict]) -> None:
        contact_id = contact["contact_id"]
        was = before["contacts"][contact_id]["recordings"]
        now = self._center.contacts[contact_id].recordings
        of_it = [request for request in requests if request["parameters"].get("ContactId") == contact_id]
        sent = {request["operation"] for request in of_it} - READS_ONLY
        assert "defect" not in contact.get("error", ""), contact
        assert sent <= ALLOWED[run.state], (run, sent)
        if contact["evidence"] == "predicted":
            return
        if not contact["changed"] and not (self._in_company and contact["evidence"] == "tracked"):
            assert was == now, (run, contact, was, now)
        if "error" in contact or contact["state"] == "unknown":
            assert contact["state"] == "unknown" and contact["evidence"] == "none"
            return
        event(f"{contact['state']} {contact['evidence']}")
        self.steps["ok"] += 1
        kind = run.recording_type or ("IVR" if run.ivr and run.state == "started" else None)
        promised = not self._in_company or contact["evidence"] == "accepted"
        if promised:
            assert not _is_false(contact["state"], kind, now), (run, contact, dict(now))
        elif not contact["changed"] and contact["state"] != "started" and self._center.contacts[contact_id].agent:
            about = [kind] if kind else ["AGENT", "IVR"]
            assert not any(now[item] in CAPTURING for item in about), (run, contact, dict(now))

    def _mend(self, run: Run) -> None:
        """Without any more faults, the next run fulfils the wish, or says why it cannot."""
        self._standin.faults = Faults([])
        for contact in self._task(run):
            if "error" in contact:
                assert any(way in contact["error"] for way in WAYS_OUT), contact["error"]
                assert "outcome" not in contact["error"] or "settle" in contact["error"] or "may be" in contact["error"]


def _is_false(state: str, kind: str | None, now: dict[str, str]) -> bool:
    """Whether a state that was reported is not so. Without a type, it is about all that the flow records."""
    if kind:
        return now[kind] not in {"started": CAPTURING, "suspended": ("suspended",), "stopped": ("stopped",)}[state]
    call = [now["AGENT"], now["IVR"]]
    if state == "started":
        return not any(item in CAPTURING for item in call)
    if state == "suspended":
        return "started" in now.values() or "suspended" not in now.values()
    return any(item in (*CAPTURING, "suspended") for item in call) or "stopped" not in call


class InFlight:
    """How many requests to change a contact's recording are under way at a time, counted at the client's border."""

    def __init__(self, client) -> None:
        self.most = 0
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        for operation in CHANGES:
            client.meta.events.register(f"provide-client-params.connect.{operation}", self._begin)
            client.meta.events.register(f"after-call.connect.{operation}", self._end)
            client.meta.events.register(f"after-call-error.connect.{operation}", self._end)

    def _begin(self, params: dict, context: dict, **_: object) -> None:
        context["contact"] = params["ContactId"]
        with self._lock:
            self._now[params["ContactId"]] += 1
            self.most = max(self.most, *self._now.values())

    def _end(self, context: dict, **_: object) -> None:
        with self._lock:
            self._now[context["contact"]] -= 1


@pytest.fixture
def client(standin, monkeypatch):
    return client_without_pauses(monkeypatch, max_pool_connections=3)


PLAYED: Counter[str] = Counter()
# A scenario has 4 to 20 steps.
LONG = os.environ.get("FUZZ_SCENARIOS")
unhurried = settings(
    max_examples=int(LONG or 220), derandomize=not LONG, deadline=None, suppress_health_check=list(HealthCheck)
)


# What once went wrong, or was about to.
STOPPED_UNKNOWN = [
    Goes(STOP, "500 and carried out", 3),
    Run((RECORDED_CALL,), "stopped"),
    Run((RECORDED_CALL,), "started"),
]
NEVER_STARTED = [Goes(STOP, "500", 3), *[Run((CALL_ON_HOLD,), "stopped")] * 2, Run((CALL_ON_HOLD,), "started")]
FORGOTTEN_PAUSE = [Run((CALL,), "started"), Goes(UPDATE, "denied", 1, skip=1), *[Run((CALL,), "suspended")] * 2]
LOST_PAUSE = [Run((CALL,), "started"), Goes(SUSPEND, "reset and carried out", 3), *[Run((CALL,), "suspended")] * 2]
LOST_START = [Goes(START, "500 and carried out", 3), Goes(RESUME, "500", 3), *[Run((CALL,), "started")] * 2]


@unhurried
@example(steps=STOPPED_UNKNOWN, repeat="refuse")
@example(steps=NEVER_STARTED, repeat="refuse")
@example(steps=FORGOTTEN_PAUSE, repeat="refuse")
@example(steps=LOST_PAUSE, repeat="refuse")
@example(steps=LOST_START, repeat="refuse")
@given(steps=alone, repeat=st.sampled_from(["refuse", "accept"]))
def test_alone_nothing_false_is_ever_said(standin, client, steps, repeat):
    play(standin, client, steps, repeat, in_company=False)


@unhurried
@given(steps=in_company, repeat=st.sampled_from(["refuse", "accept"]))
def test_in_company_what_is_promised_holds(standin, client, steps, repeat):
    play(standin, client, steps, repeat, in_company=True)


def play(standin, client, steps: list, repeat: str, in_company: bool) -> None:
    stage = Stage(standin, client, repeat, in_company)
    in_flight = InFlight(client)
    stage.play(steps)
    assert in_flight.most <= 1
    PLAYED.update(stage.steps)


def test_that_was_enough_to_mean_something():
    assert sum(PLAYED[kind] for kind in ("Run", "Goes", "Joins", "Another")) >= 2000
    assert PLAYED["ok"] >= 500

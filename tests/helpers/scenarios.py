"""Scenarios of tasks, faults and people, played against the stand-in."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import OPERATIONS, Request
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.task import ensure_recordings
from ansible_collections.contactops.amazon_connect.plugins.module_utils._runtime.runtime import result_of
from botocore import xform_name
from standin.center import ServiceError
from standin.faults import Fault, Faults
from standin.server import load_scenario

from helpers.known import DESCRIBE, LIST_PARTS, OTHER_AGENT, QUEUED_CALL, RECORDING, START, UPDATE
from helpers.work import QuietRuntime, options_for

SCENARIO = load_scenario()
CHANGES = tuple(operation.name for operation in OPERATIONS.values())
READS = {DESCRIBE, LIST_PARTS}
TROUBLES: dict[str, dict] = {
    "500": {"status": 500, "code": "InternalServiceException"},
    "500, carried out": {"status": 500, "code": "InternalServiceException", "effect": True},
    "reset": {"reset": True},
    "reset, carried out": {"reset": True, "effect": True},
    "throttled": {"status": 429, "code": "TooManyRequestsException"},
    "denied": {"status": 403, "code": "AccessDeniedException"},
    "HTML": {"body": "<html></html>", "content_type": "text/html"},
    "HTML with 403, carried out": {"body": "<html></html>", "content_type": "text/html", "status": 403, "effect": True},
    "other JSON, carried out": {"body": '{"a": 1}', "effect": True},
    "truncated": {"truncate": True},
}
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Run:
    """A task. requested_at: a number of seconds, for the states that can have a time."""

    contacts: tuple[str, ...]
    state: str
    recording_type: str | None = None
    whole_call: bool | None = None
    allow_unknown: bool = False
    check: bool = False
    workers: int = 1
    requested_at: int | None = None

    @property
    def request(self) -> Request:
        is_invalid = self.state == "started" and self.recording_type == "SCREEN"
        return Request(self.state, None if is_invalid else self.recording_type)

    @property
    def options(self) -> dict:
        seconds = self.requested_at if self.state in ("suspended", "resumed") else None
        return options_for(
            RECORDING,
            contact_ids=list(self.contacts),
            state=self.state,
            recording_type=self.request.recording_type,
            whole_call=self.whole_call,
            allow_unknown=self.allow_unknown,
            max_workers=self.workers,
            requested_at=None if seconds is None else (BEGINNING + timedelta(seconds=seconds)).isoformat(),
        )


@dataclass(frozen=True)
class Trouble:
    """Something goes wrong with the next requests of an operation. kind: one of TROUBLES."""

    operation: str
    kind: str
    times: int = 1
    skip: int = 0


@dataclass(frozen=True)
class Joins:
    """An agent joins the call that waits for one. seconds_ago: when the agents of all calls joined.

    whisper: the whisper still plays there, although Connect says that the agent has just joined.
    """

    seconds_ago: int = 0
    whisper: bool = False


@dataclass(frozen=True)
class Agent:
    """An agent does something to a call. action: a method of the contact center."""

    action: str
    contact: str


@dataclass(frozen=True)
class OtherProgram:
    """Another program changes a recording."""

    operation: str
    contact: str
    recording_type: str | None = None


class Stage:
    """Plays a scenario. counts: what was played, and how much of that proved something."""

    def __init__(self, standin, client, settings: dict) -> None:
        standin.load({**SCENARIO, **settings})
        self.center = standin.center
        self.counts: Counter[str] = Counter()
        self._standin = standin
        self._client = client

    def play(self, steps: list | tuple) -> None:
        """Play steps one after the other. A tuple is several of them."""
        for step in steps:
            self.counts[type(step).__name__] += 1
            match step:
                case tuple():
                    self.play(step)
                case Run():
                    self._run(step)
                case Trouble():
                    self._standin.faults.add(Fault(step.operation, step.times, step.skip, **TROUBLES[step.kind]))
                case Joins():
                    self._joins(step)
                case Agent():
                    user = {"user_id": OTHER_AGENT} if step.action in ("transfer", "conference") else {}
                    with suppress(ValueError):  # the contact has ended
                        getattr(self.center, step.action)(step.contact, **user)
                case OtherProgram():
                    self._change(step)

    def _joins(self, step: Joins) -> None:
        waiting, now = self.center.contacts[QUEUED_CALL], datetime.now(UTC)
        if waiting.live and (waiting.whisper or not waiting.connected_at):
            join = self.center.accept if step.whisper else self.center.connect_agent
            join(waiting.id, OTHER_AGENT)
        for contact in self.center.contacts.values():
            if contact.agent:
                contact.connected_at = now - timedelta(seconds=0 if contact.whisper else step.seconds_ago)

    def _change(self, step: OtherProgram) -> None:
        contact = self.center.contacts[step.contact]
        parameters = {"ContactId": contact.id, "InitialContactId": contact.initial or contact.id}
        if step.operation == START:
            parameters["VoiceRecordingConfiguration"] = {"VoiceRecordingTrack": "ALL"}
        elif step.recording_type:
            parameters["ContactRecordingType"] = step.recording_type
        with suppress(ServiceError):  # what is refused changes nothing
            getattr(self.center, xform_name(step.operation))(parameters)

    def _run(self, run: Run) -> None:
        before, seen = self.center.snapshot(), len(self._standin.requests)
        with self._one_change_of_each_contact():
            results = self.results_of(run)
        sent = {request["operation"] for request in self._standin.requests[seen:]}
        assert sent <= READS | (set() if run.check else {UPDATE, run.request.operation.name})
        after = self.center.snapshot()
        assert not run.check or after == before
        for result in results:
            assert result.get("error", {}).get("code") != "Defect", result
            contact_id = result["contact_id"]
            if not run.check:
                self.look_at(run, result, before["contacts"][contact_id], after["contacts"][contact_id])
        self.look_after(run, results)

    def results_of(self, run: Run) -> list[dict]:
        """The results of the task's contacts."""
        return result_of(ensure_recordings, run.options, QuietRuntime(self._client, run.check))["contacts"]

    def forget_troubles(self) -> None:
        self._standin.faults = Faults([])

    @contextmanager
    def _one_change_of_each_contact(self) -> Iterator[None]:
        """At most one request changes the recording of each contact, not counting the client's repetitions."""
        requests: Counter[str] = Counter()

        def count(params: dict, **_event: object) -> None:
            requests[params["ContactId"]] += 1

        events = [f"provide-client-params.connect.{operation}" for operation in CHANGES]
        for name in events:
            self._client.meta.events.register(name, count)
        yield
        for name in events:
            self._client.meta.events.unregister(name, count)
        assert set(requests.values()) <= {1}

    def look_at(self, run: Run, result: dict, before: dict, after: dict) -> None:
        """Check a contact's result. before, after: the contact as the center's snapshot has it."""
        raise NotImplementedError

    def look_after(self, run: Run, results: list[dict]) -> None:
        """Check what a task leaves."""

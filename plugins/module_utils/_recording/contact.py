"""Bring the recording of one contact into the state that the task asks for."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from .._api.answers import Answer
from .._api.client import Connect
from .._api.errors import TaskError
from .._contacts import Contact, call_parts, live_contact, not_a_call
from .._runtime.runtime import error_of
from . import explanations
from .decisions import Conclusion, conclude, one_state, why_not_to_send
from .notes import PAUSE, REQUESTED_AT, Entry, pause_is_on, read_entry, read_recording, write_recording
from .options import Wanted
from .states import ANYTHING, Notes, States, possible, unanswered


@dataclass
class Result:
    """What the task returns for a contact, as the module documents it. The states are those of the task's subject."""

    contact_id: str
    initial_contact_id: str | None = None
    state: str = "unknown"
    previous_state: str = "unknown"
    may_be: list[str] = field(default_factory=lambda: sorted(ANYTHING))
    changed: bool = False
    request: str | None = None
    evidence: str = "none"
    channel: str | None = None
    connected_to_agent: bool | None = None
    found_by: str | None = None

    def show(self, states: States) -> None:
        self.state, self.may_be = one_state(states), sorted(states)


class ContactRecording:
    """One contact's recording: what the task does with it. Warnings and the traceback of a defect are kept."""

    def __init__(self, connect: Connect, wanted: Wanted, result: Result, written: dict[str, str] | None = None) -> None:
        """result: with the contact and, if they are known, its initial contact and the contact that it was found by.

        written: the attributes that this task has written for the call. How soon they can be read is not documented.
        """
        self._connect = connect
        self._wanted = wanted
        self._result = result
        self._written = {} if written is None else written
        self._before: dict[str, str] = {}
        self._contact = Contact(result.contact_id, result.initial_contact_id or result.contact_id)
        self.warnings: list[str] = []
        self.defect: object = None

    @property
    def contact_id(self) -> str:
        return self._result.contact_id

    def ensure(self) -> dict:
        """The result. An error is kept in it, so that the results of other contacts are not lost."""
        try:
            self._ensure()
        except Exception as raised:  # it must not hide what happened to the other contacts
            if not isinstance(raised, TaskError):
                self._result.changed = self._result.request is not None
            return self.failed(raised)
        return asdict(self._result)

    def failed(self, raised: Exception) -> dict:
        """The result with an error."""
        error = error_of(raised)
        self.defect = error.details.get("exception")
        return {**asdict(self._result), "error": error.data}

    def _ensure(self) -> None:
        self._look_up()
        notes = read_recording(self._attributes, self.contact_id)
        self._result.show(possible(notes, self._wanted.request.subject))
        self._result.previous_state = self._result.state
        self._require_newest()
        reason = self._why_not_to_send(notes)
        if reason:
            self._leave(reason, notes)
        elif self._wanted.check_mode:
            self._predict(notes)
        else:
            self._change(notes)

    def _look_up(self) -> None:
        result = self._result
        if result.initial_contact_id and not self._wanted.remember:
            return  # nothing that a description says is needed
        self._contact = contact = live_contact(self._connect, result.contact_id, result.initial_contact_id)
        self._before = {**contact.attributes, **self._written} if self._wanted.remember else {}
        result.initial_contact_id, result.channel = contact.initial_contact_id, contact.channel
        result.connected_to_agent = contact.connected_to_agent
        if contact.channel != "VOICE":
            raise not_a_call(contact.channel)

    def _require_newest(self) -> None:
        """Raise TaskError if a newer request was made. If two are from the same time, the pause wins."""
        asked, newest = self._wanted.requested_at, read_entry(self._attributes, REQUESTED_AT)
        if not asked or not newest or newest.word not in ("suspended", "resumed"):
            return
        loses = asked == newest.time and newest.word == "suspended" != self._wanted.request.state
        if asked < newest.time or loses:
            text = explanations.OUTDATED.format(requested_at=asked.isoformat(), newest=newest)
            raise TaskError(text, "RequestOutdated")

    def _why_not_to_send(self, notes: Notes) -> str | None:
        wanted = self._wanted
        if not wanted.remember:
            return None
        return why_not_to_send(wanted.request, notes, pause_is_on(self._attributes), wanted.allow_unknown)

    def _leave(self, reason: str, notes: Notes) -> None:
        """Send nothing, because it could not help or could do harm. The end of the call's pause is still noted."""
        if reason in explanations.NOT_SENT:
            raise explanations.not_sent(reason)
        entries = {**self._request_entry(), **self._pause_is_over()}
        if entries and not self._wanted.check_mode:
            self._note_first(entries)
        if reason == "no note" and (pause_is_on(self._before) or PAUSE in self._written):
            self.warnings.append(explanations.JOINED_LATER)
        elif reason == "no note" and not read_entry(self._before, PAUSE):
            self.warnings.append(explanations.NO_NOTE)
        if possible(notes, self._wanted.request.subject) <= self._wanted.request.operation.fulfilled_by:
            self._result.evidence = "remembered"

    def _predict(self, notes: Notes) -> None:
        wanted = self._wanted
        conclusion = conclude(wanted.request, notes, self._contact, accepts=True, refuses=False, lost=False)
        self._result.show(conclusion.states)
        self._result.changed, self._result.evidence = conclusion.changed, "predicted"
        if conclusion.problem:
            raise explanations.problem_of(wanted.request, conclusion, None, may_suggest=False)

    def _change(self, notes: Notes) -> None:
        wanted = self._wanted
        noted = self._note_before(notes)
        answer = self._send()
        conclusion = conclude(wanted.request, notes, self._contact, answer.accepted, answer.refused, answer.lost)
        self._result.show(conclusion.states)
        self._result.changed, self._result.evidence = conclusion.changed, conclusion.evidence
        is_allowed = wanted.allow_unknown and answer.refused and conclusion.problem != "no agent"
        after = write_recording(self.contact_id, noted, conclusion.notes, _now())
        if conclusion.evidence != "none" or (is_allowed and wanted.request.state == "resumed"):
            after |= self._pause_is_over()
        is_paused = conclusion.evidence != "none" and wanted.request.operation.target in conclusion.states
        if not answer.accepted and not answer.lost and not is_paused:
            after |= self._restored_pause()
        self._note_after(after)
        if conclusion.problem:
            self._settle(answer, conclusion, is_allowed)

    @property
    def _attributes(self) -> dict[str, str]:
        """The attributes of the call as they are now."""
        return {**self._before, **self._written}

    def _send(self) -> Answer:
        operation = self._wanted.request.operation.name
        self._result.request = operation
        return self._connect.change_recording(
            operation, self.contact_id, self._contact.initial_contact_id, **self._wanted.parameters()
        )

    def _settle(self, answer: Answer, conclusion: Conclusion, is_allowed: bool) -> None:
        """Raise the error of a task that is not ok, unless a refusal without an explanation is allowed."""
        request = self._wanted.request
        may_suggest = request.state != "suspended" and not is_allowed
        error = explanations.problem_of(request, conclusion, answer.error, may_suggest)
        if not is_allowed:
            raise error
        self._result.state = "unknown"
        self.warnings.append(explanations.UNKNOWN_ALLOWED.format(message=error))

    def _note_before(self, notes: Notes) -> Notes:
        """Note that a request is about to be sent, and return the notes as they are then."""
        request = self._wanted.request
        # Without any note, there is none that a start could make false.
        is_first_start = request.state == "started" and not notes
        noted = notes if is_first_start and not self._wanted.notes_start_first else unanswered(request, notes)
        recording = write_recording(self.contact_id, notes, noted, _now())
        self._note_first({**recording, **self._request_entry(), **self._pause_begins()})
        return noted

    def _request_entry(self) -> dict[str, str]:
        """The newest request. Once one with a time is noted, one without a time is from now."""
        asked, newest = self._wanted.requested_at, read_entry(self._attributes, REQUESTED_AT)
        state = self._wanted.request.state
        if asked is None and (newest is None or state not in ("suspended", "resumed")):
            return {}
        entry = Entry(state, asked or _now())
        return {} if newest == entry else {REQUESTED_AT: str(entry)}

    def _pause_begins(self) -> dict[str, str]:
        begins = self._wanted.request.state == "suspended" and self._wanted.is_about_the_call
        return {PAUSE: str(Entry("on", _now()))} if begins and not pause_is_on(self._attributes) else {}

    def _pause_is_over(self) -> dict[str, str]:
        """The end of the call's pause, if this task resumes all of the call."""
        ends = self._wanted.request.state == "resumed" and self._wanted.is_about_the_call
        if not ends or not pause_is_on(self._attributes) or not (self._wanted.whole_call or self._is_the_only_part()):
            return {}
        return {PAUSE: str(Entry("over", _now()))}

    def _is_the_only_part(self) -> bool:
        try:
            return len(call_parts(self._connect, self.contact_id).live) == 1
        except TaskError as error:
            self.warnings.append(explanations.PAUSE_STAYS_ON.format(error=error))
            return False

    def _restored_pause(self) -> dict[str, str]:
        """The call's pause as it was before this request, which did not make it."""
        before = self._before.get(PAUSE, "")
        return {} if self._attributes.get(PAUSE, "") == before else {PAUSE: before}

    def _note_first(self, attributes: dict[str, str]) -> None:
        """Write attributes before a request. Raises TaskError if that fails: a false note must not remain."""
        try:
            self._write(attributes)
        except TaskError as error:
            raise error.saying(explanations.NOT_NOTED_FIRST.format(error=error), "NotNoted") from error

    def _note_after(self, attributes: dict[str, str]) -> None:
        """Write attributes after a request. What was noted first stays true if that fails, so it is only a warning."""
        try:
            self._write(attributes)
        except TaskError as error:
            self.warnings.append(explanations.NOT_NOTED_AFTER.format(error=error))

    def _write(self, attributes: dict[str, str]) -> None:
        if attributes and self._wanted.remember:
            self._connect.update_attributes(self._contact.initial_contact_id, attributes)
            self._written.update(attributes)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)

"""The recording's states: what to ask for, what an answer proves (pure), then one contact, then all of them."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from ansible_collections.contactops.amazon_connect.plugins.module_utils._batch import failure_message, for_each
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Answer, Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact, live_contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._directory import (
    check_instance,
    find_instance,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import Host
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import (
    Reference,
    ids_within,
    parse_reference,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._tracked_state import (
    CHANGING,
    ENDING,
    STARTED,
    STARTING,
    STOPPED,
    STOPPING,
    SUSPENDED,
    UNKNOWN,
    TrackedState,
    check_attribute_name,
    parse_time,
)

START, RESUME = "StartContactRecording", "ResumeContactRecording"
SUSPEND, STOP = "SuspendContactRecording", "StopContactRecording"

TRACK_OPTIONS = ("voice_recording_track", "ivr_recording_track")
MAX_WORKERS = 64
# How far the clock of whoever asks may be ahead.
MAX_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Wish:
    """What a task wants of each of its contacts' recordings; the fields are the module's options."""

    state: str
    voice_recording_track: str | None = None
    ivr_recording_track: str | None = None
    recording_type: str | None = None
    track_state: bool = True
    state_attribute: str = "ansible_recording_state"
    trust_tracked_state: bool = False
    accept_refusal: bool = False
    only: str | None = None
    requested_at: datetime | None = None

    @classmethod
    def from_options(cls, options: dict) -> Wish:
        """The wish that a task's options make. Raises UserError where they contradict each other."""
        given = {name: options[name] for name in cls.__dataclass_fields__}
        wish = cls(**{**given, "requested_at": _given_time(options["requested_at"])})
        for track in TRACK_OPTIONS:
            if options[track] and wish.state != STARTED:
                raise UserError(f"{track}: goes with state=started only, not with state={wish.state}")
            if options[track] and wish.recording_type:
                raise UserError(f"{track}: does not go with recording_type, which can be resumed but not started")
        if wish.trust_tracked_state and not wish.track_state:
            raise UserError("trust_tracked_state: needs track_state=true, since there is nothing to trust without it")
        if wish.requested_at and not wish.track_state:
            raise UserError("requested_at: needs track_state=true, since it is compared with what is remembered")
        if wish.only and wish.state != STARTED:
            raise UserError(f"only: goes with state=started only, not with state={wish.state}")
        if wish.only == "start" and wish.recording_type:
            raise UserError("only: a recording of one type can be resumed, but not started")
        check_attribute_name("state_attribute", wish.state_attribute)
        return wish

    @property
    def tracked_type(self) -> str | None:
        """The type of recording that the state is remembered for, or None for all that the flow records."""
        return self.recording_type or ("IVR" if self.ivr_recording_track else None)

    def parameters(self, operation: str) -> dict:
        """The parameters of an operation beside the identifiers."""
        if operation == START:
            ivr, voice = self.ivr_recording_track, self.voice_recording_track
            track = {"IvrRecordingTrack": ivr} if ivr else {"VoiceRecordingTrack": voice or "ALL"}
            return {"VoiceRecordingConfiguration": track}
        return {"ContactRecordingType": self.tracked_type} if self.tracked_type else {}


def operations_for(wish: Wish, remembered: str) -> tuple[str, ...]:
    """The operations to send, each only if the one before it was refused. Raises UserError where none can help."""
    if wish.state == STOPPED:
        return (STOP,)
    if remembered == STOPPED:
        wanted = "paused" if wish.state == SUSPENDED else "started again"
        raise UserError(f"its recording was stopped, and in Amazon Connect a stopped recording cannot be {wanted}")
    if wish.state == SUSPENDED:
        return (SUSPEND,)
    if wish.only == "start":
        # Not resumed after a refusal either: it may have been paused since its memory was read.
        return () if remembered in (SUSPENDED, CHANGING) else (START,)
    if wish.only == "resume" and remembered in (STOPPING, ENDING) and not wish.tracked_type:
        raise UserError(f"nothing was sent: {WHY_REFUSED[remembered]}")  # what else is recorded might be resumed
    if wish.only == "resume" or wish.recording_type or remembered in (STARTED, SUSPENDED, CHANGING):
        return (RESUME,)
    if remembered in (STOPPING, ENDING) and not wish.tracked_type:
        return (START,)  # resuming may be accepted for the screen, though the call's recording has been stopped
    return (START, RESUME)


@dataclass(frozen=True)
class Conclusion:
    """What is known of a recording after an answer; with a problem, the task must not call it a success."""

    state: str = UNKNOWN
    changed: bool = False
    evidence: str = "none"
    warning: str | None = None
    problem: str | None = None


def conclude(wanted: str, remembered: str, answer: Answer, may_be_armed: bool = False) -> Conclusion:
    """What an answer proves, given what was remembered before anything was sent.

    may_be_armed: no agent has joined, so a recording that was started may only begin when one does.
    """
    if answer.accepted:
        warning = PAUSED_WITHOUT_AGENT if may_be_armed and wanted == SUSPENDED else None
        return Conclusion(wanted, changed=True, evidence="accepted", warning=warning)
    if not answer.refused:
        problem = str(answer.error).rstrip(".") + LOST if answer.lost else str(answer.error)
        return Conclusion(changed=answer.lost, problem=problem)
    if remembered == wanted:
        warning = PAUSED_WITHOUT_AGENT if may_be_armed and wanted == SUSPENDED else None
        return Conclusion(wanted, evidence="tracked", warning=warning)
    if may_be_armed and wanted in (SUSPENDED, STOPPED):
        return Conclusion(changed=answer.lost, problem=_why_refused(remembered, answer) + ARMED)
    if (wanted, remembered) in SETTLED_BY_REFUSAL:
        return Conclusion(wanted, changed=True, evidence="inferred", warning=INFERRED_FROM_EARLIER_RUN)
    if answer.lost and remembered in (STARTED, SUSPENDED):
        return Conclusion(wanted, changed=True, evidence="inferred", warning=INFERRED_FROM_LOST_ATTEMPT)
    return Conclusion(changed=answer.lost, problem=_why_refused(remembered, answer))


# What an earlier task left in doubt, and a refusal of what is wanted now leaves one explanation for.
SETTLED_BY_REFUSAL = {(STOPPED, STOPPING), (SUSPENDED, CHANGING), (STARTED, CHANGING), (STARTED, STARTING)}
INFERRED_FROM_EARLIER_RUN = (
    "its state is inferred: an earlier task sent a request without learning its outcome, "
    "and Connect has now refused another"
)
INFERRED_FROM_LOST_ATTEMPT = (
    "its state is inferred: an attempt was left without an answer, and Connect refused the next one"
)
LOST = ". It may have been carried out all the same, so the state is unknown: run it again to settle that"
PAUSED_WITHOUT_AGENT = (
    "no agent has joined yet, and a recording that begins when one does may not be paused: pause it again then"
)
LEFT_SUSPENDED = (
    "its recording was paused by an earlier task, or was about to be, and was left so, since this task only starts "
    "recordings"
)
ARMED = (
    ". No agent has joined yet, so a recording that was started only begins when one does, "
    "and cannot be paused until then"
)
ACCEPT_REFUSAL = ". To go on with an unknown state, set accept_refusal=true"
WHY_REFUSED = {
    UNKNOWN: "nothing is remembered of this recording: it may be in the wanted state already, or not be recorded at all",
    STOPPING: "an earlier task sent a stop without learning its outcome: run it with state=stopped to settle that, or, "
    "if it is to go on, pause and resume it with recording_type",
    ENDING: "an earlier task sent a stop without learning its outcome, and nothing was known of the recording before, "
    "so it may be stopped, or never have been started",
    CHANGING: "an earlier task sent a pause or a resumption without learning its outcome",
    STARTING: "an earlier task sent a start without learning its outcome: run it with state=started to settle that",
}


def _why_refused(remembered: str, answer: Answer) -> str:
    """Connect does not say which state the recording is in, so this is what can be said in its place."""
    if answer.lost:
        why = "an earlier attempt was left without an answer and may have been carried out"
    else:
        changed = (
            f"the recording was left {remembered}, so an agent, a flow or another program may have changed it since"
        )
        why = WHY_REFUSED.get(remembered, changed)
    return f"{answer.error}. The state cannot be read, and {why}"


class ContactRecording:
    """One contact's recording on its way to the wanted state, and what the task returns of it."""

    def __init__(
        self, connect: Connect, wish: Wish, contact_id: str, initial_contact_id: str | None, is_one_of_many: bool
    ) -> None:
        self._connect = connect
        self._wish = wish
        self._is_one_of_many = is_one_of_many
        self._given_initial = initial_contact_id
        self.warnings: list[str] = []
        self.result: dict = {
            "contact_id": contact_id,
            "initial_contact_id": initial_contact_id,
            "state": UNKNOWN,
            "previous_state": UNKNOWN,
            "changed": False,
            "request": None,
            "evidence": "none",
            "channel": None,
            "connected_to_agent": None,
        }

    def ensure(self, check_mode: bool) -> dict:
        """Bring it into the wanted state; a failure is kept in the result, so that other contacts' results are not lost."""
        try:
            self._ensure(check_mode)
        except UserError as error:
            self._fail(str(error))
        except Exception as error:  # a defect here must not hide what happened to the other contacts
            self._fail(f"a defect in this collection, please report it: {type(error).__name__}: {error}")
            self.result["changed"] = self.result["request"] is not None
        return self.result

    def _ensure(self, check_mode: bool) -> None:
        contact, wish = self._look_up(), self._wish
        tracked = TrackedState(contact, wish.state_attribute, wish.tracked_type)
        remembered = self.result["previous_state"] = tracked.remembered
        self._require_newest(tracked)
        operations = operations_for(wish, remembered)
        if not operations:
            self._conclude(Conclusion(warning=LEFT_SUSPENDED))
        elif check_mode:
            self._conclude(Conclusion(wish.state, changed=remembered != wish.state, evidence="predicted"))
        elif wish.trust_tracked_state and remembered == wish.state:
            self._note_first(contact, {}, self._claim(tracked))
            self._conclude(Conclusion(remembered, evidence="tracked"))
        else:
            self._change(contact, tracked, operations)

    def _look_up(self) -> Contact:
        contact_id = self.result["contact_id"]
        if self._given_initial and not self._wish.track_state:
            return Contact(contact_id, self._given_initial)  # nothing that a description tells is needed
        contact = live_contact(self._connect, contact_id, self._given_initial, with_attributes=self._wish.track_state)
        self.result["initial_contact_id"] = contact.initial_contact_id
        self.result["channel"] = contact.channel
        self.result["connected_to_agent"] = contact.connected_to_agent
        if contact.channel != "VOICE":
            raise UserError(f"its channel is {contact.channel}, and only VOICE contacts have a recording to change")
        return contact

    def _require_newest(self, tracked: TrackedState) -> None:
        asked, newest = self._wish.requested_at, tracked.newest_request
        if not asked or not newest:
            return
        # Of what was asked for at the same time, a pause wins.
        ends_a_pause = self._wish.state == STARTED and tracked.remembered == SUSPENDED
        if asked < newest or (asked == newest and ends_a_pause):
            raise UserError(
                f"nothing was changed, since this was asked for at {asked.isoformat()}, and what was asked for at "
                f"{newest.isoformat()} has been done or tried already"
            )

    def _claim(self, tracked: TrackedState) -> dict[str, str]:
        """The attributes that remember when this was asked for. A task that does not say so is asked for now."""
        if self._wish.requested_at:
            return tracked.claiming(self._wish.requested_at)
        return tracked.claiming(datetime.now(timezone.utc)) if tracked.newest_request else {}

    def _change(self, contact: Contact, tracked: TrackedState, operations: tuple[str, ...]) -> None:
        remembered = self.result["previous_state"]
        doubt = tracked.doubting(self._wish.state, starts=START in operations)
        noted = self._note_first(contact, doubt, self._claim(tracked))
        answer = self._send(contact, operations)
        may_be_armed = contact.connected_to_agent is False and self._wish.tracked_type in (None, "AGENT")
        if remembered == STARTING and len(operations) == 1 and self._wish.state == STARTED:
            remembered = UNKNOWN  # starting or resuming alone does not settle it
        conclusion = conclude(self._wish.state, remembered, answer, may_be_armed)
        if conclusion.evidence in ("accepted", "inferred"):
            self._write(contact, tracked.noting(conclusion.state))
        elif answer.lost and not noted:
            self._write(contact, doubt)
        elif noted and not answer.lost:  # surely not carried out, so what was remembered still holds
            self._write(contact, tracked.restoring(doubt))
        self._conclude(conclusion, refused=answer.refused)

    def _note_first(self, contact: Contact, doubt: dict[str, str], claim: dict[str, str]) -> bool:
        """Remember that a request is about to be sent. Raises UserError where that fails: a false memory must not remain.

        doubt, claim: the attributes for its unknown outcome and for its time. Returned is whether the doubt was written.
        """
        is_first_start = self._wish.state == STARTED and self.result["previous_state"] == UNKNOWN
        if is_first_start and not self._is_one_of_many:
            doubt = {}  # only a batch is likely to be interrupted
        if not self._wish.track_state or not (doubt or claim):
            return False
        try:
            self._connect.update_attributes(contact.initial_contact_id, doubt | claim)
        except UserError as error:
            if claim:
                self._warn(f"its time could not be remembered, so a request from before may undo this one: {error}")
            if is_first_start or not doubt:
                return False  # nothing is remembered that could become false
            raise UserError(
                "nothing was changed, since the change has to be noted on the contact first, and this failed: "
                f"{str(error).rstrip('.')}. Without a note (track_state=false), later tasks could take the recording "
                "for what it no longer is."
            ) from error
        return bool(doubt)

    def _send(self, contact: Contact, operations: tuple[str, ...]) -> Answer:
        """Send the operations until one is not refused. An attempt of any of them that was lost counts for all."""
        lost = False
        for operation in operations:
            self.result["request"] = operation
            parameters = self._wish.parameters(operation)
            answer = self._connect.change_recording(
                operation, contact.contact_id, contact.initial_contact_id, **parameters
            )
            lost = lost or answer.lost
            if not answer.refused:
                break
        return replace(answer, lost=lost)

    def _write(self, contact: Contact, attributes: dict[str, str]) -> None:
        """Remember on the contact. The recording is as it is even where this fails, so that is only worth a warning."""
        if not attributes or not self._wish.track_state:
            return
        try:
            self._connect.update_attributes(contact.initial_contact_id, attributes)
        except UserError as error:
            self._warn(f"the state could not be remembered on the contact, so a later task may not know it: {error}")

    def _conclude(self, conclusion: Conclusion, refused: bool = False) -> None:
        self.result.update(state=conclusion.state, changed=conclusion.changed, evidence=conclusion.evidence)
        if conclusion.warning:
            self._warn(conclusion.warning)
        if conclusion.problem and refused and self._wish.accept_refusal:
            self._warn(f"the state is unknown, which accept_refusal allows: {conclusion.problem}")
        elif conclusion.problem:
            self._fail(conclusion.problem + (ACCEPT_REFUSAL if refused else ""))

    def _warn(self, text: str) -> None:
        self.warnings.append(f"contact {self.result['contact_id']}: {text}")

    def _fail(self, text: str) -> None:
        self.result["error"] = f"contact {self.result['contact_id']}: {text}"


def ensure_recordings(options: dict, host: Host) -> dict:
    """The work of the module connect_contact_recording: what the task returns. Raises UserError where a contact failed.

    options: as the module documents them.
    """
    wish = Wish.from_options(options)
    check_instance(options)
    references = [parse_reference("contact_ids", text, "contact") for text in options["contact_ids"]]
    given_initial = _given_initial_contact(options, references)
    if not 1 <= options["max_workers"] <= MAX_WORKERS:
        raise UserError(f"max_workers: must be from 1 to {MAX_WORKERS}, not {options['max_workers']}")
    if not references:
        return _returned([], host.diff_mode)

    workers = min(options["max_workers"], len(references))
    connect = host.connect(workers)
    for option in ("recording_type", "ivr_recording_track"):
        if options[option]:
            connect.require_option(option)
    connect = find_instance(connect, options)
    contact_ids = ids_within(references, connect.instance_id)
    initial = given_initial.within(connect.instance_id) if given_initial else None
    is_batch = len(contact_ids) > 1
    recordings = [ContactRecording(connect, wish, contact_id, initial, is_batch) for contact_id in contact_ids]
    results = for_each(recordings, lambda recording: recording.ensure(host.check_mode), workers, host.progress)
    for recording in recordings:
        for warning in recording.warnings:
            host.warn(warning)
    returned = _returned(results, host.diff_mode)
    failed = [result["contact_id"] for result in results if "error" in result]
    if failed:
        raise UserError(failure_message(results), failed_contacts=failed, **returned)
    return returned


def _given_time(text: str | None) -> datetime | None:
    if text is None:
        return None
    time = parse_time(text)
    if time is None:
        raise UserError(
            f"requested_at: {text!r} is no time with an offset in the ISO 8601 format, such as 2026-03-04T17:29:09Z"
        )
    if time > datetime.now(timezone.utc) + MAX_SKEW:
        raise UserError(f"requested_at: {text!r} is in the future; check the clock of whoever asked for this")
    return time


def _given_initial_contact(options: dict, references: list[Reference]) -> Reference | None:
    if options["initial_contact_id"] is None:
        return None
    named = len({reference.id for reference in references})
    if named != 1:
        raise UserError(
            f"initial_contact_id: goes with one contact only, but contact_ids names {named}; "
            "leave it out, and it is looked up"
        )
    return parse_reference("initial_contact_id", options["initial_contact_id"], "contact")


def _returned(results: list[dict], diff_mode: bool) -> dict:
    returned: dict = {"changed": any(result["changed"] for result in results), "contacts": results}
    if diff_mode:
        returned["diff"] = {
            "before": {result["contact_id"]: result["previous_state"] for result in results if "error" not in result},
            "after": {result["contact_id"]: result["state"] for result in results if "error" not in result},
        }
    return returned

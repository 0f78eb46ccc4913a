"""The options of connect_contact_recording: check them, and say what they ask for of each contact."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .._api.errors import TaskError
from .._identifiers import Reference, parse_reference
from .._lookup import check_instance
from .notes import parse_time
from .states import Request

MAX_WORKERS = 64
# How far the clock of the program that makes a request may be ahead.
MAX_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class Wanted:
    """What a task asks for of each of its contacts; see the module's options.

    notes_start_first: a first start is noted before it is sent, so that a killed batch can be completed.
    """

    request: Request
    track: str = "ALL"
    whole_call: bool = False
    requested_at: datetime | None = None
    allow_unknown: bool = False
    remember: bool = True
    check_mode: bool = False
    notes_start_first: bool = False

    @property
    def is_about_the_call(self) -> bool:
        """Whether the request is one for the call's pause, and not for one of its other recordings."""
        return self.request.recording_type in (None, "AGENT")

    def parameters(self) -> dict:
        """The parameters of the operation besides the identifiers."""
        recording_type = self.request.recording_type
        if self.request.state == "started":
            track = {"IvrRecordingTrack": "ALL"} if recording_type == "IVR" else {"VoiceRecordingTrack": self.track}
            return {"VoiceRecordingConfiguration": track}
        return {"ContactRecordingType": recording_type} if recording_type else {}


def check_options(options: dict) -> None:
    """Raise TaskError if options are invalid or contradict each other, before anything is sent."""
    check_instance(options["instance"])
    if options["contact_ids"] is None:
        raise TaskError("contact_ids: null is not a list. Check the variable that it comes from.")
    if not 1 <= options["max_workers"] <= MAX_WORKERS:
        raise TaskError(f"max_workers: must be from 1 to {MAX_WORKERS}, not {options['max_workers']}.")
    state, recording_type = options["state"], options["recording_type"]
    if options["voice_recording_track"] and (state != "started" or recording_type == "IVR"):
        raise TaskError("voice_recording_track: only valid with state=started, and not with recording_type=IVR.")
    if state == "started" and recording_type == "SCREEN":
        raise TaskError("recording_type: Amazon Connect cannot start the recording of a screen.")
    if options["requested_at"] is not None:
        if state not in ("suspended", "resumed"):
            raise TaskError("requested_at: only valid with state=suspended and state=resumed.")
        if not options["remember"]:
            raise TaskError("requested_at: needs remember=true, because it is compared with what is noted.")


def wanted_by(options: dict, check_mode: bool, is_batch: bool) -> Wanted:
    """What the options ask for."""
    return Wanted(
        request=Request(options["state"], options["recording_type"]),
        track=options["voice_recording_track"] or "ALL",
        whole_call=_whole_call(options),
        requested_at=_given_time(options["requested_at"]),
        allow_unknown=options["allow_unknown"],
        remember=options["remember"],
        check_mode=check_mode,
        notes_start_first=is_batch,
    )


def given_initial_contact(options: dict, references: list[Reference]) -> Reference | None:
    """The initial contact, which is only of use with a single contact."""
    if options["initial_contact_id"] is None:
        return None
    if len({reference.id for reference in references}) != 1 or _whole_call(options):
        raise TaskError(
            "initial_contact_id: only valid with a single contact and whole_call=false. It is looked up if not given."
        )
    return parse_reference("initial_contact_id", options["initial_contact_id"], "contact")


def _whole_call(options: dict) -> bool:
    given = options["whole_call"]
    return options["state"] != "started" if given is None else given


def _given_time(text: str | None) -> datetime | None:
    if text is None:
        return None
    time = parse_time(text)
    if time is None:
        raise TaskError(
            f"requested_at: {text!r} is not an ISO 8601 time with a UTC offset, such as 2026-03-04T17:29:09Z."
        )
    if time > datetime.now(UTC) + MAX_SKEW:
        raise TaskError(
            f"requested_at: {text!r} is in the future. Check the clock of the program that made the request."
        )
    return time

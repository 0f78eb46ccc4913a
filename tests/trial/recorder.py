"""The recording of the call: brings it into a state, and keeps track of what the trial did to it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from .account import Account
from .clock import Clock
from .consent import CHANGE, START, Consent
from .outcome import Outcome
from .questions import CannotAsk

STARTED, SUSPENDED, STOPPED = "started", "suspended", "stopped"
BEGIN, PAUSE, RESUME, STOP = (f"{verb}ContactRecording" for verb in ("Start", "Suspend", "Resume", "Stop"))
TARGETS = {BEGIN: STARTED, PAUSE: SUSPENDED, RESUME: STARTED, STOP: STOPPED}
AGENT, SCREEN = "AGENT", "SCREEN"
# Seconds before each request: a request must not overtake the effect of the one before, nor exceed the quotas.
SETTLE = 1.0


def reached_by(recording_type: str | None) -> set[str]:
    """The types of recording that a request reaches."""
    return {recording_type} if recording_type else {AGENT, SCREEN}


class Recorder:
    """The recording of the call.

    known: the state of the call's recording (type AGENT), as far as the trial knows it.
    started_here: the trial has started it. refusals: every refusal so far, with its operation.
    """

    def __init__(self, account: Account, contact_id: str, initial_contact_id: str, consent: Consent, clock: Clock):
        self.known: str | None = None
        self.started_here = False
        self.is_touched = False
        self.refusals: list[tuple[str, Outcome]] = []
        self._account = account
        self._ids = contact_id, initial_contact_id
        self._consent = consent
        self._clock = clock
        self._unusable: CannotAsk | None = None
        self._paused: set[str] = set()

    def send(self, operation: str, recording_type: str | None = None) -> Outcome:
        """One request, for one type of recording or for everything that is recorded."""
        options: dict[str, Any] = {"ContactRecordingType": recording_type} if recording_type else {}
        if operation == BEGIN:
            options = {"VoiceRecordingConfiguration": {"VoiceRecordingTrack": "ALL"}}
        self._clock.sleep(SETTLE)
        paused = set(self._paused)
        if operation == PAUSE:  # noted first: an interrupt can come before the answer
            self._paused |= reached_by(recording_type)
        outcome = self._account.change_recording(operation, *self._ids, recording_type or "", **options)
        if outcome.accepted or outcome.lost:
            self._learn(operation, recording_type, outcome)
        else:
            self._paused = paused
        if outcome.refused:
            self.refusals.append((operation, outcome))
        return outcome

    def answer(self, operation: str, recording_type: str | None = None) -> Outcome:
        """As send, for a question. Raises CannotAsk if the answer says nothing about the recording."""
        outcome = self.send(operation, recording_type)
        if not outcome.accepted and not outcome.refused:
            raise CannotAsk(f"{operation} {outcome}.")
        return outcome

    def require(self, operation: str, recording_type: str | None = None) -> None:
        """As send, for what has to work. Raises CannotAsk unless it is accepted."""
        outcome = self.send(operation, recording_type)
        if not outcome.accepted:
            raise CannotAsk(f"{operation} {outcome}, so the recording is not in the state that the question needs.")

    def bring(self, state: str) -> None:
        """Bring the call's recording, and that of the screen if there is one, into the state started or suspended.

        Raises CannotAsk if the call is not recorded, or if the caller does not allow it.
        """
        if self.known == STOPPED:
            raise CannotAsk("The recording is stopped.")
        if self.known is None:
            self._find()
        if self.known != state:
            self.require({STARTED: RESUME, SUSPENDED: PAUSE}[state])

    def finish(self) -> None:
        """Resume what the trial has paused."""
        if self._paused:
            self.send(RESUME)

    def _find(self) -> None:
        """Find out whether the call is recorded: pause it, and start the recording if there is none."""
        if self._unusable:
            raise self._unusable
        try:
            self._consent.require(CHANGE)
            if self.answer(PAUSE, AGENT).accepted:
                return
            # Either nothing is recorded, or it is paused already and a repetition is refused.
            if self.answer(RESUME, AGENT).accepted:
                return
            self._consent.require(START)
            if not self.answer(BEGIN).accepted:
                raise CannotAsk("The call is not recorded, and Amazon Connect refuses to start a recording.")
            self.started_here = True
        except CannotAsk as reason:
            self._unusable = reason
            raise

    def _learn(self, operation: str, recording_type: str | None, outcome: Outcome) -> None:
        """Keep what follows from a request that was or may have been carried out."""
        self.is_touched = True
        if recording_type != SCREEN and (self.known != STOPPED or operation == BEGIN):
            self.known = TARGETS[operation] if outcome.accepted else None
        if outcome.accepted and operation == RESUME:
            self._paused -= reached_by(recording_type)
        elif outcome.accepted and operation == STOP:
            self._paused -= {AGENT}

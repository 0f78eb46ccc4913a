"""The outcome of a payment if all goes well, and if each step fails: from real runs, with the sentences about them."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from standin import recordings
from standin.faults import Fault, denied

from .job import CALL, QUEUE, Job, expect, job

# The moments of a payment: one before it, three while it is paused, and two after it.
BEFORE, DURING, AFTER = 1, 3, 2
RECORDED, PAUSED = "started", "suspended"
REFUSED = Fault("SuspendContactRecording", status=400, code="InvalidRequestException", message=recordings.REFUSED)
NewJob = Callable[..., AbstractContextManager[Job]]


@dataclass(frozen=True)
class Event:
    """What happens before the moment with this number. kind: right, wrong, or event for what people do."""

    moment: int
    kind: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """seen: the true state of the recording at each moment."""

    title: str
    seen: list[str]
    events: list[Event]
    text: str


PAUSE, RESUME = Event(1, "right", "pause"), Event(4, "right", "resume")


def every_outcome(collections: Path, folder: Path) -> Iterator[Outcome]:
    """collections: where Ansible finds this collection. folder: to work in."""

    def new_job(*faults: Fault) -> AbstractContextManager[Job]:
        return job(collections, folder, *faults)

    for outcome in (all_goes_well, pause_is_refused, job_is_killed, resume_fails, call_is_transferred):
        yield outcome(new_job)


def all_goes_well(new_job: NewJob) -> Outcome:
    with new_job() as it:
        before = it.truth()
        expect(it.start(), "The payment step runs.")
        during = it.truth()
        expect(during == PAUSED, "The pause is confirmed.")
        expect(it.finish(), "The recording is resumed.")
        seen = [before] * BEFORE + [during] * DURING + [it.truth()] * AFTER
    text = "The customer speaks the card number only after the task that pauses is ok or changed."
    return Outcome("A payment", seen, [Event(1, "right", "pause confirmed"), RESUME], text)


def pause_is_refused(new_job: NewJob) -> Outcome:
    with new_job(REFUSED) as it:
        before, noted = it.truth(), it.notes()
        expect(not it.start(), "The payment step does not run.")
        expect(not it.finish() and "RequestRefused" in it.output, "The play fails because the pause was refused.")
        expect(it.notes() == noted and it.truth() == before, "Nothing has changed.")
        seen = [before] * BEFORE + [it.truth()] * (DURING + AFTER)
    text = "The play fails before the payment step. Do not ask for the card number. Nothing has changed."
    return Outcome("If the pause is refused", seen, [Event(1, "wrong", "pause")], text)


def job_is_killed(new_job: NewJob) -> Outcome:
    with new_job() as it:
        before = it.truth()
        expect(it.start(), "The pause is confirmed.")
        paused = it.truth()
        it.kill()
        left = it.truth()
        expect(left == paused == PAUSED, "The call stays paused.")
        found = it.play("find_forgotten_pauses", f"queues={QUEUE}", "minutes=0")
        expect(f"The call of contact {CALL} has been paused" in found, "find_forgotten_pauses reports the call.")
        it.play("resume_recording", f"contact_id={CALL}")
        expect(it.truth() == RECORDED, "resume_recording ends the pause.")
        seen = [before, paused, paused, left, left, it.truth()]
    events = [PAUSE, Event(3, "wrong", "job killed"), Event(5, "right", "resume")]
    text = "The call stays paused. find_forgotten_pauses reports it, and resume_recording ends the pause."
    return Outcome("If the job is killed while the call is paused", seen, events, text)


def resume_fails(new_job: NewJob) -> Outcome:
    with new_job(denied("ResumeContactRecording", times=1)) as it:
        before = it.truth()
        expect(it.start(), "The pause is confirmed.")
        paused = it.truth()
        expect(not it.finish(), "The play fails if the recording cannot be resumed.")
        left = it.truth()
        expect(left == PAUSED, "The rest of the call is not recorded.")
        it.play("resume_recording", f"contact_id={CALL}")
        expect(it.truth() == RECORDED, "The rest is not recorded until you run resume_recording.")
        seen = [before, *[paused] * DURING, left, it.truth()]
    events = [PAUSE, Event(4, "wrong", "resume"), Event(5, "right", "resume")]
    text = "The play fails, and the rest of the call is not recorded until you run resume_recording."
    return Outcome("If the resume fails", seen, events, text)


def call_is_transferred(new_job: NewJob) -> Outcome:
    with new_job() as it:
        before = it.truth()
        expect(it.start(), "The pause is confirmed.")
        paused = it.truth()
        part = it.transfer()
        transferred = it.truth()
        expect(transferred == RECORDED, "The new part is recorded.")
        it.play("keep_paused", f"contact_id={part}")
        kept = it.truth()
        expect(kept == PAUSED, "keep_paused pauses the new part.")
        expect(it.finish(), "The recording is resumed.")
        seen = [before, paused, transferred, kept] + [it.truth()] * AFTER
    events = [PAUSE, Event(2, "event", "transfer"), Event(3, "right", "pause"), RESUME]
    text = "A pause does not survive a transfer. The new part is recorded until keep_paused pauses it."
    return Outcome("If the call is transferred during the payment", seen, events, text)

"""Questions about pausing, resuming and starting."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import uuid

from .consent import START
from .outcome import Outcome
from .questions import CannotAsk, Finding, Question, compared
from .recorder import AGENT, BEGIN, PAUSE, RESUME, SETTLE, STARTED, SUSPENDED
from .trial import Call, Trial

# These change whenever anything does, or because of the trial itself.
UNRELATED = {"Attributes", "LastUpdateTimestamp"}


def setting(outcome: Outcome) -> str:
    """An answer as the stand-in's settings have it."""
    return "accept" if outcome.accepted else "refuse"


def repeated_pause(trial: Trial) -> Finding:
    trial.recorder.bring(SUSPENDED)
    # If the screen is recorded too, this pauses it. Only what follows is a repetition for every recording.
    trial.recorder.answer(PAUSE)
    outcome = trial.recorder.answer(PAUSE)
    trial.repeats_accepted = outcome.accepted
    return compared(outcome.accepted, f"The repeated request {outcome}.", repeat=setting(outcome))


def start_while_paused(trial: Trial) -> Finding:
    trial.recorder.bring(SUSPENDED)
    trial.consent.require(START)
    outcome = trial.recorder.answer(BEGIN)
    seen = f"The request {outcome}."
    if not outcome.accepted:
        return compared(True, seen, start_suspended="refuse")
    paused_again = trial.recorder.answer(PAUSE, AGENT)
    trial.recorder.known = SUSPENDED
    if trial.repeats_accepted is not False:
        return compared(False, f"{seen} Whether it ended the pause cannot be seen.", start_suspended="accept")
    if paused_again.accepted:
        return compared(False, f"{seen} It ended the pause.", start_suspended="accept")
    return compared(False, f"{seen} The recording was still paused.")


def wrong_initial_contact(trial: Trial) -> Finding:
    """Send what changes nothing even if it is accepted."""
    trial.recorder.bring(SUSPENDED)
    trial.clock.sleep(SETTLE)
    wrong, details = _wrong_initial(trial.call)
    outcome = trial.account.change_recording(PAUSE, trial.call.contact_id, wrong, details, ContactRecordingType=AGENT)
    if not outcome.accepted and not outcome.refused:
        raise CannotAsk(f"{PAUSE} {outcome}.")
    return compared(outcome.code == "ResourceNotFoundException", f"The request {outcome}.")


def _wrong_initial(call: Call) -> tuple[str, str]:
    if call.initial_contact_id != call.contact_id:
        return call.contact_id, "the contact's own ID as InitialContactId, after a transfer"
    return str(uuid.uuid4()), "an invented InitialContactId"


def repeated_resume(trial: Trial) -> Finding:
    trial.recorder.bring(SUSPENDED)
    trial.recorder.require(RESUME)
    outcome = trial.recorder.answer(RESUME)
    return compared(outcome.accepted, f"The repeated request {outcome}.")


def visible_pause(trial: Trial) -> Finding:
    trial.recorder.bring(STARTED)
    described = []
    for operation in (PAUSE, RESUME):
        trial.recorder.require(operation, AGENT)
        trial.clock.sleep(SETTLE)
        described.append(trial.account.describe(trial.call.contact_id, f"after {operation}"))
    paused, recorded = described
    differing = sorted(
        name for name in (paused.keys() | recorded.keys()) - UNRELATED if paused.get(name) != recorded.get(name)
    )
    seen = f"These members differ: {', '.join(differing)}." if differing else "No member differs."
    return compared(not differing, seen, {"differing": differing})


def repeated_start(trial: Trial) -> Finding:
    trial.recorder.bring(STARTED)
    trial.consent.require(START)
    outcome = trial.recorder.answer(BEGIN)
    return compared(outcome.refused, f"The repeated request {outcome}.", repeat_start=setting(outcome))


QUESTIONS = (
    Question(
        "repeated_pause",
        "Is a repeated Suspend accepted?",
        "It is accepted.",
        "A second run that pauses a paused call gets this answer. The collection is right either way, but a refusal "
        "proves a pause only together with a note.",
        repeated_pause,
    ),
    Question(
        "start_while_paused",
        "Is a Start accepted while the recording is paused?",
        "It is refused.",
        "If it were accepted, it might end a pause. The collection sends no Start while a pause is noted.",
        start_while_paused,
    ),
    Question(
        "wrong_initial_contact",
        "What happens if InitialContactId is wrong?",
        "The request is refused with ResourceNotFoundException.",
        "If it were accepted, a task could act on a wrong call.",
        wrong_initial_contact,
    ),
    Question(
        "repeated_resume",
        "Is a repeated Resume accepted?",
        "It is accepted.",
        "A second run that resumes a recording can get this answer.",
        repeated_resume,
    ),
    Question(
        "visible_pause",
        "Does DescribeContact show a pause?",
        "It returns the same for a paused and for a resumed recording.",
        "If it showed a pause, the collection could read the state instead of keeping notes.",
        visible_pause,
    ),
    Question(
        "repeated_start",
        "Is a Start accepted while the call is being recorded?",
        "It is refused.",
        "A sweep over many calls gets this answer for those that their flow records.",
        repeated_start,
    ),
)

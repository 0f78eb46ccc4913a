"""Questions that stop the recording, which cannot be undone."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .consent import START, STOP
from .pausing import setting
from .questions import CannotAsk, Finding, Question, compared
from .recorder import BEGIN, PAUSE, RESUME, SCREEN, STARTED, STOPPED
from .recorder import STOP as END_RECORDING
from .trial import Trial


def stop_and_screen(trial: Trial) -> Finding:
    trial.recorder.bring(STARTED)
    trial.consent.require(STOP)
    answers = [trial.recorder.answer(operation, SCREEN) for operation in (PAUSE, RESUME)]
    if not any(outcome.accepted for outcome in answers):
        raise CannotAsk("The agent's screen is not recorded on this call.")
    _stop(trial)
    is_recorded = trial.recorder.answer(PAUSE, SCREEN).accepted
    if is_recorded:
        trial.recorder.send(RESUME, SCREEN)
    seen = f"After the Stop, the screen {'is still' if is_recorded else 'is no longer'} recorded."
    return compared(is_recorded, seen, stop_reaches_screen=not is_recorded)


def repeated_stop(trial: Trial) -> Finding:
    _stop(trial)
    outcome = trial.recorder.answer(END_RECORDING)
    return compared(outcome.refused, f"The repeated request {outcome}.", repeat_stop=setting(outcome))


def start_after_stop(trial: Trial) -> Finding:
    _stop(trial)
    trial.consent.require(START)
    outcome = trial.recorder.answer(BEGIN)
    return compared(outcome.refused, f"The request {outcome}.", start_stopped=setting(outcome))


def _stop(trial: Trial) -> None:
    """Stop the recording if that has not been done yet."""
    if trial.recorder.known != STOPPED:
        trial.recorder.bring(STARTED)
        trial.consent.require(STOP)
        trial.recorder.require(END_RECORDING)


QUESTIONS = (
    Question(
        "stop_and_screen",
        "Does a Stop also stop the recording of the agent's screen?",
        "It stops the voice only.",
        "After a Stop, the notes about the screen allow for both. With the answer they can be exact.",
        stop_and_screen,
    ),
    Question(
        "repeated_stop",
        "Is a repeated Stop accepted?",
        "It is refused.",
        "A second run that stops a stopped recording gets this answer.",
        repeated_stop,
    ),
    Question(
        "start_after_stop",
        "Is a Start accepted after a Stop?",
        "It is refused: starting is a one-time action.",
        "The collection sends no Start after a Stop, and fails instead.",
        start_after_stop,
    ),
)

"""What a recording may be: four operations, and how each answer narrows the set of possible states. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NONE, STARTED, SUSPENDED, STOPPED = "none", "started", "suspended", "stopped"
States = frozenset[str]

# Every stop is noted before it is sent, so a recording without a note is anything but stopped.
UNNOTED: States = frozenset((NONE, STARTED, SUSPENDED))
ANYTHING: States = UNNOTED | {STOPPED}

# The subjects of notes: the call's recording, that of another type, and everything that is recorded.
CALL, IVR, SCREEN, ANY = "call", "ivr", "screen", "any"
SUBJECTS = (CALL, IVR, SCREEN, ANY)
Notes = Mapping[str, States]


@dataclass(frozen=True)
class Operation:
    """It turns the states that it applies to into its target. A task is ok if only fulfilled_by is possible."""

    name: str
    applies_to: States
    target: str
    fulfilled_by: States

    def carried_out(self, states: States) -> States:
        return frozenset(self.target if state in self.applies_to else state for state in states)

    def perhaps(self, states: States) -> States:
        return states | self.carried_out(states)


def _operation(name: str, applies_to: set[str], target: str, fulfilled_by: set[str]) -> Operation:
    return Operation(f"{name}ContactRecording", frozenset(applies_to), target, frozenset(fulfilled_by))


# By the state that a task asks for.
OPERATIONS = {
    "started": _operation("Start", {NONE}, STARTED, {STARTED, SUSPENDED}),
    "suspended": _operation("Suspend", {STARTED}, SUSPENDED, {SUSPENDED, STOPPED}),
    "resumed": _operation("Resume", {SUSPENDED}, STARTED, {STARTED, NONE}),
    "stopped": _operation("Stop", {STARTED, SUSPENDED}, STOPPED, {STOPPED}),
}


@dataclass(frozen=True)
class Request:
    """What a task asks for: a state, for one type of recording (AGENT, IVR, SCREEN) or for the operation's default."""

    state: str
    recording_type: str | None = None

    @property
    def operation(self) -> Operation:
        return OPERATIONS[self.state]

    @property
    def subject(self) -> str:
        if self.recording_type:
            return CALL if self.recording_type == "AGENT" else self.recording_type.lower()
        return ANY if self.state in ("suspended", "resumed") else CALL

    @property
    def reaches(self) -> tuple[str, ...]:
        """The recordings that the request changes if it applies to them. A stop without a type is one of all voice."""
        if self.subject == ANY:
            return (CALL, IVR, SCREEN)
        return (CALL, IVR) if self._stops_voice else (self.subject,)

    @property
    def may_reach(self) -> tuple[str, ...]:
        """AWS says that a stop affects voice only. The notes of the screen allow for both."""
        return (SCREEN,) if self._stops_voice else ()

    @property
    def _stops_voice(self) -> bool:
        return self.state == "stopped" and self.recording_type is None


def possible(notes: Notes, subject: str) -> States:
    """The states that a subject may be in. A note about everything that is recorded covers the types without one."""
    if subject != ANY:
        return notes[subject] if subject in notes else notes[ANY] | {NONE} if ANY in notes else UNNOTED
    something_is_recorded = any(NONE not in notes[other] for other in notes if other != ANY)
    return notes.get(ANY, UNNOTED) - ({NONE} if something_is_recorded else frozenset())


def is_noted(notes: Notes, subject: str) -> bool:
    """Whether there is a note that says something about the subject."""
    return bool(notes) if subject == ANY else subject in notes or ANY in notes


def unanswered(request: Request, notes: Notes) -> Notes:
    """The notes if the outcome of the request is not known."""
    perhaps, target = request.operation.perhaps, request.operation.target
    after = {other: perhaps(possible(notes, other)) for other in (*request.reaches, *request.may_reach)}
    after[ANY] = perhaps(possible(notes, ANY)) | (frozenset() if request.subject == ANY else {target})
    return _merged(request, notes, after)


def accepted(request: Request, notes: Notes) -> Notes:
    """The notes after Connect accepted the request: something is recorded, and all that it reaches has the target."""
    operation = request.operation
    after = {other: operation.carried_out(possible(notes, other)) for other in request.reaches}
    after |= {other: operation.perhaps(possible(notes, other)) for other in request.may_reach}
    after[request.subject] = frozenset((operation.target,))
    everything = possible(notes, ANY)
    reached = operation.carried_out(everything) if request.subject == ANY else everything
    after[ANY] = reached - {NONE} | {operation.target}
    return _merged(request, notes, after)


def accepted_without_agent(request: Request, notes: Notes) -> Notes:
    """The notes after an accepted pause before an agent joins: a recording that is only armed begins then."""
    after = dict(unanswered(request, notes))
    after[request.subject] = possible(after, request.subject) - {NONE} | {STARTED, SUSPENDED}
    return after


def refused(request: Request, notes: Notes, lost: bool) -> Notes:
    """The notes after a refusal that proves something: the request applies to nothing that it reaches.

    lost: an earlier attempt may have been carried out. A state set that becomes empty is a contradiction.
    """
    before = unanswered(request, notes) if lost else notes
    applies_to = request.operation.applies_to
    after = {other: before[other] - applies_to for other in request.reaches if other in before}
    after[request.subject] = possible(before, request.subject) - applies_to
    return {**before, **after}


def _merged(request: Request, notes: Notes, after: dict[str, States]) -> Notes:
    """The notes with what is worth noting: what the task is about, every pause, and what no other note says."""
    merged = {**notes, request.subject: after[request.subject]}
    for subject in (ANY, *request.reaches, *request.may_reach):
        is_pause = subject == ANY and request.state == "suspended"
        if subject in notes or is_pause or after[subject] != possible(merged, subject):
            merged[subject] = after[subject]
    return merged

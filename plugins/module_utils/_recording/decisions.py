"""What to send, and what an answer proves. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import (
    ANY,
    ANYTHING,
    CALL,
    SCREEN,
    STOPPED,
    SUSPENDED,
    Notes,
    Request,
    States,
    accepted,
    accepted_without_agent,
    in_doubt,
    is_noted,
    possible,
    refused,
)


def why_not_to_send(request: Request, notes: Notes, pause_is_on: bool, allow_unknown: bool) -> str | None:
    """The reason (a key of explanations.NOT_SENT) if the request cannot help or can do harm, else None."""
    states, operation = possible(notes, request.subject), request.operation
    if request.state == "started":
        if states == {STOPPED}:
            return "stopped"
        if is_noted(notes, request.subject) and states <= operation.fulfilled_by:
            return "begun"
        return "paused" if pause_is_on or SUSPENDED in notes.get(ANY, ()) else None
    if request.state != "resumed":
        return None
    call = possible(notes, CALL)
    if states == {STOPPED} or (request.subject == ANY and call == {STOPPED}):
        return "stopped"
    about = notes.values() if request.subject == ANY else [states] if is_noted(notes, request.subject) else []
    if any(SUSPENDED in noted for noted in about):
        return None
    if request.subject != SCREEN and STOPPED in call | states:
        return "may be stopped"
    if allow_unknown:
        return None
    return "no pause noted" if is_noted(notes, request.subject) else "no note"


@dataclass(frozen=True)
class Agent:
    """What is known of the agent: None for connected if the contact was not described.

    is_settled: connected for long enough that the whisper, during which every request is refused, is over.
    """

    connected: bool | None = None
    is_settled: bool = False


@dataclass(frozen=True)
class Conclusion:
    """What follows from an answer. problem: why the task is not ok (a key of explanations.PROBLEMS), or None."""

    notes: Notes
    states: States
    changed: bool
    evidence: str = "none"
    problem: str | None = None


def conclude(
    request: Request, notes: Notes, agent: Agent, *, accepts: bool = False, refuses: bool = False, lost: bool = False
) -> Conclusion:
    """What an answer proves: accepted, refused, or neither (then the task failed). lost: an attempt has no answer."""
    needs_agent = request.state == "suspended" and request.recording_type != "IVR" and agent.connected is False
    if accepts:
        after = accepted_without_agent(notes, request) if needs_agent else accepted(request, notes)
        states = possible(after, request.subject)
        if needs_agent:
            return Conclusion(after, states, True, problem="no agent")
        problem = None if states <= request.operation.fulfilled_by else "may be stopped"
        return Conclusion(after, states, lost or after != notes, "accepted", problem)
    unproven = in_doubt(request, notes) if lost else notes
    if not refuses:
        return Conclusion(unproven, possible(unproven, request.subject), lost, problem="lost" if lost else "failed")
    if needs_agent or not agent.is_settled or not is_noted(notes, request.subject):
        problem = "no agent" if needs_agent else "no note" if not is_noted(notes, request.subject) else "whisper"
        return Conclusion(unproven, possible(unproven, request.subject), lost, problem=problem)
    return _conclude_from_refusal(request, notes, lost)


def _conclude_from_refusal(request: Request, notes: Notes, lost: bool) -> Conclusion:
    after = refused(request, notes, lost)
    contradicted = [subject for subject, states in after.items() if not states]
    if contradicted:
        kept = {subject: states for subject, states in after.items() if states}
        return Conclusion(kept, ANYTHING, lost, problem="changed by others")
    states = possible(after, request.subject)
    if not states <= request.operation.fulfilled_by:
        return Conclusion(after, states, lost, problem="refused")
    is_confirmed = not lost and states == possible(notes, request.subject)
    return Conclusion(after, states, lost or after != notes, "confirmed" if is_confirmed else "inferred")

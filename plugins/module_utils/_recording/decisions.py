"""What to send, and what an answer proves. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass

from .._contacts import Contact
from .states import (
    ANY,
    ANYTHING,
    CALL,
    IVR,
    SCREEN,
    STOPPED,
    SUSPENDED,
    Notes,
    Request,
    States,
    accepted,
    accepted_without_agent,
    is_noted,
    possible,
    refused,
    unanswered,
)


def one_state(states: States) -> str:
    """The state if only one is possible, else "unknown"."""
    return next(iter(states)) if len(states) == 1 else "unknown"


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
class Conclusion:
    """What follows from an answer. problem: why the task is not ok (a key of explanations.PROBLEMS), or None."""

    notes: Notes
    states: States
    changed: bool
    evidence: str = "none"
    problem: str | None = None


def conclude(request: Request, notes: Notes, contact: Contact, accepts: bool, refuses: bool, lost: bool) -> Conclusion:
    """What an answer proves: Connect accepts, refuses, or neither. lost: an attempt was left without an answer."""
    subject = request.subject
    is_early = request.state == "suspended" and subject != IVR and contact.connected_to_agent is False
    if accepts and is_early:
        after = accepted_without_agent(request, notes)
        return Conclusion(after, possible(after, subject), True, problem="no agent")
    if accepts:
        after = accepted(request, notes)
        states = possible(after, subject)
        problem = None if states <= request.operation.fulfilled_by else "may be stopped"
        return Conclusion(after, states, lost or after != notes, "accepted", problem)
    if refuses and not is_early and contact.agent_is_settled and is_noted(notes, subject):
        return _conclude_from_refusal(request, notes, lost)
    if not refuses:
        problem = "lost" if lost else "failed"
    elif is_early:
        problem = "no agent"
    else:
        problem = "whisper" if is_noted(notes, subject) else "no note"
    unproven = unanswered(request, notes) if lost else notes
    return Conclusion(unproven, possible(unproven, subject), lost, problem=problem)


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
    # An earlier attempt may have brought the target about. If it is not possible, nothing did.
    changed = lost or (after != notes and request.operation.target in states)
    return Conclusion(after, states, changed, "confirmed" if is_confirmed else "inferred")

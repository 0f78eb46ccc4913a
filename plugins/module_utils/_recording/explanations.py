"""What to tell a person about a recording: why nothing was sent, and why a task failed."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .._api.errors import TaskError
from .decisions import Conclusion
from .states import Request

# Errors if nothing was sent, by the reason that decisions.why_not_to_send gives: code and message.
NOT_SENT = {
    "stopped": (
        "RecordingStopped",
        "The recording was stopped. Amazon Connect can neither start nor resume a stopped recording.",
    ),
    "paused": (
        "CallPaused",
        "The recording was not started, because the call is paused. To end the pause, run a task with state=resumed.",
    ),
    "may be stopped": (
        "RecordingMayBeStopped",
        "The recording may be stopped: the outcome of an earlier stop is not known. A task with state=stopped finds "
        "out, and stops it if it still runs.",
    ),
}
JOINED_LATER = "it was not paused with the call, because it joined later. It may have been recorded during the pause."
NO_NOTE = "nothing was sent, because no pause is noted. To end a pause that somebody else made, set allow_unknown=true."

# By the problem that decisions.conclude gives: code and message.
PROBLEMS = {
    "may be stopped": NOT_SENT["may be stopped"],
    "no agent": (
        "AgentNotConnected",
        "No agent is connected yet. A recording that begins when the agent joins would not be paused. Wait for the "
        "agent with connect_contact_info, then pause.",
    ),
    "no note": (
        "RequestRefused",
        "Amazon Connect refused {operation} and does not say why. Nothing is noted about this recording: {reasons}.",
    ),
    "whisper": (
        "RequestRefused",
        "Amazon Connect refused {operation}. This proves nothing, because the agent has not been connected for 5 "
        "seconds: run the task again.",
    ),
    "refused": (
        "RequestRefused",
        "Amazon Connect refused {operation} and does not say why. According to the notes, the call may be {states}.",
    ),
    "changed by others": (
        "RecordingChanged",
        "Amazon Connect refused {operation}, which contradicts the notes: an agent, a flow or another program has "
        "changed the recording. The note was emptied. Ask the agent for the state of the recording.",
    ),
}
REASONS = {
    "started": "it may have begun already, for example because its flow records it, or have been stopped",
    "suspended": "it may be paused already, or not be recorded at all. Until you know, treat the call as recorded",
    "resumed": "it may not be paused, or not be recorded at all",
    "stopped": "it may be stopped already, or never have been recorded",
}
WORDS = {"none": "not recorded", "started": "recorded", "stopped": "stopped", "suspended": "paused"}
ALLOW_UNKNOWN = " To accept an unknown state, set allow_unknown=true."
LOST = "{error} The request may have been carried out: run the task again to find out."
UNKNOWN_ALLOWED = "the state is unknown, which allow_unknown allows: {message}"
NOT_NOTED_FIRST = "Nothing was changed, because a change must be noted on the contact first, and this failed: {error}"
NOT_NOTED_AFTER = "the state could not be noted on the contact, so a later task may not know it: {error}"
PAUSE_STAYS_ON = (
    "the call's pause stays on, because whether this is the only live contact of the call is not known: {error}"
)
OUTDATED = (
    "Nothing was changed, because this request is from {requested_at}, and a newer one, for {newest}, has been made."
)


def not_sent(reason: str) -> TaskError:
    code, message = NOT_SENT[reason]
    return TaskError(message, code)


def problem_of(request: Request, conclusion: Conclusion, error: TaskError | None, may_suggest: bool) -> TaskError:
    """The error of a task that is not ok. error: what Connect or the network said. may_suggest: allow_unknown."""
    if error and conclusion.problem == "failed":
        return error
    if error and conclusion.problem == "lost":
        return error.saying(LOST.format(error=error), "OutcomeUnknown")
    code, message = PROBLEMS[str(conclusion.problem)]
    message = message.format(
        operation=request.operation.name,
        reasons=REASONS[request.state],
        states=" or ".join(WORDS[state] for state in sorted(conclusion.states)),
    )
    if code == "RequestRefused" and may_suggest:
        message += ALLOW_UNKNOWN
    return TaskError(message, code, error.request_id if error else None)

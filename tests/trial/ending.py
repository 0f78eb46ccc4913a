"""The last questions: what all refusals have in common, and how requests for an ended contact are answered."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .clock import seconds_until
from .consent import CHANGE, END
from .questions import CannotAsk, Finding, Question, compared
from .recorder import PAUSE, SETTLE
from .trial import Trial

LONGEST = 10  # s


def refusals(trial: Trial) -> Finding:
    """Ask nothing: look at the refusals so far."""
    seen = list(dict.fromkeys(f"{operation} {outcome}" for operation, outcome in trial.recorder.refusals))
    if not seen:
        raise CannotAsk("No request was refused.")
    recognized = all(outcome.recognized for _operation, outcome in trial.recorder.refusals)
    return compared(recognized, f"{'; '.join(seen)}.", {"refusals": len(trial.recorder.refusals)})


def ended_contact(trial: Trial) -> Finding:
    contact_id = _ended_part(trial) or _end_call(trial)
    described = trial.account.describe(contact_id, "an ended contact")
    initial = described.get("InitialContactId") or contact_id
    trial.clock.sleep(SETTLE)
    outcome = trial.account.change_recording(PAUSE, contact_id, initial, "an ended contact")
    if not outcome.accepted and not outcome.refused:
        raise CannotAsk(f"{PAUSE} {outcome}.")
    has_time = bool(described.get("DisconnectTimestamp"))
    seen = f"DescribeContact returns {'a' if has_time else 'no'} DisconnectTimestamp. The request {outcome}."
    return compared(has_time and outcome.refused and not outcome.recognized, seen)


def _ended_part(trial: Trial) -> str | None:
    """An ended contact of the same call, such as the part before a transfer."""
    connect, contact_id = trial.account.connect, trial.call.contact_id
    contacts = trial.account.ask("ListAssociatedContacts", lambda: connect.associated_contacts(contact_id))
    calls = (item for item in contacts if item.get("Channel") == "VOICE" and item.get("InitiationMethod") != "MONITOR")
    return next((item["ContactId"] for item in calls if item.get("DisconnectTimestamp")), None)


def _end_call(trial: Trial) -> str:
    trial.consent.require(CHANGE)
    trial.consent.require(END)
    trial.recorder.finish()
    contact_id = trial.call.contact_id
    trial.account.end_contact(contact_id)
    trial.call_ended = True

    def has_ended() -> bool:
        return bool(trial.account.describe(contact_id).get("DisconnectTimestamp"))

    if seconds_until(trial.clock, has_ended, LONGEST) is None:
        raise CannotAsk(f"DescribeContact returns no DisconnectTimestamp within {LONGEST} seconds.")
    return contact_id


QUESTIONS = (
    Question(
        "refusals",
        "How are requests refused that do not fit the state of the recording?",
        'With InvalidRequestException, HTTP status 400, and a text that has the words "recording state".',
        "The collection recognizes a refusal by them. Any other error proves nothing.",
        refusals,
    ),
    Question(
        "ended_contact",
        "How does Amazon Connect answer requests for an ended contact?",
        "DescribeContact returns a DisconnectTimestamp. A Suspend is refused, in other words than those above.",
        "A refusal because the contact has ended must not pass for proof of a pause.",
        ended_contact,
    ),
)

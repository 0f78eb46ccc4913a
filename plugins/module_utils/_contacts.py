"""Contacts as Amazon Connect describes them, and the parts of a call."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ._api.client import Connect, Description
from ._api.errors import TaskError

# While the agent whisper plays, Connect refuses every recording request. It has ended this long after the agent joined.
WHISPER = timedelta(seconds=5)


@dataclass(frozen=True)
class Contact:
    """A contact as Connect described it or, if it was not described, as the task names it.

    connected_to_agent: None if it was not described. agent_is_settled: the agent whisper has surely ended.
    """

    contact_id: str
    initial_contact_id: str
    channel: str | None = None
    connected_to_agent: bool | None = None
    agent_is_settled: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def live_contact(connect: Connect, contact_id: str, initial_contact_id: str | None = None) -> Contact:
    """The contact as Connect describes it now. Raises TaskError if it is unknown or has ended."""
    description = connect.describe_contact(contact_id)
    ended = description.contact.get("DisconnectTimestamp")
    if ended:
        raise TaskError(f"The contact ended at {ended.isoformat()}. Only live contacts can be changed.", "ContactEnded")
    return contact_of(description, contact_id, initial_contact_id)


def contact_of(description: Description, contact_id: str, initial_contact_id: str | None = None) -> Contact:
    """A described contact. An untransferred contact may name no initial contact: then it is the initial one itself."""
    described = description.contact
    connected_at = described.get("AgentInfo", {}).get("ConnectedToAgentTimestamp")
    return Contact(
        contact_id=contact_id,
        initial_contact_id=initial_contact_id or described.get("InitialContactId") or contact_id,
        channel=described.get("Channel"),
        connected_to_agent=connected_at is not None,
        agent_is_settled=_is_settled(connected_at, description.answered_at),
        attributes=described.get("Attributes") or {},
    )


def _is_settled(connected_at: datetime | None, answered_at: datetime | None) -> bool:
    return connected_at is not None and answered_at is not None and answered_at - connected_at >= WHISPER


@dataclass(frozen=True)
class CallParts:
    """The contacts of a call: its live voice contacts, and all of them."""

    live: list[str]
    all: frozenset[str]


def call_parts(connect: Connect, contact_id: str) -> CallParts:
    """The contacts of the call that a contact belongs to. If it is a live part itself, it is the first.

    Raises TaskError if no part is live, or if the contacts cannot be listed.
    """
    try:
        contacts = connect.associated_contacts(contact_id)
    except TaskError as error:
        text = f"Nothing was sent, because the call's contacts could not be listed: {error}"
        if error.code != "ResourceNotFoundException":
            text += " To act on this contact only, set whole_call=false."
        raise error.saying(text) from error
    itself = next((contact for contact in contacts if contact["ContactId"] == contact_id), None)
    live = [contact["ContactId"] for contact in contacts if _is_live_part(contact)]
    if itself is None or contact_id in live:
        live = [contact_id, *(part for part in live if part != contact_id)]
    if itself is not None and not live:
        raise _no_live_part(itself)
    return CallParts(live, frozenset(contact["ContactId"] for contact in contacts) | {contact_id})


def _is_live_part(contact: dict) -> bool:
    is_call = contact.get("Channel") == "VOICE" and contact.get("InitiationMethod") != "MONITOR"
    return is_call and not contact.get("DisconnectTimestamp")


def _no_live_part(contact: dict) -> TaskError:
    if not contact.get("DisconnectTimestamp"):
        return not_a_call(contact.get("Channel"))
    return TaskError("The call has ended: none of its contacts is live.", "CallEnded")


def not_a_call(channel: str | None) -> TaskError:
    text = f"The contact's channel is {channel}. Only the recording of VOICE contacts can be changed."
    return TaskError(text, "NoRecording")

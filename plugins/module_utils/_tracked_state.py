"""What an earlier run left on the contact: read from its attributes, and the attributes to write. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

import json
import re

from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

STARTED, SUSPENDED, STOPPED, UNKNOWN = "started", "suspended", "stopped", "unknown"
# Noted before StopContactRecording is sent, since a stop that nobody remembers cannot be told from a start.
STOPPING = "stopping"
REMEMBERED = frozenset((STARTED, SUSPENDED, STOPPED, STOPPING))

RECORDING_TYPES = ("AGENT", "IVR", "SCREEN")

# What Amazon's own Salesforce adapter sets to "true" once it has started a recording.
ADAPTER_ATTRIBUTE = "RECORDING_STARTED"


def check_attribute_name(option: str, name: str) -> None:
    """Raise where Connect would not take the name for an attribute."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name):
        raise UserError(f"{option}: {name!r} is not 1 to 100 letters, digits, dashes and underscores")


class TrackedState:
    """The remembered state of one contact's recording, of one type or of all that its flow records.

    Attributes belong to a whole chain of contacts, so each state stands beside the contact that it is about. Recordings
    of one type and of all types have pairs of their own, and a change in one makes the other unknown: what the flow
    records is not known here, so neither tells about the other.
    """

    def __init__(self, contact: Contact, attribute: str, recording_type: str | None) -> None:
        self._contact = contact
        self._attributes = contact.attributes
        self._name = _pair_name(attribute, recording_type)
        self._is_untyped = recording_type is None
        self._others = [_pair_name(attribute, other) for other in (RECORDING_TYPES if self._is_untyped else (None,))]

    @property
    def remembered(self) -> str:
        """One of REMEMBERED, or UNKNOWN where nothing is noted about this very contact."""
        owner = self._attributes.get(_owner(self._name))
        is_first = self._contact.contact_id == self._contact.initial_contact_id
        # Without an owner, as a flow may set it, a state is about the first contact of the chain.
        if owner != self._contact.contact_id and (owner or not is_first):
            return UNKNOWN
        state = self._attributes.get(self._name)
        if state is None and self._is_untyped and self._adapter_started():
            return STARTED
        return state if state in REMEMBERED else UNKNOWN

    def noting(self, state: str) -> dict[str, str]:
        """The attributes to write so that this state is remembered, and nothing that it makes doubtful."""
        doubtful = {other: "" for other in self._others if self._counts(other)}
        if not doubtful and self._pair(state).items() <= self._attributes.items():
            return {}
        # Never half a pair: another contact of the chain may have written its own since the attributes were read.
        return self._pair(state) | doubtful

    def restoring(self) -> dict[str, str]:
        """The attributes to write so that what was remembered at first is remembered again after noting(STOPPING)."""
        emptied = {other: self._attributes.get(other, "") for other in self._others if self._counts(other)}
        return self._pair(self.remembered) | emptied

    def _pair(self, state: str) -> dict[str, str]:
        return {self._name: state, _owner(self._name): self._contact.contact_id}

    def _counts(self, other: str) -> bool:
        """Whether anything could be read from another pair. The adapter's attribute counts as a state of all types."""
        return bool(self._attributes.get(other)) or (not self._is_untyped and self._adapter_started())

    def _adapter_started(self) -> bool:
        return self._attributes.get(ADAPTER_ATTRIBUTE, "").lower() == "true"


class MonitorNote:
    """What is noted on a contact's chain about one user's monitoring session: session, contact and capabilities."""

    def __init__(self, attributes: dict[str, str], user_id: str) -> None:
        self._name = f"ansible_monitor_{user_id}"
        self._noted = _json_object(attributes.get(self._name))

    @property
    def session_id(self) -> str | None:
        return self._text("session")

    @property
    def contact_id(self) -> str | None:
        return self._text("contact")

    @property
    def capabilities(self) -> list[str] | None:
        noted = self._noted.get("capabilities")
        return noted if isinstance(noted, list) and all(isinstance(item, str) for item in noted) else None

    def noting(self, session_id: str, contact_id: str, capabilities: list[str]) -> dict[str, str]:
        """The attributes to write so that this session is remembered."""
        note = {"session": session_id, "contact": contact_id, "capabilities": capabilities}
        return {self._name: json.dumps(note, separators=(",", ":"))}

    def _text(self, key: str) -> str | None:
        noted = self._noted.get(key)
        return noted if isinstance(noted, str) else None


def _pair_name(attribute: str, recording_type: str | None) -> str:
    return attribute if recording_type is None else f"{attribute}_{recording_type.lower()}"


def _owner(name: str) -> str:
    return f"{name}_contact"


def _json_object(text: str | None) -> dict:
    """Attributes are set by others too: whatever is not a JSON object counts as nothing noted."""
    try:
        noted = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}

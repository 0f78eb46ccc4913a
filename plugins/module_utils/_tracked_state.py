"""What an earlier run left on the contact: read from its attributes, and the attributes to write. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

import json
import re
from datetime import datetime

from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

STARTED, SUSPENDED, STOPPED, UNKNOWN = "started", "suspended", "stopped", "unknown"
# What is remembered while the outcome of a request is not known, and after it where the answer was lost for good.
STARTING = "starting"  # not started yet, or started, or suspended by its flow
CHANGING = "changing"  # started, or suspended
STOPPING = "stopping"  # started, or suspended, or stopped
ENDING = "ending"  # the same, or not started: nothing was known when the stop was sent
REMEMBERED = frozenset((STARTED, SUSPENDED, STOPPED, STARTING, CHANGING, STOPPING, ENDING))

# Of how many other contacts of a chain the time is kept: an agent may consult another, and a call go on after a transfer.
MAX_TIMES = 7

# What no later request can undo.
FOR_GOOD = frozenset((STOPPED, STOPPING, ENDING))

RECORDING_TYPES = ("AGENT", "IVR", "SCREEN")
RESERVED_ENDINGS = ("_agent", "_ivr", "_screen", "_contact", "_requested_at")

# What Amazon's own Salesforce adapter sets to "true" once it has started a recording.
ADAPTER_ATTRIBUTE = "RECORDING_STARTED"


def check_attribute_name(option: str, name: str) -> None:
    """Raise where Connect would not take the name for an attribute, or where it is that of another memory."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", name):
        raise UserError(f"{option}: {name!r} is not 1 to 100 letters, digits, dashes and underscores")
    if name.endswith(RESERVED_ENDINGS):
        raise UserError(f"{option}: {name!r} must not end in {', '.join(RESERVED_ENDINGS)}: they mean something else")


class TrackedState:
    """The remembered state of one contact's recording, of one type or of all that its flow records.

    Attributes belong to a whole chain of contacts, so each state stands beside the contact that it is about. Recordings
    of one type and of all types have pairs of their own. What the flow records is not known here, so a change in one makes
    another state in the other unknown, except that a stop is for good and never forgotten.
    """

    def __init__(self, contact: Contact, attribute: str, recording_type: str | None) -> None:
        self._contact = contact
        self._attributes = contact.attributes
        self._pairs = [_pair_name(attribute, kind) for kind in (None, *RECORDING_TYPES)]
        self._name = _pair_name(attribute, recording_type)
        self._agents = _pair_name(attribute, "AGENT")
        self._time = f"{attribute}_requested_at"
        self._is_untyped = recording_type is None
        self._others = [_pair_name(attribute, other) for other in (RECORDING_TYPES if self._is_untyped else (None,))]

    @property
    def remembered(self) -> str:
        """One of REMEMBERED, or UNKNOWN where nothing is noted about this very contact."""
        own = self._read(self._name)
        agents = self._read(self._agents) if self._is_untyped else UNKNOWN
        # Resuming what else the flow records must not pass for resuming the call, once that was stopped.
        if agents in FOR_GOOD and own != STOPPED:
            return agents
        if own == UNKNOWN and self._is_untyped and self._name not in self._attributes and self._adapter_started():
            return STARTED
        return own

    @property
    def newest_request(self) -> datetime | None:
        """When the newest of all changes of this very contact was asked for, whatever their types, as far as that was said."""
        return self._times().get(self._contact.contact_id)

    def claiming(self, asked_at: datetime) -> dict[str, str]:
        """The attributes to write so that a request is remembered as the newest one, whatever becomes of it."""
        if asked_at == self.newest_request:
            return {}
        others = {contact: time for contact, time in self._times().items() if contact != self._contact.contact_id}
        newest_others = sorted(others.items(), key=lambda item: item[1])[-MAX_TIMES:]
        times = [(self._contact.contact_id, asked_at), *newest_others]
        return {self._time: " ".join(f"{time.isoformat()} {contact}" for contact, time in times)}

    def noting(self, state: str) -> dict[str, str]:
        """The attributes to write so that this state is remembered, and nothing that it makes doubtful."""
        doubtful = {other: "" for other in self._others if self._makes_doubtful(other, state)}
        # That all was paused does not prove that the call was not stopped before.
        if self._is_untyped and state == SUSPENDED and self._read(self._name) in (STOPPING, ENDING):
            return doubtful
        if not doubtful and self._pair(state).items() <= self._attributes.items():
            return {}
        # Never half a pair: another contact of the chain may have written its own since the attributes were read.
        return self._pair(state) | doubtful

    def doubting(self, wanted: str, starts: bool) -> dict[str, str]:
        """The attributes to write so that a request of unknown outcome is remembered as that.

        starts: whether StartContactRecording is one of the requests.
        """
        remembered = self.remembered
        if wanted == STOPPED:
            doubtful = {other: "" for other in self._others if self._makes_doubtful(other, STOPPING)}
            if remembered in FOR_GOOD:
                return doubtful
            return self._pair(ENDING if remembered in (UNKNOWN, STARTING) else STOPPING) | doubtful
        if remembered in (STARTED, SUSPENDED) and remembered != wanted:
            return self._pair(CHANGING)
        if remembered == UNKNOWN and starts and self._was_surely_never_stopped:
            return self._pair(STARTING)
        return {}

    def restoring(self, doubt: dict[str, str]) -> dict[str, str]:
        """The attributes to write so that all is remembered as it was before this doubt was written."""
        before = {name: self._attributes.get(name, "") for name in doubt}
        return before | self._pair(self.remembered) if self.remembered in (STARTED, SUSPENDED) else before

    def _times(self) -> dict[str, datetime]:
        """When the newest changes of this contact, and of others of its chain, were asked for."""
        words = self._attributes.get(self._time, "").split()
        times = {contact: parse_time(time) for time, contact in zip(words[::2], words[1::2], strict=False)}
        return {contact: time for contact, time in times.items() if time}

    def _read(self, name: str) -> str:
        owner = self._attributes.get(_owner(name))
        # Without an owner, as a flow may set it, a state is about the first contact of the chain.
        if owner != self._contact.contact_id and (owner or not self._is_first):
            return UNKNOWN
        state = self._attributes.get(name)
        return state if state in REMEMBERED else UNKNOWN

    def _pair(self, state: str) -> dict[str, str]:
        return {self._name: state, _owner(self._name): self._contact.contact_id}

    def _makes_doubtful(self, other: str, state: str) -> bool:
        held = self._attributes.get(other)
        if held in (STOPPING, ENDING):
            # A start that was accepted proves that the call's recording was not stopped.
            return self._is_untyped and other == self._agents and state == STARTED
        if not held:
            return (
                not self._is_untyped and state != STARTED and other not in self._attributes and self._adapter_started()
            )
        return held not in (state, STOPPED)

    @property
    def _was_surely_never_stopped(self) -> bool:
        """Every stop is noted. A note can have been lost only where another contact of the chain wrote over it."""
        owners = {self._attributes.get(_owner(name)) or self._contact.contact_id for name in self._pairs}
        return owners == {self._contact.contact_id} and not any(
            self._attributes.get(name) in FOR_GOOD for name in self._pairs
        )

    @property
    def _is_first(self) -> bool:
        return self._contact.contact_id == self._contact.initial_contact_id

    def _adapter_started(self) -> bool:
        return self._is_first and self._attributes.get(ADAPTER_ATTRIBUTE, "").lower() == "true"


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


def parse_time(text: str) -> datetime | None:
    """A time with its offset from UTC, in the ISO 8601 format, or None where this is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None


def _json_object(text: str | None) -> dict:
    """Attributes are set by others too: whatever is not a JSON object counts as nothing noted."""
    try:
        noted = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}

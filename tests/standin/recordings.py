"""The recordings: which requests change them, and which are refused."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable

from .state import TYPES, Contact, ServiceError, State

NONE, ARMED, STARTED, SUSPENDED, STOPPED = "none", "armed", "started", "suspended", "stopped"
VOICE = ("AGENT", "IVR")
# The recordings that belong to an agent: they are armed until one joins.
OF_AGENT = ("AGENT", "SCREEN")
REFUSED = "Request is not allowed in current voice recording state"


def move(contact: Contact, kinds: Iterable[str], sources: tuple[str, ...], target: str) -> bool:
    """Bring those of the recordings that are in one of the source states into the target state, and tell if any was."""
    moving = [kind for kind in kinds if contact.recordings[kind] in sources]
    contact.recordings.update(dict.fromkeys(moving, target))
    return bool(moving)


class Recordings(State):
    """The operations on recordings."""

    def start_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        tracks = parameters["VoiceRecordingConfiguration"]
        if len(tracks) != 1:
            raise ServiceError("InvalidParameterException", "Exactly one recording track should be present")
        kind = "IVR" if "IvrRecordingTrack" in tracks else "AGENT"
        target = STARTED if contact.agent or kind == "IVR" else ARMED
        answers = {SUSPENDED: self.settings.start_suspended, STOPPED: self.settings.start_stopped}
        sources = (NONE, *(state for state, answer in answers.items() if answer == "accept"))
        return self._change(contact, (kind,), sources, target, self.settings.repeat_start)

    def stop_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        # The reference says "only voice recordings are supported at this time".
        kinds = _kinds(parameters, TYPES if self.settings.stop_reaches_screen else VOICE)
        return self._change(contact, kinds, (ARMED, STARTED, SUSPENDED), STOPPED, self.settings.repeat_stop)

    def suspend_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        return self._change(contact, _kinds(parameters, TYPES), (STARTED,), SUSPENDED, self.settings.repeat)

    def resume_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        return self._change(contact, _kinds(parameters, TYPES), (SUSPENDED,), STARTED, self.settings.repeat)

    def _recordable(self, parameters: dict) -> Contact:
        contact = self._contact(parameters["ContactId"])
        if parameters["InitialContactId"] != (contact.initial or contact.id):
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        if not contact.live:
            raise ServiceError("InvalidRequestException", "Contact is not active")
        if contact.channel != "VOICE":
            raise ServiceError("InvalidRequestException", "Only voice contacts can be recorded")
        if contact.whisper:
            raise ServiceError("InvalidRequestException", REFUSED)
        return contact

    def _change(
        self, contact: Contact, kinds: tuple[str, ...], sources: tuple[str, ...], target: str, repeat: str
    ) -> dict:
        """repeat: "accept" if a request that changes nothing is accepted when a recording is in the target state."""
        repeated = any(contact.recordings[kind] == target for kind in kinds)
        if not move(contact, kinds, sources, target) and not (repeated and repeat == "accept"):
            raise ServiceError("InvalidRequestException", REFUSED)
        return {}


def _kinds(parameters: dict, without_type: tuple[str, ...]) -> tuple[str, ...]:
    kind = parameters.get("ContactRecordingType")
    return (kind,) if kind else without_type

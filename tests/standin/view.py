"""What the page shows: the calls in their parts, each with what is true, what is noted and who listens."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from datetime import timedelta

from .contacts import Contacts
from .faults import ANY, Fault
from .recordings import ARMED, NONE, STARTED, STOPPED, SUSPENDED
from .state import Contact

ENDED_IS_SHOWN_FOR = timedelta(minutes=1)
RECORDING, MONITOR = "ansible_recording_", "ansible_monitor_"
# The subjects that tasks note, and the recording that each is about.
SUBJECTS = {"any": None, "call": "AGENT", "ivr": "IVR", "screen": "SCREEN"}
# What a recording has become when its contact has ended.
AT_THE_END = {NONE: NONE, ARMED: NONE, STARTED: STOPPED, SUSPENDED: STOPPED, STOPPED: STOPPED}
NOTE = re.compile(r"(?P<text>[a-z,]+) \d{4}-\d\d-\d\dT(?P<time>\d\d:\d\d:\d\d)\S*")
UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class View(Contacts):
    """What a person sees of the contact center."""

    def view(self) -> dict:
        """The calls that go on or ended just now, and the users who are free to join one."""
        shown_since = self.now() - ENDED_IS_SHOWN_FOR
        calls: dict[str, list[Contact]] = {}
        for contact in self.contacts.values():
            if contact.initiation_method != "MONITOR" and (contact.ended_at is None or contact.ended_at >= shown_since):
                calls.setdefault(self._root(contact), []).append(contact)
        queues = {queue.id: queue.name for queue in self.queues}
        return {
            "instance": {"alias": self.alias, "region": self.region},
            "calls": [self._call(identifier, parts, queues) for identifier, parts in calls.items()],
            "free_users": self._free_users(),
        }

    def _free_users(self) -> list[dict]:
        busy = {contact.agent for contact in self.contacts.values() if contact.live and contact.channel == "VOICE"}
        return [
            {"id": user.id, "name": user.username}
            for user in self.users.values()
            if user.signed_in and user.status != "Offline" and user.id not in busy
        ]

    def _call(self, identifier: str, parts: list[Contact], queues: dict[str, str]) -> dict:
        """A call, with the notes that belong to none of its parts alone. queues: their names, by ID."""
        attributes: dict[str, str] = {}
        for part in parts:
            attributes |= self._first_contact(part).attributes
        notes = [
            _note(name, self._label(name), value)
            for name, value in attributes.items()
            if value and name.startswith((RECORDING, MONITOR)) and not self._names_a_contact(name)
        ]
        return {"id": identifier, "notes": notes, "parts": [self._part(part, queues) for part in parts]}

    def _names_a_contact(self, name: str) -> bool:
        return name.removeprefix(RECORDING).rpartition("_")[0] in self.contacts

    def _label(self, name: str) -> str:
        """A short name for an attribute."""
        user = self.users.get(name.removeprefix(MONITOR))
        return f"monitor {user.username}" if user else name.removeprefix(RECORDING)

    def _part(self, contact: Contact, queues: dict[str, str]) -> dict:
        attributes = self._first_contact(contact).attributes
        named = {subject: f"{RECORDING}{contact.id}_{subject}" for subject in SUBJECTS}
        return {
            "id": contact.id,
            "channel": contact.channel,
            "state": _state(contact),
            "agent": self.users[contact.agent].username if contact.agent else None,
            "queue": queues.get(contact.queue or ""),
            "recordings": {
                kind: state if contact.live else AT_THE_END[state] for kind, state in contact.recordings.items()
            },
            "notes": [
                _note(name, subject, attributes[name], contact.recordings if contact.live else None)
                for subject, name in named.items()
                if attributes.get(name)
            ],
            "listeners": [
                {
                    "session": monitor.session_id,
                    "user": self.users[monitor.user_id].username,
                    "barge": "BARGE" in monitor.capabilities,
                }
                for monitor in self.monitors
                if monitor.contact_id == contact.id
            ],
        }


def _state(contact: Contact) -> str:
    if not contact.live:
        return "ended"
    if contact.whisper:
        return "whisper"
    return ("on hold" if contact.state == "CONNECTED_ONHOLD" else "connected") if contact.agent else "waiting"


def _note(name: str, label: str, value: str, recordings: dict[str, str] | None = None) -> dict:
    """A note in short. recordings: what is true of the contact that it is about."""
    match = NOTE.fullmatch(value)
    short = match.groupdict() if match else {"text": UUID.sub(r"\1", value), "time": ""}
    differs = bool(match and recordings and not covers(match["text"].split(","), label, recordings))
    return {"name": name, "label": label, "value": value, "differs": differs, **short}


def covers(states: list[str], subject: str, recordings: dict[str, str]) -> bool:
    """Whether what is true is among the states that a subject is noted with. An armed recording counts as started."""
    now = {kind: STARTED if state == ARMED else state for kind, state in recordings.items()}
    kind = SUBJECTS[subject]
    if kind is None:
        return (set(now.values()) - {NONE} or {NONE}) <= set(states)
    if kind == "AGENT" and now[kind] == NONE and STOPPED in states:
        # Stopping a call also stops its automated part, which may be all that was recorded.
        return now["IVR"] == STOPPED or NONE in states
    return now[kind] in states


def request_view(number: int, request: dict) -> dict:
    """An entry of the log in short. number: its place in the log."""
    parameters, fault = request["parameters"], request["fault"]
    answer = f"{request['status']} {request['code'] or 'OK'}"
    if fault.startswith("not carried out"):
        answer = f"{answer}, not carried out" if "answered" in fault else fault
    elif fault:
        answer = f"{answer}, {fault}"
    return {
        "number": number,
        "time": request["at"][11:19],
        "operation": request["operation"],
        "contact": parameters.get("ContactId") or parameters.get("InitialContactId"),
        "answer": answer,
        "kind": "lost" if fault else "refused" if request["status"] >= 400 else "accepted",
    }


def fault_view(fault: Fault) -> str:
    """A fault that is still to come, in words."""
    requests = {ANY: "request", "*ContactRecording": "recording request"}
    what = requests.get(fault.operation, fault.operation)
    which = "a later" if fault.skip else f"next {fault.times}" if fault.times > 1 else "next"
    return f"{which} {what}: {fault.summary or f'{fault.delay} s late'}"

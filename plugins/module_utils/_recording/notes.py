"""The notes that tasks keep in a contact's attributes: what is read, and what to write. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .states import ANYTHING, SUBJECTS, Notes

Attributes = Mapping[str, str]

# One for a whole chain of contacts: whether the call's pause is on or over, and the newest timed request.
PAUSE, REQUESTED_AT = "ansible_recording_pause", "ansible_recording_requested_at"


@dataclass(frozen=True)
class Entry:
    """A word and a time, such as "on 2026-03-04T17:29:09Z"."""

    word: str
    time: datetime

    def __str__(self) -> str:
        time = self.time.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return f"{self.word} {time}"


def read_entry(attributes: Attributes, name: str) -> Entry | None:
    """The entry of this name. Others can write attributes too: a malformed one counts as none."""
    word, _space, text = attributes.get(name, "").partition(" ")
    time = parse_time(text)
    return Entry(word, time) if word and time else None


def recording_attribute(contact_id: str, subject: str) -> str:
    return f"ansible_recording_{contact_id}_{subject}"


def read_recording(attributes: Attributes, contact_id: str) -> Notes:
    """The states that the subjects of this contact are noted with."""
    notes = {}
    for subject in SUBJECTS:
        entry = read_entry(attributes, recording_attribute(contact_id, subject))
        states = frozenset(entry.word.split(",")) if entry else frozenset()
        if states and states <= ANYTHING:
            notes[subject] = states
    return notes


def write_recording(contact_id: str, before: Notes, after: Notes, now: datetime) -> dict[str, str]:
    """The attributes that turn the notes before into those after. A note that is dropped becomes an empty text."""
    return {
        recording_attribute(contact_id, subject): str(Entry(",".join(sorted(after[subject])), now))
        if subject in after
        else ""
        for subject in SUBJECTS
        if before.get(subject) != after.get(subject)
    }


def pause_is_on(attributes: Attributes) -> bool:
    """Whether the call's pause is on: the parts that join the call are to be paused too."""
    entry = read_entry(attributes, PAUSE)
    return entry is not None and entry.word == "on"


def parse_time(text: str) -> datetime | None:
    """A time in the ISO 8601 format with an offset from UTC, or None if the text is not one."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else None


@dataclass(frozen=True)
class Session:
    """A monitoring session: its own contact, the monitored contact, and what the supervisor may do."""

    session_id: str
    contact_id: str
    capabilities: tuple[str, ...]


def read_session(attributes: Attributes, user_id: str) -> Session | None:
    """The noted session of a user, or None. The note reads "SILENT_MONITOR,BARGE session ... contact ..."."""
    words = attributes.get(f"ansible_monitor_{user_id}", "").split(" ")
    if len(words) != 5 or words[1::2] != ["session", "contact"] or not all(words):
        return None
    return Session(words[2], words[4], tuple(words[0].split(",")))


def write_session(user_id: str, session: Session) -> dict[str, str]:
    note = f"{','.join(session.capabilities)} session {session.session_id} contact {session.contact_id}"
    return {f"ansible_monitor_{user_id}": note}

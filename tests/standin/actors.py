"""What people do: agents accept, pause, transfer and confer, and anybody hangs up."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from .contacts import Contacts
from .recordings import ARMED, OF_AGENT, STARTED, SUSPENDED, move
from .state import TYPES, Contact
from .suggest import did_you_mean

# The actions that act() takes, and whether each needs a user.
ACTIONS = {
    "accept": True,
    "connected": False,
    "connect_agent": True,
    "agent_pauses": False,
    "agent_resumes": False,
    "transfer": True,
    "conference": True,
    "end": False,
    "supervisor_hangs_up": False,
}


class Actors(Contacts):
    """What people do. What cannot happen raises ValueError, and an unknown ID ServiceError."""

    def act(self, request: object) -> dict:
        """Carry out {"do": action, "contact": ID, "user": name or ID}, and return {"contact": ID} of a new contact."""
        given = dict(request) if isinstance(request, dict) else {}
        for user in self.users.values():
            if user.username == given.get("user"):
                given["user"] = user.id
        action = given.get("do")
        if action not in list(ACTIONS):
            raise ValueError(f"do: {action!r} is not one of {', '.join(ACTIONS)}{did_you_mean(action, ACTIONS)}")
        known: dict[str, dict] = (
            {"contact": self.contacts, "user": self.users} if ACTIONS[action] else {"contact": self.contacts}
        )
        for key in given.keys() - {"do", *known}:
            raise ValueError(f"{action}: unknown key {key!r}{did_you_mean(key, known)}")
        for key, identifiers in known.items():
            if given.get(key) not in list(identifiers) and not (action == "transfer" and key not in given):
                named = "name or ID" if key == "user" else "ID"
                raise ValueError(f"{key}: no {key} has the {named} {given.get(key)!r}")
        new_id = getattr(self, action)(*(given[key] for key in known if key in given))
        return {"contact": new_id} if new_id else {}

    def accept(self, contact_id: str, user_id: str) -> None:
        """An agent accepts, and the agent whisper plays."""
        contact = self._going_on(contact_id)
        contact.agent = self._user(user_id).id
        contact.whisper, contact.connected_at = True, None

    def connected(self, contact_id: str) -> None:
        """The whisper is over, agent and customer are connected, and what was armed is recorded."""
        contact = self._going_on(contact_id)
        if not contact.agent:
            raise ValueError(f"No agent has accepted {contact_id}")
        contact.whisper, contact.connected_at = False, self.now()
        move(contact, OF_AGENT, (ARMED,), STARTED)

    def connect_agent(self, contact_id: str, user_id: str) -> None:
        """An agent accepts and is connected at once."""
        self.accept(contact_id, user_id)
        self.connected(contact_id)

    def agent_pauses(self, contact_id: str) -> None:
        """The agent pauses everything that is recorded."""
        move(self._going_on(contact_id), TYPES, (STARTED,), SUSPENDED)

    def agent_resumes(self, contact_id: str) -> None:
        """The agent resumes everything that is paused."""
        move(self._going_on(contact_id), TYPES, (SUSPENDED,), STARTED)

    def transfer(self, contact_id: str, user_id: str | None = None) -> str:
        """The call goes on in a new contact with another agent, or without one yet. Returns its ID."""
        part = self._add_part(contact_id, user_id)
        self.end(contact_id)
        return part.id

    def conference(self, contact_id: str, user_id: str) -> str:
        """Another agent joins the call in a contact of their own. Returns its ID."""
        return self._add_part(contact_id, self._user(user_id).id).id

    def supervisor_hangs_up(self, session_id: str) -> None:
        """A monitoring session ends."""
        if session_id not in self._monitors:
            raise ValueError(f"{session_id} is not a monitoring session")
        self.end(session_id)

    def _add_part(self, contact_id: str, user_id: str | None) -> Contact:
        """Add a part to a call. It is recorded if the part that it comes from is recorded, even if that is paused."""
        old = self._going_on(contact_id)
        agent = self._user(user_id).id if user_id else None
        recorded = [kind for kind in OF_AGENT if old.recordings[kind] in (ARMED, STARTED, SUSPENDED)]
        now = self.now()
        part = Contact(
            self._new_id(old.id, agent),
            initial=old.initial or old.id,
            previous=old.id,
            channel=old.channel,
            initiation_method="TRANSFER",
            agent=agent,
            queue=old.queue,
            customer=old.customer,
            recordings=dict.fromkeys(recorded, STARTED if agent else ARMED),
            initiated_at=now,
            connected_at=now if agent else None,
        )
        self.contacts[part.id] = part
        return part

    def _going_on(self, contact_id: str) -> Contact:
        contact = self._contact(contact_id)
        if not contact.live:
            raise ValueError(f"{contact_id} has ended")
        return contact

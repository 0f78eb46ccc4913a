"""A small contact center: it carries out operations, and knows what each recording truly does."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from copy import copy
from dataclasses import asdict

from .actors import Actors
from .monitoring import Monitoring
from .names import Names
from .recordings import Recordings
from .state import ServiceError
from .user_data import UserData
from .view import View

__all__ = ["ContactCenter", "ServiceError"]


class ContactCenter(Recordings, Monitoring, UserData, Names, Actors, View):
    """Every method named like an operation takes that operation's parameters and returns its answer.

    It needs no HTTP server: ContactCenter(load_scenario()) is complete.
    """

    def clone(self) -> ContactCenter:
        """An independent copy, much faster than a new center or a deep copy."""
        twin = copy(self)
        twin.users = {user_id: copy(user) for user_id, user in self.users.items()}
        twin.contacts = {contact_id: contact.clone() for contact_id, contact in self.contacts.items()}
        twin._monitors = dict(self._monitors)
        twin._sessions_by_token = dict(self._sessions_by_token)
        return twin

    def snapshot(self) -> dict:
        """What is true: each contact with its recordings and attributes, and who listens to whom."""
        contacts = {
            contact.id: {
                "live": contact.live,
                "channel": contact.channel,
                "initiation_method": contact.initiation_method,
                "initial": contact.initial,
                "agent": contact.agent,
                "whisper": contact.whisper,
                "recordings": dict(contact.recordings),
                "attributes": dict(self._first_contact(contact).attributes),
            }
            for contact in self.contacts.values()
        }
        return {"contacts": contacts, "monitors": [asdict(monitor) for monitor in self.monitors]}

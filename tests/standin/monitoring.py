"""Monitoring sessions: who can listen to which contact."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from .state import Contact, Monitor, ServiceError, State, User

# What the administrator's guide says: two on calls with enhanced monitoring, else five.
ENHANCED_LISTENERS, LISTENERS = 2, 5


class Monitoring(State):
    """The operation that starts a monitoring session."""

    def monitor_contact(self, parameters: dict) -> dict:
        token = parameters.get("ClientToken")
        request = {name: value for name, value in parameters.items() if name != "ClientToken"}
        if token in self._sessions_by_token:
            earlier, session_id = self._sessions_by_token[token]
            if earlier != request:
                raise ServiceError("IdempotencyException", "The client token was used with other parameters")
            return self._session(session_id)
        contact, user = self._contact(parameters["ContactId"]), self._user(parameters["UserId"])
        self._require_connected(contact)
        self._require_free_listener(contact, user)
        capabilities = parameters.get("AllowedMonitorCapabilities", ["SILENT_MONITOR"])
        session_id = self._start_session(contact, user, capabilities)
        if token:
            self._sessions_by_token[token] = (request, session_id)
        return self._session(session_id)

    def _require_connected(self, contact: Contact) -> None:
        if not contact.live or (contact.channel == "VOICE" and not contact.connected_at):
            raise ServiceError("InvalidRequestException", "The contact is not connected to an agent")

    def _require_free_listener(self, contact: Contact, user: User) -> None:
        listeners = [monitor for monitor in self.monitors if monitor.contact_id == contact.id]
        busy = any(
            other.live and other.agent == user.id and other.channel == contact.channel == "VOICE"
            for other in self.contacts.values()
        )
        if not user.signed_in or user.status == "Offline" or busy or len(listeners) >= self._most_listeners(contact):
            raise ServiceError("ServiceQuotaExceededException", "Service quota has been exceeded")

    def _most_listeners(self, contact: Contact) -> int:
        enhanced = self.settings.enhanced_monitoring and contact.channel == "VOICE"
        return self.settings.listeners or (ENHANCED_LISTENERS if enhanced else LISTENERS)

    def _start_session(self, contact: Contact, user: User, capabilities: list[str]) -> str:
        session_id = self._new_id(contact.id, user.id)
        link = self.settings.monitor_link
        named: dict[str, Any] = {} if link == "none" else {link: contact.id}
        now = self.now()
        self.contacts[session_id] = Contact(
            session_id,
            channel=contact.channel,
            initiation_method="MONITOR",
            agent=user.id,
            initiated_at=now,
            connected_at=now,
            **named,
        )
        self._monitors[session_id] = Monitor(session_id, contact.id, user.id, capabilities)
        return session_id

    def _session(self, session_id: str) -> dict:
        return {"ContactId": session_id, "ContactArn": self.arn("contact", session_id)}

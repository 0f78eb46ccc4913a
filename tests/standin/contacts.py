"""The contacts: describing, listing and stopping them, and their attributes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from datetime import timedelta

from .state import Contact, ServiceError, State, page_of

MAX_ATTRIBUTES_SIZE = 32 * 1024
PAGE = 100


class Contacts(State):
    """The operations on contacts and their attributes."""

    def describe_contact(self, parameters: dict) -> dict:
        contact = self._contact(parameters["ContactId"])
        described = {
            "Arn": self.arn("contact", contact.id),
            "Id": contact.id,
            "InitialContactId": contact.initial,
            "PreviousContactId": contact.previous,
            "RelatedContactId": contact.related,
            "InitiationMethod": contact.initiation_method,
            "Channel": contact.channel,
            "InitiationTimestamp": contact.initiated_at,
            "DisconnectTimestamp": contact.ended_at,
            "CustomerEndpoint": {"Type": "TELEPHONE_NUMBER", "Address": contact.customer},
            "QueueInfo": {"Id": contact.queue, "EnqueueTimestamp": contact.initiated_at} if contact.queue else None,
            "AgentInfo": contact.agent
            and _told({"Id": contact.agent, "ConnectedToAgentTimestamp": contact.connected_at}),
            "Attributes": self._readable_attributes(contact),
        }
        return {"Contact": _told(described)}

    def list_associated_contacts(self, parameters: dict) -> dict:
        """All contacts of a call, whether they go on or have ended."""
        root = self._root(self._contact(parameters["ContactId"]))
        call = [contact for contact in self.contacts.values() if self._root(contact) == root]
        page, token = page_of(call, parameters, PAGE)
        return {"ContactSummaryList": [self._summary(contact) for contact in page], **token}

    def _root(self, contact: Contact) -> str:
        """The ID of the contact that a call began with."""
        while origin := self.contacts.get(contact.initial or contact.previous or contact.related):
            contact = origin
        return contact.id

    def _summary(self, contact: Contact) -> dict:
        return _told(
            {
                "ContactId": contact.id,
                "ContactArn": self.arn("contact", contact.id),
                "InitialContactId": contact.initial,
                "PreviousContactId": contact.previous,
                "RelatedContactId": contact.related,
                "InitiationMethod": contact.initiation_method,
                "Channel": contact.channel,
                "InitiationTimestamp": contact.initiated_at,
                "DisconnectTimestamp": contact.ended_at,
            }
        )

    def stop_contact(self, parameters: dict) -> dict:
        contact = self._contact(parameters["ContactId"])
        if contact.initiation_method == "MONITOR":
            raise ServiceError("InvalidRequestException", "A monitoring session cannot be stopped")
        if not contact.live:
            raise ServiceError("ContactNotFoundException", "The contact is not active")
        self.end(contact.id)
        return {}

    def end(self, contact_id: str) -> None:
        """Everybody on the contact hangs up, and those who listen with them."""
        ended_at = self.now()
        self._contact(contact_id).ended_at = ended_at
        for monitor in self.monitors:
            if monitor.contact_id == contact_id:
                self.contacts[monitor.session_id].ended_at = ended_at

    def get_contact_attributes(self, parameters: dict) -> dict:
        return {"Attributes": self._readable_attributes(self._contact(parameters["InitialContactId"]))}

    def update_contact_attributes(self, parameters: dict) -> dict:
        contact = self._first_contact(self._contact(parameters["InitialContactId"]))
        for name in parameters["Attributes"]:
            if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
                raise ServiceError("InvalidParameterException", f"Attribute name {name!r} is invalid")
        attributes = {**contact.attributes, **parameters["Attributes"]}
        if sum(len(name) + len(value) for name, value in attributes.items()) > MAX_ATTRIBUTES_SIZE:
            raise ServiceError("InvalidRequestException", "The attributes are larger than 32 KB")
        if self.settings.attribute_lag:
            readable_at = self.now() + timedelta(seconds=self.settings.attribute_lag)
            contact.earlier.append((readable_at, contact.attributes))
        contact.attributes = attributes
        return {}

    def _first_contact(self, contact: Contact) -> Contact:
        """The contact that holds the attributes of the whole chain."""
        return self._contact(contact.initial or contact.id)

    def _readable_attributes(self, contact: Contact) -> dict[str, str]:
        """The attributes without what was written so recently that it cannot be read yet."""
        holder = self._first_contact(contact)
        if not holder.earlier:
            return dict(holder.attributes)
        now = self.now()
        return dict(next((then for until, then in holder.earlier if until > now), holder.attributes))


def _told(described: dict) -> dict:
    """An answer's members that have a value."""
    return {name: value for name, value in described.items() if value is not None}

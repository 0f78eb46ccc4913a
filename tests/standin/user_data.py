"""What GetCurrentUserData tells about users: their status and contacts."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from datetime import timedelta

from .state import Contact, ServiceError, State, User, page_of

PAGE = 100
ENDED_IS_SHOWN_FOR = timedelta(minutes=5)


class UserData(State):
    """The operation that tells what users do at the moment."""

    def get_current_user_data(self, parameters: dict) -> dict:
        filters = dict(parameters["Filters"])
        states = filters.pop("ContactFilter", {}).get("ContactStates")
        if len(filters) != 1:
            raise ServiceError("InvalidParameterException", "Exactly one filter has to be given")
        users = [user for user in self._filtered_users(*filters.popitem()) if user.signed_in]
        page, token = page_of(users, parameters, PAGE)
        shown = self._shown_contacts(states)
        data = [self._user_data(user, shown.get(user.id, [])) for user in page]
        return {"UserDataList": data, "ApproximateTotalCount": len(users), **token}

    def _filtered_users(self, name: str, identifiers: list[str]) -> list[User]:
        if name == "Agents":
            return [self._user(identifier) for identifier in identifiers]
        if name == "RoutingProfiles":
            return [user for user in self.users.values() if user.routing_profile in identifiers]
        if name == "Queues":
            # They come with all their contacts, also those of other queues.
            in_queues = [contact for contact in self.contacts.values() if contact.live and contact.queue in identifiers]
            return [self._user(agent) for agent in dict.fromkeys(contact.agent for contact in in_queues) if agent]
        raise ServiceError("InvalidParameterException", f"The stand-in does not know the filter {name}")

    def _shown_contacts(self, states: list[str] | None) -> dict[str, list[Contact]]:
        """The contacts to show, by agent: those that go on, and those that ended a while ago at most."""
        shown: dict[str, list[Contact]] = {}
        shown_since = self.now() - ENDED_IS_SHOWN_FOR
        for contact in self.contacts.values():
            hidden = contact.initiation_method == "MONITOR" and not self.settings.enhanced_monitoring
            recent = contact.ended_at is None or contact.ended_at >= shown_since
            if contact.agent and recent and not hidden and (states is None or contact.agent_state in states):
                shown.setdefault(contact.agent, []).append(contact)
        return shown

    def _user_data(self, user: User, contacts: list[Contact]) -> dict:
        return {
            "User": {"Id": user.id, "Arn": self.arn("agent", user.id)},
            "RoutingProfile": {"Id": user.routing_profile, "Arn": self.arn("routing-profile", user.routing_profile)},
            "Status": {"StatusName": user.status, "StatusStartTimestamp": self.started_at},
            "Contacts": [self._reference(contact) for contact in contacts],
        }

    def _reference(self, contact: Contact) -> dict:
        reference = {
            "ContactId": contact.id,
            "Channel": contact.channel,
            "InitiationMethod": contact.initiation_method,
            "AgentContactState": contact.agent_state,
            "StateStartTimestamp": contact.ended_at or contact.connected_at or contact.initiated_at,
        }
        if contact.connected_at:
            reference["ConnectedToAgentTimestamp"] = contact.connected_at
        if contact.queue:
            reference["Queue"] = {"Id": contact.queue, "Arn": self.arn("queue", contact.queue)}
        return reference

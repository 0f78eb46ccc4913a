"""Listing and searching: instances, users, queues and routing profiles by name."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable

from .state import ServiceError, State, page_of

INSTANCES_PAGE, PAGE, LIST_PAGE = 10, 100, 1000


class Names(State):
    """The operations that list what has a name, or search for a name."""

    def list_instances(self, parameters: dict) -> dict:
        page, token = page_of(self.instances, parameters, INSTANCES_PAGE)
        return {
            "InstanceSummaryList": [
                {"Id": item.id, "InstanceAlias": item.alias, "InstanceStatus": item.status} for item in page
            ],
            **token,
        }

    def list_users(self, parameters: dict) -> dict:
        page, token = page_of(list(self.users.values()), parameters, LIST_PAGE)
        return {"UserSummaryList": [{"Id": user.id, "Username": user.username} for user in page], **token}

    def list_queues(self, parameters: dict) -> dict:
        page, token = page_of(self.queues, parameters, LIST_PAGE)
        summaries = [{"Id": item.id, "Name": item.name, "QueueType": "STANDARD"} for item in page]
        if "STANDARD" not in parameters.get("QueueTypes", ["STANDARD", "AGENT"]):
            summaries = []
        return {"QueueSummaryList": summaries, **token}

    def list_routing_profiles(self, parameters: dict) -> dict:
        page, token = page_of(self.routing_profiles, parameters, LIST_PAGE)
        return {"RoutingProfileSummaryList": [{"Id": item.id, "Name": item.name} for item in page], **token}

    def search_users(self, parameters: dict) -> dict:
        found = self._search(self.users.values(), "username", "Username", parameters)
        page, token = page_of(found, parameters, PAGE)
        return {"Users": [{"Id": user.id, "Username": user.username} for user in page], **token}

    def search_queues(self, parameters: dict) -> dict:
        page, token = page_of(self._search(self.queues, "name", "name", parameters), parameters, PAGE)
        return {"Queues": [{"QueueId": item.id, "Name": item.name} for item in page], **token}

    def search_routing_profiles(self, parameters: dict) -> dict:
        page, token = page_of(self._search(self.routing_profiles, "name", "name", parameters), parameters, PAGE)
        return {"RoutingProfiles": [{"RoutingProfileId": item.id, "Name": item.name} for item in page], **token}

    def _search(self, items: Iterable, attribute: str, field_name: str, parameters: dict) -> list:
        condition = parameters.get("SearchCriteria", {}).get("StringCondition", {})
        if condition.get("FieldName") != field_name or condition.get("ComparisonType") != "EXACT":
            raise ServiceError("InvalidParameterException", f"The stand-in searches for an exact {field_name} only")
        if self.settings.search == "lagging":
            return []
        fold = str.casefold if self.settings.search == "any_case" else str
        return [item for item in items if fold(getattr(item, attribute)) == fold(condition.get("Value", ""))]

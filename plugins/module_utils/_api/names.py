"""Search and list what has a name in Amazon Connect: instances, users, queues, routing profiles."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .client import Connect

# The greatest page sizes in the service model.
INSTANCES_PAGE, SEARCH_PAGE, LIST_PAGE = 10, 500, 1000


@dataclass(frozen=True)
class Named:
    """Something in Connect that has a name. unfit: why it cannot be used, or None."""

    id: str
    name: str
    unfit: str | None = None


@dataclass(frozen=True)
class Listing:
    """How a kind of thing is searched and listed: the operations, and where their answers have what."""

    search_operation: str
    found: str
    found_id: str
    name_field: str
    list_operation: str
    listed: str
    name: str = "Name"
    only: tuple[tuple[str, object], ...] = ()


# By the kind's name in ARNs.
LISTINGS = {
    "agent": Listing("SearchUsers", "Users", "Id", "Username", "ListUsers", "UserSummaryList", name="Username"),
    "queue": Listing(
        "SearchQueues",
        "Queues",
        "QueueId",
        "name",
        "ListQueues",
        "QueueSummaryList",
        only=(("QueueTypes", ["STANDARD"]),),
    ),
    "routing-profile": Listing(
        "SearchRoutingProfiles",
        "RoutingProfiles",
        "RoutingProfileId",
        "name",
        "ListRoutingProfiles",
        "RoutingProfileSummaryList",
    ),
}


def list_instances(connect: Connect) -> list[Named]:
    """Every instance of the account that has an alias."""
    summaries = connect.pages("ListInstances", "InstanceSummaryList", INSTANCES_PAGE)
    return [
        Named(item["Id"], item["InstanceAlias"], None if item.get("InstanceStatus") == "ACTIVE" else "not active")
        for item in summaries
        if item.get("Id") and item.get("InstanceAlias")
    ]


def search(connect: Connect, kind: str, name: str) -> list[Named]:
    """Search by exact name. AWS does not document how it compares names, so callers compare again."""
    listing = LISTINGS[kind]
    condition = {"FieldName": listing.name_field, "Value": name, "ComparisonType": "EXACT"}
    criteria = {"StringCondition": condition}
    found = connect.pages(listing.search_operation, listing.found, SEARCH_PAGE, SearchCriteria=criteria)
    return _named(found, listing.found_id, listing.name)


def list_all(connect: Connect, kind: str) -> list[Named]:
    """Everything of a kind in the instance."""
    listing = LISTINGS[kind]
    listed = connect.pages(listing.list_operation, listing.listed, LIST_PAGE, **dict(listing.only))
    return _named(listed, "Id", listing.name)


def _named(items: Iterable[dict], id_key: str, name_key: str) -> list[Named]:
    return [Named(item[id_key], item[name_key]) for item in items if item.get(id_key) and item.get(name_key)]

"""The state of a contact center: its users, queues and contacts, and how they are found by ID."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import uuid
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from .settings import Settings

BASIC_PROFILE = "dddddddd-1111-2222-3333-444444444444"
TYPES = ("AGENT", "IVR", "SCREEN")
CONNECTED_AGO = 60  # s


class ServiceError(Exception):
    """An error that Amazon Connect answers with. code: its name in the service model."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class User:
    id: str
    username: str
    signed_in: bool = True
    status: str = "Available"
    routing_profile: str = BASIC_PROFILE


@dataclass
class Named:
    """A queue or a routing profile."""

    id: str
    name: str


@dataclass
class Instance:
    id: str
    alias: str
    status: str = "ACTIVE"


@dataclass
class Contact:
    """A contact.

    recordings: the state of each of its three recordings: none, armed, started, suspended or stopped.
    whisper: the agent has accepted, and the agent whisper still plays. connected_at: when the agent was connected.
    earlier: what reads of the attributes still return, and until when.
    """

    id: str
    initial: str | None = None
    previous: str | None = None
    related: str | None = None
    channel: str = "VOICE"
    initiation_method: str = "INBOUND"
    state: str = "CONNECTED"
    agent: str | None = None
    queue: str | None = None
    customer: str = "+15555550100"
    whisper: bool = False
    recordings: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    initiated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    earlier: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recordings = {kind: self.recordings.get(kind, "none") for kind in TYPES}

    @classmethod
    def of(cls, entry: dict, start: datetime) -> Contact:
        """A contact of a scenario that starts now."""
        entry = {**entry, "attributes": dict(entry.get("attributes", {}))}
        ended = entry.pop("ended", False)
        connected_at = start - timedelta(seconds=entry.pop("connected_seconds_ago", CONNECTED_AGO))
        contact = cls(**entry, initiated_at=min(connected_at, start - timedelta(seconds=CONNECTED_AGO)))
        if contact.agent and not contact.whisper:
            contact.connected_at = connected_at
        contact.ended_at = start if ended else None
        return contact

    @property
    def live(self) -> bool:
        return self.ended_at is None

    @property
    def agent_state(self) -> str:
        """The state of the contact as GetCurrentUserData tells it."""
        if not self.live:
            return "ENDED"
        return "CONNECTING" if self.whisper else self.state

    def clone(self) -> Contact:
        twin = copy(self)
        twin.recordings, twin.attributes, twin.earlier = dict(self.recordings), dict(self.attributes), [*self.earlier]
        return twin


@dataclass(frozen=True)
class Monitor:
    """A monitoring session."""

    session_id: str
    contact_id: str
    user_id: str
    capabilities: list[str]


class State:
    """What the parts of the contact center share."""

    def __init__(self, scenario: dict) -> None:
        """scenario: as load_scenario returns it. Raises ValueError for a wrong setting."""
        self.settings = Settings.of(scenario)
        instance = scenario["instance"]
        self.instance_id: str = instance["id"]
        self.alias: str = instance["alias"]
        self.region: str = instance["region"]
        self.account: str = str(instance["account"])
        self.instances = [
            Instance(self.instance_id, self.alias),
            *(Instance(**other) for other in scenario.get("other_instances", ())),
        ]
        self.users = {user["id"]: User(**user) for user in scenario.get("users", ())}
        self.queues = [Named(**queue) for queue in scenario.get("queues", ())]
        self.routing_profiles = [Named(**profile) for profile in scenario.get("routing_profiles", ())]
        self.started_at = self.now()
        self.contacts = {entry["id"]: Contact.of(entry, self.started_at) for entry in scenario.get("contacts", ())}
        self._monitors: dict[str, Monitor] = {}
        self._sessions_by_token: dict[str, tuple[dict, str]] = {}

    def now(self) -> datetime:
        """The time. A test can put a function of its own in its place."""
        return datetime.now(UTC)

    def arn(self, kind: str, identifier: str) -> str:
        return f"arn:aws:connect:{self.region}:{self.account}:instance/{self.instance_id}/{kind}/{identifier}"

    @property
    def monitors(self) -> list[Monitor]:
        """The monitoring sessions that go on: who listens to whom."""
        return [monitor for monitor in self._monitors.values() if self.contacts[monitor.session_id].live]

    def _contact(self, contact_id: str) -> Contact:
        if contact_id not in self.contacts:
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        return self.contacts[contact_id]

    def _user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        return self.users[user_id]

    def _new_id(self, *story: str | None) -> str:
        """An ID for a new contact. The same story gives the same IDs, so that two plays of it can be compared."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{story} {len(self.contacts)}"))


def page_of(items: list, parameters: dict, size: int) -> tuple[list, dict]:
    """A page of at most this size, and the token of the next one if there is one."""
    start = int(parameters.get("NextToken", 0))
    end = start + min(size, parameters.get("MaxResults", size))
    return items[start:end], {"NextToken": str(end)} if end < len(items) else {}

"""A small contact center: its users, queues and contacts, what each recording truly does, and who listens to whom."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone

MAX_LISTENERS = 5
MAX_ATTRIBUTES_SIZE = 32 * 1024
INSTANCES_PAGE, PAGE, LIST_PAGE = 10, 100, 1000
BASIC_PROFILE = "dddddddd-1111-2222-3333-444444444444"

NONE, ARMED, STARTED, SUSPENDED, STOPPED = "none", "armed", "started", "suspended", "stopped"
VOICE_TYPES = ("AGENT", "IVR")
TYPES = (*VOICE_TYPES, "SCREEN")
# How the stand-in can behave where Amazon documents nothing; the first is the default.
SETTINGS = {
    "repeat": ("refuse", "accept"),
    "monitor_link": ("related", "previous", "initial", "none"),
    "search": ("exact", "any_case", "lagging"),
}
REFUSED = "Request is not allowed in current voice recording state"


class ServiceError(Exception):
    """code: the name of the error in the service model."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class User:
    id: str
    username: str
    signed_in: bool = True
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
    ended: bool = False
    recordings: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    initiated_at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        self.recordings = {kind: self.recordings.get(kind, NONE) for kind in TYPES}
        if self.ended:
            self.ended_at = self.ended_at or self.initiated_at

    @property
    def live(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class Monitor:
    session_id: str
    contact_id: str
    user_id: str
    capabilities: list[str]


class ContactCenter:
    """Every public method named like an operation takes that operation's parameters and returns its answer."""

    def __init__(self, scenario: dict, contact_members: Collection[str]) -> None:
        """contact_members: what DescribeContact can tell, which is less with an older model."""
        self._contact_members = contact_members
        for name, allowed in SETTINGS.items():
            if scenario.get(name, allowed[0]) not in allowed:
                raise ValueError(f"{name}: {scenario[name]!r} is not one of {', '.join(allowed)}")
        instance = scenario["instance"]
        self.instance_id: str = instance["id"]
        self.alias: str = instance["alias"]
        self.region: str = instance["region"]
        self.account: str = str(instance["account"])
        # Amazon documents neither how it meets a repeated transition, nor how a session names the monitored contact.
        self.accepts_repeats: bool = scenario.get("repeat", "refuse") == "accept"
        self.monitor_link: str = scenario.get("monitor_link", "related")
        self.users = {user["id"]: User(**user) for user in scenario.get("users", ())}
        self.queues = [Named(**queue) for queue in scenario.get("queues", ())]
        self.routing_profiles = [Named(**profile) for profile in scenario.get("routing_profiles", ())]
        self.instances = [
            Instance(self.instance_id, self.alias),
            *(Instance(**other) for other in scenario.get("other_instances", ())),
        ]
        self.search: str = scenario.get("search", "exact")
        self.contacts = {contact["id"]: Contact(**contact) for contact in scenario.get("contacts", ())}
        self._monitors: dict[str, Monitor] = {}
        self._sessions_by_token: dict[str, tuple[dict, str]] = {}

    def arn(self, kind: str, identifier: str) -> str:
        return f"arn:aws:connect:{self.region}:{self.account}:instance/{self.instance_id}/{kind}/{identifier}"

    # Recording

    def start_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        tracks = parameters["VoiceRecordingConfiguration"]
        if len(tracks) != 1:
            raise ServiceError("InvalidParameterException", "Exactly one recording track should be present")
        if "IvrRecordingTrack" in tracks:
            self._transit(contact, ["IVR"], (NONE,), STARTED)
        else:
            self._transit(contact, ["AGENT"], (NONE,), STARTED if contact.agent else ARMED)
        return {}

    def stop_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        kinds = [parameters["ContactRecordingType"]] if "ContactRecordingType" in parameters else VOICE_TYPES
        self._transit(contact, kinds, (ARMED, STARTED, SUSPENDED), STOPPED)
        return {}

    def suspend_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        self._transit(contact, [parameters.get("ContactRecordingType")], (STARTED,), SUSPENDED)
        return {}

    def resume_contact_recording(self, parameters: dict) -> dict:
        contact = self._recordable(parameters)
        self._transit(contact, [parameters.get("ContactRecordingType")], (SUSPENDED,), STARTED)
        return {}

    def _recordable(self, parameters: dict) -> Contact:
        contact = self._contact(parameters["ContactId"])
        if parameters["InitialContactId"] != (contact.initial or contact.id):
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        if not contact.live:
            raise ServiceError("InvalidRequestException", "Contact is not active")
        if contact.channel != "VOICE":
            raise ServiceError("InvalidRequestException", "Only voice contacts can be recorded")
        return contact

    def _transit(self, contact: Contact, kinds, allowed: tuple[str, ...], target: str) -> None:
        kinds = TYPES if None in kinds else kinds
        moving = [kind for kind in kinds if contact.recordings[kind] in allowed]
        repeated = any(contact.recordings[kind] == target for kind in kinds)
        if not moving and not (repeated and self.accepts_repeats):
            raise ServiceError("InvalidRequestException", REFUSED)
        for kind in moving:
            contact.recordings[kind] = target

    # Attributes and descriptions

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
            "AgentInfo": {"Id": contact.agent, "ConnectedToAgentTimestamp": contact.initiated_at}
            if contact.agent
            else None,
            "Attributes": dict(self._chain_attributes(contact)),
        }
        told = {name for name, value in described.items() if value is not None}
        return {"Contact": {name: described[name] for name in told & set(self._contact_members)}}

    def get_contact_attributes(self, parameters: dict) -> dict:
        return {"Attributes": dict(self._chain_attributes(self._contact(parameters["InitialContactId"])))}

    def update_contact_attributes(self, parameters: dict) -> dict:
        attributes = self._chain_attributes(self._contact(parameters["InitialContactId"]))
        for name in parameters["Attributes"]:
            if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
                raise ServiceError("InvalidParameterException", f"Attribute name {name!r} is invalid")
        size = sum(len(name) + len(value) for name, value in {**attributes, **parameters["Attributes"]}.items())
        if size > MAX_ATTRIBUTES_SIZE:
            raise ServiceError("InvalidRequestException", "The attributes are larger than 32 KB")
        attributes.update(parameters["Attributes"])
        return {}

    def _chain_attributes(self, contact: Contact) -> dict[str, str]:
        """Attributes belong to a chain of contacts; its first contact holds them."""
        return self._contact(contact.initial or contact.id).attributes

    # Monitoring

    def monitor_contact(self, parameters: dict) -> dict:
        token = parameters.get("ClientToken")
        request = {name: value for name, value in parameters.items() if name != "ClientToken"}
        if token in self._sessions_by_token:
            earlier, session_id = self._sessions_by_token[token]
            if earlier != request:
                raise ServiceError("IdempotencyException", "The client token was used with other parameters")
            return self._session(session_id)
        contact, user = self._contact(parameters["ContactId"]), self._user(parameters["UserId"])
        if not contact.live or (contact.channel == "VOICE" and not contact.agent):
            raise ServiceError("InvalidRequestException", "The contact is not connected to an agent")
        self._require_free_listener(contact, user)
        # The same story gives the same IDs, so that what two plays of it say can be compared.
        session_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{contact.id} {user.id} {len(self._monitors)}"))
        self.contacts[session_id] = Contact(
            session_id, channel=contact.channel, initiation_method="MONITOR", agent=user.id, **self._link(contact)
        )
        capabilities = parameters.get("AllowedMonitorCapabilities", ["SILENT_MONITOR"])
        self._monitors[session_id] = Monitor(session_id, contact.id, user.id, capabilities)
        if token:
            self._sessions_by_token[token] = (request, session_id)
        return self._session(session_id)

    def _require_free_listener(self, contact: Contact, user: User) -> None:
        listeners = [monitor for monitor in self.monitors if monitor.contact_id == contact.id]
        busy = any(
            other.live and other.agent == user.id and other.channel == contact.channel == "VOICE"
            for other in self.contacts.values()
        )
        if not user.signed_in or busy or len(listeners) >= MAX_LISTENERS:
            raise ServiceError("ServiceQuotaExceededException", "Service quota has been exceeded")

    def _link(self, contact: Contact) -> dict[str, str]:
        """How a session's contact points at the monitored one."""
        return {} if self.monitor_link == "none" else {self.monitor_link: contact.id}

    def _session(self, session_id: str) -> dict:
        return {"ContactId": session_id, "ContactArn": self.arn("contact", session_id)}

    @property
    def monitors(self) -> list[Monitor]:
        """Who listens to whom at the moment."""
        return [monitor for monitor in self._monitors.values() if self.contacts[monitor.session_id].live]

    # Finding contacts

    def get_current_user_data(self, parameters: dict) -> dict:
        filters = dict(parameters["Filters"])
        states = filters.pop("ContactFilter", {}).get("ContactStates")
        if len(filters) != 1:
            raise ServiceError("InvalidParameterException", "Exactly one filter has to be given")
        users = self._filtered_users(*filters.popitem())
        page, token = _page(users, parameters, PAGE)
        data = [
            {"User": {"Id": user.id, "Arn": self.arn("agent", user.id)}, "Contacts": self._references(user, states)}
            for user in page
        ]
        return {"UserDataList": data, "ApproximateTotalCount": len(users), **token}

    def _filtered_users(self, name: str, identifiers: list[str]) -> list[User]:
        if name == "Agents":
            return [self._user(identifier) for identifier in identifiers]
        if name == "RoutingProfiles":
            return [user for user in self.users.values() if user.routing_profile in identifiers]
        if name == "Queues":
            # With all their contacts, also those of other queues.
            agents = {
                contact.agent for contact in self.contacts.values() if contact.live and contact.queue in identifiers
            }
            return [user for user in self.users.values() if user.id in agents]
        raise ServiceError("InvalidParameterException", f"The stand-in does not know the filter {name}")

    def _references(self, user: User, states: list[str] | None) -> list[dict]:
        contacts = [contact for contact in self.contacts.values() if contact.agent == user.id and contact.live]
        return [
            {
                "ContactId": contact.id,
                "Channel": contact.channel,
                "InitiationMethod": contact.initiation_method,
                "AgentContactState": contact.state,
                "StateStartTimestamp": contact.initiated_at,
                "ConnectedToAgentTimestamp": contact.initiated_at,
                **({"Queue": {"Id": contact.queue, "Arn": self.arn("queue", contact.queue)}} if contact.queue else {}),
            }
            for contact in contacts
            if states is None or contact.state in states
        ]

    # Names

    def list_instances(self, parameters: dict) -> dict:
        page, token = _page(self.instances, parameters, INSTANCES_PAGE)
        return {
            "InstanceSummaryList": [
                {"Id": item.id, "InstanceAlias": item.alias, "InstanceStatus": item.status} for item in page
            ],
            **token,
        }

    def list_users(self, parameters: dict) -> dict:
        page, token = _page(list(self.users.values()), parameters, LIST_PAGE)
        return {"UserSummaryList": [{"Id": user.id, "Username": user.username} for user in page], **token}

    def list_queues(self, parameters: dict) -> dict:
        page, token = _page(self.queues, parameters, LIST_PAGE)
        summaries = [{"Id": item.id, "Name": item.name, "QueueType": "STANDARD"} for item in page]
        if "STANDARD" not in parameters.get("QueueTypes", ["STANDARD", "AGENT"]):
            summaries = []
        return {"QueueSummaryList": summaries, **token}

    def list_routing_profiles(self, parameters: dict) -> dict:
        page, token = _page(self.routing_profiles, parameters, LIST_PAGE)
        return {"RoutingProfileSummaryList": [{"Id": item.id, "Name": item.name} for item in page], **token}

    def search_users(self, parameters: dict) -> dict:
        found = self._search(self.users.values(), "username", "Username", parameters)
        page, token = _page(found, parameters, PAGE)
        return {"Users": [{"Id": user.id, "Username": user.username} for user in page], **token}

    def search_queues(self, parameters: dict) -> dict:
        page, token = _page(self._search(self.queues, "name", "name", parameters), parameters, PAGE)
        return {"Queues": [{"QueueId": item.id, "Name": item.name} for item in page], **token}

    def search_routing_profiles(self, parameters: dict) -> dict:
        page, token = _page(self._search(self.routing_profiles, "name", "name", parameters), parameters, PAGE)
        return {"RoutingProfiles": [{"RoutingProfileId": item.id, "Name": item.name} for item in page], **token}

    def _search(self, items: Iterable, attribute: str, field_name: str, parameters: dict) -> list:
        condition = parameters.get("SearchCriteria", {}).get("StringCondition", {})
        if condition.get("FieldName") != field_name or condition.get("ComparisonType") != "EXACT":
            raise ServiceError("InvalidParameterException", f"The stand-in searches for an exact {field_name} only")
        fold = str.casefold if self.search == "any_case" else str
        found = [item for item in items if fold(getattr(item, attribute)) == fold(condition.get("Value", ""))]
        return [] if self.search == "lagging" else found

    # The end of contacts, and what is true

    def stop_contact(self, parameters: dict) -> dict:
        contact = self._contact(parameters["ContactId"])
        if contact.initiation_method == "MONITOR":
            raise ServiceError("InvalidRequestException", "A monitoring session cannot be stopped")
        if not contact.live:
            raise ServiceError("ContactNotFoundException", "The contact is not active")
        self.end(contact.id)
        return {}

    def end(self, contact_id: str) -> None:
        """Everybody hangs up, and those who listened with them."""
        now = datetime.now(timezone.utc)
        self._contact(contact_id).ended_at = now
        for monitor in self._monitors.values():
            if monitor.contact_id == contact_id:
                self.contacts[monitor.session_id].ended_at = now

    def connect_agent(self, contact_id: str, user_id: str) -> None:
        """An agent joins, and a recording that was armed begins."""
        contact = self._contact(contact_id)
        contact.agent = self._user(user_id).id
        if contact.recordings["AGENT"] == ARMED:
            contact.recordings["AGENT"] = STARTED

    def snapshot(self) -> dict:
        """What is true: each contact with its recordings and attributes, and who listens to whom."""
        contacts = {
            contact.id: {
                "live": contact.live,
                "channel": contact.channel,
                "initiation_method": contact.initiation_method,
                "recordings": dict(contact.recordings),
                "attributes": dict(self._chain_attributes(contact)),
            }
            for contact in self.contacts.values()
        }
        return {"contacts": contacts, "monitors": [asdict(monitor) for monitor in self.monitors]}

    def _contact(self, contact_id: str) -> Contact:
        if contact_id not in self.contacts:
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        return self.contacts[contact_id]

    def _user(self, user_id: str) -> User:
        if user_id not in self.users:
            raise ServiceError("ResourceNotFoundException", "Resource not found")
        return self.users[user_id]


def _page(items: list, parameters: dict, size: int) -> tuple[list, dict]:
    """A page, at most of Connect's size, and the token of the next one where there is one."""
    start = int(parameters.get("NextToken", 0))
    end = start + min(size, parameters.get("MaxResults", size))
    return items[start:end], {"NextToken": str(end)} if end < len(items) else {}


def with_crowd(scenario: dict, instances: int = 0, users: int = 0, queues: int = 0, calls: int = 0) -> dict:
    """The scenario with so many more instances, users and queues, and calls of one queue with an agent each."""

    def identifier(kind: int, number: int) -> str:
        return f"{kind:08d}-0000-4000-8000-{number:012d}"

    def more(key: str, items: Iterable[dict]) -> list[dict]:
        return [*scenario.get(key, ()), *items]

    return {
        **scenario,
        "other_instances": more(
            "other_instances",
            ({"id": identifier(1, number), "alias": f"crowd-{number:04d}"} for number in range(1, instances + 1)),
        ),
        "users": more(
            "users",
            ({"id": identifier(2, number), "username": f"crowd.{number:04d}"} for number in range(1, users + 1)),
        ),
        "queues": more(
            "queues", ({"id": identifier(3, number), "name": f"crowd.{number:04d}"} for number in range(1, queues + 1))
        ),
        "contacts": more(
            "contacts",
            (
                {"id": identifier(4, number), "agent": identifier(2, number), "queue": identifier(3, 1)}
                for number in range(1, calls + 1)
            ),
        ),
    }

"""Finding live contacts: by contact, agent, queue or routing profile."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ansible_collections.contactops.amazon_connect.plugins.module_utils._batch import failure_message, for_each
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import LIVE_STATES, Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact, initial_contact_of
from ansible_collections.contactops.amazon_connect.plugins.module_utils._directory import (
    check_instance,
    check_name,
    find_ids,
    find_instance,
    given,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import Host
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import (
    ids_within,
    is_name,
    parse_reference,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._tracked_state import (
    TrackedState,
    check_attribute_name,
)

# The options to find contacts by beside contact_ids: how ARNs and how GetCurrentUserData call what they name.
FILTERS = {
    "agents": ("agent", "Agents"),
    "queues": ("queue", "Queues"),
    "routing_profiles": ("routing-profile", "RoutingProfiles"),
}
DESCRIBED_AT_A_TIME = 8
# The states to find contacts in, unless a task says otherwise.
DEFAULT_STATES = ("CONNECTED", "CONNECTED_ONHOLD")


def find_contacts(options: dict, host: Host) -> dict:
    """The work of the module connect_contact_info: what the task returns. Raises UserError where a look-up fails.

    options: as the module documents them.
    """
    check_instance(options)
    check_attribute_name("state_attribute", options["state_attribute"])
    option = given(options, "contact_ids", *FILTERS)
    if option == "contact_ids":
        return _described_contacts(options, host)
    kind, filter_name = FILTERS[option]
    for text in options[option]:
        check_name(option, text)
        if not is_name(text):
            parse_reference(option, text, kind)
    if not options[option]:
        return _returned([])
    connect = find_instance(host.connect(), options)
    ids = find_ids(connect, option, kind, options[option])
    states = options["contact_states"] or DEFAULT_STATES
    try:
        users = list(connect.user_data(filter_name, ids, states))
    except UserError as error:
        raise error.about(option) from error
    # Connect's filter names users; whether it also leaves out their other queues' contacts is not documented.
    queues = {queue_id.casefold() for queue_id in ids} if option == "queues" else None
    found = {contact["contact_id"]: contact for contact in _contacts_of(users, queues)}
    return _returned(
        contact for contact in found.values() if contact["contact_state"] in states and _fits(contact, options)
    )


def _contacts_of(users: Iterable[dict], queues: set[str] | None) -> Iterable[dict]:
    for user in users:
        for contact in user.get("Contacts") or ():
            queue_id = contact.get("Queue", {}).get("Id")
            if contact.get("ContactId") and (queues is None or (queue_id or "").casefold() in queues):
                yield {
                    "contact_id": contact["ContactId"],
                    "initial_contact_id": None,
                    "channel": contact.get("Channel"),
                    "initiation_method": contact.get("InitiationMethod"),
                    "contact_state": contact.get("AgentContactState"),
                    "state_start_timestamp": _iso(contact.get("StateStartTimestamp")),
                    "connected_to_agent_timestamp": _iso(contact.get("ConnectedToAgentTimestamp")),
                    "agent_id": user.get("User", {}).get("Id"),
                    "queue_id": queue_id,
                    "recording_state": None,
                }


def _described_contacts(options: dict, host: Host) -> dict:
    references = [parse_reference("contact_ids", text, "contact") for text in options["contact_ids"]]
    if not references:
        return _returned([])
    workers = min(DESCRIBED_AT_A_TIME, len(references))
    connect = find_instance(host.connect(workers), options)
    contact_ids = ids_within(references, connect.instance_id)
    results = for_each(
        contact_ids, lambda item: _describe(connect, item, options["state_attribute"]), workers, host.progress
    )
    errors = {result["contact_id"]: result["error"] for result in results if "error" in result}
    described = (result for result in results if "error" not in result)
    states = options["contact_states"]
    returned = _returned(contact for contact in described if _is_in(contact, states) and _fits(contact, options))
    if errors:
        raise UserError(failure_message(results, "errors"), failed_contacts=list(errors), errors=errors, **returned)
    return returned


def _describe(connect: Connect, contact_id: str, state_attribute: str) -> dict:
    try:
        described = connect.describe_contact(contact_id)
        initial = initial_contact_of(described, contact_id)
        contact = Contact(contact_id, initial, attributes=connect.attributes_of(described, initial))
    except UserError as error:
        return {"contact_id": contact_id, "error": str(error.about(f"contact {contact_id}"))}
    agent = described.get("AgentInfo", {})
    return {
        "contact_id": contact_id,
        "initial_contact_id": initial,
        "channel": described.get("Channel"),
        "initiation_method": described.get("InitiationMethod"),
        # A description tells that a contact has ended, and nothing else of its state.
        "contact_state": "ENDED" if described.get("DisconnectTimestamp") else None,
        "state_start_timestamp": _iso(described.get("DisconnectTimestamp")),
        "connected_to_agent_timestamp": _iso(agent.get("ConnectedToAgentTimestamp")),
        "agent_id": agent.get("Id"),
        "queue_id": described.get("QueueInfo", {}).get("Id"),
        "recording_state": TrackedState(contact, state_attribute, None).remembered,
    }


def _is_in(contact: dict, states: list[str] | None) -> bool:
    """Whether a described contact is in one of these states, as far as its description tells: live or ended."""
    if not states:
        return True
    return "ENDED" in states if contact["contact_state"] == "ENDED" else bool(set(states) & set(LIVE_STATES))


def _fits(contact: dict, options: dict) -> bool:
    """Whether its channel is wanted, and how it began. Who listens in is not on a call of their own."""
    channels, methods = options["channels"], options["initiation_methods"]
    if methods or options["contact_ids"] is not None:
        is_wanted = not methods or contact["initiation_method"] in methods
    else:
        is_wanted = contact["initiation_method"] != "MONITOR"
    return is_wanted and (not channels or contact["channel"] in channels)


def _returned(contacts: Iterable[dict]) -> dict:
    return {"changed": False, "contacts": list(contacts)}


def _iso(timestamp: datetime | None) -> str | None:
    return timestamp.isoformat() if timestamp else None

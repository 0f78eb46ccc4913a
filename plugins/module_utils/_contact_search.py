"""The work of connect_contact_info: find live contacts by contact, agent, queue or routing profile."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ._api.client import LIVE_STATES, Connect
from ._api.errors import TaskError
from ._contacts import Contact, contact_of
from ._identifiers import ids_within, parse_reference
from ._lookup import check_instance, check_named, find_ids, find_instance
from ._recording.decisions import one_state
from ._recording.notes import PAUSE, pause_is_on, read_entry, read_recording, recording_attribute
from ._recording.states import ANY, CALL, possible
from ._runtime.batch import failure_of, for_each
from ._runtime.runtime import Runtime

# The options to find contacts by, besides contact_ids: the kind in ARNs, and the filter of GetCurrentUserData.
FILTERS = {
    "agents": ("agent", "Agents"),
    "queues": ("queue", "Queues"),
    "routing_profiles": ("routing-profile", "RoutingProfiles"),
}
DESCRIBED_AT_A_TIME = 8
# The states to find contacts in, unless a task says otherwise.
DEFAULT_STATES = ("CONNECTED", "CONNECTED_ONHOLD")


def find_contacts(options: dict, runtime: Runtime) -> dict:
    """What the task returns. Raises TaskError if a look-up fails. options: as the module documents them."""
    check_instance(options["instance"])
    option = next((name for name in ("contact_ids", *FILTERS) if options[name] is not None), None)
    if option is None:
        names = ", ".join(("contact_ids", *FILTERS))
        raise TaskError(f"One of {names} is required, and null is not a value. Check the variable that it comes from.")
    if option == "contact_ids":
        return _described_contacts(options, runtime)
    kind, filter_name = FILTERS[option]
    for text in options[option]:
        check_named(option, text, kind)
    if not options[option]:
        return _returned([])
    connect = find_instance(runtime.connect(), options["instance"])
    ids = find_ids(connect, option, kind, options[option])
    states = options["contact_states"] or DEFAULT_STATES
    try:
        users = list(connect.user_data(filter_name, ids, states))
    except TaskError as error:
        raise error.about(option) from error
    # Connect filters users. Whether it also leaves out their contacts of other queues is not documented.
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
                    **dict.fromkeys(RECORDING_VALUES),
                }


def _described_contacts(options: dict, runtime: Runtime) -> dict:
    references = [parse_reference("contact_ids", text, "contact") for text in options["contact_ids"]]
    if not references:
        return _returned([])
    workers = min(DESCRIBED_AT_A_TIME, len(references))
    connect = find_instance(runtime.connect(workers), options["instance"])
    contact_ids = ids_within(references, connect.instance_id)

    def describe(contact_id: str) -> list[dict]:
        return [_describe(connect, contact_id)]

    results = for_each(contact_ids, describe, workers, runtime.progress, len(contact_ids))
    described = (result for result in results if "error" not in result)
    states = options["contact_states"]
    returned = _returned(contact for contact in described if _is_in(contact, states) and _fits(contact, options))
    failure = failure_of(results)
    if failure:
        errors = {result["contact_id"]: result["error"] for result in results if "error" in result}
        failure.details.update(errors=errors, **returned)
        raise failure
    return returned


def _describe(connect: Connect, contact_id: str) -> dict:
    try:
        description = connect.describe_contact(contact_id)
    except TaskError as error:
        return {"contact_id": contact_id, "error": error.data}
    contact, described = contact_of(description, contact_id), description.contact
    agent = described.get("AgentInfo", {})
    return {
        "contact_id": contact_id,
        "initial_contact_id": contact.initial_contact_id,
        "channel": contact.channel,
        "initiation_method": described.get("InitiationMethod"),
        # A description says that a contact has ended, and nothing else of its state.
        "contact_state": "ENDED" if described.get("DisconnectTimestamp") else None,
        "state_start_timestamp": _iso(described.get("DisconnectTimestamp")),
        "connected_to_agent_timestamp": _iso(agent.get("ConnectedToAgentTimestamp")),
        "agent_id": agent.get("Id"),
        "queue_id": described.get("QueueInfo", {}).get("Id"),
        **_noted_recording(contact),
    }


RECORDING_VALUES = (
    "recording_state",
    "recording_may_be",
    "recording_noted_at",
    "call_recording_state",
    "call_paused_at",
)


def _noted_recording(contact: Contact) -> dict:
    """What the notes say about the recording of the call or, if that has no note, of everything that is recorded."""
    notes = read_recording(contact.attributes, contact.contact_id)
    subject = CALL if CALL in notes else ANY
    states = possible(notes, subject)
    noted = read_entry(contact.attributes, recording_attribute(contact.contact_id, subject))
    pause = read_entry(contact.attributes, PAUSE) if pause_is_on(contact.attributes) else None
    state = one_state(states)
    return {
        "recording_state": state,
        "recording_may_be": sorted(states),
        "recording_noted_at": _iso(noted.time) if noted and subject in notes else None,
        "call_recording_state": "suspended" if pause else state,
        "call_paused_at": _iso(pause.time) if pause else None,
    }


def _is_in(contact: dict, states: list[str] | None) -> bool:
    """Whether a described contact is in one of these states. Its description only says whether it has ended."""
    if not states:
        return True
    return "ENDED" in states if contact["contact_state"] == "ENDED" else bool(set(states) & set(LIVE_STATES))


def _fits(contact: dict, options: dict) -> bool:
    """Whether the channel and initiation method are asked for. Monitoring sessions are excluded unless requested."""
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

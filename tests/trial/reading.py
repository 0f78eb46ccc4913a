"""Questions about what Connect tells: DescribeContact, ListAssociatedContacts, searches and attributes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import uuid

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.names import list_all, search

from .account import Failed
from .clock import seconds_until
from .consent import CHANGE
from .questions import CannotAsk, Finding, Question, compared
from .trial import Trial

ATTRIBUTE = "ansible_trial"
LONGEST_LAG = 10  # s


def live_description(trial: Trial) -> Finding:
    connect, contact_id = trial.account.connect, trial.call.contact_id
    description = trial.account.ask("DescribeContact", lambda: connect.describe_contact(contact_id))
    contact = description.contact
    agent = contact.get("AgentInfo", {})
    is_dated = description.answered_at is not None
    details = {
        "members": sorted(contact),
        "agent_members": sorted(agent),
        "recordings": len(contact.get("Recordings") or ()),
        "date_header": is_dated,
    }
    seen = (
        f"Members of the contact: {', '.join(sorted(contact))}. Members of AgentInfo: {', '.join(sorted(agent))}. "
        f"Recordings listed: {details['recordings']}. The answer has {'a' if is_dated else 'no'} Date header."
    )
    return compared("ConnectedToAgentTimestamp" in agent and is_dated, seen, details)


def associated_contacts(trial: Trial) -> Finding:
    connect, contact_id = trial.account.connect, trial.call.contact_id
    contacts = trial.account.ask("ListAssociatedContacts", lambda: connect.associated_contacts(contact_id))
    seconds = trial.account.requests[-1].seconds
    itself = next((contact for contact in contacts if contact["ContactId"] == contact_id), None)
    is_live = itself is not None and itself.get("Channel") == "VOICE" and not itself.get("DisconnectTimestamp")
    listed = "is not listed" if itself is None else "is listed as live" if is_live else "is not listed as live"
    seen = f"Contacts listed: {len(contacts)}. The call's own contact {listed}. The answer took {seconds} seconds."
    return compared(is_live, seen, {"contacts": len(contacts), "seconds": seconds})


def exact_search(trial: Trial) -> Finding:
    account, agent_id = trial.account, trial.call.agent_id
    users = account.ask("ListUsers", lambda: list_all(account.connect, "agent"))
    name = next((user.name for user in users if user.id == agent_id), None)
    account.scrubber.know("user", name)
    if name is None or name.swapcase() == name:
        raise CannotAsk("The agent of the call is not listed, or has a name without letters.")

    def finds(searched: str, details: str) -> bool:
        found = account.ask("SearchUsers", lambda: search(account.connect, "agent", searched), details)
        return agent_id in [user.id for user in found]

    if not finds(name, "the agent's name"):
        return compared(False, "The search does not find the agent's exact name.", search="lagging")
    if finds(name.swapcase(), "the agent's name with upper and lower case swapped"):
        return compared(False, "The search ignores case.", search="any_case")
    return compared(True, "The search finds the exact name only.", search="exact")


def attribute_lag(trial: Trial) -> Finding:
    trial.consent.require(CHANGE)
    value = f"trial {uuid.uuid4()}"
    try:
        _write(trial, value)
    except Failed as failed:
        trial.attribute_left = failed.outcome.lost
        raise
    try:
        return _lag(trial, value)
    finally:
        trial.attribute_left = True
        _write(trial, "")
        trial.attribute_left = False


def _write(trial: Trial, value: str) -> None:
    connect, initial = trial.account.connect, trial.call.initial_contact_id
    details = "a test attribute" if value else "empties the test attribute"
    trial.account.ask(
        "UpdateContactAttributes", lambda: connect.update_attributes(initial, {ATTRIBUTE: value}), details
    )


def _lag(trial: Trial, value: str) -> Finding:
    account, call = trial.account, trial.call

    def is_described() -> bool:
        return (account.describe(call.contact_id).get("Attributes") or {}).get(ATTRIBUTE) == value

    seconds = seconds_until(trial.clock, is_described, LONGEST_LAG)
    if seconds is not None:
        seen = f"DescribeContact shows it {seconds} seconds after the write." if seconds else "The first read shows it."
        return compared(seconds == 0, seen, {"seconds": seconds}, attribute_lag=seconds)
    if account.attributes(call.initial_contact_id).get(ATTRIBUTE) == value:
        seen = f"After {LONGEST_LAG} seconds, only GetContactAttributes shows it, not DescribeContact."
        return compared(False, seen)
    return compared(False, f"It cannot be read within {LONGEST_LAG} seconds.", attribute_lag=LONGEST_LAG)


QUESTIONS = (
    Question(
        "live_description",
        "What does DescribeContact return for a live call?",
        "AgentInfo has ConnectedToAgentTimestamp, and the answer has a Date header.",
        "The difference of the two tells whether the agent whisper is over. Until then a refusal proves nothing.",
        live_description,
    ),
    Question(
        "associated_contacts",
        "Does ListAssociatedContacts list the call's own contact, and how long does it take?",
        "It lists it, as a live voice contact.",
        "By default a task changes every live part of a call, and finds the parts in this list.",
        associated_contacts,
    ),
    Question(
        "exact_search",
        "Does a search for an exact name ignore case?",
        "It finds the exact name only.",
        "The collection searches for names first, and lists all of them only if the search finds nothing.",
        exact_search,
    ),
    Question(
        "attribute_lag",
        "How long does it take until a written attribute can be read?",
        "DescribeContact shows it at once.",
        "The notes about a recording are attributes. A task that follows at once must see them.",
        attribute_lag,
    ),
)

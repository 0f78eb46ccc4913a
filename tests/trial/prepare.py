"""From what the caller gave to a trial that can begin: the client, the IDs, and a call that is fit for it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from collections.abc import Callable

import boto3
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import (
    Connect,
    Description,
    client_settings,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import WHISPER, contact_of
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import is_name, parse_reference
from ansible_collections.contactops.amazon_connect.plugins.module_utils._lookup import find_id, find_instance
from botocore.config import Config

from .account import Account
from .clock import Clock
from .consent import AGENT_IS_CONNECTED, Consent
from .questions import CannotAsk
from .recorder import Recorder
from .scrub import Scrubber
from .trial import Call, Trial


def prepare(instance: str, contact: str, supervisor: str | None, clock: Clock, ask: Callable[[str], bool]) -> Trial:
    """The trial for an instance, a contact and a supervisor as the caller names them.

    Raises TaskError or an exception of botocore if the trial cannot run.
    """
    client = boto3.client("connect", region_name=os.environ.get("AWS_REGION"), config=Config(**client_settings(1)))
    connect = find_instance(Connect(client, client), instance)
    contact_id = parse_reference("CONTACT", contact, "contact").within(connect.instance_id)
    description = connect.describe_contact(contact_id)
    consent = Consent(ask)
    call = _fit_call(description, contact_id, consent)
    if not contact_of(description, contact_id).agent_is_settled:
        clock.sleep(WHISPER.total_seconds())
    supervisor_id = _user_id(connect, supervisor) if supervisor else None
    scrubber = Scrubber()
    scrubber.know("instance", instance, connect.instance_id)
    scrubber.know("contact", contact, call.contact_id, call.initial_contact_id)
    scrubber.know("user", call.agent_id, supervisor, supervisor_id)
    account = Account(connect, client, clock, scrubber)
    recorder = Recorder(account, call.contact_id, call.initial_contact_id, consent, clock)
    return Trial(account, call, consent, recorder, clock, supervisor_id)


def _fit_call(description: Description, contact_id: str, consent: Consent) -> Call:
    """The call, if it is one that the questions can be asked about. Raises TaskError."""
    contact = description.contact
    agent = contact.get("AgentInfo", {})
    if contact.get("DisconnectTimestamp"):
        raise TaskError("CONTACT: the contact has ended. Give the ID of a live call.")
    if contact.get("Channel") != "VOICE":
        raise TaskError(f"CONTACT: the contact's channel is {contact.get('Channel')}. Give the ID of a live call.")
    if not agent.get("Id"):
        raise TaskError("CONTACT: no agent is connected to the call yet. Try again when one is.")
    if not agent.get("ConnectedToAgentTimestamp"):
        try:
            consent.require(AGENT_IS_CONNECTED)
        except CannotAsk as declined:
            raise TaskError("CONTACT: no agent is connected to the call yet. Try again when one is.") from declined
    return Call(contact_id, contact.get("InitialContactId") or contact_id, agent["Id"])


def _user_id(connect: Connect, user: str) -> str:
    if is_name(user):
        return find_id(connect, "SUPERVISOR", "agent", user)
    return parse_reference("SUPERVISOR", user, "agent").within(connect.instance_id)

"""A supervisor's monitoring session: whose a session is (pure), then the one that the task asks for."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import LIVE_STATES, Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact, live_contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._directory import (
    check_instance,
    check_name,
    find_id,
    find_instance,
    given,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import Host
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import Reference, parse_reference
from ansible_collections.contactops.amazon_connect.plugins.module_utils._tracked_state import MonitorNote

# The greatest length in the service model.
MAX_CLIENT_TOKEN = 500


@dataclass(frozen=True)
class Owner:
    """Which contact a monitoring session listens to: the wanted one, another one, or (neither) unprovable."""

    is_wanted: bool = False
    other: str | None = None


def owner_of(session_id: str, session: dict | None, wanted: Contact, note: MonitorNote) -> Owner:
    """Whose a session is, by the note on the wanted contact's chain, or by the contacts that the session names.

    session: the session's own contact as DescribeContact has it, or None where it could not be described.
    """
    if note.session_id == session_id and note.contact_id:
        is_wanted = note.contact_id == wanted.contact_id
        return Owner(is_wanted, other=None if is_wanted else note.contact_id)
    named = {(session or {}).get(key) for key in ("RelatedContactId", "PreviousContactId", "InitialContactId")}
    named -= {None, session_id}
    # The first contact of a chain stands for each of its segments, so by itself it tells nothing.
    others = named - {wanted.contact_id, wanted.initial_contact_id}
    if wanted.contact_id in named:
        return Owner(is_wanted=not others)
    return Owner(other=min(others) if others else None)


def _is_live_session(contact: dict) -> bool:
    is_live = contact.get("AgentContactState", LIVE_STATES[0]) in LIVE_STATES
    return is_live and contact.get("InitiationMethod") == "MONITOR" and bool(contact.get("ContactId"))


def ensure_monitoring(options: dict, host: Host) -> dict:
    """The work of the module connect_contact_monitor: what the task returns. Raises UserError where it cannot be done.

    options: as the module documents them.
    """
    check_instance(options)
    contact = parse_reference("contact_id", options["contact_id"], "contact")
    user = _given_user(options)
    capabilities = _given_capabilities(options)
    token = options["client_token"]
    if token and len(token) > MAX_CLIENT_TOKEN:
        raise UserError(f"client_token: may have at most {MAX_CLIENT_TOKEN} characters, this one has {len(token)}")
    connect = find_instance(host.connect(), options)
    contact_id = contact.within(connect.instance_id)
    if user is None:
        user_id = find_id(connect, "user_name", "agent", options["user_name"])
    else:
        user_id = user.within(connect.instance_id)
    monitoring = Monitoring(host, connect, contact_id, user_id, capabilities)
    try:
        return monitoring.ensure(options["track_state"], token)
    except UserError as error:
        raise error.about(f"contact {contact_id}") from error


def _given_user(options: dict) -> Reference | None:
    """The user that is given by ID or ARN, or None where there is a name to look up."""
    if given(options, "user_id", "user_name") == "user_id":
        return parse_reference("user_id", options["user_id"], "agent")
    check_name("user_name", options["user_name"])
    return None


def _given_capabilities(options: dict) -> list[str]:
    if not options["allowed_monitor_capabilities"]:
        raise UserError("allowed_monitor_capabilities: is empty; give at least SILENT_MONITOR")
    return list(dict.fromkeys(options["allowed_monitor_capabilities"]))


class Monitoring:
    """One supervisor listening in on one contact."""

    def __init__(self, host: Host, connect: Connect, contact_id: str, user_id: str, capabilities: list[str]) -> None:
        self._host = host
        self._connect = connect
        self._contact_id = contact_id
        self._user_id = user_id
        self._capabilities = capabilities

    def ensure(self, track_state: bool, client_token: str | None) -> dict:
        """What the task returns, with the session found or started."""
        contact = live_contact(self._connect, self._contact_id, initial_contact_id=None, with_attributes=track_state)
        if contact.channel == "VOICE" and not contact.connected_to_agent:
            raise UserError("no agent is connected to it yet, so there is nothing to listen to")
        note = MonitorNote(contact.attributes, self._user_id)
        session = self._observe(contact, note)
        if session:
            noted = note.capabilities if note.session_id == session["Id"] else None
            self._require_capabilities(noted)
            return self._returned(session, changed=False, evidence="observed", capabilities=noted)
        if self._host.check_mode:
            return self._returned({}, changed=True, evidence="predicted", capabilities=self._capabilities)
        session = self._start(client_token)
        if client_token and note.session_id == session["Id"]:
            return self._returned(session, changed=False, evidence="observed", capabilities=note.capabilities)
        if track_state:
            self._write(contact, note.noting(session["Id"], contact.contact_id, self._capabilities))
        return self._returned(session, changed=True, evidence="accepted", capabilities=self._capabilities)

    def _observe(self, contact: Contact, note: MonitorNote) -> dict | None:
        """The user's live session on this contact, or None. Raises where the user listens to another call."""
        busy_with = None
        for reference in self._live_sessions():
            session_id = reference["ContactId"]
            described = self._describe(session_id)
            if described and described.get("DisconnectTimestamp"):
                continue
            owner = owner_of(session_id, described, contact, note)
            if owner.is_wanted:
                return {"Id": session_id, **(described or {})}
            if contact.channel == reference.get("Channel") == "VOICE":
                busy_with = busy_with or owner.other
        if busy_with:
            raise UserError(
                f"user {self._user_id} is already listening to contact {busy_with}, and a user can listen to one voice "
                "contact at a time; no API ends a session, so the user has to hang up first"
            )
        return None

    def _live_sessions(self) -> list[dict]:
        try:
            users = list(self._connect.user_data("Agents", [self._user_id], LIVE_STATES))
        except UserError as error:
            raise error.about(f"user {self._user_id} (for a name, use user_name)") from error
        contacts = [contact for user in users for contact in user.get("Contacts") or ()]
        return [contact for contact in contacts if _is_live_session(contact)]

    def _describe(self, session_id: str) -> dict | None:
        try:
            return self._connect.describe_contact(session_id)
        except UserError:
            return None  # then the session is unprovable, and Connect decides

    def _require_capabilities(self, noted: list[str] | None) -> None:
        if noted is not None and set(noted) != set(self._capabilities):
            raise UserError(
                f"user {self._user_id} already listens to it with {' and '.join(noted)}, not with "
                f"{' and '.join(self._capabilities)}; a session cannot be changed, so the user has to hang up first"
            )

    def _start(self, client_token: str | None) -> dict:
        """The new session. A token of the user's own may bring back one that has ended, so that is looked at."""
        token = {"ClientToken": client_token} if client_token else {}
        try:
            answer = self._connect.monitor_contact(
                self._contact_id, self._user_id, AllowedMonitorCapabilities=self._capabilities, **token
            )
        except UserError as error:
            raise self._explained(error) from error
        if client_token:
            self._require_live(answer["ContactId"])
        return {"Id": answer["ContactId"], "Arn": answer.get("ContactArn")}

    def _require_live(self, session_id: str) -> None:
        try:
            described = self._connect.describe_contact(session_id)
        except UserError as error:
            raise UserError(
                f"client_token: Connect named the session {session_id}, but whether it is live could not be seen: {error}"
            ) from error
        if described.get("DisconnectTimestamp"):
            raise UserError(
                f"client_token: was used before, for the session {session_id}, which has ended; give a new one or none"
            )

    def _explained(self, error: UserError) -> UserError:
        if error.code == "ServiceQuotaExceededException":
            return UserError(
                f"{error}. Amazon Connect says this where user {self._user_id} is not signed in to the Contact Control "
                "Panel, is busy with another contact already, or where five people listen to this one. "
                "The user has to sign in and be free; then run it again.",
                code=error.code,
            )
        if error.code == "AccessDeniedException":
            return UserError(
                f"{error} It has to be allowed on the contact, the instance and the user; where the policy has the "
                f"condition key connect:MonitorCapabilities, with {' and '.join(self._capabilities)}.",
                code=error.code,
            )
        return error

    def _write(self, contact: Contact, attributes: dict[str, str]) -> None:
        try:
            self._connect.update_attributes(contact.initial_contact_id, attributes)
        except UserError as error:
            self._host.warn(
                f"contact {contact.contact_id}: the session could not be noted on the contact, so a later task may not "
                f"recognize it: {error}"
            )

    def _returned(self, session: dict, changed: bool, evidence: str, capabilities: list[str] | None) -> dict:
        monitor = {
            "contact_id": session.get("Id"),
            "contact_arn": session.get("Arn"),
            "monitored_contact_id": self._contact_id,
            "user_id": self._user_id,
            "allowed_monitor_capabilities": capabilities,
            "evidence": evidence,
        }
        return {"changed": changed, "monitor": monitor}

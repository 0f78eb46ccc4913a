"""The work of connect_contact_monitor: find the supervisor's monitoring session, or start it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass

from ._api.answers import time_limit
from ._api.client import LIVE_STATES, Connect
from ._api.errors import TaskError
from ._contacts import Contact, live_contact
from ._identifiers import is_name, parse_reference
from ._lookup import check_instance, check_named, find_id, find_instance
from ._recording.notes import Session, read_session, write_session
from ._runtime.runtime import Runtime

# The greatest length in the service model.
MAX_CLIENT_TOKEN = 500


@dataclass(frozen=True)
class Owner:
    """The contact that a monitoring session listens to: the wanted one, another one, or (neither) not known."""

    is_wanted: bool = False
    other: str | None = None


def owner_of(session_id: str, session: dict | None, wanted: Contact, note: Session | None) -> Owner:
    """The owner of a session, by the note on the wanted contact's chain or by the contacts that the session names.

    session: the session's own contact as DescribeContact returns it, or None if it could not be described.
    """
    if note and note.session_id == session_id:
        is_wanted = note.contact_id == wanted.contact_id
        return Owner(is_wanted, other=None if is_wanted else note.contact_id)
    named: set = {(session or {}).get(key) for key in ("RelatedContactId", "PreviousContactId", "InitialContactId")}
    named -= {None, session_id}
    # The first contact of a chain is named by each of its parts, so by itself it tells nothing.
    others = named - {wanted.contact_id, wanted.initial_contact_id}
    if wanted.contact_id in named:
        return Owner(is_wanted=not others)
    return Owner(other=min(others) if others else None)


def ensure_monitoring(options: dict, runtime: Runtime) -> dict:
    """What the task returns. Raises TaskError if it fails. options: as the module documents them."""
    check_instance(options["instance"])
    contact = parse_reference("contact_id", options["contact_id"], "contact")
    check_named("user", options["user"], "agent")
    capabilities = _given_capabilities(options)
    token = options["client_token"]
    if token and len(token) > MAX_CLIENT_TOKEN:
        raise TaskError(f"client_token: has {len(token)} characters. At most {MAX_CLIENT_TOKEN} are allowed.")
    with time_limit():
        connect = find_instance(runtime.connect(), options["instance"])
        contact_id = contact.within(connect.instance_id)
        user_id = _user_id(connect, options["user"])
        monitoring = Monitoring(runtime, connect, contact_id, options["user"], user_id, capabilities)
        try:
            return monitoring.ensure(options["remember"], token)
        except TaskError as error:
            raise error.about(f"Contact {contact_id}") from error


def _user_id(connect: Connect, user: str) -> str:
    if is_name(user):
        return find_id(connect, "user", "agent", user)
    return parse_reference("user", user, "agent").within(connect.instance_id)


def _given_capabilities(options: dict) -> list[str]:
    if not options["allowed_monitor_capabilities"]:
        raise TaskError("allowed_monitor_capabilities: the list is empty. Give at least SILENT_MONITOR.")
    return list(dict.fromkeys(options["allowed_monitor_capabilities"]))


@dataclass(frozen=True)
class Monitoring:
    """One supervisor who listens to one contact. user: as the task names the supervisor."""

    runtime: Runtime
    connect: Connect
    contact_id: str
    user: str
    user_id: str
    capabilities: list[str]

    def ensure(self, remember: bool, client_token: str | None) -> dict:
        """The task's result, with the session found or started."""
        contact = live_contact(self.connect, self.contact_id)
        if contact.channel == "VOICE" and not contact.connected_to_agent:
            raise TaskError("No agent is connected yet, so there is nothing to listen to.", "AgentNotConnected")
        note = read_session(contact.attributes, self.user_id) if remember else None
        session = self._find(contact, note)
        if session:
            noted = list(note.capabilities) if note and note.session_id == session["Id"] else None
            self._require_capabilities(noted)
            return self._returned(session, changed=False, evidence="observed", capabilities=noted)
        if self.runtime.check_mode:
            return self._returned({}, changed=True, evidence="predicted", capabilities=self.capabilities)
        session = self._start(client_token)
        if client_token and note and note.session_id == session["Id"]:
            return self._returned(session, changed=False, evidence="observed", capabilities=list(note.capabilities))
        if remember:
            self._note(contact, Session(session["Id"], contact.contact_id, tuple(self.capabilities)))
        return self._returned(session, changed=True, evidence="accepted", capabilities=self.capabilities)

    def _find(self, contact: Contact, note: Session | None) -> dict | None:
        """The user's live session on this contact, or None. Raises TaskError if the user listens to another call.

        Without enhanced monitoring Connect may not show sessions, so the noted one is looked at too.
        """
        busy_with = None
        channels = {session["ContactId"]: session.get("Channel") for session in self._live_sessions()}
        if note and note.contact_id == contact.contact_id:
            channels.setdefault(note.session_id, None)
        for session_id, channel in channels.items():
            described = self._describe(session_id)
            is_hidden = described is None and channel is None
            if is_hidden or (described and described.get("DisconnectTimestamp")):
                continue
            owner = owner_of(session_id, described, contact, note)
            if owner.is_wanted:
                return {"Id": session_id, **(described or {})}
            if contact.channel == channel == "VOICE":
                busy_with = busy_with or owner.other
        if busy_with:
            raise TaskError(
                f"User {self.user} is already listening to contact {busy_with}. A user can listen to one voice "
                "contact at a time, and no API ends a session: the user has to hang up first.",
                "MonitorConflict",
            )
        return None

    def _live_sessions(self) -> list[dict]:
        return [item for item in _live_contacts(self._user_data()) if item.get("InitiationMethod") == "MONITOR"]

    def _user_data(self) -> list[dict]:
        try:
            return list(self.connect.user_data("Agents", [self.user_id], LIVE_STATES))
        except TaskError as error:
            raise error.about(f"user {self.user}") from error

    def _describe(self, session_id: str) -> dict | None:
        try:
            return self.connect.describe_contact(session_id).contact
        except TaskError:
            return None  # the session's owner is then not known, and Connect decides

    def _require_capabilities(self, noted: list[str] | None) -> None:
        if noted is not None and set(noted) != set(self.capabilities):
            raise TaskError(
                f"User {self.user} already listens to it with {' and '.join(noted)}, not with "
                f"{' and '.join(self.capabilities)}. A session cannot be changed: the user has to hang up first.",
                "MonitorConflict",
            )

    def _start(self, client_token: str | None) -> dict:
        """The new session. A client token of the user's own may return an ended one, so that is checked."""
        token = {"ClientToken": client_token} if client_token else {}
        try:
            answer = self.connect.monitor_contact(
                self.contact_id, self.user_id, AllowedMonitorCapabilities=self.capabilities, **token
            )
        except TaskError as error:
            raise self._explained(error) from error
        if client_token:
            self._require_live(answer["ContactId"])
        return {"Id": answer["ContactId"], "Arn": answer.get("ContactArn")}

    def _require_live(self, session_id: str) -> None:
        try:
            described = self.connect.describe_contact(session_id).contact
        except TaskError as error:
            text = f"client_token: Connect named session {session_id}, but whether it is live is not known: {error}"
            raise error.saying(text) from error
        if described.get("DisconnectTimestamp"):
            raise TaskError(
                f"client_token: it was used before, for session {session_id}, which has ended. Give a new one or none.",
                "MonitorConflict",
            )

    def _explained(self, error: TaskError) -> TaskError:
        if error.code == "ServiceQuotaExceededException":
            return self._explained_by_status(error)
        if error.code == "AccessDeniedException":
            return error.saying(
                f"{error} MonitorContact must be allowed on the contact, the instance and the user. If the policy has "
                f"the condition key connect:MonitorCapabilities, allow {' and '.join(self.capabilities)} there."
            )
        return error

    def _explained_by_status(self, error: TaskError) -> TaskError:
        """Connect gives one error for every reason. What GetCurrentUserData knows about the user tells which it is."""
        try:
            status = _user_status(self._user_data())
        except TaskError:
            status = {"signed_in": None, "status": None, "contacts": []}
        explained = error.saying(f"{error} User {self.user} {_reason(status)}")
        explained.details["user_status"] = status
        return explained

    def _note(self, contact: Contact, session: Session) -> None:
        try:
            self.connect.update_attributes(contact.initial_contact_id, write_session(self.user_id, session))
        except TaskError as error:
            self.runtime.warn(
                f"contact {contact.contact_id}: the session could not be noted on the contact, so a later task may not "
                f"recognize it: {error}"
            )

    def _returned(self, session: dict, changed: bool, evidence: str, capabilities: list[str] | None) -> dict:
        monitor = {
            "contact_id": session.get("Id"),
            "contact_arn": session.get("Arn"),
            "monitored_contact_id": self.contact_id,
            "user_id": self.user_id,
            "allowed_monitor_capabilities": capabilities,
            "evidence": evidence,
        }
        return {"changed": changed, "monitor": monitor}


LISTENERS = "Too many others may be listening: a call allows two listeners with enhanced monitoring, and five without."


def _reason(status: dict) -> str:
    if status["signed_in"] is None:
        return f"may not be signed in to the Contact Control Panel, be offline or be busy. {LISTENERS}"
    if not status["signed_in"]:
        return "is not signed in to the Contact Control Panel. Sign in, set a status, and run the task again."
    if status["status"] == "Offline":
        return "is Offline. Set another status in the Contact Control Panel and run the task again."
    if status["contacts"]:
        return f"is busy with contact {status['contacts'][0]}. End it there and run the task again."
    return f"is signed in with the status {status['status']} and on no call. {LISTENERS}"


def _user_status(users: list[dict]) -> dict:
    """What GetCurrentUserData knows about one user. No entry means that the user is not signed in."""
    status = users[0].get("Status", {}).get("StatusName") if users else None
    calls = [contact["ContactId"] for contact in _live_contacts(users) if contact.get("Channel") == "VOICE"]
    return {"signed_in": bool(users), "status": status, "contacts": calls}


def _live_contacts(users: list[dict]) -> list[dict]:
    """The users' live contacts. Whether Connect heeds its filter of states is not documented."""
    return [
        contact
        for user in users
        for contact in user.get("Contacts") or ()
        if contact.get("ContactId") and contact.get("AgentContactState", LIVE_STATES[0]) in LIVE_STATES
    ]

"""Questions about monitoring sessions."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import LIVE_STATES

from .account import Failed
from .clock import seconds_until
from .consent import LISTEN
from .questions import CannotAsk, Finding, Question, compared
from .trial import Call, Trial

# By the stand-in's setting monitor_link.
LINKS = {"related": "RelatedContactId", "previous": "PreviousContactId", "initial": "InitialContactId"}
LONGEST = 5  # s
EVERY = 1  # s: within the default quotas
OFFLINE = "Offline"


def listening(trial: Trial) -> Finding:
    account, user_id = trial.account, _supervisor(trial)
    trial.consent.require(LISTEN)
    user = next(iter(_user_data(trial, user_id)), None)
    contacts = len(user.get("Contacts") or ()) if user else 0
    is_offline = user is not None and user.get("Status", {}).get("StatusName") == OFFLINE
    can_listen = user is not None and not is_offline and not contacts
    status = f"{'Offline' if is_offline else 'not Offline'}, with {contacts} contacts" if user else "not signed in"
    try:
        session = account.ask(
            "MonitorContact",
            lambda: account.connect.monitor_contact(
                trial.call.contact_id, user_id, AllowedMonitorCapabilities=["SILENT_MONITOR"]
            ),
        )
    except Failed as failed:
        if not failed.outcome.refused:
            raise
        as_assumed = not can_listen and failed.outcome.code == "ServiceQuotaExceededException"
        return compared(as_assumed, f"The request {failed.outcome}. The supervisor was {status}.")
    trial.session_id = session["ContactId"]
    account.scrubber.know("contact", trial.session_id)
    return compared(can_listen, f"The request was accepted. The supervisor was {status}.")


def session_link(trial: Trial) -> Finding:
    session_id = _session(trial)
    session: dict = {}

    def is_described() -> bool:
        try:
            session.update(trial.account.describe(session_id, "the session"))
        except Failed as failed:
            if failed.outcome.code != "ResourceNotFoundException":
                raise
        return bool(session)

    if seconds_until(trial.clock, is_described, LONGEST) is None:
        raise CannotAsk("DescribeContact does not find the session.")
    named = {member: whose(session[member], session_id, trial.call) for member in LINKS.values() if session.get(member)}
    link = next((name for name, member in LINKS.items() if session.get(member) == trial.call.contact_id), "none")
    words = [f"{member} names {who}" for member, who in named.items()] or ["It names no contact"]
    method, listed = session.get("InitiationMethod"), _listed(trial, session_id)
    details = {"members": sorted(session), "named": named, "initiation_method": method}
    members = ", ".join(sorted(session))
    seen = f"{'; '.join(words)}. Its InitiationMethod is {method}. Its members: {members}. {listed}".rstrip()
    return compared(link == "related", seen, details, monitor_link=link)


def whose(contact_id: str, session_id: str, call: Call) -> str:
    """A contact of the session, in words."""
    names = {
        session_id: "the session itself",
        call.initial_contact_id: "the call's first contact",
        call.contact_id: "the monitored contact",
    }
    return names.get(contact_id, "another contact")


def _listed(trial: Trial, session_id: str) -> str:
    connect = trial.account.connect

    def is_listed() -> bool:
        contacts = trial.account.ask(
            "ListAssociatedContacts", lambda: connect.associated_contacts(trial.call.contact_id)
        )
        return session_id in [contact["ContactId"] for contact in contacts]

    try:
        seconds = seconds_until(trial.clock, is_listed, LONGEST, EVERY)
    except Failed:
        return ""
    if seconds is None:
        return f"ListAssociatedContacts does not list it within {LONGEST} seconds."
    return f"ListAssociatedContacts lists it {after(seconds)}."


def after(seconds: float) -> str:
    return f"after {seconds} seconds" if seconds else "at once"


def session_in_user_data(trial: Trial) -> Finding:
    session_id, user_id = _session(trial), _supervisor(trial)
    shown: dict = {}

    def is_shown() -> bool:
        for user in _user_data(trial, user_id):
            for contact in user.get("Contacts") or ():
                if contact.get("ContactId") == session_id:
                    shown.update(contact)
        return bool(shown)

    seconds = seconds_until(trial.clock, is_shown, LONGEST, EVERY)
    if seconds is None:
        return compared(False, f"It does not show the session within {LONGEST} seconds.", enhanced_monitoring=False)
    method = shown.get("InitiationMethod")
    seen = f"It shows the session {after(seconds)}, with the InitiationMethod {method}."
    if method == "MONITOR":
        return compared(True, seen, enhanced_monitoring=True)
    return compared(False, seen)


def _supervisor(trial: Trial) -> str:
    if trial.supervisor_id is None:
        raise CannotAsk("No SUPERVISOR was given.")
    return trial.supervisor_id


def _session(trial: Trial) -> str:
    if trial.session_id is None:
        raise CannotAsk("There is no monitoring session.")
    return trial.session_id


def _user_data(trial: Trial, user_id: str) -> list[dict]:
    connect = trial.account.connect
    return trial.account.ask("GetCurrentUserData", lambda: list(connect.user_data("Agents", [user_id], LIVE_STATES)))


QUESTIONS = (
    Question(
        "listening",
        "Is MonitorContact accepted if nobody listens yet?",
        "It is accepted if the supervisor is signed in, not Offline and without a contact. Otherwise it is "
        "refused with ServiceQuotaExceededException.",
        "After this error the collection says which of the three it is.",
        listening,
    ),
    Question(
        "session_link",
        "How does the contact of a monitoring session name the monitored contact?",
        "By RelatedContactId.",
        "A second run must recognize the session, also if its note is lost.",
        session_link,
    ),
    Question(
        "session_in_user_data",
        "Does GetCurrentUserData show the session as MONITOR?",
        "It does, with enhanced monitoring.",
        "A second run looks for the session there, instead of starting another one.",
        session_in_user_data,
    ),
)

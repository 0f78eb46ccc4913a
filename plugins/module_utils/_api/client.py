"""The Amazon Connect API, one method for each operation."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

try:
    from botocore import xform_name
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
except ImportError:
    pass  # AnsibleAWSModule says so before anything here is called

from .answers import (
    CONNECT_TIMEOUT,
    READ_TIMEOUT,
    TOTAL_ATTEMPTS,
    Answer,
    Attempt,
    OutOfTime,
    is_refusal,
    may_have_been_carried_out,
    noted_attempts,
    status_of,
    watch,
)
from .errors import CHECK_NETWORK, NO_CREDENTIALS, TaskError, explain, not_from_connect
from .turns import Turns

# The contact states of GetCurrentUserData in which a contact is live.
LIVE_STATES = ("INCOMING", "PENDING", "CONNECTING", "CONNECTED", "CONNECTED_ONHOLD")
# The greatest page sizes in the service model, and the most agents, queues or routing profiles in one filter.
ASSOCIATED_PAGE, USER_DATA_PAGE, FILTER_SIZE = 100, 100, 100


def client_settings(connections: int) -> dict:
    """The configuration of a client, unless the user's aws_config says otherwise; times in seconds."""
    return {
        "connect_timeout": CONNECT_TIMEOUT,
        "read_timeout": READ_TIMEOUT,
        "max_pool_connections": connections,
        "retries": {"mode": "adaptive", "total_max_attempts": TOTAL_ATTEMPTS},
    }


@dataclass(frozen=True)
class Description:
    """A contact as DescribeContact returns it, and when Connect answered (None if the answer has no date)."""

    contact: dict
    answered_at: datetime | None


class Connect:
    """An account's Amazon Connect, or one instance of it. Every method may raise TaskError."""

    def __init__(self, reads, changes) -> None:
        """reads, changes: boto3 clients; two for a batch, because botocore paces each client as a whole."""
        self.instance_id: str | None = None
        # The IDs of names that were looked up. They live as long as the clients: for the items of a loop.
        self.known_ids: dict[tuple[str | None, str, str], str] = {}
        self._reads = reads
        self._changes = changes
        self._turns = Turns()
        for client in (reads, changes):
            watch(client)

    def in_instance(self, instance_id: str) -> Connect:
        """The same account, for operations on this instance."""
        instance = copy(self)
        instance.instance_id = instance_id
        return instance

    def describe_contact(self, contact_id: str) -> Description:
        answer = self._call(self._reads, "DescribeContact", ContactId=contact_id)
        contact = answer.get("Contact")
        if not contact or contact.get("Id", contact_id) != contact_id:
            raise not_from_connect("DescribeContact")
        return Description(contact, _date_of(answer))

    def associated_contacts(self, contact_id: str) -> list[dict]:
        """ListAssociatedContacts: the contacts of the call that a contact belongs to, ended ones too."""
        pages = self.pages("ListAssociatedContacts", "ContactSummaryList", ASSOCIATED_PAGE, ContactId=contact_id)
        return [contact for contact in pages if contact.get("ContactId")]

    def update_attributes(self, initial_contact_id: str, attributes: dict[str, str]) -> None:
        """UpdateContactAttributes on a contact's chain; other attributes stay as they are."""
        answer = self._change(
            self._reads, "UpdateContactAttributes", InitialContactId=initial_contact_id, Attributes=attributes
        )
        if answer.error:
            raise answer.error

    def change_recording(self, operation: str, contact_id: str, initial_contact_id: str, **options: object) -> Answer:
        """One of Start-, Stop-, Suspend- and ResumeContactRecording. Errors are in the answer, never raised."""
        ids = {"ContactId": contact_id, "InitialContactId": initial_contact_id}
        return self._turns.take(lambda: self._change(self._changes, operation, **ids, **options))

    def user_data(self, filter_name: str, ids: list[str], states: Iterable[str]) -> Iterator[dict]:
        """GetCurrentUserData: users and their contacts, as UserData in the service model.

        filter_name: Agents, Queues or RoutingProfiles. states: the contact states to ask for.
        """
        for start in range(0, len(ids), FILTER_SIZE):
            filters = {filter_name: ids[start : start + FILTER_SIZE], "ContactFilter": {"ContactStates": list(states)}}
            yield from self.pages("GetCurrentUserData", "UserDataList", USER_DATA_PAGE, Filters=filters)

    def monitor_contact(self, contact_id: str, user_id: str, **options: Any) -> dict:
        """MonitorContact: the ContactId and ContactArn of the new session. botocore fills in a missing ClientToken."""
        unknown = "Whether the user is listening is not known: run the task again to find out."
        try:
            session = self._call(self._changes, "MonitorContact", ContactId=contact_id, UserId=user_id, **options)
        except TaskError as error:
            if may_have_been_carried_out(error.__cause__):
                raise error.saying(f"{error} {unknown}") from error
            raise
        if not session.get("ContactId"):
            unclear = not_from_connect("MonitorContact")
            raise unclear.saying(f"{unclear} {unknown}")
        return session

    def pages(self, operation: str, key: str, size: int, **parameters: Any) -> Iterator[dict]:
        """The members of every page. Some of these operations have no paginator in botocore, so none is used."""
        while True:
            answer = self._call(self._reads, operation, MaxResults=size, **parameters)
            # An empty object from something other than Connect must not pass for an empty page.
            if key not in answer and "RequestId" not in answer.get("ResponseMetadata", {}):
                raise not_from_connect(operation)
            yield from answer.get(key) or ()
            token = answer.get("NextToken")
            if not token:
                return
            if token == parameters.get("NextToken"):
                raise not_from_connect(operation)
            parameters["NextToken"] = token

    def _change(self, client, operation: str, **parameters: object) -> Answer:
        """One request of an operation whose answer is empty, so that only the way it is answered tells."""
        attempts: list[Attempt] = []
        error = None
        try:
            self._call(client, operation, attempts, **parameters)
        except TaskError as failure:
            error = failure
        cause = error.__cause__ if error else None
        return Answer(
            accepted=error is None,
            refused=is_refusal(cause),
            lost=any(attempt.lost for attempt in attempts) or bool(error and may_have_been_carried_out(cause)),
            throttled=any(attempt.throttled for attempt in attempts),
            error=error,
        )

    def _call(self, client, operation: str, attempts: list[Attempt] | None = None, **parameters: object) -> dict:
        """One request. Every failure is raised as TaskError, with the original exception as its cause.

        attempts: filled with the attempts that were made.
        """
        instance = {"InstanceId": self.instance_id} if self.instance_id else {}
        with noted_attempts() as made:
            try:
                answer = getattr(client, xform_name(operation))(**instance, **parameters)
            except Exception as error:
                raise _explained(operation, error, made) from error
            finally:
                if attempts is not None:
                    attempts.extend(made)
        if made and made[-1].lost:
            raise not_from_connect(operation)
        return answer


def _explained(operation: str, error: Exception, attempts: list[Attempt]) -> TaskError:
    if attempts and attempts[-1].foreign:
        return not_from_connect(operation)
    if isinstance(error, ClientError):
        code, text = error.response["Error"].get("Code", ""), error.response["Error"].get("Message")
        if not isinstance(code, str) or not isinstance(text or "", str):
            return not_from_connect(operation)
        request_id = error.response.get("ResponseMetadata", {}).get("RequestId")
        return explain(operation, code, text, status_of(error), request_id)
    if isinstance(error, NoCredentialsError):
        return TaskError(NO_CREDENTIALS, "NoCredentialsError")
    if isinstance(error, OutOfTime):
        text = f"{operation} was given up, because Amazon Connect did not answer in time. {CHECK_NETWORK}"
        return TaskError(text, "OutOfTime")
    if isinstance(error, BotoCoreError):
        return TaskError(f"{operation} failed: {str(error).rstrip('.')}. {CHECK_NETWORK}", type(error).__name__)
    # botocore's parsers raise any exception if an answer has the wrong shape. Its text may quote the answer, and with
    # it a customer, so it is not shown.
    return not_from_connect(operation)


def _date_of(answer: dict) -> datetime | None:
    date = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    try:
        return parsedate_to_datetime(date) if date else None
    except ValueError:
        return None

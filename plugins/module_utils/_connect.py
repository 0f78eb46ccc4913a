"""The Amazon Connect API as this collection sees it; the only file that knows botocore."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass

try:
    from botocore import __version__ as BOTOCORE_VERSION
    from botocore import xform_name
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        HTTPClientError,
        NoCredentialsError,
        SSLError,
    )
except ImportError:
    pass  # AnsibleAWSModule says so, before anything here is called

from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

# The contact states of GetCurrentUserData in which a contact is still going on.
LIVE_STATES = ("INCOMING", "PENDING", "CONNECTING", "CONNECTED", "CONNECTED_ONHOLD")

# Options that an older botocore does not know: where its model would have them, and since which version it does.
NEWER_OPTIONS = {
    "recording_type": ("StopContactRecordingRequest", "ContactRecordingType", "1.35.72"),
    "ivr_recording_track": ("VoiceRecordingConfiguration", "IvrRecordingTrack", "1.35.72"),
}

# What else has to be allowed for an operation to work.
ALSO_NEEDED = {
    "ListInstances": " and ds:DescribeDirectories",
    "SearchQueues": " and connect:DescribeQueue",
    "SearchUsers": " and connect:DescribeUser",
}
ADVICE = {
    "AccessDeniedException": "Allow connect:{operation}{also} in the IAM policy of these credentials.",
    "ExpiredTokenException": "The session token has expired: get new credentials.",
    "IncompleteSignatureException": "The credentials are malformed: check access_key and secret_key.",
    "InvalidActiveRegionException": "The instance is active in another region: set region to that one.",
    "InvalidSignatureException": "Check secret_key, region, and the clock of the machine that this ran on.",
    "ResourceNotFoundException": "Check the ID, the instance and the region.",
    "UnrecognizedClientException": "Check access_key and session_token: AWS does not know them.",
}
THROTTLED = "The API's quota is used up: run it again later, lower max_workers, or ask AWS for a higher quota."
BROKEN = "Amazon Connect, or something on the way to it, failed: run it again later."
NO_CREDENTIALS = "Set access_key and secret_key, a profile, or the environment variables that stand for them."
UNREACHABLE = "Check region, endpoint_url and the network."
NOT_CONNECT = ": it was cut short, or is not Amazon Connect's. " + UNREACHABLE

# For each attempt of the request that this thread is making: may it have been carried out without its answer telling?
_lost_attempts: ContextVar[list[bool] | None] = ContextVar("lost_attempts", default=None)


def client_settings(connections: int) -> dict:
    """What a client is configured with unless the user's aws_config says otherwise; times in seconds.

    A request in front of a card payment must end soon: five attempts without an answer take less than a minute.
    """
    return {
        "connect_timeout": 4,
        "read_timeout": 8,
        "max_pool_connections": connections,
        "retries": {"mode": "adaptive", "total_max_attempts": 5},
    }


@dataclass(frozen=True)
class Named:
    """Something in Connect that has a name. note: what makes it unfit to be used, else None."""

    id: str
    name: str
    note: str | None = None


@dataclass(frozen=True)
class Listing:
    """How things of a kind are searched for by name, and listed: operations, and where their answers have what."""

    search_operation: str
    found: str
    found_id: str
    name_field: str
    list_operation: str
    listed: str
    name: str = "Name"
    only: tuple[tuple[str, object], ...] = ()


# By the name that ARNs have for the kind.
LISTINGS = {
    "agent": Listing("SearchUsers", "Users", "Id", "Username", "ListUsers", "UserSummaryList", name="Username"),
    "queue": Listing(
        "SearchQueues",
        "Queues",
        "QueueId",
        "name",
        "ListQueues",
        "QueueSummaryList",
        only=(("QueueTypes", ["STANDARD"]),),
    ),
    "routing-profile": Listing(
        "SearchRoutingProfiles",
        "RoutingProfiles",
        "RoutingProfileId",
        "name",
        "ListRoutingProfiles",
        "RoutingProfileSummaryList",
    ),
}
# The greatest page sizes in the service model.
INSTANCES_PAGE, SEARCH_PAGE, LIST_PAGE, USER_DATA_PAGE = 10, 500, 1000, 100
# The most agents, queues or routing profiles in one filter of GetCurrentUserData.
FILTER_SIZE = 100


@dataclass(frozen=True)
class Answer:
    """What came back on a request to change a recording.

    accepted: Connect said yes.
    refused: Connect said that the recording is not in a state for it.
    lost: an attempt may have been carried out without this answer telling.
    error: what to tell the user where it was not accepted.
    """

    accepted: bool = False
    refused: bool = False
    lost: bool = False
    error: UserError | None = None


class Connect:
    """An account's Amazon Connect, or one instance of it.

    Every method makes one request, or one for each page, and may raise UserError.
    """

    def __init__(self, reads, changes) -> None:
        """reads, changes: boto3 clients; two for a batch, since botocore paces each client's requests as a whole."""
        self.instance_id: str | None = None
        self._reads = reads
        self._changes = changes
        self._describes_attributes = self._model_has("Contact", "Attributes")
        for client in (reads, changes):
            client.meta.events.register("needs-retry.connect", _note_attempt, unique_id="contactops-note-attempt")

    def in_instance(self, instance_id: str) -> Connect:
        """The same, for this instance: what all methods but list_instances need."""
        instance = copy(self)
        instance.instance_id = instance_id
        return instance

    def list_instances(self) -> list[Named]:
        """ListInstances: every instance of the account by its alias; one without an alias has no name to go by."""
        summaries = self._pages("ListInstances", "InstanceSummaryList", INSTANCES_PAGE)
        return [
            Named(item["Id"], item["InstanceAlias"], None if item.get("InstanceStatus") == "ACTIVE" else "not active")
            for item in summaries
            if item.get("Id") and item.get("InstanceAlias")
        ]

    def search(self, kind: str, name: str) -> list[Named]:
        """What Connect finds under a name; that it compares as one expects is not documented."""
        listing = LISTINGS[kind]
        condition = {"FieldName": listing.name_field, "Value": name, "ComparisonType": "EXACT"}
        criteria = {"StringCondition": condition}
        found = self._pages(listing.search_operation, listing.found, SEARCH_PAGE, SearchCriteria=criteria)
        return _named(found, listing.found_id, listing.name)

    def list_all(self, kind: str) -> list[Named]:
        """Everything of a kind in the instance."""
        listing = LISTINGS[kind]
        listed = self._pages(listing.list_operation, listing.listed, LIST_PAGE, **dict(listing.only))
        return _named(listed, "Id", listing.name)

    def require_option(self, option: str) -> None:
        """Raise where the installed botocore is too old for a module's option."""
        shape, member, since = NEWER_OPTIONS[option]
        if not self._model_has(shape, member):
            raise UserError(f"{option}: needs botocore {since} or later, {BOTOCORE_VERSION} is installed")

    def describe_contact(self, contact_id: str) -> dict:
        """DescribeContact: the contact as the service model's Contact has it."""
        contact = self._call(self._reads, "DescribeContact", ContactId=contact_id).get("Contact")
        if not contact or contact.get("Id", contact_id) != contact_id:
            raise UserError(f"DescribeContact was answered without the contact{NOT_CONNECT}")
        return contact

    def attributes_of(self, contact: dict, initial_contact_id: str) -> dict[str, str]:
        """The user-defined attributes of a described contact's chain, asked for only where the description has none."""
        if self._describes_attributes:
            return contact.get("Attributes") or {}
        answer = self._call(self._reads, "GetContactAttributes", InitialContactId=initial_contact_id)
        return answer.get("Attributes") or {}

    def update_attributes(self, initial_contact_id: str, attributes: dict[str, str]) -> None:
        """UpdateContactAttributes on a contact's chain; other attributes stay as they are."""
        answer = self._change(
            self._reads, "UpdateContactAttributes", InitialContactId=initial_contact_id, Attributes=attributes
        )
        if answer.error:
            raise answer.error

    def change_recording(self, operation: str, contact_id: str, initial_contact_id: str, **options: object) -> Answer:
        """One of Start-, Stop-, Suspend- and ResumeContactRecording. Never raises UserError: the answer has it."""
        return self._change(
            self._changes, operation, ContactId=contact_id, InitialContactId=initial_contact_id, **options
        )

    def user_data(self, filter_name: str, ids: list[str], states: Iterable[str]) -> Iterator[dict]:
        """GetCurrentUserData: users and their contacts, as the model's UserData has them.

        filter_name: Agents, Queues or RoutingProfiles. states: contact states, which Connect may or may not filter by.
        """
        for start in range(0, len(ids), FILTER_SIZE):
            filters = {filter_name: ids[start : start + FILTER_SIZE], "ContactFilter": {"ContactStates": list(states)}}
            yield from self._pages("GetCurrentUserData", "UserDataList", USER_DATA_PAGE, Filters=filters)

    def monitor_contact(self, contact_id: str, user_id: str, **options: object) -> dict:
        """MonitorContact: the ContactId and ContactArn of the new session. botocore fills in a missing ClientToken."""
        unknown = f". Whether user {user_id} listens in is unknown: run it again to see."
        try:
            session = self._call(self._changes, "MonitorContact", ContactId=contact_id, UserId=user_id, **options)
        except UserError as error:
            if _may_have_been_carried_out(error.__cause__):
                raise UserError(str(error).rstrip(".") + unknown, code=error.code) from error
            raise
        if not session.get("ContactId"):
            raise UserError(f"MonitorContact was answered without a session{NOT_CONNECT.rstrip('.')}{unknown}")
        return session

    def _pages(self, operation: str, key: str, size: int, **parameters: object) -> Iterator[dict]:
        """The members of every page. Not all these operations have a paginator in botocore, so none is used."""
        while True:
            answer = self._call(self._reads, operation, MaxResults=size, **parameters)
            # An empty object by something else than Connect must not pass for an empty page.
            if key not in answer and "RequestId" not in answer.get("ResponseMetadata", {}):
                raise UserError(f"{operation} was answered without {key}{NOT_CONNECT}")
            yield from answer.get(key) or ()
            token = answer.get("NextToken")
            if not token:
                return
            if token == parameters.get("NextToken"):
                raise UserError(f"{operation} answered with the same page twice{NOT_CONNECT}")
            parameters["NextToken"] = token

    def _change(self, client, operation: str, **parameters: object) -> Answer:
        """One request of an operation that Connect answers with nothing, so that only the way it answers tells."""
        attempts: list[bool] = []
        try:
            self._call(client, operation, attempts, **parameters)
        except UserError as error:
            lost = any(attempts) or _may_have_been_carried_out(error.__cause__)
            return Answer(refused=_is_refusal(error.__cause__), lost=lost, error=error)
        return Answer(accepted=True, lost=any(attempts))

    def _model_has(self, shape: str, member: str) -> bool:
        return member in self._reads.meta.service_model.shape_for(shape).members

    def _call(self, client, operation: str, attempts: list[bool] | None = None, **parameters: object) -> dict:
        """One request. Whatever goes wrong is raised as UserError, with botocore's own exception as its cause.

        attempts: is filled with whether each attempt was lost.
        """
        attempts = [] if attempts is None else attempts
        _lost_attempts.set(attempts)
        try:
            instance = {"InstanceId": self.instance_id} if self.instance_id else {}
            answer = getattr(client, xform_name(operation))(**instance, **parameters)
        except ClientError as error:
            raise _explained(operation, error) from error
        except NoCredentialsError as error:
            raise UserError(f"no AWS credentials were found. {NO_CREDENTIALS}") from error
        except BotoCoreError as error:
            raise UserError(f"{operation} failed: {str(error).rstrip('.')}. {UNREACHABLE}") from error
        except Exception as error:  # botocore's parsers raise what Python raises on an answer of the wrong shape
            # Its text may quote the answer, and with it a customer, so it is not shown.
            raise UserError(
                f"the answer to {operation} could not be read ({type(error).__name__}){NOT_CONNECT}"
            ) from error
        finally:
            _lost_attempts.set(None)
        if attempts and attempts[-1]:
            raise UserError(f"{operation} was answered, but not as expected{NOT_CONNECT}")
        return answer


def _named(items: Iterable[dict], id_key: str, name_key: str) -> list[Named]:
    return [Named(item[id_key], item[name_key]) for item in items if item.get(id_key) and item.get(name_key)]


def _explained(operation: str, error: ClientError) -> UserError:
    code = error.response["Error"].get("Code", "")
    advice = ADVICE.get(code, "").format(operation=operation, also=ALSO_NEEDED.get(operation, ""))
    status = _status(error)
    if not advice and status == 429:
        advice = THROTTLED
    if not advice and status >= 500:
        advice = BROKEN
    text = error.response["Error"].get("Message") or f"HTTP status {status}"
    return UserError(f"{operation} failed: {text} ({code})" + (f". {advice}" if advice else ""), code=code)


def _status(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def _is_refusal(error: BaseException | None) -> bool:
    """Connect's one message for every transition that it does not allow, whatever the state is."""
    return (
        isinstance(error, ClientError)
        and error.response["Error"].get("Code") == "InvalidRequestException"
        and "recording state" in (error.response["Error"].get("Message") or "")
    )


def _note_attempt(response=None, caught_exception=None, **_: object) -> None:
    """botocore's needs-retry event, emitted after every attempt: remember whether its outcome is known."""
    attempts = _lost_attempts.get()
    if attempts is None:
        return
    if caught_exception is not None:
        attempts.append(_may_have_been_carried_out(caught_exception))
    else:
        attempts.append(response[0].status_code >= 500 or not _is_connects(response[0]))


def _may_have_been_carried_out(error: BaseException | None) -> bool:
    """False only where the request was never sent, or its answer says that it was not carried out."""
    if isinstance(error, ClientError):
        return _status(error) >= 500
    if isinstance(error, BotoCoreError):
        return isinstance(error, (HTTPClientError, SSLError))
    return True


def _is_connects(http) -> bool:
    """Whether an answer is Connect's and not, say, a login page.

    Where Connect says yes it has nothing else to say yet; whatever it may come to say will have AWS's request ID. Where it
    says no, it says why.
    """
    try:
        content = json.loads(http.content or b"{}")
    except ValueError:
        return False
    if http.status_code < 300:
        is_empty = http.status_code == 200 and content == {}
        return is_empty or (isinstance(content, dict) and "x-amzn-requestid" in http.headers)
    return isinstance(content, dict) and content != {}

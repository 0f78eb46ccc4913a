"""The stand-in itself: HTTP, recordings, whole calls, monitoring, faults, scenarios and the AWS CLI."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import boto3
import pytest
import yaml
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from helpers.known import (
    AGENT,
    BILLING,
    CALL,
    CHAT,
    ENDED_CALL,
    FIRST_PART,
    INSTANCE,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    SUPERVISOR,
    TRANSFERRED_CALL,
    truth,
)
from standin.__main__ import PORT
from standin.center import ContactCenter, ServiceError
from standin.faults import Fault, Quotas, throttled
from standin.model import Invalid
from standin.scenario import DEFAULT_SCENARIO
from standin.server import load_scenario, model

TESTS = Path(__file__).parents[1]
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
RECORDED = {"InstanceId": INSTANCE, "ContactId": CALL, "InitialContactId": CALL}
ALL_TRACKS = {"VoiceRecordingConfiguration": {"VoiceRecordingTrack": "ALL"}}
START, STOP, SUSPEND, RESUME = (f"{verb}_contact_recording" for verb in ("start", "stop", "suspend", "resume"))
STATES = ("none", "armed", "started", "suspended", "stopped")
REFUSED = "Request is not allowed in current voice recording state"


@pytest.fixture
def client(standin):
    return boto3.client("connect", config=ONCE)


def center_with(**settings: object) -> ContactCenter:
    return ContactCenter({**load_scenario(), **settings})


def record(center: ContactCenter, operation: str, contact_id: str = CALL, **parameters: object) -> bool:
    """Whether a request about recordings is accepted."""
    initial = center.contacts[contact_id].initial or contact_id
    tracks = ALL_TRACKS if operation == START else {}
    with suppress(ServiceError):
        return (
            getattr(center, operation)({"ContactId": contact_id, "InitialContactId": initial, **tracks, **parameters})
            == {}
        )
    return False


def code_of(call, **parameters) -> str:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    return error.value.response["Error"]["Code"]


def post(standin, path: str, body: object) -> dict:
    request = urllib.request.Request(f"{standin.url}/_standin/{path}", data=json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        assert error.code == 400  # noqa: PT017 (the answer is looked at)
        return json.load(error)


# Requests and answers


def signed(standin, method, path, body, secret="standin/secret/of/forty/characters/00000", headers=None):
    """A request as a careless client would send it: signed, but checked by no model."""
    request = AWSRequest(method, standin.url + path, headers=headers or {}, data=body)
    SigV4Auth(Credentials("AKIASTANDINEXAMPLE00", secret), "connect", "us-west-2").add_auth(request)
    sent = urllib.request.Request(standin.url + path, data=body, headers=dict(request.headers), method=method)
    try:
        with urllib.request.urlopen(sent) as answer:
            return answer.status, answer.headers["x-amzn-ErrorType"], answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["x-amzn-ErrorType"], error.read()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"ContactId": CALL}, "InstanceId is required"),
        ({**RECORDED, **ALL_TRACKS, "ContactId": ""}, "ContactId: 0 is less than the minimum of 1"),
        ({**RECORDED, **ALL_TRACKS, "ContactId": "x" * 257}, "ContactId: 257 is more than the maximum of 256"),
        ({**RECORDED, **ALL_TRACKS, "ContactId": 7}, "ContactId: expected string, got int"),
        (
            {**RECORDED, "VoiceRecordingConfiguration": {"VoiceRecordingTrack": "NONE"}},
            "'NONE' is not one of FROM_AGENT",
        ),
        ({**RECORDED, **ALL_TRACKS, "Extra": 1}, "Unknown members: Extra"),
    ],
)
def test_a_request_is_validated(standin, body, message):
    status, error, answer = signed(standin, "POST", "/contact/start-recording", json.dumps(body).encode())
    assert (status, error) == (400, "InvalidParameterException")
    assert message in json.loads(answer)["message"]
    assert truth(standin) == "none"


def test_other_requests_are_errors(standin):
    assert signed(standin, "POST", "/contact/start-recording", b"{")[:2] == (400, "InvalidParameterException")
    assert signed(standin, "POST", "/no/such/path", b"{}")[:2] == (404, "UnknownOperationException")
    body = json.dumps({"InstanceId": INSTANCE, "ContactId": CALL, "Tags": {"aws:mine": "x"}}).encode()
    assert "'aws:mine' does not match" in json.loads(signed(standin, "POST", "/contact/tags", body)[2])["message"]


def test_an_answer_is_validated():
    operation = model().find("GET", f"/contacts/{INSTANCE}/{CALL}")
    assert operation.name == "DescribeContact"
    with pytest.raises(Invalid, match=r"Contact\.Channel: 'FAX' is not one of VOICE"):
        model().serialize(operation, {"Contact": {"Channel": "FAX"}})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"secret": "another secret of the same length 000000"}, "InvalidSignatureException"),
        ({"headers": {"X-Amz-Security-Token": "unexpected"}}, "UnrecognizedClientException"),
    ],
)
def test_a_wrong_signature_is_refused(standin, change, error):
    body = json.dumps({**RECORDED, **ALL_TRACKS}).encode()
    assert signed(standin, "POST", "/contact/start-recording", body, **change)[:2] == (403, error)
    assert truth(standin) == "none"


def test_an_unsigned_or_old_request_is_refused(standin, monkeypatch):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{standin.url}/contacts/{INSTANCE}/{CALL}")
    assert error.value.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"

    class LongAgo(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2036, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("standin.signature.datetime", LongAgo)
    status, error, answer = signed(standin, "GET", f"/contacts/{INSTANCE}/{CALL}", None)
    assert (status, error) == (403, "InvalidSignatureException")
    assert "Signature expired" in json.loads(answer)["message"]


# Recordings


@pytest.mark.parametrize("repeats", list(product(["accept", "refuse"], repeat=3)), ids="-".join)
def test_every_request_in_every_state(repeats):
    """A request changes what it applies to; what is in its target state is a repetition; all else is refused."""
    center = center_with(**dict(zip(("repeat", "repeat_start", "repeat_stop"), repeats, strict=True)))
    recordings = center.contacts[CALL].recordings
    for operation, applies_to, target, repeat in (
        (START, ("none",), "started", repeats[1]),
        (SUSPEND, ("started",), "suspended", repeats[0]),
        (RESUME, ("suspended",), "started", repeats[0]),
        (STOP, ("armed", "started", "suspended"), "stopped", repeats[2]),
    ):
        for state in STATES:
            recordings["AGENT"] = state
            accepted = state in applies_to or (state == target and repeat == "accept")
            assert record(center, operation) == accepted, (operation, state)
            assert recordings["AGENT"] == (target if state in applies_to else state)


@pytest.mark.parametrize("reaches_screen", [False, True])
def test_without_a_type_all_recordings_change_but_a_stop_reaches_the_voice(reaches_screen):
    center = center_with(stop_reaches_screen=reaches_screen)
    recordings = center.contacts[CALL].recordings
    recordings.update(AGENT="started", IVR="none", SCREEN="started")
    for operation, after in (
        (SUSPEND, ("suspended", "none", "suspended")),
        (RESUME, ("started", "none", "started")),
        (STOP, ("stopped", "none", "stopped" if reaches_screen else "started")),
    ):
        assert record(center, operation)
        assert tuple(recordings.values()) == after
    assert record(center, SUSPEND, ContactRecordingType="SCREEN") == (not reaches_screen)


def test_a_recording_is_armed_until_an_agent_is_connected_and_the_whisper_refuses_everything():
    center = center_with()
    contact = center.contacts[QUEUED_CALL]
    contact.recordings["SCREEN"] = "armed"
    assert record(center, START, QUEUED_CALL) and contact.recordings["AGENT"] == "armed"
    assert not record(center, SUSPEND, QUEUED_CALL)
    center.accept(QUEUED_CALL, AGENT)
    for operation in (START, STOP, SUSPEND, RESUME):
        with pytest.raises(ServiceError, match=REFUSED):
            getattr(center, operation)({"ContactId": QUEUED_CALL, "InitialContactId": QUEUED_CALL, **ALL_TRACKS})
    assert center.describe_contact({"ContactId": QUEUED_CALL})["Contact"]["AgentInfo"] == {"Id": AGENT}
    center.connected(QUEUED_CALL)
    assert contact.recordings == {"AGENT": "started", "IVR": "none", "SCREEN": "started"}
    joined = center.describe_contact({"ContactId": QUEUED_CALL})["Contact"]["AgentInfo"]["ConnectedToAgentTimestamp"]
    assert timedelta() <= center.now() - joined < timedelta(seconds=5)


def test_when_the_agents_of_a_scenario_were_connected():
    contacts = [
        {"id": "usual", "agent": AGENT},
        {"id": "recent", "agent": AGENT, "connected_seconds_ago": 2},
        {"id": "whisper", "agent": AGENT, "whisper": True},
    ]
    center = center_with(contacts=contacts)
    described = [center.describe_contact({"ContactId": contact["id"]})["Contact"] for contact in contacts]
    connected = [contact["AgentInfo"].get("ConnectedToAgentTimestamp") for contact in described]
    assert [at and center.started_at - at for at in connected] == [timedelta(minutes=1), timedelta(seconds=2), None]
    assert not record(center, START, "whisper")


def test_after_a_transfer_the_two_ids_have_to_match(client):
    parameters = {"InstanceId": INSTANCE, "ContactId": TRANSFERRED_CALL}
    suspend = client.suspend_contact_recording
    assert code_of(suspend, InitialContactId=TRANSFERRED_CALL, **parameters) == "ResourceNotFoundException"
    suspend(InitialContactId=FIRST_PART, **parameters)


@pytest.mark.parametrize("contact", [CHAT, ENDED_CALL])
def test_what_cannot_be_recorded(client, contact):
    parameters = {"InstanceId": INSTANCE, "ContactId": contact, "InitialContactId": contact}
    assert code_of(client.start_contact_recording, **parameters, **ALL_TRACKS) == "InvalidRequestException"


# Whole calls


@pytest.mark.parametrize(
    ("before", "agent", "after"),
    [
        ("none", OTHER_AGENT, "none"),
        ("stopped", OTHER_AGENT, "none"),
        ("started", OTHER_AGENT, "started"),
        ("suspended", OTHER_AGENT, "started"),
        ("suspended", None, "armed"),
    ],
)
def test_a_pause_does_not_survive_a_transfer(before, agent, after):
    center = center_with()
    center.contacts[CALL].recordings.update(AGENT=before, SCREEN=before)
    part = center.contacts[center.transfer(CALL, agent)]
    assert (part.initial, part.previous, part.initiation_method, part.agent) == (CALL, CALL, "TRANSFER", agent)
    assert part.recordings == {"AGENT": after, "IVR": "none", "SCREEN": after}
    assert part.live and not center.contacts[CALL].live


def test_a_call_is_listed_with_all_its_contacts(standin, client):
    center = standin.center
    later = center.transfer(TRANSFERRED_CALL, OTHER_AGENT)
    leg = center.conference(later, AGENT)
    session = client.monitor_contact(InstanceId=INSTANCE, ContactId=leg, UserId=SUPERVISOR)["ContactId"]
    call = [FIRST_PART, TRANSFERRED_CALL, later, leg, session]
    for contact_id in call:
        listed = client.list_associated_contacts(InstanceId=INSTANCE, ContactId=contact_id)["ContactSummaryList"]
        assert [contact["ContactId"] for contact in listed] == call
    assert ["DisconnectTimestamp" in contact for contact in listed] == [True, True, False, False, False]
    assert [contact.get("InitialContactId") for contact in listed] == [None, FIRST_PART, FIRST_PART, FIRST_PART, None]
    assert listed[4]["InitiationMethod"] == "MONITOR" and listed[4]["RelatedContactId"] == leg
    pages = [client.list_associated_contacts(InstanceId=INSTANCE, ContactId=leg, MaxResults=3)]
    pages.append(client.list_associated_contacts(InstanceId=INSTANCE, ContactId=leg, NextToken=pages[0]["NextToken"]))
    assert [len(page["ContactSummaryList"]) for page in pages] == [3, 2] and "NextToken" not in pages[1]
    assert code_of(client.list_associated_contacts, InstanceId=INSTANCE, ContactId="x") == "ResourceNotFoundException"


def test_people_act_over_http(standin, client):
    standin.center.contacts[CALL].recordings["AGENT"] = "started"
    assert post(standin, "act", {"do": "agent_pauses", "contact": CALL}) == {}
    assert truth(standin) == "suspended"
    part = post(standin, "act", {"do": "transfer", "contact": CALL, "user": OTHER_AGENT})["contact"]
    assert truth(standin, part) == "started"
    leg = post(standin, "act", {"do": "conference", "contact": part, "user": "agent.ada"})["contact"]
    assert post(standin, "act", {"do": "end", "contact": leg}) == {}
    session = client.monitor_contact(InstanceId=INSTANCE, ContactId=part, UserId=SUPERVISOR)["ContactId"]
    post(standin, "act", {"do": "supervisor_hangs_up", "contact": session})
    live = {item for item, contact in standin.center.contacts.items() if contact.live}
    assert part in live and not live & {CALL, leg, session}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"do": "transfr", "contact": CALL}, "did you mean 'transfer'?"),
        ({"do": "transfer", "contact": CALL, "user": "agent.bo"}, "user: no user has the name or ID 'agent.bo'"),
        ({"do": "conference", "contact": CALL}, "user: no user has the name or ID None"),
        ({"do": "end", "contract": CALL}, "unknown key 'contract'; did you mean 'contact'?"),
        ({"do": "agent_pauses", "contact": ENDED_CALL}, f"{ENDED_CALL} has ended"),
        ({"do": "supervisor_hangs_up", "contact": CALL}, f"{CALL} is not a monitoring session"),
        ([], "do: None is not one of accept"),
    ],
)
def test_mistakes_in_what_people_do(standin, request_, message):
    assert message in post(standin, "act", request_)["message"]


def test_a_clone_is_independent():
    center = center_with()
    clone = center.clone()
    assert clone.snapshot() == center.snapshot()
    record(clone, START)
    clone.update_contact_attributes({"InitialContactId": CALL, "Attributes": {"a": "b"}})
    clone.monitor_contact({"ContactId": CALL, "UserId": SUPERVISOR})
    assert clone.transfer(CALL, OTHER_AGENT) not in center.contacts
    assert center.snapshot() == center_with().snapshot()


# Attributes


def test_attribute_names_and_size_are_limited(client):
    write = {"InstanceId": INSTANCE, "InitialContactId": CALL}
    assert code_of(client.update_contact_attributes, Attributes={"a b": ""}, **write) == "InvalidParameterException"
    big = {"a": "x" * 20_000, "b": "x" * 20_000}
    assert code_of(client.update_contact_attributes, Attributes=big, **write) == "InvalidRequestException"


def test_attributes_can_be_read_after_the_lag():
    center = center_with(attribute_lag=2)
    start = center.now()

    def read(at: float) -> tuple:
        center.now = lambda: start + timedelta(seconds=at)
        described = center.describe_contact({"ContactId": CALL})["Contact"]["Attributes"]
        assert center.get_contact_attributes({"InitialContactId": CALL})["Attributes"] == described
        return described.get("a"), described.get("b")

    for at, attributes in ((0, {"a": "1"}), (1, {"a": "2", "b": "2"})):
        center.now = lambda at=at: start + timedelta(seconds=at)
        center.update_contact_attributes({"InitialContactId": CALL, "Attributes": attributes})
    assert [read(1.5), read(2.5), read(3.5)] == [(None, None), ("1", None), ("2", "2")]
    assert center.snapshot()["contacts"][CALL]["attributes"] == {"a": "2", "b": "2"}


# Monitoring


def listen(center: ContactCenter, username: str, contact_id: str = CALL) -> str:
    user_id = next(user.id for user in center.users.values() if user.username == username)
    return center.monitor_contact({"ContactId": contact_id, "UserId": user_id})["ContactId"]


@pytest.mark.parametrize(
    ("settings", "contact_id", "most"),
    [({}, CALL, 2), ({}, CHAT, 5), ({"enhanced_monitoring": False}, CALL, 5), ({"listeners": 1}, CALL, 1)],
)
def test_the_number_of_listeners_is_limited(settings, contact_id, most):
    users = [{"id": f"user-{number}", "username": f"user.{number}"} for number in range(most + 1)]
    center = center_with(users=users, **settings)
    for number in range(most):
        listen(center, f"user.{number}", contact_id)
    with pytest.raises(ServiceError, match="Service quota has been exceeded"):
        listen(center, f"user.{most}", contact_id)


@pytest.mark.parametrize("username", ["supervisor.tom", "supervisor.wes", "agent.ben", "supervisor.sue"])
def test_who_cannot_listen(username):
    """Not signed in, Offline, on a call, and listening to another call already."""
    center = center_with()
    listen(center, "supervisor.sue", TRANSFERRED_CALL)
    with pytest.raises(ServiceError) as error:
        listen(center, username)
    assert error.value.code == "ServiceQuotaExceededException"


def user_data(client, user_id: str, **filters: object) -> list[dict]:
    return client.get_current_user_data(InstanceId=INSTANCE, Filters={"Agents": [user_id], **filters})["UserDataList"]


def test_user_data_tells_status_sessions_and_what_has_ended(standin, client):
    users = {user.username: user.id for user in standin.center.users.values()}
    assert user_data(client, users["supervisor.tom"]) == []
    assert user_data(client, users["supervisor.wes"])[0]["Status"]["StatusName"] == "Offline"
    session = listen(standin.center, "supervisor.sue")
    (sue,) = user_data(client, SUPERVISOR)
    assert sue["Status"]["StatusName"] == "Available"
    assert [(item["ContactId"], item["InitiationMethod"]) for item in sue["Contacts"]] == [(session, "MONITOR")]
    client.stop_contact(InstanceId=INSTANCE, ContactId=CALL)
    (ended,) = user_data(client, SUPERVISOR)[0]["Contacts"]
    assert (ended["ContactId"], ended["AgentContactState"]) == (session, "ENDED")
    assert user_data(client, SUPERVISOR, ContactFilter={"ContactStates": ["CONNECTED"]})[0]["Contacts"] == []
    later = standin.center.now() + timedelta(minutes=10)
    standin.center.now = lambda: later
    assert user_data(client, SUPERVISOR)[0]["Contacts"] == []


def test_without_enhanced_monitoring_sessions_are_not_shown(standin, client):
    standin.load({**load_scenario(), "enhanced_monitoring": False})
    listen(standin.center, "supervisor.sue")
    assert user_data(client, SUPERVISOR)[0]["Contacts"] == []


def test_monitoring_ends_with_the_call_and_by_nothing_else(standin, client):
    session = client.monitor_contact(InstanceId=INSTANCE, ContactId=CALL, UserId=SUPERVISOR)["ContactId"]
    assert code_of(client.stop_contact, InstanceId=INSTANCE, ContactId=session) == "InvalidRequestException"
    assert len(standin.center.monitors) == 1
    client.stop_contact(InstanceId=INSTANCE, ContactId=CALL)
    assert standin.center.monitors == []
    assert "DisconnectTimestamp" in client.describe_contact(InstanceId=INSTANCE, ContactId=session)["Contact"]


def test_a_client_token_returns_the_same_session(client):
    request = {"InstanceId": INSTANCE, "ContactId": CALL, "UserId": SUPERVISOR, "ClientToken": "one"}
    assert client.monitor_contact(**request)["ContactId"] == client.monitor_contact(**request)["ContactId"]
    assert code_of(client.monitor_contact, **{**request, "ContactId": TRANSFERRED_CALL}) == "IdempotencyException"


def test_user_data_comes_in_pages_and_takes_one_filter(client):
    agents = {"Agents": [AGENT, SUPERVISOR]}
    first = client.get_current_user_data(InstanceId=INSTANCE, Filters=agents, MaxResults=1)
    assert first["UserDataList"][0]["Contacts"][0]["ContactId"] == CALL
    second = client.get_current_user_data(
        InstanceId=INSTANCE, Filters=agents, NextToken=first["NextToken"], MaxResults=1
    )
    assert second["UserDataList"][0]["User"]["Id"] == SUPERVISOR
    assert "NextToken" not in second
    for filters in ({}, {**agents, "Queues": ["q"]}):
        wrong = {"InstanceId": INSTANCE, "Filters": filters}
        assert code_of(client.get_current_user_data, **wrong) == "InvalidParameterException"


# Quotas and faults


def test_quotas_are_token_buckets():
    now = [0.0]
    quotas = Quotas(enabled=True, now=lambda: now[0])
    assert [quotas.allow("ListAssociatedContacts") for _request in range(6)] == [True] * 5 + [False]
    now[0] = 1.0
    assert [quotas.allow("ListAssociatedContacts") for _request in range(3)] == [True, True, False]
    assert [quotas.allow("DescribeContact") for _request in range(16)] == [True] * 15 + [False]


def test_requests_over_the_quota_are_throttled(standin, client):
    standin.load({**load_scenario(), "quotas": True})
    for _request in range(5):
        client.update_contact_attributes(InstanceId=INSTANCE, InitialContactId=CALL, Attributes={})
    standin.quotas.allow = lambda _operation: False
    assert code_of(client.stop_contact_recording, **RECORDED) == "TooManyRequestsException"
    monitor = {"InstanceId": INSTANCE, "ContactId": CALL, "UserId": SUPERVISOR}
    assert code_of(client.monitor_contact, **monitor) == "ThrottlingException"


def test_faults_happen_as_often_as_they_are_asked_for(standin, client):
    standin.faults.add(throttled("DescribeContact"), Fault("StopContact", skip=1, status=503, code="Busy"))
    describe = {"InstanceId": INSTANCE, "ContactId": QUEUED_CALL}
    assert code_of(client.describe_contact, **describe) == "TooManyRequestsException"
    client.describe_contact(**describe)
    client.stop_contact(**describe)
    assert code_of(client.stop_contact, **describe) == "Busy"


def test_it_tells_the_truth_and_takes_faults_over_http(standin, client):
    post(standin, "faults", [{"operation": "DescribeContact", "status": 500, "code": "InternalServiceException"}])
    assert code_of(client.describe_contact, InstanceId=INSTANCE, ContactId=CALL) == "InternalServiceException"
    client.start_contact_recording(**RECORDED, **ALL_TRACKS)
    with urllib.request.urlopen(f"{standin.url}/_standin/state") as answer:
        contact = json.load(answer)["contacts"][CALL]
    assert contact["recordings"]["AGENT"] == "started"
    assert (contact["agent"], contact["initial"], contact["whisper"]) == (AGENT, None, False)
    with urllib.request.urlopen(f"{standin.url}/_standin/requests") as answer:
        seen = [request["operation"] for request in json.load(answer)]
    assert seen == ["DescribeContact", "StartContactRecording"]


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ({"operation": "StopContact"}, "faults are a list of objects"),
        (["StopContact"], "faults are a list of objects"),
        ([{"operation": "StopContact", "times": "x"}], "times: 'x' is not of type int"),
        ([{"operation": "StopContact", "tmies": 2}], "unknown key 'tmies'; did you mean 'times'?"),
        ([{"operation": "StopContatc"}], "the stand-in does not have 'StopContatc'"),
    ],
)
def test_mistakes_in_faults(standin, faults, message):
    assert message in post(standin, "faults", faults)["message"]


def test_it_can_begin_anew(standin, client):
    client.start_contact_recording(**RECORDED, **ALL_TRACKS)
    post(standin, "reset", {})
    assert truth(standin) == "none"
    standin.faults.add(Fault("DescribeContact", status=500))
    urllib.request.urlopen(urllib.request.Request(f"{standin.url}/_standin/faults", method="DELETE")).close()
    client.describe_contact(InstanceId=INSTANCE, ContactId=CALL)


# The AWS CLI, the command line and scenario files


def aws_cli() -> str | None:
    return os.environ.get("AWS_CLI") or shutil.which("aws")


@pytest.mark.skipif(aws_cli() is None, reason="no AWS CLI: neither the variable AWS_CLI nor aws on the PATH")
def test_the_aws_cli_works_against_it(standin):
    def aws(*arguments: str) -> str:
        command = [str(aws_cli()), "connect", *arguments, "--instance-id", INSTANCE]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    described = json.loads(aws("describe-contact", "--contact-id", TRANSFERRED_CALL))
    assert described["Contact"]["InitialContactId"] == FIRST_PART
    aws("suspend-contact-recording", "--contact-id", TRANSFERRED_CALL, "--initial-contact-id", FIRST_PART)
    assert truth(standin, TRANSFERRED_CALL) == "suspended"


def test_in_the_foreground_it_says_how_to_reach_it_and_what_it_holds():
    with socket.socket() as taken, suppress(OSError):
        taken.bind(("127.0.0.1", PORT))
        taken.listen()
        exported, comments = {}, []
        command = [sys.executable, "-B", "-m", "standin"]
        with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                if line.startswith("export "):
                    name, value = line.removeprefix("export ").strip().split("=", 1)
                    exported[name] = value.strip("'")
                else:
                    comments.append(" ".join(line.split()))
                if line.startswith("# Instance: "):
                    break
            described = boto3.client(
                "connect",
                endpoint_url=exported["AWS_ENDPOINT_URL"],
                region_name=exported["AWS_REGION"],
                aws_access_key_id=exported["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=exported["AWS_SECRET_ACCESS_KEY"],
            ).describe_contact(InstanceId=INSTANCE, ContactId=CALL)
            process.terminate()
    assert described["Contact"]["Channel"] == "VOICE"
    url = exported["AWS_ENDPOINT_URL"]
    assert comments[0] == f"# Port {PORT} is taken. The stand-in uses a free one instead: {url}"
    assert "# 4ffe4b31 voice agent.ada Orders not recorded" in comments
    assert "# 0d6f7a52 voice agent.dan Orders AGENT started, SCREEN started" in comments
    assert "# f4b2d6e8 voice agent.ben Orders AGENT started; part of e3a1c5d7" in comments


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"agnt": AGENT}, "contacts[10]: unknown key 'agnt'; did you mean 'agent'?"),
        ({"agent": "agent.ada"}, f"contacts[10].agent: agent.ada is a user name, an ID is needed: {AGENT}"),
        ({"agent": "x"}, "contacts[10].agent: no user has the ID 'x'"),
        ({"queue": "Billing"}, f"contacts[10].queue: Billing is a queue name, an ID is needed: {BILLING}"),
        ({"initial": "new"}, "contacts[10].initial: no contact above has the ID 'new'"),
        ({"agent": AGENT}, "contacts[10].agent: agent.ada is on contacts[0] already"),
        ({"id": RECORDED_CALL}, f"contacts[10].id: {RECORDED_CALL} is used twice"),
        ({"recordings": {"VOICE": "started"}}, "contacts[10].recordings: {'VOICE': 'started'} is not AGENT, IVR"),
        ({"whisper": True}, "contacts[10].whisper: the contact needs an agent"),
        ({"connected_seconds_ago": -1, "agent": AGENT}, "connected_seconds_ago: -1 is not a number of 0 or more"),
    ],
)
def test_mistakes_in_a_contact_are_explained(tmp_path, changes, message):
    contacts = [*load_scenario()["contacts"][:10], {"id": "new", **changes}]
    assert message in mistake_in(tmp_path, {**load_scenario(), "contacts": contacts})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"repeat": "acept"}, "repeat: 'acept' is not one of accept, refuse"),
        ({"stop_reaches_screen": "no"}, "stop_reaches_screen: 'no' is not one of false, true"),
        ({"listeners": 0}, "listeners: 0 is not a positive number"),
        ({"attribute_lag": "2s"}, "attribute_lag: '2s' is not a number of seconds"),
        ({"repeatt": "accept"}, "unknown key 'repeatt'; did you mean 'repeat'?"),
        ({"instance": {"id": "x"}}, "instance: 'alias' is missing"),
        ({"users": None}, "users: expected a list"),
        ({"queues": ["Orders"]}, "queues[0]: expected keys and values, got 'Orders'"),
        ({"crowd": {"cals": 3}}, "crowd: unknown key 'cals'; did you mean 'calls'?"),
    ],
)
def test_mistakes_in_a_scenario_are_explained(tmp_path, changes, message):
    assert message in mistake_in(tmp_path, {**load_scenario(), **changes})


def mistake_in(folder: Path, scenario: dict) -> str:
    path = folder / "center.yml"
    path.write_text(yaml.safe_dump(scenario))
    with pytest.raises(ValueError) as error:
        load_scenario(path)
    assert "\n" not in str(error.value) and str(error.value).startswith(f"{path}: ")
    return str(error.value)


@pytest.mark.parametrize(
    ("scenario", "message"),
    [("repeat: acept", "'instance' is missing"), ("[", "while parsing"), (None, "No such file or directory")],
)
def test_a_scenario_that_cannot_be_used_ends_the_command(tmp_path, scenario, message):
    path = tmp_path / "center.yml"
    if scenario is not None:
        path.write_text(scenario)
    command = [sys.executable, "-B", "-m", "standin", "--scenario", str(path)]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The stand-in cannot start: " in done.stderr and message in done.stderr and "Traceback" not in done.stderr


def test_the_scenarios_that_come_with_it_are_valid():
    large = load_scenario(DEFAULT_SCENARIO.with_name("large.yml"))
    assert len(large["contacts"]) == len(load_scenario()["contacts"]) + 400

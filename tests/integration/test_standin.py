"""The stand-in itself: signatures, the service model's rules, quotas, faults, and the AWS CLI."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import datetime, timezone
from pathlib import Path

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from known import AGENT, CALL, CHAT, ENDED_CALL, FIRST_PART, INSTANCE, QUEUED_CALL, SUPERVISOR, TRANSFERRED_CALL, truth
from standin.faults import Fault, Quotas, throttled
from standin.model import Invalid
from standin.server import load_scenario, model

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
RECORDED = {"InstanceId": INSTANCE, "ContactId": CALL, "InitialContactId": CALL}
ALL_TRACKS = {"VoiceRecordingConfiguration": {"VoiceRecordingTrack": "ALL"}}


@pytest.fixture
def client(standin):
    return boto3.client("connect", config=ONCE)


def code_of(call, **parameters) -> str:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    return error.value.response["Error"]["Code"]


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
def test_a_request_is_held_to_the_model(standin, body, message):
    status, error, answer = signed(standin, "POST", "/contact/start-recording", json.dumps(body).encode())
    assert (status, error) == (400, "InvalidParameterException")
    assert message in json.loads(answer)["message"]
    assert truth(standin) == "none"


def test_a_request_that_is_not_json_or_has_no_path_of_connects(standin):
    assert signed(standin, "POST", "/contact/start-recording", b"{")[:2] == (400, "InvalidParameterException")
    assert signed(standin, "POST", "/no/such/path", b"{}")[:2] == (404, "UnknownOperationException")


def test_patterns_are_held_to(standin):
    body = json.dumps({"InstanceId": INSTANCE, "ContactId": CALL, "Tags": {"aws:mine": "x"}}).encode()
    _status, _error, answer = signed(standin, "POST", "/contact/tags", body)
    assert "'aws:mine' does not match" in json.loads(answer)["message"]


def test_an_answer_is_held_to_the_model_too():
    operation = model().find("GET", f"/contacts/{INSTANCE}/{CALL}")
    assert operation.name == "DescribeContact"
    with pytest.raises(Invalid, match="Contact.Channel: 'FAX' is not one of VOICE"):
        model().serialize(operation, {"Contact": {"Channel": "FAX"}})


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"secret": "another secret of the same length 000000"}, "InvalidSignatureException"),
        ({"headers": {"X-Amz-Security-Token": "unexpected"}}, "UnrecognizedClientException"),
    ],
)
def test_a_wrong_signature_is_not_accepted(standin, change, error):
    body = json.dumps({**RECORDED, **ALL_TRACKS}).encode()
    assert signed(standin, "POST", "/contact/start-recording", body, **change)[:2] == (403, error)
    assert truth(standin) == "none"


def test_an_unsigned_or_old_request_is_not_accepted(standin, monkeypatch):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{standin.url}/contacts/{INSTANCE}/{CALL}")
    assert error.value.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"

    class LongAgo(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2036, 1, 1, tzinfo=timezone.utc)

    monkeypatch.setattr("standin.signature.datetime", LongAgo)
    status, error, answer = signed(standin, "GET", f"/contacts/{INSTANCE}/{CALL}", None)
    assert (status, error) == (403, "InvalidSignatureException")
    assert "Signature expired" in json.loads(answer)["message"]


@pytest.mark.parametrize("repeat", ["refuse", "accept"])
def test_a_repeated_transition_is_refused_or_accepted(standin, client, repeat):
    standin.load({**load_scenario(), "repeat": repeat})
    for call, parameters, state in [
        (client.start_contact_recording, ALL_TRACKS, "started"),
        (client.suspend_contact_recording, {}, "suspended"),
        (client.resume_contact_recording, {}, "started"),
        (client.stop_contact_recording, {}, "stopped"),
    ]:
        call(**RECORDED, **parameters)
        if repeat == "accept":
            call(**RECORDED, **parameters)
        else:
            assert code_of(call, **RECORDED, **parameters) == "InvalidRequestException"
        assert truth(standin) == state
    for call in (client.suspend_contact_recording, client.resume_contact_recording):
        assert code_of(call, **RECORDED) == "InvalidRequestException"
    if repeat == "refuse":
        assert code_of(client.start_contact_recording, **RECORDED, **ALL_TRACKS) == "InvalidRequestException"
    assert truth(standin) == "stopped"


def test_after_a_transfer_the_two_ids_have_to_fit(client):
    parameters = {"InstanceId": INSTANCE, "ContactId": TRANSFERRED_CALL}
    suspend = client.suspend_contact_recording
    assert code_of(suspend, InitialContactId=TRANSFERRED_CALL, **parameters) == "ResourceNotFoundException"
    suspend(InitialContactId=FIRST_PART, **parameters)


@pytest.mark.parametrize("contact", [CHAT, ENDED_CALL])
def test_what_cannot_be_recorded(client, contact):
    parameters = {"InstanceId": INSTANCE, "ContactId": contact, "InitialContactId": contact}
    assert code_of(client.start_contact_recording, **parameters, **ALL_TRACKS) == "InvalidRequestException"


def test_monitoring_ends_with_the_call_and_by_nothing_else(standin, client):
    session = client.monitor_contact(InstanceId=INSTANCE, ContactId=CALL, UserId=SUPERVISOR)["ContactId"]
    assert code_of(client.stop_contact, InstanceId=INSTANCE, ContactId=session) == "InvalidRequestException"
    assert len(standin.center.monitors) == 1
    client.stop_contact(InstanceId=INSTANCE, ContactId=CALL)
    assert standin.center.monitors == []
    assert "DisconnectTimestamp" in client.describe_contact(InstanceId=INSTANCE, ContactId=session)["Contact"]


def test_a_client_token_brings_back_the_same_session(client):
    request = {"InstanceId": INSTANCE, "ContactId": CALL, "UserId": SUPERVISOR, "ClientToken": "one"}
    assert client.monitor_contact(**request)["ContactId"] == client.monitor_contact(**request)["ContactId"]
    assert code_of(client.monitor_contact, **{**request, "ContactId": TRANSFERRED_CALL}) == "IdempotencyException"


def test_user_data_comes_in_pages_and_takes_one_filter(client):
    agents = {"Agents": [AGENT, SUPERVISOR]}
    first = client.get_current_user_data(InstanceId=INSTANCE, Filters=agents, MaxResults=1)
    assert [contact["ContactId"] for contact in first["UserDataList"][0]["Contacts"]][0] == CALL
    second = client.get_current_user_data(
        InstanceId=INSTANCE, Filters=agents, NextToken=first["NextToken"], MaxResults=1
    )
    assert second["UserDataList"][0]["User"]["Id"] == SUPERVISOR
    assert "NextToken" not in second
    for filters in ({}, {**agents, "Queues": ["q"]}):
        assert (
            code_of(client.get_current_user_data, InstanceId=INSTANCE, Filters=filters) == "InvalidParameterException"
        )


def test_attribute_names_and_size_are_limited(client):
    write = {"InstanceId": INSTANCE, "InitialContactId": CALL}
    assert code_of(client.update_contact_attributes, Attributes={"a b": ""}, **write) == "InvalidParameterException"
    big = {"a": "x" * 20_000, "b": "x" * 20_000}
    assert code_of(client.update_contact_attributes, Attributes=big, **write) == "InvalidRequestException"


def test_quotas_are_token_buckets():
    now = [0.0]
    quotas = Quotas(enabled=True, now=lambda: now[0])
    assert [quotas.allow("StartContactRecording") for _request in range(6)] == [True] * 5 + [False]
    now[0] = 1.0
    assert [quotas.allow("StartContactRecording") for _request in range(3)] == [True, True, False]
    assert [quotas.allow("DescribeContact") for _request in range(16)] == [True] * 15 + [False]


def test_over_its_quota_a_request_is_throttled(standin, client):
    standin.load({**load_scenario(), "quotas": True})
    for _request in range(5):
        client.update_contact_attributes(InstanceId=INSTANCE, InitialContactId=CALL, Attributes={})
    standin.quotas.allow = lambda _operation: False
    assert code_of(client.stop_contact_recording, **RECORDED) == "TooManyRequestsException"
    monitor = {"InstanceId": INSTANCE, "ContactId": CALL, "UserId": SUPERVISOR}
    assert code_of(client.monitor_contact, **monitor) == "ThrottlingException"


def test_faults_come_as_often_as_they_are_asked_for(standin, client):
    standin.faults.add(throttled("DescribeContact"), Fault("StopContact", skip=1, status=503, code="Busy"))
    describe = {"InstanceId": INSTANCE, "ContactId": QUEUED_CALL}
    assert code_of(client.describe_contact, **describe) == "TooManyRequestsException"
    client.describe_contact(**describe)
    client.stop_contact(**describe)
    assert code_of(client.stop_contact, **describe) == "Busy"


def aws_cli() -> str | None:
    return os.environ.get("AWS_CLI") or shutil.which("aws")


@pytest.mark.skipif(aws_cli() is None, reason="no AWS CLI: neither the variable AWS_CLI nor aws on the PATH")
def test_the_aws_cli_works_against_it(standin):
    def aws(*arguments: str) -> str:
        command = [aws_cli(), "connect", *arguments, "--instance-id", INSTANCE]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    described = json.loads(aws("describe-contact", "--contact-id", TRANSFERRED_CALL))
    assert described["Contact"]["InitialContactId"] == FIRST_PART
    aws("suspend-contact-recording", "--contact-id", TRANSFERRED_CALL, "--initial-contact-id", FIRST_PART)
    assert truth(standin, TRANSFERRED_CALL) == "suspended"


def test_in_the_foreground_it_prints_how_to_reach_it(tmp_path):
    command = [sys.executable, "-m", "standin"]
    tests = Path(__file__).parents[1]
    with subprocess.Popen(command, cwd=tests, stdout=subprocess.PIPE, text=True) as process:
        exported = {}
        for line in process.stdout:
            if line.startswith("export "):
                name, value = line.removeprefix("export ").strip().split("=", 1)
                exported[name] = value.strip("'")
            if line.startswith("# Instance: "):
                break
        with urllib.request.urlopen(exported["AWS_ENDPOINT_URL"] + "/_standin/state") as answer:
            assert CALL in json.load(answer)["contacts"]
        described = boto3.client(
            "connect",
            endpoint_url=exported["AWS_ENDPOINT_URL"],
            region_name=exported["AWS_REGION"],
            aws_access_key_id=exported["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=exported["AWS_SECRET_ACCESS_KEY"],
        ).describe_contact(InstanceId=INSTANCE, ContactId=CALL)
        assert described["Contact"]["Channel"] == "VOICE"
        process.terminate()


def test_it_tells_the_truth_and_takes_faults_over_http(standin, client):
    fault = json.dumps([{"operation": "DescribeContact", "status": 500, "code": "InternalServiceException"}]).encode()
    urllib.request.urlopen(f"{standin.url}/_standin/faults", data=fault).close()
    assert code_of(client.describe_contact, InstanceId=INSTANCE, ContactId=CALL) == "InternalServiceException"
    client.start_contact_recording(**RECORDED, **ALL_TRACKS)
    with urllib.request.urlopen(f"{standin.url}/_standin/state") as answer:
        assert json.load(answer)["contacts"][CALL]["recordings"]["AGENT"] == "started"
    with urllib.request.urlopen(f"{standin.url}/_standin/requests") as answer:
        seen = [request["operation"] for request in json.load(answer)]
    assert seen == ["DescribeContact", "StartContactRecording"]


@pytest.mark.parametrize(
    "faults",
    [
        {"operation": "StopContact"},
        ["StopContact"],
        [{"operation": "StopContact", "times": "x"}],
        [{"operation": "StopContact", "tmies": 2}],
        [{"operation": "StopContatc"}],
    ],
)
def test_faults_that_cannot_be_meant_are_refused(standin, faults):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"{standin.url}/_standin/faults", data=json.dumps(faults).encode())


def test_it_can_begin_anew(standin, client):
    client.start_contact_recording(**RECORDED, **ALL_TRACKS)
    urllib.request.urlopen(urllib.request.Request(f"{standin.url}/_standin/reset", data=b"")).close()
    assert truth(standin) == "none"
    standin.faults.add(Fault("DescribeContact", status=500))
    urllib.request.urlopen(urllib.request.Request(f"{standin.url}/_standin/faults", method="DELETE")).close()
    client.describe_contact(InstanceId=INSTANCE, ContactId=CALL)


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ("repeat: acept", "repeat: 'acept' is not one of refuse, accept"),
        ("instance: {id: x}", "'alias' is missing"),
        ("[", "The stand-in cannot start: "),
        (None, "No such file or directory"),
    ],
)
def test_a_scenario_that_cannot_be_meant(tmp_path, scenario, message):
    path = tmp_path / "center.yml"
    if scenario is not None:
        path.write_text(scenario)
    command = [sys.executable, "-m", "standin", "--scenario", str(path)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert message in done.stderr and "Traceback" not in done.stderr

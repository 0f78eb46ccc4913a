"""What bad input gets, in every module: a clear error, no traceback, and nothing sent that changes anything."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from ansible_collections.amazon.aws.plugins.module_utils import botocore as sdk
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from known import CALL, CHAT, ENDED_CALL, INFO, INSTANCE, MINIMAL, MONITOR, RECORDING
from standin.faults import Fault

EVERY_MODULE = pytest.mark.parametrize("name", MINIMAL)
AS_A_MODULE = pytest.mark.parametrize("run", ["module"], indirect=True)
NOT_CONNECT = "DescribeContact was answered, but not as expected: it was cut short, or is not Amazon Connect's"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        (RECORDING, {"contact_id": ""}, "contact_ids: an ID is empty"),
        (RECORDING, {"contact_id": "x" * 257}, "contact_ids: an ID may have at most 256 characters"),
        (RECORDING, {"contact_id": None}, "missing required arguments: contact_ids"),
        (RECORDING, {"instance_id": None}, "one of the following is required: instance_id, instance_alias"),
        (
            RECORDING,
            {"instance_alias": "example-center", "instance_id": INSTANCE},
            "parameters are mutually exclusive: instance_id|instance_alias",
        ),
        (RECORDING, {"instance_alias": " "}, "instance_alias: is empty"),
        (RECORDING, {"instance_id": ""}, "instance_id: an ID is empty"),
        (RECORDING, {"state": "paused"}, "value of state must be one of: started, suspended, stopped, got: paused"),
        (
            RECORDING,
            {"voice_recording_track": "ALL", "ivr_recording_track": "ALL"},
            "parameters are mutually exclusive: voice_recording_track|ivr_recording_track",
        ),
        (
            RECORDING,
            {"voice_recording_track": "ALL", "state": "suspended"},
            "voice_recording_track: goes with state=started only, not with state=suspended",
        ),
        (
            RECORDING,
            {"ivr_recording_track": "ALL", "recording_type": "IVR"},
            "ivr_recording_track: does not go with recording_type",
        ),
        (
            RECORDING,
            {"contact_ids": [CALL, CHAT], "contact_id": None, "initial_contact_id": CALL},
            "initial_contact_id: goes with one contact only, but contact_ids names 2",
        ),
        (RECORDING, {"initial_contact_id": ""}, "initial_contact_id: an ID is empty"),
        (RECORDING, {"max_workers": 0}, "max_workers: must be from 1 to 64, not 0"),
        (RECORDING, {"max_workers": 65}, "max_workers: must be from 1 to 64, not 65"),
        (RECORDING, {"state_attribute": "my state"}, "state_attribute: 'my state' is not 1 to 100 letters"),
        (RECORDING, {"state_attribute": "my_contact"}, "state_attribute: 'my_contact' must not end in _agent, _ivr"),
        (RECORDING, {"trust_tracked_state": True, "track_state": False}, "trust_tracked_state: needs track_state=true"),
        (
            RECORDING,
            {"only": "start", "state": "stopped"},
            "only: goes with state=started only, not with state=stopped",
        ),
        (RECORDING, {"only": "start", "recording_type": "AGENT"}, "only: a recording of one type can be resumed, but"),
        (RECORDING, {"requested_at": "2999-03-04T17:29:09Z"}, "requested_at: '2999-03-04T17:29:09Z' is in the future"),
        (
            RECORDING,
            {"requested_at": "17:29"},
            "requested_at: '17:29' is no time with an offset in the ISO 8601 format",
        ),
        (
            RECORDING,
            {"requested_at": "2026-03-04T17:29:09Z", "track_state": False},
            "requested_at: needs track_state=true",
        ),
        (MONITOR, {"contact_id": ""}, "contact_id: an ID is empty"),
        (MONITOR, {"user_id": "x" * 257}, "user_id: an ID may have at most 256 characters"),
        (MONITOR, {"user_id": None}, "one of the following is required: user_id, user_name"),
        (MONITOR, {"user_name": "supervisor.sue"}, "parameters are mutually exclusive: user_id|user_name"),
        (MONITOR, {"user_id": None, "user_name": ""}, "user_name: is empty"),
        (INFO, {"contact_id": None}, "one of the following is required: contact_ids, agents, queues, routing_profiles"),
        (INFO, {"queues": ["Orders"]}, "mutually exclusive: contact_ids|agents|queues|routing_profiles"),
        (INFO, {"contact_id": None, "queues": ["Orders", ""]}, "queues: is empty"),
        (INFO, {"contact_id": None, "queues": ["arn:aws:sqs:us-west-2:1:q"]}, "is not the ARN of anything in Amazon"),
        (INFO, {"contact_id": ["", CALL]}, "contact_ids: an ID is empty"),
        (INFO, {"contact_states": ["BUSY"]}, "contact_states must be one or more of: INCOMING, PENDING"),
        (MONITOR, {"client_token": "t" * 501}, "client_token: may have at most 500 characters, this one has 501"),
        (
            MONITOR,
            {"allowed_monitor_capabilities": ["WHISPER"]},
            "allowed_monitor_capabilities must be one or more of: SILENT_MONITOR, BARGE. Got no match for: WHISPER",
        ),
        (MONITOR, {"allowed_monitor_capabilities": []}, "allowed_monitor_capabilities: is empty"),
    ],
)
@pytest.mark.parametrize("check", [False, True])
def test_options_that_cannot_be_meant(run, requests, name, options, message, check):
    result = run(name, check=check, **{**MINIMAL[name], **options})
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == []


@pytest.mark.parametrize("name", [RECORDING, MONITOR])
@pytest.mark.parametrize(
    ("contact", "message"),
    [
        ("no-such-contact", "DescribeContact failed: Resource not found (ResourceNotFoundException). Check the ID"),
        (ENDED_CALL, "and only live contacts can be acted on"),
    ],
)
def test_contacts_that_cannot_be_acted_on(run, requests, name, contact, message):
    result = run(name, **{**MINIMAL[name], "contact_id": contact})
    assert result["failed"]
    assert result["msg"].startswith(f"contact {contact}: ")
    assert message in result["msg"]
    assert requests() == ["DescribeContact"]


@EVERY_MODULE
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"access_key": "AKIAUNKNOWN"}, "(UnrecognizedClientException). Check access_key and session_token"),
        ({"secret_key": "not/the/secret/key/of/the/standin/000000"}, "(InvalidSignatureException). Check secret_key"),
        (
            {
                "access_key": "ASIASTANDINEXAMPLE02",
                "secret_key": "standin/secret/of/forty/characters/22222",
                "session_token": "standin-session-token-of-some-length-22222",
            },
            "(ExpiredTokenException). The session token has expired: get new credentials.",
        ),
        ({"region": "eu-west-1"}, "(InvalidSignatureException)"),
    ],
    ids=["unknown key", "wrong secret", "expired", "wrong region"],
)
def test_credentials_that_aws_does_not_take(run, requests, name, options, message):
    result = run(name, **{**MINIMAL[name], **options})
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == ["DescribeContact"]
    assert options.get("secret_key", "no secret") not in str(result)


@EVERY_MODULE
def test_temporary_credentials(run, name):
    result = run(
        name,
        access_key="ASIASTANDINEXAMPLE01",
        secret_key="standin/secret/of/forty/characters/11111",
        session_token="standin-session-token-of-some-length-11111",
        **MINIMAL[name],
    )
    assert not result.get("failed")


@EVERY_MODULE
@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (
            ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            "no AWS credentials were found. Set access_key and secret_key",
        ),
        (("AWS_REGION", "AWS_DEFAULT_REGION"), "requires a region and none was found"),
    ],
)
def test_what_the_environment_does_not_have(run, requests, monkeypatch, name, missing, message):
    for variable in missing:
        monkeypatch.delenv(variable)
    result = run(name, **MINIMAL[name])
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == []


@EVERY_MODULE
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aws_config": {"retires": {}}}, "no AWS client could be made with these options (see aws_config): "),
        ({"aws_config": {"retries": {"mode": "often"}}}, 'Invalid value provided to "mode": "often"'),
        ({"endpoint_url": "no url"}, "Invalid endpoint: no url"),
        ({"profile": "nobody"}, "The config profile (nobody) could not be found"),
    ],
)
def test_a_client_that_cannot_be_made(run, requests, monkeypatch, name, options, message):
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(variable)
    result = run(name, **{**MINIMAL[name], **options})
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == []


@pytest.fixture(scope="module")
def silent_port():
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@EVERY_MODULE
def test_an_endpoint_that_does_not_answer(run, silent_port, name):
    quick = {"read_timeout": 0.2, "retries": {"mode": "standard", "total_max_attempts": 1}}
    result = run(name, endpoint_url=f"http://127.0.0.1:{silent_port}", aws_config=quick, **MINIMAL[name])
    assert result["failed"]
    assert "Read timeout on endpoint URL" in result["msg"]
    assert "Check region, endpoint_url and the network." in result["msg"]


@EVERY_MODULE
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "https://connect.invalid"], ids=["nobody listens", "no address"])
def test_an_endpoint_that_cannot_be_reached(run, url, name):
    once = {"retries": {"mode": "standard", "total_max_attempts": 1}}
    result = run(name, endpoint_url=url, aws_config=once, **MINIMAL[name])
    assert result["failed"]
    assert "Could not connect to the endpoint URL" in result["msg"]


@pytest.fixture(scope="module")
def self_signed_url(tmp_path_factory):
    """A server whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("tls") / "server.pem"
    no_password = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@EVERY_MODULE
def test_a_certificate_that_nobody_vouches_for(run, self_signed_url, name):
    once = {"retries": {"mode": "standard", "total_max_attempts": 1}}
    result = run(name, endpoint_url=self_signed_url, aws_config=once, **MINIMAL[name])
    assert result["failed"]
    assert "certificate verify failed" in result["msg"]
    assert "Check region, endpoint_url and the network." in result["msg"]


@EVERY_MODULE
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault("DescribeContact", body="<html>please log in</html>", content_type="text/html"), NOT_CONNECT),
        (Fault("DescribeContact", truncate=True), NOT_CONNECT),
        (Fault("DescribeContact", body="{}"), "DescribeContact was answered without the contact: it was cut short"),
        (Fault("DescribeContact", body='{"Contact": {"Id": "another"}}'), NOT_CONNECT),
        (Fault("DescribeContact", body='["Contact"]'), "the answer to DescribeContact could not be read"),
        (Fault("DescribeContact", body='{"Contact": "text"}'), "the answer to DescribeContact could not be read"),
    ],
    ids=["html", "truncated", "no contact", "other contact", "a list", "text for a structure"],
)
def test_answers_that_are_not_connects(run, requests, standin, name, fault, message):
    standin.faults.add(fault)
    result = run(name, **MINIMAL[name])
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == ["DescribeContact"]


@AS_A_MODULE
@EVERY_MODULE
def test_boto3_is_missing(run, requests, monkeypatch, name):
    monkeypatch.setattr(sdk, "HAS_BOTO3", False)
    result = run(name, **MINIMAL[name])
    assert result["failed"]
    assert "Failed to import the required Python library (botocore and boto3)" in result["msg"]
    assert requests() == []


@AS_A_MODULE
@EVERY_MODULE
@pytest.mark.parametrize("library", ["boto3", "botocore"])
def test_boto3_is_too_old(run, requests, monkeypatch, name, library):
    monkeypatch.setattr(getattr(sdk, library), "__version__", "1.34.162")
    result = run(name, **MINIMAL[name])
    assert result["failed"]
    assert f"{library}>=1.35.0" in result["msg"]
    assert requests() == []


def test_instance_of_another_name(run, requests):
    result = run(RECORDING, contact_id=f"arn:aws:connect:us-west-2:111122223333:instance/other/contact/{CALL}")
    assert result["failed"]
    assert f"belongs to instance other, but the task's is {INSTANCE}" in result["msg"]
    assert requests() == []

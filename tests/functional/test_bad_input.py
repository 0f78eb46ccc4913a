"""Invalid options, credentials, endpoints and answers: one clear error, no traceback, and no change."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from ansible_collections.amazon.aws.plugins.module_utils import botocore as sdk
from ansible_collections.contactops.amazon_connect.plugins.module_utils._runtime.runtime import MINIMUM_SDK
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from helpers.known import ARN_PREFIX, CALL, CHAT, DESCRIBE, ENDED_CALL, INFO, INSTANCE, MINIMAL, MONITOR, RECORDING
from standin.faults import Fault, denied

LONG = "x" * 257
TIME = "2026-03-04T17:29:09Z"
BY_QUEUE = {"contact_id": None}
ONCE = {"retries": {"mode": "standard", "total_max_attempts": 1}}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"instance": None}, "missing required arguments: instance"),
        ({"instance": " "}, "instance: the name is empty. Check the variable that it comes from."),
        ({"instance": f"{ARN_PREFIX}/contact/1"}, "/contact/1' is not the ARN of an Amazon Connect instance."),
        ({"contact_id": None}, "missing required arguments: contact_ids"),
        ({"contact_id": ""}, "contact_ids: the ID is empty. Check the variable that it comes from."),
        ({"contact_id": LONG}, f"contact_ids: '{LONG[:40]}'... has 257 characters. An ID has at most 256."),
        ({"contact_id": f"{ARN_PREFIX}/queue/1"}, "is not an ARN that ends in instance/INSTANCE-ID/contact/ID."),
        ({"contact_id": "arn:aws:sqs:us-west-2:1:q"}, "'arn:aws:sqs:us-west-2:1:q' is not an ARN of Amazon Connect."),
        (
            {"contact_id": f"arn:aws:connect:us-west-2:111122223333:instance/other/contact/{CALL}"},
            f"belongs to instance other, not to the task's, {INSTANCE}.",
        ),
        ({"state": None}, "missing required arguments: state"),
        ({"state": "paused"}, "value of state must be one of: started, suspended, resumed, stopped, got: paused"),
        (
            {"voice_recording_track": "ALL", "state": "suspended"},
            "voice_recording_track: only valid with state=started, and not with recording_type=IVR.",
        ),
        ({"voice_recording_track": "ALL", "recording_type": "IVR"}, "voice_recording_track: only valid with"),
        ({"recording_type": "SCREEN"}, "recording_type: Amazon Connect cannot start the recording of a screen."),
        (
            {"contact_id": [CALL, CHAT], "initial_contact_id": CALL},
            "initial_contact_id: only valid with a single contact and whole_call=false. It is looked up if not given.",
        ),
        ({"state": "suspended", "initial_contact_id": CALL}, "initial_contact_id: only valid with a single contact"),
        ({"initial_contact_id": ""}, "initial_contact_id: the ID is empty."),
        ({"max_workers": 0}, "max_workers: must be from 1 to 64, not 0."),
        ({"max_workers": 65}, "max_workers: must be from 1 to 64, not 65."),
        ({"requested_at": TIME}, "requested_at: only valid with state=suspended and state=resumed."),
        (
            {"state": "resumed", "requested_at": TIME, "remember": False},
            "requested_at: needs remember=true, because it is compared with what is noted.",
        ),
        (
            {"state": "resumed", "requested_at": "17:29"},
            "requested_at: '17:29' is not an ISO 8601 time with a UTC offset, such as 2026-03-04T17:29:09Z.",
        ),
        (
            {"state": "resumed", "requested_at": "2999-03-04T17:29:09Z"},
            "'2999-03-04T17:29:09Z' is in the future. Check the clock of the program that made the request.",
        ),
    ],
)
def test_invalid_options_of_a_recording(run, requests, options, message):
    assert_invalid(run(RECORDING, **{**MINIMAL[RECORDING], **options}), requests, message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"contact_id": ""}, "contact_id: the ID is empty."),
        ({"user": None}, "missing required arguments: user"),
        ({"user": ""}, "user: the name is empty."),
        ({"client_token": "t" * 501}, "client_token: has 501 characters. At most 500 are allowed."),
        (
            {"allowed_monitor_capabilities": ["WHISPER"]},
            "allowed_monitor_capabilities must be one or more of: SILENT_MONITOR, BARGE. Got no match for: WHISPER",
        ),
        (
            {"allowed_monitor_capabilities": []},
            "allowed_monitor_capabilities: the list is empty. Give at least SILENT_MONITOR.",
        ),
    ],
)
def test_invalid_options_of_a_monitor(run, requests, options, message):
    assert_invalid(run(MONITOR, **{**MINIMAL[MONITOR], **options}), requests, message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"contact_id": None}, "one of the following is required: contact_ids, agents, queues, routing_profiles"),
        ({"queues": ["Orders"]}, "mutually exclusive: contact_ids|agents|queues|routing_profiles"),
        ({"contact_id": ["", CALL]}, "contact_ids: the ID is empty."),
        ({**BY_QUEUE, "queues": ["Orders", ""]}, "queues: the name is empty."),
        ({**BY_QUEUE, "queues": [f"{ARN_PREFIX}/agent/1"]}, "an ARN that ends in instance/INSTANCE-ID/queue/ID."),
        ({"contact_states": ["BUSY"]}, "contact_states must be one or more of: INCOMING, PENDING"),
    ],
)
def test_invalid_options_of_an_info(run, requests, options, message):
    assert_invalid(run(INFO, **{**MINIMAL[INFO], **options}), requests, message)


def assert_invalid(result: dict, requests, message: str) -> None:
    assert result["failed"]
    assert message in result["msg"]
    if "error" in result:  # Ansible's own checks return none
        assert result["error"]["code"] == "InvalidOption"
    assert requests() == []


@pytest.mark.parametrize(
    ("contact", "code", "message"),
    [
        (
            "no-such-contact",
            "ResourceNotFoundException",
            "Resource not found (ResourceNotFoundException). Check the ID, the instance and the region.",
        ),
        (ENDED_CALL, "ContactEnded", "+00:00. Only live contacts can be changed."),
    ],
)
def test_contacts_that_cannot_be_changed(run, requests, contact, code, message):
    for name in (RECORDING, MONITOR):
        result = run(name, **{**MINIMAL[name], "contact_id": contact})
        assert result["error"]["code"] == code
        assert result["msg"].startswith(f"Contact {contact}: ")
        assert result["msg"].endswith(message)
        assert requests() == [DESCRIBE]


@pytest.mark.parametrize("name", MINIMAL)
def test_every_module_returns_an_error_as_data(run, standin, name):
    standin.faults.add(denied(DESCRIBE))
    result = run(name, **MINIMAL[name])
    assert result["error"]["code"] == "AccessDeniedException"
    assert result["error"]["message"] == result["msg"]
    assert "Allow connect:DescribeContact in the IAM policy of these credentials." in result["msg"]
    assert result["error"]["request_id"]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (
            {"access_key": "AKIAUNKNOWN"},
            "UnrecognizedClientException",
            "AWS does not know these credentials: check access_key and session_token.",
        ),
        (
            {"secret_key": "not/the/secret/key/of/the/standin/000000"},
            "InvalidSignatureException",
            "Check secret_key, region, and the clock of the machine that the task ran on.",
        ),
        (
            {
                "access_key": "ASIASTANDINEXAMPLE02",
                "secret_key": "standin/secret/of/forty/characters/22222",
                "session_token": "standin-session-token-of-some-length-22222",
            },
            "ExpiredTokenException",
            "The session token has expired: get new credentials.",
        ),
        ({"region": "eu-west-1"}, "InvalidSignatureException", "Credential should be scoped to a valid region"),
    ],
    ids=["unknown key", "wrong secret", "expired", "wrong region"],
)
def test_credentials_that_aws_rejects(run, requests, options, code, message):
    result = run(INFO, **{**MINIMAL[INFO], **options})
    assert result["error"]["code"] == code
    assert message in result["msg"]
    assert requests() == [DESCRIBE]
    assert options.get("secret_key", "no secret") not in str(result)


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (400, "InvalidActiveRegionException", "The instance is active in another region: set region to that one."),
        (403, "IncompleteSignatureException", "The credentials are malformed: check access_key and secret_key."),
        (429, "TooManyRequestsException", "The API's quota is used up: try again later, lower max_workers, or ask AWS"),
        (503, "ServiceUnavailable", "Amazon Connect, or something on the way to it, failed: try again later."),
    ],
)
def test_an_error_of_aws_comes_with_advice(run, standin, status, code, advice):
    standin.faults.add(Fault(DESCRIBE, status=status, code=code))
    result = run(INFO, aws_config=ONCE, **MINIMAL[INFO])
    assert result["error"]["code"] == code
    assert advice in result["msg"]


def test_temporary_credentials(run):
    key = {"access_key": "ASIASTANDINEXAMPLE01", "secret_key": "standin/secret/of/forty/characters/11111"}
    result = run(INFO, **key, session_token="standin-session-token-of-some-length-11111", **MINIMAL[INFO])
    assert not result.get("failed")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (
            ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
            "No AWS credentials were found. Set access_key and secret_key, a profile, or AWS's environment variables.",
        ),
        (("AWS_REGION", "AWS_DEFAULT_REGION"), "requires a region and none was found"),
    ],
    ids=["credentials", "region"],
)
def test_the_environment_lacks_something(run, requests, monkeypatch, missing, message):
    for variable in missing:
        monkeypatch.delenv(variable)
    result = run(RECORDING, **MINIMAL[RECORDING])
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aws_config": {"retires": {}}}, "No AWS client can be made with these options (see aws_config): "),
        ({"aws_config": {"retries": {"mode": "often"}}}, 'Invalid value provided to "mode": "often"'),
        ({"endpoint_url": "no url"}, "Invalid endpoint: no url"),
        ({"profile": "nobody"}, "The config profile (nobody) could not be found"),
    ],
    ids=str,
)
def test_a_client_that_cannot_be_made(run, requests, monkeypatch, options, message):
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(variable)
    assert_invalid(run(RECORDING, **MINIMAL[RECORDING], **options), requests, message)


@pytest.fixture
def silent_url():
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_an_endpoint_that_does_not_answer(run, silent_url):
    result = run(INFO, endpoint_url=silent_url, aws_config={**ONCE, "read_timeout": 0.2}, **MINIMAL[INFO])
    assert result["error"]["code"] == "ReadTimeoutError"
    assert "Read timeout on endpoint URL" in result["msg"]
    assert result["msg"].endswith("Check region, endpoint_url and the network.")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "https://connect.invalid"], ids=["nobody listens", "no address"])
def test_an_endpoint_that_cannot_be_reached(run, url):
    result = run(INFO, endpoint_url=url, aws_config=ONCE, **MINIMAL[INFO])
    assert result["error"]["code"] == "EndpointConnectionError"


@pytest.fixture
def self_signed_url(tmp_path):
    """A server with a certificate that no authority has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
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


def test_a_certificate_that_cannot_be_verified(run, self_signed_url):
    result = run(INFO, endpoint_url=self_signed_url, aws_config=ONCE, **MINIMAL[INFO])
    assert result["error"]["code"] == "SSLError"
    assert "certificate verify failed" in result["msg"]


NOT_FROM_CONNECT = {
    "a page": {"body": "<html>please log in</html>", "content_type": "text/html"},
    "a page with 403": {"status": 403, "body": "<html>please log in</html>", "content_type": "text/html"},
    "a page with 503": {"status": 503, "body": "<html>please log in</html>", "content_type": "text/html"},
    "truncated": {"truncate": True},
    "no contact": {"body": "{}"},
    "another contact": {"body": '{"Contact": {"Id": "please log in"}}'},
    "a list": {"body": '["please log in"]'},
    "a text for a structure": {"body": '{"Contact": "please log in"}'},
}


@pytest.mark.parametrize("answer", NOT_FROM_CONNECT.values(), ids=list(NOT_FROM_CONNECT))
def test_an_answer_that_is_not_connects_is_never_quoted(run, standin, answer):
    standin.faults.add(Fault(DESCRIBE, times=9, **answer))
    result = run(RECORDING, aws_config=ONCE, **MINIMAL[RECORDING])
    assert result["contacts"][0]["error"] == {
        "code": "NotFromConnect",
        "message": "DescribeContact was answered, but not by Amazon Connect, or the answer was cut short. "
        "Check region, endpoint_url and the network.",
        "request_id": None,
    }


def test_boto3_is_missing(run_as_module, requests, monkeypatch):
    monkeypatch.setattr(sdk, "HAS_BOTO3", False)
    result = run_as_module(RECORDING, **MINIMAL[RECORDING])
    assert "Failed to import the required Python library (botocore and boto3)" in result["msg"]
    assert requests() == []


@pytest.mark.parametrize("library", ["boto3", "botocore"])
def test_boto3_is_too_old(run_as_module, requests, monkeypatch, library):
    monkeypatch.setattr(getattr(sdk, library), "__version__", "1.34.162")
    result = run_as_module(RECORDING, **MINIMAL[RECORDING])
    assert f"{library}>={MINIMUM_SDK}" in result["msg"]
    assert requests() == []

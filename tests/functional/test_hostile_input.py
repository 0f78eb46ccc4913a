"""What others wrote on a contact, what somebody put in front of Connect, and IDs that are none: never believed, never echoed."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known import CALL, INFO, INSTANCE, MINIMAL, MONITOR, READS, RECORDED_CALL, RECORDING, SUPERVISOR, truth
from standin.faults import Fault, Faults
from standin.server import load_scenario

pytestmark = pytest.mark.long

STATE = "ansible_recording_state"
IN_PROCESS = pytest.mark.parametrize("run", ["in-process"], indirect=True)
relaxed = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

WRITTEN_BY_OTHERS = {
    "a template": "{{ lookup('pipe', 'echo hostile') }}",
    "escapes": "\x1b]0;hostile\x07\x1b[31mstarted",
    "a NUL": "suspended\x00hostile",
    "32 KB": "hostile " * 4095,
    "case": "SUSPENDED",
    "space": " suspended",
    "JSON": '{"state": "suspended", "hostile": true}',
    "nothing": "",
}


@pytest.mark.parametrize("value", WRITTEN_BY_OTHERS.values(), ids=list(WRITTEN_BY_OTHERS))
def test_attributes_that_others_wrote_are_neither_believed_nor_shown(run, standin, value):
    names = [STATE, f"{STATE}_agent", "RECORDING_STARTED", f"ansible_monitor_{SUPERVISOR}"]
    standin.center.contacts[CALL].attributes.update(dict.fromkeys(names, value))
    standin.center.contacts[CALL].attributes[f"{STATE}_contact"] = CALL
    results = [
        run(INFO, contact_ids=[CALL]),
        run(RECORDING, contact_id=CALL, state="suspended", diff=True),
        run(MONITOR, contact_id=CALL, user_id=SUPERVISOR),
        run(RECORDING, contact_id=CALL, check=True, diff=True),
    ]
    assert results[0]["contacts"][0]["recording_state"] == "unknown"
    assert results[1]["failed"] and results[1]["contacts"][0]["previous_state"] == "unknown"
    assert results[2]["monitor"]["evidence"] == "accepted"
    assert "hostile" not in str(results)


@pytest.mark.parametrize("owner", [RECORDED_CALL, "{{ 1 }}", "\x1b[0m", CALL.upper()])
def test_a_state_with_another_owner_is_not_this_contacts(run, standin, owner):
    standin.center.contacts[CALL].attributes.update({STATE: "suspended", f"{STATE}_contact": owner})
    result = run(RECORDING, contact_id=CALL, state="suspended")
    assert result["failed"] and result["contacts"][0]["previous_state"] == "unknown"


@pytest.mark.parametrize(
    "attributes", [["suspended"], "suspended", 7, {STATE: {"a": 1}}, {STATE: ["suspended"]}, {STATE: 7}]
)
def test_attributes_of_the_wrong_type(run, standin, attributes):
    body = json.dumps({"Contact": {"Id": CALL, "Channel": "VOICE", "Attributes": attributes}})
    standin.faults.add(Fault("DescribeContact", times=9, body=body))
    result = run(RECORDING, contact_id=CALL, state="suspended")
    assert result["failed"]
    assert "defect" not in str(result)
    assert result["contacts"][0]["state"] == "unknown"


STRANGE_IDS = [
    "../../queues",
    "a/b",
    "..%2f..",
    "a%00b",
    "x?y=1#z",
    "ü名🙂",
    "{{ 7 * 7 }}",
    "a b",
    "-rf",
    "'; --",
    "a&b=c",
    "*",
]
NOT_PRINTABLE = ["a\nb", "\x1b[31m", "a\tb", "\u202eabc", " x", "..", "."]


@pytest.mark.parametrize("text", STRANGE_IDS)
def test_a_strange_id_reaches_nothing_else(run, standin, text):
    for options in ({"contact_id": text}, {"contact_id": CALL, "initial_contact_id": text}):
        run(RECORDING, state="suspended", **options)
    run(MONITOR, contact_id=text, user_id=text)
    run(INFO, agents=[f"arn:aws:connect:us-west-2:111122223333:instance/{INSTANCE}/agent/{text.replace('/', '_')}"])
    assert standin.requests
    for request in standin.requests:
        assert request["operation"] in (*READS, "SuspendContactRecording", "GetCurrentUserData")
        assert request["parameters"].get("ContactId", text) in (text, CALL)
    assert truth(standin) == "none"


@pytest.mark.parametrize("text", NOT_PRINTABLE)
@pytest.mark.parametrize("option", ["contact_id", "initial_contact_id", "instance_id"])
def test_what_no_id_can_be_is_refused_and_shown_harmlessly(run, requests, option, text):
    result = run(RECORDING, **{"contact_id": CALL, option: text})
    assert result["failed"] and "mind dots, white space and control characters" in result["msg"]
    assert result["msg"].isprintable()
    assert requests() == []


@pytest.mark.parametrize("text", ["../../queues", "a%2fb", "x?y"])
def test_a_strange_instance_is_only_an_unknown_one(run, standin, text):
    result = run(RECORDING, contact_id=CALL, instance_id=text)
    assert result["failed"]
    assert {request["operation"] for request in standin.requests} <= {"DescribeContact"}


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
OPTIONS = ["state", "contact_id", "contact_ids", "initial_contact_id", "recording_type", "track_state", "max_workers"]
OPTIONS += ["state_attribute", "instance_id", "instance_alias", "user_id", "user_name", "agents", "queues", "channels"]
OPTIONS += ["allowed_monitor_capabilities", "client_token", "aws_config", "region", "validate_certs", "nonsense"]


@IN_PROCESS
@relaxed
@given(
    name=st.sampled_from([RECORDING, MONITOR, INFO]),
    options=st.dictionaries(st.sampled_from(OPTIONS), anything, max_size=4),
)
def test_no_options_lead_to_anything_but_a_result(run, name, options):
    result = run(name, **{**MINIMAL[name], **options})
    assert isinstance(result.get("failed", False), bool)
    assert "msg" in result or "contacts" in result or "monitor" in result
    assert "defect" not in str(result)


OPERATIONS = ["DescribeContact", "UpdateContactAttributes", "StartContactRecording", "SuspendContactRecording"]
OPERATIONS += ["GetCurrentUserData", "MonitorContact", "ListInstances", "SearchUsers"]
wire_like = st.dictionaries(
    st.sampled_from(
        ["Contact", "Attributes", "UserDataList", "NextToken", "ContactId", "InstanceSummaryList", "Users", "message"]
    ),
    anything,
    max_size=3,
)


@IN_PROCESS
@relaxed
@given(
    operation=st.sampled_from(OPERATIONS),
    body=st.one_of(wire_like, anything),
    status=st.sampled_from([200, 200, 400, 404, 503]),
)
def test_no_answer_leads_to_anything_but_the_truth(run, standin, operation, body, status):
    standin.load(load_scenario())
    standin.faults = Faults([Fault(operation, times=99, status=status, body=json.dumps(body), effect=False)])
    quick = {"retries": {"mode": "standard", "total_max_attempts": 1}}
    for name, options in [
        (RECORDING, {"contact_id": CALL, "state": "started"}),
        (RECORDING, {"contact_id": RECORDED_CALL, "state": "suspended"}),
        (MONITOR, {"contact_id": CALL, "user_name": "supervisor.sue", "instance_alias": "example-center"}),
        (INFO, {"agents": [SUPERVISOR]}),
    ]:
        result = run(name, aws_config=quick, **options)
        assert "defect" not in str(result)
        for contact in result.get("contacts", []) if name == RECORDING else []:
            said_yes = contact["state"] == "unknown" or body == {}
            assert said_yes or truth(standin, contact["contact_id"]) == contact["state"]

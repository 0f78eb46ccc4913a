"""Attributes that others wrote, answers that are not Connect's, and strange IDs: never believed, never quoted."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from helpers.known import (
    ARN_PREFIX,
    CALL,
    DESCRIBE,
    INFO,
    INSTANCE,
    LIST_PARTS,
    MINIMAL,
    MONITOR,
    RECORDED_CALL,
    RECORDING,
    START,
    SUPERVISOR,
    SUSPEND,
    UPDATE,
    truth,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin.faults import Fault, Faults
from standin.server import load_scenario

pytestmark = pytest.mark.long

TIME = "2026-03-04T17:29:09Z"
NOTES = [f"ansible_recording_{CALL}_{subject}" for subject in ("any", "call", "ivr", "screen")]
NOTES += ["ansible_recording_pause", "ansible_recording_requested_at", f"ansible_monitor_{SUPERVISOR}"]
ONCE = {"retries": {"mode": "standard", "total_max_attempts": 1}}
relaxed = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

WRITTEN_BY_OTHERS = {
    "a template": "{{ lookup('pipe', 'echo hostile') }}",
    "escapes": "\x1b]0;hostile\x07\x1b[31mstarted",
    "a NUL": "suspended\x00hostile",
    "32 KB": "hostile " * 580,
    "another word": f"hostile {TIME}",
    "words": f"suspended,hostile {TIME}",
    "case": f"SUSPENDED {TIME}",
    "spaces": f" suspended  {TIME}",
    "another time": "suspended at half past five",
    "a time without offset": "suspended 2026-03-04T17:29:09",
    "JSON": '{"state": "suspended", "hostile": true}',
    "nothing": "",
    "a session": "hostile session hostile contact hostile",
}


@pytest.mark.parametrize("value", WRITTEN_BY_OTHERS.values(), ids=list(WRITTEN_BY_OTHERS))
def test_a_malformed_note_counts_as_none_and_is_never_shown(run, standin, value):
    standin.center.contacts[CALL].attributes.update(dict.fromkeys(NOTES, value))
    found = run(INFO, contact_ids=[CALL])
    paused = run(RECORDING, contact_id=CALL, state="suspended", requested_at="2026-03-04T17:00:00Z", diff=True)
    listens = run(MONITOR, contact_id=CALL, user=SUPERVISOR)
    (contact,) = found["contacts"]
    assert contact["recording_state"] == "unknown"
    assert contact["recording_noted_at"] is contact["call_paused_at"] is None
    assert paused["error"]["code"] == "RequestRefused"
    assert paused["contacts"][0]["previous_state"] == "unknown"
    assert listens["monitor"]["evidence"] == "accepted"
    assert "hostile" not in str([found, paused, listens])


@pytest.mark.parametrize("owner", [RECORDED_CALL, "{{ 1 }}", "\x1b[0m", CALL.upper()])
def test_a_note_about_another_contact_is_not_this_contacts(run, standin, owner):
    standin.center.contacts[CALL].attributes[f"ansible_recording_{owner}_any"] = f"suspended {TIME}"
    result = run(RECORDING, contact_id=CALL, state="suspended")
    assert result["failed"]
    assert result["contacts"][0]["previous_state"] == "unknown"


@pytest.mark.parametrize(
    "attributes", [["suspended"], "suspended", 7, {NOTES[0]: {"a": 1}}, {NOTES[0]: ["a"]}], ids=str
)
def test_attributes_of_the_wrong_type(run, standin, attributes):
    body = json.dumps({"Contact": {"Id": CALL, "Channel": "VOICE", "Attributes": attributes}})
    standin.faults.add(Fault(DESCRIBE, times=9, body=body))
    for name, options in [(RECORDING, {"state": "suspended"}), (INFO, {}), (MONITOR, {"user": SUPERVISOR})]:
        result = run(name, contact_id=CALL, aws_config=ONCE, **options)
        assert result.get("error", {}).get("code") != "Defect"
    assert truth(standin) == "none"


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
    user = f"{ARN_PREFIX}/agent/{text.replace('/', '_')}"
    run(RECORDING, state="suspended", contact_id=text)
    run(RECORDING, state="suspended", contact_id=CALL, initial_contact_id=text, whole_call=False)
    run(MONITOR, contact_id=text, user=user)
    run(INFO, agents=[user])
    assert standin.requests
    for request in standin.requests:
        assert request["operation"] in (LIST_PARTS, DESCRIBE, UPDATE, SUSPEND, "GetCurrentUserData")
        assert request["parameters"].get("ContactId", text) in (text, CALL)
    assert truth(standin) == "none"


@pytest.mark.parametrize("text", NOT_PRINTABLE)
@pytest.mark.parametrize(
    ("option", "form"),
    [("contact_id", "{}"), ("initial_contact_id", "{}"), ("instance", ARN_PREFIX.replace(INSTANCE, "{}"))],
)
def test_a_text_that_cannot_be_an_id_is_refused_and_shown_harmlessly(run, requests, option, form, text):
    result = run(RECORDING, **{"contact_id": CALL, "state": "started", option: form.format(text)})
    assert result["error"]["code"] == "InvalidOption"
    assert "is not an ID. Check dots, white space and control characters." in result["msg"]
    assert result["msg"].isprintable()
    assert requests() == []


@pytest.mark.parametrize("text", ["../../queues", "a%2fb", "x?y", "a\nb", "\x1b[31m"])
def test_a_strange_alias_is_only_an_unknown_one(run, requests, text):
    result = run(RECORDING, contact_id=CALL, state="started", instance=text)
    assert result["error"]["code"] == "NameNotFound"
    assert result["msg"].isprintable()
    assert requests() == ["ListInstances"]


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
OPTIONS = ["state", "contact_id", "contact_ids", "initial_contact_id", "recording_type", "remember", "max_workers"]
OPTIONS += ["whole_call", "requested_at", "allow_unknown", "instance", "user", "agents", "queues", "channels"]
OPTIONS += ["allowed_monitor_capabilities", "client_token", "aws_config", "region", "validate_certs", "nonsense"]


@relaxed
@given(name=st.sampled_from(list(MINIMAL)), options=st.dictionaries(st.sampled_from(OPTIONS), anything, max_size=4))
def test_any_options_lead_to_a_result(run_in_process, name, options):
    result = run_in_process(name, **{**MINIMAL[name], **options})
    assert isinstance(result.get("failed", False), bool)
    assert "msg" in result or "contacts" in result or "monitor" in result
    assert result.get("error", {}).get("code") != "Defect"


OPERATIONS = [LIST_PARTS, DESCRIBE, UPDATE, START, SUSPEND]
OPERATIONS += ["GetCurrentUserData", "MonitorContact", "ListInstances", "SearchUsers"]
MEMBERS = ["Contact", "Attributes", "ContactSummaryList", "UserDataList", "NextToken", "ContactId"]
MEMBERS += ["InstanceSummaryList", "Users", "message", "Message", "code", "__type"]


@relaxed
@given(
    operation=st.sampled_from(OPERATIONS),
    body=st.one_of(st.dictionaries(st.sampled_from(MEMBERS), anything, max_size=3), anything),
    status=st.sampled_from([200, 200, 400, 404, 503]),
)
def test_any_answer_leads_to_the_truth(run_in_process, standin, operation, body, status):
    standin.load(load_scenario())
    standin.faults = Faults([Fault(operation, times=99, status=status, body=json.dumps(body), effect=False)])
    for name, options in [
        (RECORDING, {"contact_id": CALL, "state": "started"}),
        (RECORDING, {"contact_id": RECORDED_CALL, "state": "suspended"}),
        (MONITOR, {"contact_id": CALL, "user": "supervisor.sue", "instance": "example-center"}),
        (INFO, {"agents": [SUPERVISOR]}),
    ]:
        result = run_in_process(name, aws_config=ONCE, **options)
        assert result.get("error", {}).get("code") != "Defect"
        for contact in result.get("contacts", []) if name == RECORDING else []:
            # An empty object is how Connect accepts a change.
            assert body == {} or truth(standin, contact["contact_id"]) in contact["may_be"]

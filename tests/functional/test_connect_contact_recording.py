"""connect_contact_recording through its main(): what it returns, what reached the stand-in, what the stand-in holds."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from botocore import loaders
from known import (
    ARN_PREFIX,
    CALL,
    CHAT,
    ENDED_CALL,
    FIRST_PART,
    HAS_TYPES,
    INSTANCE,
    QUEUED_CALL,
    READS,
    RECORDED_CALL,
    RECORDING,
    TRANSFERRED_CALL,
    attributes,
    truth,
)
from standin.faults import Fault, Faults, answer_lost, denied, server_error, throttled
from standin.server import load_scenario

DESCRIBE, UPDATE = "DescribeContact", "UpdateContactAttributes"
START, RESUME = "StartContactRecording", "ResumeContactRecording"
SUSPEND, STOP = "SuspendContactRecording", "StopContactRecording"

# One request and one repetition, so that a fault that persists is quickly over.
TWO_ATTEMPTS = {"retries": {"mode": "standard", "total_max_attempts": 2}}

with_types = pytest.mark.skipif(
    not HAS_TYPES,
    reason="the installed botocore does not know ContactRecordingType",
)


@pytest.fixture
def older_botocore(monkeypatch, tmp_path):
    """A service model like that of botocore 1.35.0, which lacks what came later."""
    older = loaders.create_loader().load_service_model("connect", "service-2")
    shapes = older["shapes"]
    shapes["Contact"]["members"].pop("Attributes", None)
    shapes["VoiceRecordingConfiguration"]["members"].pop("IvrRecordingTrack", None)
    for operation in ("Stop", "Suspend", "Resume"):
        shapes[f"{operation}ContactRecordingRequest"]["members"].pop("ContactRecordingType", None)
    folder = tmp_path / "connect" / "2017-08-08"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(older))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))


def outcome(result: dict) -> tuple:
    return result["state"], result["changed"], result["evidence"]


def test_a_call_is_recorded_paused_resumed_and_stopped_once_each(record, requests, standin):
    for state, operation, held in [
        ("started", START, "started"),
        ("suspended", SUSPEND, "suspended"),
        ("started", RESUME, "started"),
    ]:
        first = record(state=state)
        assert outcome(first) == (state, True, "accepted")
        assert first["request"] == operation
        noted_first = [] if operation == START else [UPDATE]
        assert requests() == [*READS, *noted_first, operation, UPDATE]
        assert truth(standin) == held

        again = record(state=state)
        assert outcome(again) == (state, False, "tracked")
        assert again["previous_state"] == state
        assert requests() == [*READS, RESUME if state == "started" else operation]
        assert truth(standin) == held

    assert outcome(record(state="stopped")) == ("stopped", True, "accepted")
    assert requests() == [*READS, UPDATE, STOP, UPDATE]
    assert outcome(record(state="stopped")) == ("stopped", False, "tracked")
    assert requests() == [*READS, STOP]
    assert truth(standin) == "stopped"

    for state, what in [("started", "started again"), ("suspended", "paused")]:
        result = record(state=state)
        assert result["failed"]
        assert result["error"] == (
            f"contact {CALL}: its recording was stopped, and in Amazon Connect a stopped recording cannot be {what}"
        )
        assert requests() == READS


def test_a_result_has_everything_that_is_documented(run, requests, standin):
    result = run(RECORDING, contact_id=f"{ARN_PREFIX}/contact/{CALL}", instance_id=ARN_PREFIX, diff=True)
    assert result["changed"] is True
    assert result["diff"] == {"before": {CALL: "unknown"}, "after": {CALL: "started"}}
    assert result["contacts"] == [
        {
            "contact_id": CALL,
            "initial_contact_id": CALL,
            "state": "started",
            "previous_state": "unknown",
            "changed": True,
            "request": START,
            "evidence": "accepted",
            "channel": "VOICE",
            "connected_to_agent": True,
        }
    ]
    identifiers = {"InstanceId": INSTANCE, "ContactId": CALL, "InitialContactId": CALL}
    sent = {request["operation"]: request["parameters"] for request in standin.requests}
    assert sent[START] == {**identifiers, "VoiceRecordingConfiguration": {"VoiceRecordingTrack": "ALL"}}
    assert sent[UPDATE] == {
        "InstanceId": INSTANCE,
        "InitialContactId": CALL,
        "Attributes": {"ansible_recording_state": "started", "ansible_recording_state_contact": CALL},
    }
    assert "diff" not in run(RECORDING, contact_id=CALL)


def test_after_a_transfer_the_current_part_goes_with_the_first_one(record, standin):
    standin.center.contacts[FIRST_PART].attributes.update(
        ansible_recording_state="stopped", ansible_recording_state_contact=FIRST_PART
    )
    result = record(TRANSFERRED_CALL, "suspended")
    assert outcome(result) == ("suspended", True, "accepted")
    assert (result["previous_state"], result["initial_contact_id"]) == ("unknown", FIRST_PART)
    assert standin.requests[-2]["parameters"]["InitialContactId"] == FIRST_PART
    assert attributes(standin, TRANSFERRED_CALL) == {
        "ansible_recording_state": "suspended",
        "ansible_recording_state_contact": TRANSFERRED_CALL,
    }
    assert outcome(record(TRANSFERRED_CALL, "suspended")) == ("suspended", False, "tracked")


def test_before_the_agent_joins_a_recording_is_only_armed(record, standin):
    assert record(QUEUED_CALL)["connected_to_agent"] is False
    assert truth(standin, QUEUED_CALL) == "armed"
    standin.center.connect_agent(QUEUED_CALL, standin.center.contacts[CALL].agent)
    assert truth(standin, QUEUED_CALL) == "started"
    assert outcome(record(QUEUED_CALL)) == ("started", False, "tracked")


def test_a_recording_that_the_flow_started_can_be_resumed_without_any_memory(record, requests, standin):
    standin.center.contacts[RECORDED_CALL].recordings["AGENT"] = "suspended"
    assert outcome(record(RECORDED_CALL)) == ("started", True, "accepted")
    assert requests() == [*READS, START, RESUME, UPDATE]


def test_tracks(record, standin):
    record(voice_recording_track="FROM_AGENT")
    assert standin.requests[-2]["parameters"]["VoiceRecordingConfiguration"] == {"VoiceRecordingTrack": "FROM_AGENT"}


@with_types
def test_the_automated_part_can_be_recorded(record, standin):
    record(QUEUED_CALL, ivr_recording_track="ALL")
    assert standin.requests[-2]["parameters"]["VoiceRecordingConfiguration"] == {"IvrRecordingTrack": "ALL"}
    assert truth(standin, QUEUED_CALL, "IVR") == "started"


@with_types
@pytest.mark.parametrize(("first", "second"), [("ivr", "voice"), ("voice", "ivr")])
def test_the_automated_part_and_the_agents_are_started_apart(record, standin, first, second):
    for _twice in range(2):
        for track in (first, second):
            result = record(QUEUED_CALL, **{f"{track}_recording_track": "ALL"})
            assert outcome(result) == ("started", not _twice, "tracked" if _twice else "accepted")
    assert (truth(standin, QUEUED_CALL, "IVR"), truth(standin, QUEUED_CALL)) == ("started", "armed")


@pytest.mark.parametrize("wanted", ["suspended", "stopped"])
@pytest.mark.parametrize("fault", [server_error, throttled])
def test_a_recording_that_is_only_armed_is_never_inferred_to_have_ended(record, standin, wanted, fault):
    record(QUEUED_CALL)
    standin.center.contacts[QUEUED_CALL].recordings["AGENT"] = "none"  # so that Connect refuses, as it may an armed one
    standin.faults.add(fault(SUSPEND), fault(STOP))
    result = record(QUEUED_CALL, wanted)
    assert result["failed"] and result["state"] == "unknown"
    assert "No agent has joined yet" in result["error"]


# (state, recording_type) one after the other, on a call whose agent's part and screen are both recorded
TYPED_SEQUENCES = [
    [("stopped", None), ("suspended", "SCREEN"), ("started", None)],
    [("suspended", None), ("stopped", "AGENT"), ("started", None)],
    [("stopped", "AGENT"), ("started", None)],
    [("stopped", "AGENT"), ("suspended", None)],
    [("suspended", "SCREEN"), ("stopped", None), ("started", "SCREEN"), ("started", None)],
]


@with_types
@pytest.mark.parametrize("repeat", ["refuse", "accept"])
@pytest.mark.parametrize("sequence", TYPED_SEQUENCES)
def test_what_else_is_recorded_does_not_hide_a_stopped_call(record, standin, sequence, repeat):
    standin.load({**load_scenario(), "repeat": repeat})
    *before, (wanted, recording_type) = sequence
    for state, typed in before:
        assert not record(RECORDED_CALL, state, recording_type=typed)["failed"]
    for _repetition in range(2):
        result = record(RECORDED_CALL, wanted, recording_type=recording_type)
        assert result["failed"] and "was stopped" in result["error"]
    assert truth(standin, RECORDED_CALL) == "stopped"


@with_types
@pytest.mark.parametrize("fault", [server_error(STOP, 9, effect=True), denied(UPDATE, 9, skip=1)])
def test_a_typed_stop_of_unknown_outcome_leaves_no_other_memory(record, standin, fault):
    record(state="started")
    standin.faults.add(fault)
    record(state="stopped", recording_type="AGENT", aws_config=TWO_ATTEMPTS)
    assert truth(standin) == "stopped"
    result = record(state="started")
    assert result["failed"] and result["previous_state"] == "ending"
    assert "so it may be stopped, or never have been started" in result["error"]


@pytest.mark.parametrize("repeat", ["refuse", "accept"])
def test_a_stop_is_noted_even_where_nothing_was_remembered(record, standin, repeat):
    standin.load({**load_scenario(), "repeat": repeat})
    standin.faults.add(server_error(STOP, 9, effect=True))
    assert record(RECORDED_CALL, "stopped", aws_config=TWO_ATTEMPTS)["failed"]
    result = record(RECORDED_CALL, "started")
    assert result["failed"] and result["previous_state"] == "ending"
    assert truth(standin, RECORDED_CALL) == "stopped"


def test_a_memory_that_something_else_than_connect_took_is_not_written(record, standin):
    standin.faults.add(Fault(UPDATE, times=9, body="<html>please log in</html>", content_type="text/html"))
    result = record(state="started")
    assert outcome(result) == ("started", True, "accepted")
    assert "could not be remembered" in result["warnings"][0]
    stopped = record(state="stopped")
    assert "nothing was changed" in stopped["error"]
    assert truth(standin) == "started"


@with_types
def test_one_type_of_recording_is_paused_and_remembered_by_itself(record, requests, standin):
    record(RECORDED_CALL, "suspended")
    record(RECORDED_CALL, "started")
    requests()
    result = record(RECORDED_CALL, "suspended", recording_type="SCREEN")
    assert outcome(result) == ("suspended", True, "accepted")
    assert standin.requests[-2]["parameters"]["ContactRecordingType"] == "SCREEN"
    assert standin.center.contacts[RECORDED_CALL].recordings["SCREEN"] == "suspended"
    assert truth(standin, RECORDED_CALL) == "started"
    assert outcome(record(RECORDED_CALL, "suspended", recording_type="SCREEN")) == ("suspended", False, "tracked")
    # That all is recorded no longer holds, so starting begins from nothing.
    requests()
    assert record(RECORDED_CALL, "started")["previous_state"] == "unknown"
    assert requests() == [*READS, START, RESUME, UPDATE]


@with_types
def test_that_all_is_recorded_does_not_prove_that_one_type_is(record):
    assert record(state="started")["evidence"] == "accepted"
    result = record(state="started", recording_type="SCREEN")
    assert result["failed"]
    assert result["request"] == RESUME


@pytest.mark.parametrize("remembered", ["unknown", "started", "suspended", "stopped", "stopping"])
@pytest.mark.parametrize("wanted", ["started", "suspended", "stopped"])
def test_check_mode_predicts_from_the_memory_and_only_reads(record, requests, standin, wanted, remembered):
    if remembered != "unknown":
        standin.center.contacts[CALL].attributes["ansible_recording_state"] = remembered
    before = standin.center.snapshot()
    result = record(state=wanted, check=True, diff=True)
    assert requests() == READS
    assert standin.center.snapshot() == before
    assert result["previous_state"] == remembered
    assert result["request"] is None
    if remembered == "stopped" and wanted != "stopped":
        assert result["failed"]
    else:
        assert outcome(result) == (wanted, wanted != remembered, "predicted")


def test_several_contacts_are_all_tried_and_failures_kept_apart(run, standin):
    asked = [CALL, "unknown-contact", CHAT, CALL, ENDED_CALL, RECORDED_CALL]
    result = run(RECORDING, contact_ids=asked, state="suspended", max_workers=3, diff=True)
    contacts = {contact["contact_id"]: contact for contact in result["contacts"]}
    assert list(contacts) == [CALL, "unknown-contact", CHAT, ENDED_CALL, RECORDED_CALL]
    assert result["failed"] and result["changed"]
    assert result["failed_contacts"] == [CALL, "unknown-contact", CHAT, ENDED_CALL]
    assert result["msg"].startswith(f"4 of 5 contacts failed. contact {CALL}: SuspendContactRecording failed: ")
    assert result["msg"].endswith(" | and 1 more, see contacts in the result")
    assert outcome(contacts[RECORDED_CALL]) == ("suspended", True, "accepted")
    for contact_id, why in [
        (CALL, "Request is not allowed in current voice recording state"),
        ("unknown-contact", "Check the ID, the instance and the region."),
        (CHAT, "its channel is CHAT, and only VOICE contacts have a recording to change"),
        (ENDED_CALL, "it ended at "),
    ]:
        assert contacts[contact_id]["error"].startswith(f"contact {contact_id}: ")
        assert why in contacts[contact_id]["error"]
        assert outcome(contacts[contact_id]) == ("unknown", False, "none")
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert result["diff"] == {"before": {RECORDED_CALL: "unknown"}, "after": {RECORDED_CALL: "suspended"}}


def test_no_contacts_are_nothing_to_do(run, requests):
    result = run(RECORDING, contact_ids=[])
    assert (result["changed"], result["contacts"]) == (False, [])
    assert requests() == []


@pytest.mark.parametrize("trust", [True, False])
def test_only_a_trusting_task_leaves_out_the_request(record, requests, standin, trust):
    record(state="started")
    record(state="suspended")
    standin.center.contacts[CALL].recordings["AGENT"] = "started"  # the agent resumed it
    requests()
    result = record(state="suspended", trust_tracked_state=trust)
    assert outcome(result) == (("suspended", False, "tracked") if trust else ("suspended", True, "accepted"))
    assert requests() == (READS if trust else [*READS, SUSPEND])
    assert truth(standin) == ("started" if trust else "suspended")


@pytest.mark.parametrize("check", [False, True])
def test_a_pause_can_be_left_alone(record, requests, standin, check):
    record(state="suspended", contact_id=RECORDED_CALL)
    requests()
    left = record(contact_id=RECORDED_CALL, only="start", check=check)
    assert not left["failed"] and outcome(left) == ("unknown", False, "none")
    assert "was left so, since this task only starts recordings" in left["warnings"][0]
    assert requests() == READS
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_what_is_not_recorded_can_be_left_so(record, requests, standin):
    refused = record(only="resume")
    assert refused["failed"] and outcome(refused) == ("unknown", False, "none")
    assert requests() == [*READS, RESUME]
    assert truth(standin) == "none"
    record(contact_id=RECORDED_CALL, state="suspended")
    assert outcome(record(contact_id=RECORDED_CALL, only="resume")) == ("started", True, "accepted")


def test_a_pause_that_is_made_meanwhile_is_not_undone_either(record, requests, standin):
    """A flow recorded and an agent paused it: nothing is remembered, and a refused start is not followed by a resumption."""
    standin.center.contacts[RECORDED_CALL].recordings["AGENT"] = "suspended"
    assert record(contact_id=RECORDED_CALL, only="start")["failed"]
    assert requests() == [*READS, START]
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert outcome(record(contact_id=CALL, only="start")) == ("started", True, "accepted")
    assert outcome(record(contact_id=CALL, only="start")) == ("started", False, "tracked")


def test_what_was_asked_for_earlier_does_not_undo_what_was_asked_for_later(record, requests, standin):
    """A payment begins and ends, and its events come in the other order, and twice."""
    begins, ends, next_begins = ("2026-03-04T17:29:09Z", "2026-03-04T18:31:40+01:00", "2026-03-04T17:40:00Z")
    assert record(state="started", contact_id=RECORDED_CALL, requested_at=ends)[
        "failed"
    ]  # nothing tells why it is refused
    assert record(state="suspended", contact_id=RECORDED_CALL, requested_at=begins)["failed"]
    assert truth(standin, RECORDED_CALL) == "started"
    record(state="started")
    requests()
    record(state="started", requested_at=ends)
    assert requests() == [*READS, "UpdateContactAttributes", RESUME]
    late = record(state="suspended", requested_at=begins)
    assert late["failed"] and outcome(late) == ("unknown", False, "none")
    assert (
        "asked for at 2026-03-04T17:29:09+00:00, and what was asked for at 2026-03-04T18:31:40+01:00" in late["error"]
    )
    assert record(state="suspended", requested_at=begins, check=True)["failed"]
    assert requests() == READS * 2
    assert truth(standin) == "started"
    assert record(state="suspended", requested_at=next_begins)["changed"]
    assert outcome(record(state="suspended", requested_at=next_begins)) == ("suspended", False, "tracked")
    assert record(state="started", requested_at=ends)["failed"]
    assert record(state="started", requested_at=next_begins)["failed"]  # of two at the same time, the pause wins
    assert truth(standin) == "suspended"
    assert (
        record(state="suspended", requested_at="2026-03-04T17:50:00Z", trust_tracked_state=True)["evidence"]
        == "tracked"
    )
    assert record(state="started", requested_at="2026-03-04T17:45:00Z")["failed"]
    assert record(state="started")["changed"]  # without a time it is wanted now
    assert record(state="suspended", requested_at="2026-03-04T18:00:00Z")["failed"]
    standin.faults.add(denied("UpdateContactAttributes", 1))
    result = record(state="suspended", contact_id=RECORDED_CALL, requested_at=next_begins)
    assert result["changed"] and "its time could not be remembered" in result["warnings"][0]


def test_without_a_memory_a_refusal_proves_nothing(record, requests, standin):
    options = {"track_state": False, "initial_contact_id": CALL}
    assert outcome(record(**options)) == ("started", True, "accepted")
    assert requests() == [START]
    assert outcome(record(state="suspended", **options)) == ("suspended", True, "accepted")
    refused = record(state="suspended", **options)
    assert refused["failed"] and outcome(refused) == ("unknown", False, "none")
    assert "nothing is remembered of this recording" in refused["error"]
    assert (refused["channel"], refused["connected_to_agent"]) == (None, None)
    accepted = record(state="suspended", accept_refusal=True, **options)
    assert not accepted["failed"] and outcome(accepted) == ("unknown", False, "none")
    assert "which accept_refusal allows" in accepted["warnings"][0]
    assert "set accept_refusal=true" in refused["error"] and "set accept_refusal" not in accepted["warnings"][0]
    assert requests() == [SUSPEND] * 3
    assert attributes(standin) == {}
    assert record(state="stopped", track_state=False)["initial_contact_id"] == CALL
    assert requests() == [DESCRIBE, STOP]


def test_accept_refusal_accepts_nothing_but_refusals(record, standin):
    standin.faults.add(Fault(SUSPEND, status=400, code="InvalidRequestException", message="Contact is not active"))
    assert record(state="suspended", accept_refusal=True)["failed"]
    standin.faults.add(denied(SUSPEND, 1))
    result = record(state="suspended", accept_refusal=True)
    assert result["failed"]
    assert "Allow connect:SuspendContactRecording in the IAM policy" in result["error"]


def test_what_others_changed_is_reported_as_such(record, standin):
    record(state="started")
    standin.center.contacts[CALL].recordings["AGENT"] = "stopped"
    result = record(state="suspended")
    assert result["failed"]
    assert (
        "the recording was left started, so an agent, a flow or another program may have changed it" in result["error"]
    )


@pytest.mark.parametrize("state", ["started", "suspended", "stopped"])
def test_where_connect_accepts_repetitions_nothing_is_said_that_is_not_so(record, standin, state):
    standin.load({**load_scenario(), "repeat": "accept"})
    if state != "started":
        record(state="started")
    for _repetition in range(2):
        result = record(state=state)
        assert outcome(result) == (state, True, "accepted")
        assert truth(standin) == state


@pytest.mark.parametrize(
    ("remembered", "wanted", "operation"),
    [("started", "suspended", SUSPEND), ("suspended", "started", RESUME), ("started", "stopped", STOP)],
)
@pytest.mark.parametrize("fault", [answer_lost, lambda name: server_error(name, effect=True)])
def test_a_lost_answer_and_then_a_refusal_mean_that_it_was_carried_out(
    record, standin, remembered, wanted, operation, fault
):
    record(state="started")
    record(state=remembered)
    standin.faults.add(fault(operation))
    result = record(state=wanted)
    assert outcome(result) == (wanted, True, "inferred")
    assert "an attempt was left without an answer" in result["warnings"][0]
    assert truth(standin) == wanted
    assert outcome(record(state=wanted)) == (wanted, False, "tracked")


def test_a_throttled_attempt_is_not_a_lost_one(record, standin):
    record(state="started")
    standin.center.contacts[CALL].recordings["AGENT"] = "suspended"  # so that pausing is refused
    standin.faults.add(throttled(SUSPEND))
    result = record(state="suspended")
    assert result["failed"]
    assert "carried out" not in result["error"]


def test_a_lost_answer_without_any_memory_is_an_error(record, standin):
    standin.faults.add(answer_lost(START))
    result = record(state="started")
    assert result["failed"] and outcome(result) == ("unknown", True, "none")
    assert result["request"] == RESUME
    assert "may have been carried out" in result["error"]
    assert truth(standin) == "started"


@pytest.mark.parametrize(
    "fault",
    [
        Fault(SUSPEND, times=9, body='{"error": "login required"}'),
        Fault(SUSPEND, times=9, status=403, body="<html>denied</html>", content_type="text/html", effect=True),
        Fault(SUSPEND, times=9, status=302, body="", content_type="text/html", effect=True),
        Fault(SUSPEND, times=9, status=503, code="ServiceUnavailable", effect=True),
        Fault(SUSPEND, times=9, reset=True, effect=True),
        Fault(SUSPEND, times=9, body="<html>please log in</html>", content_type="text/html"),
        Fault(SUSPEND, times=9, truncate=True),
    ],
    ids=["other JSON", "403 in HTML", "302", "503", "reset", "html", "truncated"],
)
def test_without_an_answer_from_connect_the_outcome_is_unknown(record, standin, fault):
    record(state="started")
    standin.faults.add(fault)
    result = record(state="suspended", aws_config=TWO_ATTEMPTS)
    assert result["failed"] and outcome(result) == ("unknown", True, "none")
    assert "may have been carried out" in result["error"]
    assert attributes(standin)["ansible_recording_state"] == "changing"
    standin.faults = Faults([])
    was_carried_out = truth(standin) == "suspended"
    settled = record(state="suspended")
    assert outcome(settled) == ("suspended", True, "inferred" if was_carried_out else "accepted")
    assert outcome(record(state="suspended")) == ("suspended", False, "tracked")


def test_a_stop_is_noted_before_it_is_sent(record, standin):
    record(state="started")
    standin.faults.add(server_error(STOP, effect=True))
    result = record(state="stopped", aws_config={"retries": {"mode": "standard", "total_max_attempts": 1}})
    assert result["failed"]
    assert attributes(standin)["ansible_recording_state"] == "stopping"
    assert truth(standin) == "stopped"
    started = record(state="started")  # the memory must not let this pass
    assert started["failed"] and started["previous_state"] == "stopping"
    again = record(state="stopped")
    assert outcome(again) == ("stopped", True, "inferred")
    assert "an earlier task sent a request without learning its outcome" in again["warnings"][0]
    assert attributes(standin)["ansible_recording_state"] == "stopped"


@pytest.mark.parametrize("wanted", ["suspended", "stopped"])
def test_a_change_that_cannot_be_noted_is_not_sent(record, requests, standin, wanted):
    record(state="started")
    standin.faults.add(denied(UPDATE))
    requests()
    result = record(state=wanted)
    assert requests() == [*READS, UPDATE]
    assert "nothing was changed" in result["error"]
    assert "Allow connect:UpdateContactAttributes" in result["error"]
    assert truth(standin) == "started"


def test_a_lost_start_is_noted_and_settled_by_the_next_one(record, requests, standin):
    standin.faults.add(server_error(START, 9, effect=True))
    lost = record(state="started", aws_config=TWO_ATTEMPTS)
    assert lost["failed"] and outcome(lost) == ("unknown", True, "none")
    assert attributes(standin)["ansible_recording_state"] == "starting"
    standin.faults = Faults([])
    requests()
    settled = record(state="started")
    assert outcome(settled) == ("started", True, "inferred")
    assert requests() == [*READS, START, RESUME, UPDATE]
    assert outcome(record(state="started")) == ("started", False, "tracked")


@pytest.mark.parametrize(("remembered", "wanted"), [("started", "suspended"), ("suspended", "started")])
def test_a_change_whose_memory_is_lost_is_settled_by_the_next_task(record, standin, remembered, wanted):
    record(state="started")
    record(state=remembered)
    standin.faults.add(denied(UPDATE, 1, skip=1))
    changed = record(state=wanted)
    assert outcome(changed) == (wanted, True, "accepted")
    assert "could not be remembered" in changed["warnings"][0]
    assert outcome(record(state=wanted)) == (wanted, True, "inferred")
    assert outcome(record(state=wanted)) == (wanted, False, "tracked")


@pytest.mark.parametrize(
    ("remembered", "wanted"),
    [("started", "stopped"), ("suspended", "stopped"), ("started", "suspended"), ("suspended", "started")],
)
def test_a_change_that_was_surely_not_carried_out_is_not_remembered(record, standin, remembered, wanted):
    record(state="started")
    record(state=remembered)
    before = attributes(standin)
    standin.faults.add(denied(STOP, 1), denied(SUSPEND, 1), denied(RESUME, 1))
    assert record(state=wanted)["failed"]
    assert attributes(standin) == before
    assert truth(standin) == remembered


def test_a_state_that_cannot_be_remembered_is_worth_a_warning_only(record, standin):
    standin.faults.add(denied(UPDATE))
    result = record(state="started")
    assert not result["failed"] and outcome(result) == ("started", True, "accepted")
    assert result["warnings"][0].startswith(f"contact {CALL}: the state could not be remembered on the contact")


def test_what_a_flow_or_the_salesforce_adapter_noted_counts(record, requests, standin):
    standin.center.contacts[RECORDED_CALL].attributes["RECORDING_STARTED"] = "true"
    assert outcome(record(RECORDED_CALL)) == ("started", False, "tracked")
    assert requests() == [*READS, RESUME]
    standin.center.contacts[RECORDED_CALL].attributes["paused_by_flow"] = "suspended"
    standin.center.contacts[RECORDED_CALL].recordings.update(AGENT="suspended", SCREEN="suspended")
    result = record(RECORDED_CALL, "suspended", state_attribute="paused_by_flow")
    assert outcome(result) == ("suspended", False, "tracked")


def test_an_older_botocore_reads_the_memory_with_a_request_of_its_own(record, requests, older_botocore):
    assert outcome(record()) == ("started", True, "accepted")
    assert requests() == [DESCRIBE, "GetContactAttributes", START, UPDATE]
    assert outcome(record()) == ("started", False, "tracked")
    assert requests() == [DESCRIBE, "GetContactAttributes", RESUME]


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("option", [{"recording_type": "AGENT"}, {"ivr_recording_track": "ALL"}])
def test_an_option_that_is_newer_than_botocore(run, requests, older_botocore, option, check):
    result = run(RECORDING, contact_id=CALL, check=check, **option)
    assert result["failed"]
    assert f"{next(iter(option))}: needs botocore 1.35.72 or later, " in result["msg"]
    assert requests() == []

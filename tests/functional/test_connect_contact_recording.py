"""connect_contact_recording in both runtimes: its requests, its results, its notes, and its messages."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import botocore.endpoint
import pytest
import yaml
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api import answers
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Connect
from ansible_collections.contactops.amazon_connect.plugins.modules import connect_contact_recording
from helpers.known import (
    ARN_PREFIX,
    CALL,
    CHAT,
    CONFERENCE,
    DESCRIBE,
    ENDED_CALL,
    FIRST_PART,
    INSTANCE,
    JOINED_PART,
    LIST_PARTS,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    RECORDING,
    RESUME,
    START,
    STOP,
    SUSPEND,
    TRANSFERRED_CALL,
    UPDATE,
    attributes,
    noted,
    truth,
)
from standin.faults import Fault, answer_lost, denied, server_error, throttled
from standin.server import load_scenario

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a task about the whole call reads.
READS = [LIST_PARTS, DESCRIBE]
ONE_ATTEMPT = {"retries": {"total_max_attempts": 1}}


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch) -> None:
    """Between attempts, botocore waits for nothing."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))


def outcome(result: dict) -> tuple:
    return result["state"], result["changed"], result["evidence"]


def assert_failed(result: dict, code: str, message: str) -> None:
    assert result["failed"]
    assert result["error"]["code"] == code
    assert message in result["error"]["message"]


def changes(operation: str) -> list[str]:
    """The requests that change one contact with notes."""
    return [DESCRIBE, UPDATE, operation, UPDATE]


def with_settings(standin, **settings: object) -> None:
    standin.load({**load_scenario(), **settings})


# Each state: what it sends, what it does, and what is left to send if it is asked for again.


@pytest.mark.parametrize(("repeat", "proof"), [("accept", "accepted"), ("refuse", "confirmed")])
def test_a_second_run_is_ok_whether_connect_accepts_repetitions_or_not(record, requests, standin, repeat, proof):
    with_settings(standin, repeat=repeat, repeat_stop=repeat)
    for asked, state, first_requests, evidence, again_requests in [
        ("started", "started", [DESCRIBE, START, UPDATE], "remembered", [DESCRIBE]),
        ("suspended", "suspended", [LIST_PARTS, *changes(SUSPEND)], proof, [*READS, SUSPEND]),
        ("resumed", "started", [LIST_PARTS, *changes(RESUME)], "remembered", READS),
        ("stopped", "stopped", [LIST_PARTS, *changes(STOP)], proof, [*READS, STOP]),
    ]:
        assert outcome(record(state=asked)) == (state, True, "accepted")
        assert requests() == first_requests
        assert truth(standin) == state
        again = record(state=asked)
        assert (again["previous_state"], *outcome(again)) == (state, state, False, evidence)
        assert requests() == again_requests
        assert truth(standin) == state


def test_everything_that_is_documented_is_returned(run, requests, standin):
    contact = f"{ARN_PREFIX}/contact/{TRANSFERRED_CALL}"
    result = run(RECORDING, contact_id=contact, instance=ARN_PREFIX, state="suspended", diff=True)
    assert result["changed"] is True
    assert result["diff"] == {"before": {TRANSFERRED_CALL: "unknown"}, "after": {TRANSFERRED_CALL: "suspended"}}
    assert result["contacts"] == [
        {
            "contact_id": TRANSFERRED_CALL,
            "initial_contact_id": FIRST_PART,
            "state": "suspended",
            "previous_state": "unknown",
            "may_be": ["suspended"],
            "changed": True,
            "request": SUSPEND,
            "evidence": "accepted",
            "channel": "VOICE",
            "connected_to_agent": True,
            "found_by": None,
        }
    ]
    documented = yaml.safe_load(connect_contact_recording.RETURN)
    assert {*result["contacts"][0], "error"} == set(documented["contacts"]["contains"])
    listed, described, first, suspended, after = (request["parameters"] for request in standin.requests)
    assert listed == {"InstanceId": INSTANCE, "ContactId": TRANSFERRED_CALL, "MaxResults": 100}
    assert described == {"InstanceId": INSTANCE, "ContactId": TRANSFERRED_CALL}
    assert suspended == {**described, "InitialContactId": FIRST_PART}
    note = f"ansible_recording_{TRANSFERRED_CALL}_any"
    assert first["InitialContactId"] == after["InitialContactId"] == FIRST_PART
    assert set(first["Attributes"]) == {note, "ansible_recording_pause"}
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert re.fullmatch(f"none,started,suspended {time}", first["Attributes"][note])
    assert re.fullmatch(f"on {time}", first["Attributes"]["ansible_recording_pause"])
    assert re.fullmatch(f"suspended {time}", after["Attributes"][note])


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ({}, {"VoiceRecordingConfiguration": {"VoiceRecordingTrack": "ALL"}}),
        (
            {"voice_recording_track": "FROM_AGENT"},
            {"VoiceRecordingConfiguration": {"VoiceRecordingTrack": "FROM_AGENT"}},
        ),
        ({"recording_type": "IVR"}, {"VoiceRecordingConfiguration": {"IvrRecordingTrack": "ALL"}}),
        ({"state": "suspended", "recording_type": "SCREEN"}, {"ContactRecordingType": "SCREEN"}),
        ({"state": "resumed", "recording_type": "SCREEN", "allow_unknown": True}, {"ContactRecordingType": "SCREEN"}),
        ({"state": "stopped", "recording_type": "AGENT"}, {"ContactRecordingType": "AGENT"}),
    ],
    ids=str,
)
def test_what_to_record_is_sent(record, standin, options, sent):
    record(RECORDED_CALL, **options)
    (change,) = [item["parameters"] for item in standin.requests if item["operation"].endswith("ContactRecording")]
    assert change == {"InstanceId": INSTANCE, "ContactId": RECORDED_CALL, "InitialContactId": RECORDED_CALL, **sent}


def test_types_are_noted_apart(record, standin):
    assert outcome(record(RECORDED_CALL, "suspended", recording_type="SCREEN")) == ("suspended", True, "accepted")
    assert (truth(standin, RECORDED_CALL, "SCREEN"), truth(standin, RECORDED_CALL)) == ("suspended", "started")
    assert noted(standin, RECORDED_CALL) == {"screen": "suspended", "any": "started,suspended"}


def test_check_mode_only_reads_and_predicts_from_the_notes(record, requests, standin):
    record(state="started")
    record(state="suspended")
    before = standin.center.snapshot()
    requests()
    for state, *predicted in [
        ("started", "suspended", False, "remembered"),
        ("suspended", "suspended", False, "predicted"),
        ("resumed", "started", True, "predicted"),
        ("stopped", "stopped", True, "predicted"),
    ]:
        result = record(state=state, check=True)
        assert outcome(result) == tuple(predicted), state
        assert result["request"] is None
        assert requests() == ([DESCRIBE] if state == "started" else READS)
    assert standin.center.snapshot() == before
    assert record(QUEUED_CALL, "suspended", check=True)["error"]["code"] == "AgentNotConnected"


def test_without_notes_only_the_request_is_sent_and_a_refusal_proves_nothing(record, requests, standin):
    options = {"remember": False, "whole_call": False, "initial_contact_id": CALL}
    assert outcome(record(state="started", **options)) == ("started", True, "accepted")
    assert outcome(record(state="suspended", **options)) == ("suspended", True, "accepted")
    assert outcome(record(state="resumed", **options)) == ("started", True, "accepted")
    assert outcome(record(state="stopped", **options)) == ("stopped", True, "accepted")
    refused = record(state="stopped", **options)
    assert_failed(refused, "RequestRefused", "it may be stopped already, or never have been recorded.")
    assert outcome(refused) == ("unknown", False, "none")
    assert (refused["channel"], refused["connected_to_agent"]) == (None, None)
    assert requests() == [START, SUSPEND, RESUME, STOP, STOP]
    assert attributes(standin) == {}
    record(state="stopped", remember=False, whole_call=False)
    assert requests() == [DESCRIBE, STOP]


# What is not sent, because it cannot help or could do harm.


def test_starting_never_ends_a_pause(record, requests, standin):
    record(state="started")
    record(state="suspended")
    requests()
    assert outcome(record(state="started")) == ("suspended", False, "remembered")
    record(RECORDED_CALL, "suspended")
    requests()
    paused = record(RECORDED_CALL, "started")
    assert_failed(paused, "CallPaused", "the call is paused. To end the pause, run a task with state=resumed.")
    assert requests() == [DESCRIBE]
    assert truth(standin) == truth(standin, RECORDED_CALL) == "suspended"


def test_a_part_that_joined_a_paused_call_and_was_not_paused_is_reported(run, standin):
    run(RECORDING, contact_id=RECORDED_CALL, state="suspended")
    joined = standin.center.transfer(RECORDED_CALL, OTHER_AGENT)
    result = run(RECORDING, contact_id=RECORDED_CALL, state="resumed")
    assert [part["contact_id"] for part in result["contacts"]] == [joined]
    assert any("it was not paused with the call" in str(warning) for warning in result["warnings"])


def test_a_stopped_recording_cannot_be_started_or_resumed(record, requests, standin):
    record(RECORDED_CALL, "stopped")
    requests()
    for state in ("started", "resumed"):
        result = record(RECORDED_CALL, state)
        assert_failed(result, "RecordingStopped", "Amazon Connect can neither start nor resume a stopped recording.")
    assert requests() == [DESCRIBE, *READS]


def test_pausing_a_stopped_recording_is_ok_and_begins_no_pause(record, standin):
    for state in ("started", "suspended", "resumed", "stopped"):
        record(state=state)
    assert outcome(record(state="suspended")) == ("stopped", False, "inferred")
    assert attributes(standin)["ansible_recording_pause"].startswith("over ")


def test_a_recording_that_may_be_stopped_is_not_resumed(record, standin):
    record(state="started")
    standin.faults.add(server_error(STOP, 9, effect=True))
    record(state="stopped")
    result = record(state="resumed", recording_type="AGENT")
    assert_failed(result, "RecordingMayBeStopped", "A task with state=stopped finds out")
    assert result["may_be"] == ["started", "stopped"]


def test_a_pause_that_no_task_noted_is_left_alone_unless_unknown_is_allowed(record, requests, standin):
    standin.center.agent_pauses(RECORDED_CALL)
    result = record(RECORDED_CALL, "resumed")
    assert not result["failed"]
    assert outcome(result) == ("unknown", False, "none")
    (warning,) = result["warnings"]
    assert warning.startswith(f"contact {RECORDED_CALL}: nothing was sent, because no pause is noted.")
    assert warning.endswith("set allow_unknown=true.")
    assert requests() == READS
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert outcome(record(RECORDED_CALL, "resumed", allow_unknown=True)) == ("started", True, "accepted")
    assert truth(standin, RECORDED_CALL) == "started"


@pytest.mark.parametrize("noted_before", [False, True])
def test_a_refused_pause_is_no_change_so_a_payment_resumes_nothing(record, standin, noted_before):
    """An agent has paused. `when: paused is changed` must not let the payment's end resume the recording."""
    with_settings(standin, repeat="refuse")
    if noted_before:
        record(RECORDED_CALL, "suspended")
    else:
        standin.center.agent_pauses(RECORDED_CALL)
    result = record(RECORDED_CALL, "suspended")
    assert result["changed"] is False
    assert result["failed"] is not noted_before
    assert truth(standin, RECORDED_CALL) == "suspended"


# The whole call.


def test_a_call_goes_on_in_another_contact_after_a_transfer(run, requests):
    result = run(RECORDING, contact_id=FIRST_PART, state="suspended")
    (part,) = result["contacts"]
    assert (part["contact_id"], part["found_by"], part["state"]) == (TRANSFERRED_CALL, FIRST_PART, "suspended")
    assert requests() == [LIST_PARTS, *changes(SUSPEND)]


def test_every_part_of_a_conference_is_changed_with_a_result_of_its_own(run, requests, standin):
    result = run(RECORDING, contact_id=JOINED_PART, state="suspended", diff=True)
    parts = [(part["contact_id"], part["found_by"], *outcome(part)) for part in result["contacts"]]
    assert parts == [
        (JOINED_PART, None, "suspended", True, "accepted"),
        (CONFERENCE, JOINED_PART, "suspended", True, "accepted"),
    ]
    assert list(result["diff"]["after"]) == [JOINED_PART, CONFERENCE]
    assert requests() == [LIST_PARTS, *changes(SUSPEND), *changes(SUSPEND)]
    assert truth(standin, CONFERENCE) == truth(standin, JOINED_PART) == "suspended"


def test_a_call_is_listed_once_whichever_of_its_contacts_are_named(run, requests):
    result = run(RECORDING, contact_ids=[CALL, JOINED_PART, CONFERENCE, JOINED_PART], state="stopped", max_workers=1)
    parts = [(part["contact_id"], part["found_by"]) for part in result["contacts"]]
    assert parts == [(CALL, None), (JOINED_PART, None), (CONFERENCE, None)]
    assert requests().count(LIST_PARTS) == 2


def test_a_named_contact_can_be_changed_alone(run, requests, standin):
    run(RECORDING, contact_id=CONFERENCE, state="suspended", whole_call=False)
    assert requests() == changes(SUSPEND)
    assert truth(standin, JOINED_PART) == "started"
    run(RECORDING, contact_id=CALL, state="started", whole_call=True)
    assert requests() == [LIST_PARTS, DESCRIBE, START, UPDATE]


def test_if_the_parts_cannot_be_listed_nothing_is_sent(record, requests, standin):
    standin.faults.add(denied(LIST_PARTS))
    result = record(state="suspended")
    assert_failed(result, "AccessDeniedException", "Nothing was sent, because the call's contacts could not be listed")
    assert result["error"]["message"].endswith(
        "Allow connect:ListAssociatedContacts in the IAM policy of these credentials. "
        "To act on this contact only, set whole_call=false."
    )
    assert requests() == [LIST_PARTS]


def test_if_one_part_fails_the_others_are_done(run, requests, standin):
    standin.faults.add(denied(SUSPEND, 1))
    result = run(RECORDING, contact_id=CONFERENCE, state="suspended")
    assert result["failed"]
    assert result["changed"]
    assert result["failed_contacts"] == [CONFERENCE]
    assert [outcome(part)[1:] for part in result["contacts"]] == [(False, "none"), (True, "accepted")]
    assert requests() == [LIST_PARTS, *changes(SUSPEND), *changes(SUSPEND)]
    assert noted(standin, JOINED_PART) == {"any": "suspended", "pause": "on"}


def test_check_mode_covers_the_whole_call(run, requests):
    result = run(RECORDING, contact_id=CONFERENCE, state="suspended", check=True)
    assert [outcome(part) for part in result["contacts"]] == [("suspended", True, "predicted")] * 2
    assert requests() == [LIST_PARTS, DESCRIBE, DESCRIBE]


# The call's pause.


def test_a_pause_follows_the_call_until_the_whole_call_is_resumed(run, record, requests, standin):
    record(RECORDED_CALL, "suspended")
    new_part = standin.center.transfer(RECORDED_CALL, OTHER_AGENT)
    assert noted(standin, new_part)["pause"] == "on"
    requests()
    assert record(new_part, "started")["error"]["code"] == "CallPaused"
    assert requests() == [DESCRIBE]
    result = run(RECORDING, contact_id=RECORDED_CALL, state="resumed")
    assert not result.get("failed")
    assert not result["changed"]
    assert requests() == [*READS, UPDATE]
    assert noted(standin, new_part)["pause"] == "over"


def test_only_the_end_of_all_pauses_ends_the_calls(run, requests, standin):
    run(RECORDING, contact_id=CONFERENCE, state="suspended")
    requests()
    run(RECORDING, contact_id=CONFERENCE, state="resumed", whole_call=False)
    assert requests() == [DESCRIBE, UPDATE, RESUME, LIST_PARTS, UPDATE]
    assert noted(standin, CONFERENCE)["pause"] == "on"
    standin.center.end(CONFERENCE)
    run(RECORDING, contact_id=JOINED_PART, state="resumed", whole_call=False)
    assert noted(standin, CONFERENCE)["pause"] == "over"


def test_a_pause_stays_on_if_the_live_parts_are_not_known(record, standin):
    record(state="started")
    record(state="suspended")
    standin.faults.add(denied(LIST_PARTS))
    result = record(state="resumed", whole_call=False)
    assert not result["failed"]
    assert truth(standin) == "started"
    (warning,) = result["warnings"]
    assert "the call's pause stays on, because whether this is the only live contact" in warning
    assert noted(standin)["pause"] == "on"


@pytest.mark.parametrize(("recording_type", "pause"), [("AGENT", "on"), ("SCREEN", None)])
def test_the_pause_of_a_screen_is_not_the_calls(record, standin, recording_type, pause):
    record(RECORDED_CALL, "suspended", recording_type=recording_type)
    assert noted(standin, RECORDED_CALL).get("pause") == pause


@pytest.mark.parametrize("state", ["suspended", "stopped"])
def test_notes_are_restored_after_a_request_that_was_surely_not_carried_out(record, standin, state):
    for before in ["started", "suspended", "resumed"]:
        record(state=before)
    notes = noted(standin)
    standin.faults.add(denied(SUSPEND, 1), denied(STOP, 1))
    assert record(state=state)["failed"]
    assert noted(standin) == notes == {"call": "started", "any": "started", "pause": "over"}


# Requests that events make, and that can arrive late, twice or out of order.


def test_the_newest_request_wins(record, requests, standin):
    begins, ends, next_begins = "2026-03-04T17:29:09Z", "2026-03-04T18:31:40+01:00", "2026-03-04T17:40:00Z"
    why = "from 2026-03-04T17:29:09+00:00, and a newer one, for resumed 2026-03-04T17:31:40Z, has been made."
    record(RECORDED_CALL, "resumed", requested_at=ends)
    assert requests() == [*READS, UPDATE]  # noted although there is nothing to send
    assert attributes(standin, RECORDED_CALL)["ansible_recording_requested_at"] == "resumed 2026-03-04T17:31:40Z"
    for check in (True, False):
        late = record(RECORDED_CALL, "suspended", requested_at=begins, check=check)
        assert_failed(late, "RequestOutdated", why)
        assert outcome(late) == ("unknown", False, "none")
        assert requests() == READS
    assert record(RECORDED_CALL, "suspended", requested_at=next_begins)["changed"]
    assert outcome(record(RECORDED_CALL, "suspended", requested_at=next_begins)) == ("suspended", False, "accepted")
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_of_two_requests_at_the_same_time_the_pause_wins(record):
    time = "2026-03-04T17:29:09Z"
    record(RECORDED_CALL, "resumed", requested_at=time)
    assert record(RECORDED_CALL, "suspended", requested_at=time)["changed"]
    assert record(RECORDED_CALL, "resumed", requested_at=time)["error"]["code"] == "RequestOutdated"


def test_once_a_time_is_noted_a_task_without_one_counts_as_now(record, standin):
    record(RECORDED_CALL, "suspended", requested_at="2026-03-04T17:29:09Z")
    assert record(RECORDED_CALL, "resumed")["changed"]
    late = record(RECORDED_CALL, "suspended", requested_at="2026-03-04T17:40:00Z")
    assert late["error"]["code"] == "RequestOutdated"
    assert truth(standin, RECORDED_CALL) == "started"


# What an answer proves.


def test_before_an_agent_joins_only_the_automated_part_can_be_paused(record, requests, standin):
    assert record(QUEUED_CALL, "started")["connected_to_agent"] is False
    assert truth(standin, QUEUED_CALL) == "armed"
    requests()
    result = record(QUEUED_CALL, "suspended")
    assert_failed(result, "AgentNotConnected", "Wait for the agent with connect_contact_info, then pause.")
    assert requests() == [LIST_PARTS, *changes(SUSPEND)]
    assert record(QUEUED_CALL, "suspended", allow_unknown=True)["failed"]
    record(QUEUED_CALL, "started", recording_type="IVR")
    accepted = record(QUEUED_CALL, "suspended")
    assert (accepted["error"]["code"], accepted["changed"]) == ("AgentNotConnected", True)
    assert noted(standin, QUEUED_CALL)["any"] == "started,suspended"
    assert outcome(record(QUEUED_CALL, "suspended", recording_type="IVR")) == ("suspended", True, "accepted")


def test_a_refusal_proves_something_only_after_the_whisper(record, standin):
    with_settings(standin, repeat="refuse")
    call = standin.center.contacts[CALL]
    record(state="started")
    standin.faults.add(server_error(SUSPEND, 1, effect=True))
    record(state="suspended", aws_config=ONE_ATTEMPT)  # whether it paused is not known
    call.connected_at = standin.center.now() - timedelta(seconds=2)
    refused = record(state="suspended")
    assert_failed(refused, "RequestRefused", "because the agent has not been connected for 5 seconds")
    assert outcome(refused) == ("unknown", False, "none")
    call.connected_at = standin.center.now() - timedelta(seconds=6)
    assert outcome(record(state="suspended")) == ("suspended", True, "inferred")


def test_a_refusal_without_a_note_proves_nothing(record, standin):
    refused = record(state="suspended")
    assert_failed(refused, "RequestRefused", "Nothing is noted about this recording: it may be paused already, or")
    assert "allow_unknown" not in refused["error"]["message"]
    assert outcome(refused) == ("unknown", False, "none")
    started = record(RECORDED_CALL, "started")
    assert started["error"]["message"].endswith(" To accept an unknown state, set allow_unknown=true.")
    allowed = record(state="suspended", allow_unknown=True)
    assert not allowed["failed"]
    assert outcome(allowed) == ("unknown", False, "none")
    assert allowed["warnings"] == [
        f"contact {CALL}: the state is unknown, which allow_unknown allows: {refused['error']['message']}"
    ]
    standin.faults.add(denied(SUSPEND, 1))
    assert record(state="suspended", allow_unknown=True)["error"]["code"] == "AccessDeniedException"


def test_a_refusal_that_the_notes_do_not_explain(record, standin):
    standin.faults.add(server_error(START))
    record(state="started", aws_config=ONE_ATTEMPT)  # whether it started is not known
    refused = record(state="stopped")
    assert_failed(refused, "RequestRefused", "According to the notes, the call may be not recorded.")
    assert refused["may_be"] == ["none"]


def test_a_refusal_that_contradicts_the_notes_means_that_somebody_else_changed_the_recording(record, standin):
    for state in ["started", "suspended", "resumed"]:
        record(state=state)
    standin.center.contacts[CALL].recordings["AGENT"] = "stopped"
    result = record(state="suspended")
    assert_failed(result, "RecordingChanged", "an agent, a flow or another program has changed the recording.")
    assert outcome(result) == ("unknown", False, "none")
    assert "any" not in noted(standin)


@pytest.mark.parametrize(("repeat", "proof"), [("accept", "accepted"), ("refuse", "inferred")])
@pytest.mark.parametrize("fault", [answer_lost, lambda operation: server_error(operation, effect=True)])
def test_after_a_lost_answer_botocores_repetition_tells_what_is_so(record, requests, standin, repeat, proof, fault):
    with_settings(standin, repeat=repeat)
    record(state="started")
    standin.faults.add(fault(SUSPEND))
    requests()
    assert outcome(record(state="suspended")) == ("suspended", True, proof)
    assert requests() == [*READS, UPDATE, SUSPEND, SUSPEND, UPDATE]
    assert truth(standin) == "suspended"


def test_a_throttled_attempt_is_not_a_lost_one(record, standin):
    standin.faults.add(throttled(SUSPEND))
    result = record(state="suspended", aws_config={"retries": {"mode": "standard", "total_max_attempts": 2}})
    assert result["error"]["code"] == "RequestRefused"
    assert result["changed"] is False


HTML = {"body": "<html>please log in</html>", "content_type": "text/html"}
UNKNOWN_OUTCOMES = {
    "a page": HTML,
    "a page with 403": {**HTML, "status": 403},
    "a page with 503": {**HTML, "status": 503},
    "a redirect": {"body": "", "content_type": "text/html", "status": 302},
    "other JSON": {"body": '{"error": "please log in"}'},
    "truncated": {"truncate": True},
}


@pytest.mark.parametrize("answer", UNKNOWN_OUTCOMES.values(), ids=list(UNKNOWN_OUTCOMES))
def test_an_answer_that_is_not_connects_is_never_quoted(record, standin, answer):
    record(state="started")
    standin.faults.add(Fault(SUSPEND, times=9, effect=True, **answer))
    result = record(state="suspended")
    assert result["error"] == {
        "code": "OutcomeUnknown",
        "message": "SuspendContactRecording was answered, but not by Amazon Connect, or the answer was cut short. "
        "Check region, endpoint_url and the network. The request may have been carried out: run the task again to "
        "find out.",
        "request_id": None,
    }
    assert (outcome(result), result["may_be"]) == (("unknown", True, "none"), ["started", "suspended"])
    assert noted(standin) == {"call": "started,suspended", "any": "started,suspended", "pause": "on"}


# Notes that cannot be written.


def test_a_change_that_cannot_be_noted_is_not_sent(record, requests, standin):
    standin.faults.add(denied(UPDATE, 1), Fault(UPDATE, times=9, **HTML))
    for why in ("UpdateContactAttributes failed: ", "UpdateContactAttributes was answered, but not by Amazon Connect"):
        result = record(RECORDED_CALL, "suspended", aws_config=ONE_ATTEMPT)
        assert_failed(
            result, "NotNoted", "because a change must be noted on the contact first, and this failed: " + why
        )
        assert requests() == [*READS, UPDATE]


def test_a_result_that_cannot_be_noted_is_one_warning_for_all_contacts(run, standin):
    standin.faults.add(denied(UPDATE, 1, skip=1), denied(UPDATE, 1, skip=2))
    result = run(RECORDING, contact_id=CONFERENCE, state="suspended")
    assert [outcome(part) for part in result["contacts"]] == [("suspended", True, "accepted")] * 2
    (warning,) = result["warnings"]
    assert warning.startswith(
        f"contact {CONFERENCE} and 1 more: the state could not be noted on the contact, so a later task may not know it"
    )
    assert noted(standin, CONFERENCE)["any"] == "none,started,suspended"


# Many contacts, and errors as data.


def test_all_contacts_are_tried_and_each_has_its_own_error(run, standin):
    asked = [CALL, "unknown-contact", CHAT, CALL, ENDED_CALL, RECORDED_CALL]
    result = run(RECORDING, contact_ids=asked, state="suspended", max_workers=3, diff=True)
    errors = {contact["contact_id"]: contact.get("error") for contact in result["contacts"]}
    assert list(errors) == [CALL, "unknown-contact", CHAT, ENDED_CALL, RECORDED_CALL]
    assert result["failed"]
    assert result["changed"]
    assert result["failed_contacts"] == [CALL, "unknown-contact", CHAT, ENDED_CALL]
    assert [error["code"] for error in errors.values() if error] == [
        "RequestRefused",
        "ResourceNotFoundException",
        "NoRecording",
        "CallEnded",
    ]
    assert errors[CHAT]["message"] == (
        "The contact's channel is CHAT. Only the recording of VOICE contacts can be changed."
    )
    assert errors[ENDED_CALL]["message"] == "The call has ended: none of its contacts is live."
    first, *lines, last = result["msg"].splitlines()
    assert first == "4 of 5 contacts failed."
    assert lines == [f"Contact {name}: {errors[name]['message']}" for name in [CALL, "unknown-contact", CHAT]]
    assert "see failed_contacts in the result" in last
    assert result["error"] == {**errors[CALL], "message": result["msg"]}
    assert result["diff"] == {"before": {RECORDED_CALL: "unknown"}, "after": {RECORDED_CALL: "suspended"}}


def test_an_error_has_awss_code_and_request_id(run, standin):
    standin.faults.add(denied(DESCRIBE))
    result = run(RECORDING, contact_id=CALL, state="started")
    error = result["contacts"][0]["error"]
    assert set(error) == {"code", "message", "request_id"}
    assert error["code"] == "AccessDeniedException"
    assert UUID.fullmatch(error["request_id"])
    assert result["msg"] == f"Contact {CALL}: {error['message']}"
    assert result["error"] == {**error, "message": result["msg"]}


def test_a_batch_notes_first_starts_before_it_sends_them(run, requests):
    run(RECORDING, contact_ids=[CALL, TRANSFERRED_CALL], state="started", max_workers=1)
    assert requests() == changes(START) * 2


def test_no_contacts_are_nothing_to_do(run, requests):
    result = run(RECORDING, contact_ids=[], state="suspended")
    assert (result["changed"], result["contacts"]) == (False, [])
    assert requests() == []


def test_a_defect_keeps_its_traceback_and_what_is_known_of_other_contacts(run, monkeypatch):
    described = Connect.describe_contact

    def broken(connect: Connect, contact_id: str):
        return described(connect, contact_id) if contact_id == CALL else 1 / 0

    monkeypatch.setattr(Connect, "describe_contact", broken)
    result = run(RECORDING, contact_ids=[CALL, RECORDED_CALL], state="started")
    assert result["contacts"][0]["evidence"] == "accepted"
    assert result["error"]["code"] == "Defect"
    assert result["contacts"][1]["error"]["message"] == (
        "This is a defect in contactops.amazon_connect, please report it: ZeroDivisionError: division by zero"
    )
    assert "in broken" in result["exception"]


# The time limit of a change.


class SlowClock:
    """A clock that stands still until botocore waits between two attempts, which takes very long."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, _seconds: float) -> None:
        self.now += 60


def test_after_the_time_limit_no_further_attempt_is_sent(record, requests, standin, monkeypatch):
    clock = SlowClock()
    monkeypatch.setattr(answers, "monotonic", clock)
    monkeypatch.setattr(botocore.endpoint, "time", clock)
    standin.faults.add(throttled(SUSPEND, 9))
    result = record(RECORDED_CALL, "suspended")
    assert_failed(result, "OutOfTime", "was given up, because Amazon Connect did not answer in time.")
    assert requests() == [*READS, UPDATE, SUSPEND]


def test_a_change_ends_within_30_seconds():
    longest_wait = 2 ** (answers.TOTAL_ATTEMPTS - 2)  # botocore's, before it begins the next attempt
    assert answers.SEND_WITHIN + answers.CONNECT_TIMEOUT + answers.READ_TIMEOUT + longest_wait < 30

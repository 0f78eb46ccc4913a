"""The playbooks that come with the collection, by their names: what they take, what they do, and what they say."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from known import (
    AGENT,
    ARN_PREFIX,
    CALL,
    CALL_ON_HOLD,
    CHAT,
    COLLECTION,
    INSTANCE,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    SUPERVISOR,
    TRANSFERRED_CALL,
    attributes,
    truth,
)
from standin.faults import denied

ALIAS = {"connect_instance": "example-center"}
ONE_CALL = {**ALIAS, "contact_id": CALL}
LISTEN = {**ALIAS, "agent": "agent.ben", "supervisor": "supervisor.sue"}
# As a survey of AWX leaves what was not answered.
UNANSWERED = dict.fromkeys(
    ["connect_region", "contact_id", "accept_refusal", "requested_at", "queues", "agent", "supervisor", "capabilities"],
    "",
)


@pytest.fixture
def job(play):
    """Play one of the playbooks with these variables, and return its last result: what it says was done, or why not."""

    def run_job(name: str, *arguments: str, **variables: object) -> dict:
        return play(f"{COLLECTION}.{name}", "-e", json.dumps(variables), *arguments)[-1]

    return run_job


def test_a_call_is_recorded_paused_resumed_and_stopped(job, standin):
    for name, holds, says in [
        ("start_recording", "started", "is now running"),
        ("start_recording", "started", "was started before, and was left as it is"),
        ("pause_recording", "suspended", "is now paused"),
        ("pause_recording", "suspended", "was paused before, and still is"),
        # Whatever starts recordings does not end a pause.
        ("start_recording", "suspended", "was left as it is, and what it does is not known"),
        ("resume_recording", "started", "is now running"),
        ("resume_recording", "started", "was running before, and was left as it is"),
        ("stop_recording", "stopped", "is now stopped"),
    ]:
        assert job(name, **{**UNANSWERED, **ONE_CALL})["msg"] == f"The recording of contact {CALL} {says}."
        assert truth(standin) == holds


def test_check_mode_says_what_would_be(job, standin):
    before = standin.center.snapshot()
    for name in ("start_recording", "pause_recording", "resume_recording", "stop_recording"):
        said = job(name, "--check", **ONE_CALL)["msg"]
        assert " would be " in said and said.endswith(", if Amazon Connect accepts it (check mode).")
    assert (
        "To be recorded, if Amazon Connect accepts it: 3, "
        in job("record_queue", "--check", **ALIAS, queues="Orders")["msg"]
    )
    assert "supervisor.sue would listen" in job("monitor_agent", "--check", **LISTEN)["msg"]
    assert standin.center.snapshot() == before


def test_a_recording_that_is_only_armed_is_not_called_running(job):
    said = job("start_recording", **ALIAS, contact_id=QUEUED_CALL)["msg"]
    assert said == f"The recording of contact {QUEUED_CALL} is now armed, to begin when an agent joins."


def test_a_pause_without_an_agent_is_not_called_safe(job, standin):
    standin.center.contacts[QUEUED_CALL].recordings["IVR"] = "started"
    said = job("pause_recording", **ALIAS, contact_id=QUEUED_CALL)["msg"]
    assert said == f"The recording of contact {QUEUED_CALL} is now paused until an agent joins; pause it again then."


def test_a_call_that_nobody_recorded_is_not_recorded_by_a_resumption(job, standin):
    assert job("resume_recording", **ONE_CALL)["failed"]
    assert truth(standin) == "none"


def test_the_time_of_a_request_is_heeded(job, standin):
    times = {"requested_at": "2026-03-04T17:31:40Z"}
    assert "is now running" in job("start_recording", **ONE_CALL, **times)["msg"]
    late = job("pause_recording", **ONE_CALL, requested_at="2026-03-04T17:29:09Z")
    assert late["failed"] and "has been done or tried already" in late["msg"]
    assert truth(standin) == "started"
    assert attributes(standin)["ansible_recording_state_requested_at"] == f"2026-03-04T17:31:40+00:00 {CALL}"


@pytest.mark.parametrize(
    ("instance", "region"),
    [
        ("example-center", "us-west-2"),
        (INSTANCE, "us-west-2"),
        (f" {INSTANCE.upper()} ", "us-west-2"),
        (ARN_PREFIX, ""),
    ],
)
def test_the_instance_is_named_in_any_way(job, standin, monkeypatch, instance, region):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert not job("pause_recording", connect_instance=instance, connect_region=region, contact_id=RECORDED_CALL).get(
        "failed"
    )
    assert truth(standin, RECORDED_CALL) == "suspended"


@pytest.mark.parametrize(
    "queues", ["Orders, Billing", ["Orders", "Billing"], f"{ARN_PREFIX}/queue/{'{orders}'},Billing"]
)
def test_the_calls_of_queues_are_recorded(job, standin, queues):
    if isinstance(queues, str):
        queues = queues.replace("{orders}", "aaaaaaaa-1111-2222-3333-444444444444")
    job("pause_recording", **ALIAS, contact_id=TRANSFERRED_CALL)
    said = job("record_queue", **{**UNANSWERED, **ALIAS, "queues": queues, "accept_refusal": "yes"})["msg"]
    assert said.endswith(
        "4 connected calls. Recorded now: 2, started before: 0, left paused: 1, unknown: 1, failed: 0."
    )
    recordings = {item: truth(standin, item) for item in (CALL, CALL_ON_HOLD, TRANSFERRED_CALL, RECORDED_CALL)}
    assert list(recordings.values()) == ["started", "started", "suspended", "started"]
    assert truth(standin, CHAT) == truth(standin, QUEUED_CALL) == "none"


def test_what_was_done_is_said_even_where_some_calls_failed(play, standin):
    variables = {**ALIAS, "queues": "Orders"}
    failed, said = play(f"{COLLECTION}.record_queue", "-e", json.dumps(variables))[-2:]
    assert failed["failed_contacts"] == [RECORDED_CALL, TRANSFERRED_CALL]
    assert "To go on with an unknown state, set accept_refusal=true" in failed["msg"]
    assert said["msg"].startswith("Queues Orders: 3 connected calls. Recorded now: 1, ")
    assert said["msg"].endswith("failed: 2.")
    assert truth(standin) == "started"


def test_calls_that_were_not_looked_at_are_told_apart(play, standin):
    standin.faults.add(denied("ListInstances", 1, skip=1))
    failed, said = play(f"{COLLECTION}.record_queue", "-e", json.dumps({**ALIAS, "queues": "Orders"}))[-2:]
    assert failed["failed"]
    assert said["msg"].endswith("failed: 0, not looked at: 3.")


def test_a_queue_without_calls_is_nothing_to_do(job, standin):
    standin.center.end(CALL_ON_HOLD)
    assert "0 connected calls." in job("record_queue", **ALIAS, queues="Billing")["msg"]


@pytest.mark.parametrize(
    ("call", "capabilities"),
    [
        ({"agent": "agent.ben"}, ""),
        ({"agent": OTHER_AGENT}, "SILENT_MONITOR, BARGE"),
        ({"contact_id": TRANSFERRED_CALL}, ["SILENT_MONITOR"]),
    ],
)
@pytest.mark.parametrize("supervisor", ["supervisor.sue", SUPERVISOR])
def test_a_supervisor_listens_to_a_call_or_to_an_agent(job, standin, call, capabilities, supervisor):
    variables = {**UNANSWERED, **ALIAS, **call, "supervisor": supervisor, "capabilities": capabilities}
    assert job("monitor_agent", **variables)["msg"] == f"{supervisor} now listens to contact {TRANSFERRED_CALL}."
    assert job("monitor_agent", **variables)["msg"].startswith(f"{supervisor} listened before, and still does, to ")
    (session,) = standin.center.monitors
    assert (session.user_id, session.contact_id) == (SUPERVISOR, TRANSFERRED_CALL)


def test_an_agent_who_consults_somebody_is_listened_to_there(job, standin):
    standin.center.contacts[RECORDED_CALL].state = "CONNECTED_ONHOLD"
    assert f"listens to contact {CALL}." in job("monitor_agent", **{**LISTEN, "agent": AGENT})["msg"]


def test_which_call_of_several_is_asked(job, standin, requests):
    said = job("monitor_agent", **{**LISTEN, "agent": "agent.ada"})
    assert said["failed"]
    assert said["msg"] == f"agent.ada is on several voice calls; say which by contact_id: {CALL}, {RECORDED_CALL}"
    standin.center.end(TRANSFERRED_CALL)
    assert job("monitor_agent", **LISTEN)["msg"] == "agent.ben is on no voice call now."
    assert "MonitorContact" not in requests()


INSTANCE_MISSING = "connect_instance: say which Amazon Connect instance, by its ID, its ARN or its alias."


@pytest.mark.parametrize(
    ("name", "variables", "complaint"),
    [
        ("pause_recording", {}, f"{INSTANCE_MISSING} contact_id: say which call, by its contact ID; one at a time."),
        ("start_recording", {**ALIAS, "contact_id": f"{CALL},{CHAT}"}, "contact_id: say which call, "),
        ("start_recording", {**ONE_CALL, "accept_refusal": "perhaps"}, "accept_refusal: say yes or no."),
        ("resume_recording", {**ONE_CALL, "requested_at": "17:29"}, "requested_at: '17:29' is no time with an offset"),
        ("record_queue", {}, f"{INSTANCE_MISSING} queues: say which queues, by their names, IDs or ARNs, "),
        ("record_queue", {**ALIAS, "queues": " , "}, "queues: say which queues, "),
        ("record_queue", {**ALIAS, "queues": [], "accept_refusal": 2}, "queues: say which queues, "),
        ("monitor_agent", {**LISTEN, "contact_id": CALL}, "contact_id, agent: say which call, "),
        ("monitor_agent", {**LISTEN, "agent": " "}, "contact_id, agent: say which call, "),
        ("monitor_agent", {**LISTEN, "supervisor": None}, "supervisor: say who is to listen, by user name."),
        ("monitor_agent", {**LISTEN, "capabilities": "LISTEN"}, "capabilities: say SILENT_MONITOR, BARGE or both."),
    ],
)
def test_what_is_wrong_or_missing_is_said_before_anything_else(job, requests, name, variables, complaint):
    said = job(name, **{**UNANSWERED, **variables})
    assert said["failed"]
    assert complaint in said["msg"]
    assert requests() == []

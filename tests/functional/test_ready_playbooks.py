"""The playbooks of the collection, by their names: the variables they take, what they do, and what they report."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable

import pytest
from helpers.known import (
    ARN_PREFIX,
    CALL,
    CALL_ON_HOLD,
    CHAT,
    COLLECTION,
    INSTANCE,
    ORDERS,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    RECORDING,
    SUPERVISOR,
    TRANSFERRED_CALL,
    truth,
)
from standin.faults import denied
from standin.server import load_scenario

ALIAS = {"connect_instance": "example-center"}
ONE_CALL = {**ALIAS, "contact_id": CALL}
LISTEN = {**ALIAS, "agent": "agent.ben", "supervisor": "supervisor.sue"}
# AWX passes an empty text for each question that was not answered.
UNANSWERED = dict.fromkeys(
    [
        *("connect_region", "contact_id", "allow_unknown", "requested_at", "queues", "minutes", "resume"),
        *("agent", "supervisor", "capabilities"),
    ],
    "",
)


@pytest.fixture
def job(play):
    """Play one of the playbooks with these variables, and return the result of its last task. lines: its messages."""

    def run_job(name: str, *arguments: str, **variables: object) -> dict:
        results = play(f"{COLLECTION}.{name}", "-e", json.dumps({**UNANSWERED, **variables}), *arguments)
        result = [result for result in results if not result.get("skipped")][-1]
        return {**result, "lines": [item["msg"] for item in result.get("results", [result])]}

    return run_job


def test_a_call_is_recorded_paused_resumed_and_stopped(job, standin):
    for name, holds, says in [
        ("start_recording", "started", "is now running"),
        ("start_recording", "started", "was started before, and was left as it is"),
        ("pause_recording", "suspended", "is now paused"),
        ("pause_recording", "suspended", "was already paused"),
        ("start_recording", "suspended", "was started before, and was left as it is"),
        ("resume_recording", "started", "is running again"),
        ("resume_recording", "started", "was not paused by an earlier task, and was left as it is"),
        ("stop_recording", "stopped", "is now stopped"),
        ("stop_recording", "stopped", "was already stopped"),
        ("pause_recording", "stopped", "is stopped"),
    ]:
        assert job(name, **ONE_CALL)["lines"] == [f"The recording of contact {CALL} {says}."]
        assert truth(standin) == holds


def test_check_mode_reports_what_would_be_done(job, standin):
    job("pause_recording", **ALIAS, contact_id=TRANSFERRED_CALL)
    before = standin.center.snapshot()
    for name, contact_id, says in [
        ("start_recording", CALL, "would be running"),
        ("start_recording", QUEUED_CALL, "would begin when an agent joins"),
        ("pause_recording", RECORDED_CALL, "would be paused"),
        ("resume_recording", TRANSFERRED_CALL, "would be running again"),
        ("stop_recording", RECORDED_CALL, "would be stopped"),
    ]:
        said = job(name, "--check", **ALIAS, contact_id=contact_id)["lines"]
        assert said == [f"The recording of contact {contact_id} {says}."]
    assert " To be started (check mode): " in job("record_queue", "--check", **ALIAS, queues="Orders")["msg"]
    late = {"queues": "Orders", "minutes": 0, "resume": "yes"}
    assert "to be resumed (check mode): 1," in job("find_forgotten_pauses", "--check", **ALIAS, **late)["msg"]
    assert "supervisor.sue would listen to (check mode)" in job("monitor_agent", "--check", **LISTEN)["msg"]
    assert standin.center.snapshot() == before


def test_a_recording_that_has_not_begun_is_not_called_running(job):
    said = job("start_recording", **ALIAS, contact_id=QUEUED_CALL)["lines"]
    assert said == [f"The recording of contact {QUEUED_CALL} will begin when an agent joins."]


def test_a_pause_covers_every_part_of_the_call(job, standin):
    second = standin.center.conference(RECORDED_CALL, SUPERVISOR)
    said = job("pause_recording", **ALIAS, contact_id=RECORDED_CALL)["lines"]
    assert said == [f"The recording of contact {part} is now paused." for part in (RECORDED_CALL, second)]
    assert truth(standin, RECORDED_CALL) == truth(standin, second) == "suspended"


def test_a_pause_waits_for_its_agent(job, standin, requests):
    part = standin.center.transfer(RECORDED_CALL)
    thread = join_after(lambda: requests().count("SuspendContactRecording"), standin, part)
    said = job("pause_recording", **ALIAS, contact_id=part)["lines"]
    thread.join()
    assert f"The recording of contact {part} is now paused." in said
    assert truth(standin, part) == "suspended"


def test_two_contacts_are_not_taken_for_one(job, standin, requests):
    before = standin.center.snapshot()
    said = job("pause_recording", **ALIAS, contact_id=f"{CALL},{RECORDED_CALL}")
    assert said["failed"] and said["error"]["code"] == "ResourceNotFoundException"
    assert standin.center.snapshot() == before
    assert "SuspendContactRecording" not in requests()


def join_after(seen: Callable[[], int], standin, contact_id: str) -> threading.Thread:
    """Let an agent join this contact as soon as something was seen."""

    def wait_and_join() -> None:
        while not seen():
            time.sleep(0.05)
        standin.center.connect_agent(contact_id, SUPERVISOR)

    thread = threading.Thread(target=wait_and_join, daemon=True)
    thread.start()
    return thread


def test_an_older_request_changes_nothing(job, standin):
    standin.center.contacts[CALL].recordings["AGENT"] = "started"
    job("pause_recording", **ONE_CALL, requested_at="2026-03-04T17:29:09Z")
    job("resume_recording", **ONE_CALL, requested_at="2026-03-04T17:31:40Z")
    late = job("pause_recording", **ONE_CALL, requested_at="2026-03-04T17:29:09Z")
    assert late["contacts"][0]["error"]["code"] == "RequestOutdated"
    assert truth(standin) == "started"


@pytest.mark.parametrize("instance", ["example-center", f" {INSTANCE.upper()} ", ARN_PREFIX])
def test_any_name_of_the_instance_will_do(job, standin, monkeypatch, instance):
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    region = "" if instance == ARN_PREFIX else "us-west-2"
    job("pause_recording", connect_instance=instance, connect_region=region, contact_id=RECORDED_CALL)
    assert truth(standin, RECORDED_CALL) == "suspended"


# A payment as the guides show it. The agent paused before, so no task may end that pause.
PAYMENT = {
    "block": [{f"{COLLECTION}.{RECORDING}": {"contact_id": CALL, "state": "suspended"}, "register": "paused"}],
    "always": [{f"{COLLECTION}.{RECORDING}": {"contact_id": CALL, "state": "resumed"}, "when": "paused is changed"}],
}


@pytest.mark.parametrize("earlier_payment", [False, True], ids=["without-a-note", "with-a-note"])
def test_an_agents_own_pause_survives_a_payment_whose_pause_was_refused(standin, play, earlier_payment):
    standin.load({**load_scenario(), "repeat": "refuse"})
    standin.center.contacts[CALL].recordings["AGENT"] = "started"
    if earlier_payment:
        assert [result["changed"] for result in play([PAYMENT])] == [True, True]
        assert truth(standin) == "started"
    standin.center.agent_pauses(CALL)
    pause, resume = play([PAYMENT])
    assert pause["failed"] and not pause["changed"] and resume["skipped"]
    assert truth(standin) == "suspended"


def test_a_transferred_call_is_kept_paused(job, standin):
    nothing = f"The call of contact {RECORDED_CALL} is not paused, so nothing was done."
    assert job("keep_paused", **ALIAS, contact_id=RECORDED_CALL)["lines"] == [nothing]
    job("pause_recording", **ALIAS, contact_id=RECORDED_CALL)
    part = standin.center.transfer(RECORDED_CALL, SUPERVISOR)
    assert truth(standin, part) == "started"
    assert "would be paused" in job("keep_paused", "--check", **ALIAS, contact_id=part)["lines"][0]
    for says in ("is now paused", "was already paused"):
        assert job("keep_paused", **ALIAS, contact_id=part)["lines"] == [f"The recording of contact {part} {says}."]
        assert truth(standin, part) == "suspended"
    job("resume_recording", **ALIAS, contact_id=RECORDED_CALL)
    assert truth(standin, part) == "started"
    assert "nothing was done" in job("keep_paused", **ALIAS, contact_id=part)["msg"]


def test_keeping_a_call_paused_waits_for_its_agent(job, standin, requests):
    job("pause_recording", **ALIAS, contact_id=RECORDED_CALL)
    part = standin.center.transfer(RECORDED_CALL)
    requests()
    join_after(lambda: requests().count("DescribeContact"), standin, part)
    assert job("keep_paused", **ALIAS, contact_id=part)["lines"] == [f"The recording of contact {part} is now paused."]
    assert truth(standin, part) == "suspended"
    standin.center.end(part)
    ended = f"The call of contact {part} has ended, so nothing was done."
    for name in ("keep_paused", "resume_recording"):
        assert job(name, **ALIAS, contact_id=part)["lines"] == [ended]


@pytest.mark.parametrize("queues", ["Orders, Billing", ["Orders", "Billing"], f"{ARN_PREFIX}/queue/{ORDERS},Billing"])
def test_the_calls_of_queues_are_recorded(job, standin, queues):
    job("pause_recording", **ALIAS, contact_id=TRANSFERRED_CALL)
    said = job("record_queue", **ALIAS, queues=queues, allow_unknown="yes")["msg"]
    assert said.endswith("4 connected calls. Started now: 2, started before: 0, left paused: 1, unknown: 1, failed: 0.")
    recordings = {item: truth(standin, item) for item in (CALL, CALL_ON_HOLD, TRANSFERRED_CALL, RECORDED_CALL)}
    assert list(recordings.values()) == ["started", "started", "suspended", "started"]
    assert truth(standin, CHAT) == truth(standin, QUEUED_CALL) == "none"


def test_a_paused_call_does_not_fail_the_sweep_but_a_refusal_does(play, standin):
    play(f"{COLLECTION}.pause_recording", "-e", json.dumps({**ALIAS, "contact_id": TRANSFERRED_CALL}))
    failed, said = play(f"{COLLECTION}.record_queue", "-e", json.dumps({**ALIAS, "queues": "Orders"}))[-2:]
    assert failed["failed"]
    assert said["msg"].endswith(
        "3 connected calls. Started now: 1, started before: 0, left paused: 1, unknown: 0, failed: 1."
    )
    standin.center.end(RECORDED_CALL)
    started, said = play(f"{COLLECTION}.record_queue", "-e", json.dumps({**ALIAS, "queues": "Orders"}))[-2:]
    assert not started.get("failed")
    assert said["msg"].endswith(
        "2 connected calls. Started now: 0, started before: 1, left paused: 1, unknown: 0, failed: 0."
    )


def test_a_queue_without_calls_is_nothing_to_do(job, standin):
    standin.center.end(CALL_ON_HOLD)
    assert "0 connected calls." in job("record_queue", **ALIAS, queues="Billing")["msg"]
    assert "0 connected calls," in job("find_forgotten_pauses", **ALIAS, queues="Billing")["msg"]


LONG_AGO = "2026-03-04T17:29:09Z"


def pause(standin, contact_id: str, since: str) -> None:
    """A pause that a task made at this time."""
    contact = standin.center.contacts[contact_id]
    contact.recordings["AGENT"] = "suspended"
    notes = {f"ansible_recording_{contact_id}_any": f"suspended {since}", "ansible_recording_pause": f"on {since}"}
    standin.center.update_contact_attributes({"InitialContactId": contact.initial or contact_id, "Attributes": notes})


def test_forgotten_pauses_are_reported_and_resumed_only_if_told_to(job, play, standin):
    pause(standin, RECORDED_CALL, LONG_AGO)
    job("pause_recording", **ALIAS, contact_id=TRANSFERRED_CALL)
    variables = {**ALIAS, "queues": "Orders"}
    results = play(f"{COLLECTION}.find_forgotten_pauses", "-e", json.dumps(variables))
    (line,) = [item["msg"] for result in results for item in result.get("results", [])]
    assert (
        line.startswith(f"The call of contact {RECORDED_CALL} has been paused for ")
        and "since 2026-03-04T17:29:09" in line
    )
    assert results[-1]["msg"] == (
        "Queues Orders: 3 connected calls, paused for 15 minutes or longer: 1, resumed: 0, failed: 0."
    )
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert "longer: 2, resumed: 0" in job("find_forgotten_pauses", **variables, minutes="0")["msg"]
    assert "longer: 1, resumed: 1" in job("find_forgotten_pauses", **variables, resume="yes")["msg"]
    assert truth(standin, RECORDED_CALL) == "started"
    assert truth(standin, TRANSFERRED_CALL) == "suspended"


def test_a_call_that_cannot_be_looked_up_does_not_hide_the_others(play, standin):
    pause(standin, RECORDED_CALL, LONG_AGO)
    pause(standin, TRANSFERRED_CALL, LONG_AGO)
    standin.faults.add(denied("DescribeContact", 1))
    failed, said = play(f"{COLLECTION}.find_forgotten_pauses", "-e", json.dumps({**ALIAS, "queues": "Orders"}))[-2:]
    assert failed["failed"]
    assert said["msg"].endswith("failed: 1.")


@pytest.mark.parametrize(
    ("call", "capabilities", "supervisor"),
    [
        ({"agent": "agent.ben"}, "", "supervisor.sue"),
        ({"agent": OTHER_AGENT}, "SILENT_MONITOR, BARGE", SUPERVISOR),
        ({"contact_id": TRANSFERRED_CALL}, ["SILENT_MONITOR"], "supervisor.sue"),
    ],
)
def test_a_supervisor_listens_to_a_call_or_to_an_agent(job, standin, call, capabilities, supervisor):
    variables = {**ALIAS, **call, "supervisor": supervisor, "capabilities": capabilities}
    assert job("monitor_agent", **variables)["msg"] == f"{supervisor} now listens to contact {TRANSFERRED_CALL}."
    assert job("monitor_agent", **variables)["msg"] == f"{supervisor} already listens to contact {TRANSFERRED_CALL}."
    (session,) = standin.center.monitors
    assert (session.user_id, session.contact_id) == (SUPERVISOR, TRANSFERRED_CALL)


def test_an_agent_on_several_calls_is_listened_to_where_the_agent_speaks(job, standin, requests):
    second = standin.center.conference(CALL, OTHER_AGENT)
    said = job("monitor_agent", **LISTEN)["msg"]
    assert said == f"agent.ben is on several voice calls. Set contact_id to one of them: {TRANSFERRED_CALL}, {second}"
    assert "MonitorContact" not in requests()
    standin.center.contacts[TRANSFERRED_CALL].state = "CONNECTED_ONHOLD"
    assert job("monitor_agent", **LISTEN)["msg"] == f"supervisor.sue now listens to contact {second}."
    standin.center.end(TRANSFERRED_CALL)
    standin.center.end(second)
    assert job("monitor_agent", **LISTEN)["msg"] == "agent.ben is not on a voice call."


INSTANCE_MISSING = "Set connect_instance to the ID, ARN or alias of the Amazon Connect instance."


@pytest.mark.parametrize(
    ("name", "variables", "complaint"),
    [
        ("pause_recording", {}, "instance: the name is empty. Check the variable that it comes from."),
        ("resume_recording", ALIAS, "contact_ids: the ID is empty. Check the variable that it comes from."),
        ("start_recording", {**ONE_CALL, "allow_unknown": "perhaps"}, "'perhaps' is not a valid boolean"),
        ("resume_recording", {**ONE_CALL, "requested_at": "17:29"}, "'17:29' is not an ISO 8601 time"),
        ("keep_paused", {**ALIAS, "contact_id": " "}, "contact_ids: the ID is empty."),
        ("record_queue", {**ALIAS, "queues": " , "}, "queues to the names, IDs or ARNs of the queues"),
        ("record_queue", {**ALIAS, "queues": [], "allow_unknown": 2}, "queues to the names, IDs or ARNs of the queues"),
        ("find_forgotten_pauses", {**ALIAS, "queues": "Orders", "minutes": "-1"}, "minutes to a whole number"),
        ("monitor_agent", {**LISTEN, "contact_id": CALL}, "either contact_id to the ID of one contact, or agent"),
        ("monitor_agent", {**LISTEN, "supervisor": None}, "supervisor to the user name of the listener"),
        ("monitor_agent", {**LISTEN, "capabilities": "LISTEN"}, "capabilities to SILENT_MONITOR, BARGE or both"),
    ],
)
def test_a_wrong_variable_is_reported_before_anything_is_sent(job, requests, name, variables, complaint):
    said = job(name, **variables)
    assert said["failed"]
    assert complaint in said["msg"]
    assert set(requests()) <= {"ListInstances"}

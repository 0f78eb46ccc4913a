"""connect_contact_monitor through its main(): what it returns, what reached the stand-in, who listens to whom."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from known import (
    AGENT,
    ARN_PREFIX,
    CALL,
    CHAT,
    INSTANCE,
    MONITOR,
    QUEUED_CALL,
    READS,
    RECORDED_CALL,
    SIGNED_OUT_SUPERVISOR,
    SUPERVISOR,
    TRANSFERRED_CALL,
    attributes,
)
from standin.faults import answer_lost, denied, server_error
from standin.server import fingerprint, load_scenario

DESCRIBE, UPDATE = "DescribeContact", "UpdateContactAttributes"
USER_DATA, START = "GetCurrentUserData", "MonitorContact"


@pytest.fixture
def monitor(run):
    def run_monitor(contact_id=CALL, user_id=SUPERVISOR, **options):
        return run(MONITOR, contact_id=contact_id, user_id=user_id, **options)

    return run_monitor


def listeners(standin) -> list[tuple]:
    return [(item.user_id, item.contact_id, item.capabilities) for item in standin.center.monitors]


def without_link(standin, link: str = "none") -> None:
    standin.load({**load_scenario(), "monitor_link": link})


def test_a_supervisor_listens_in_once(monitor, requests, standin):
    first = monitor(f"{ARN_PREFIX}/contact/{CALL}", f"{ARN_PREFIX}/agent/{SUPERVISOR}", instance_id=ARN_PREFIX)
    assert requests() == [*READS, USER_DATA, START, UPDATE]
    assert listeners(standin) == [(SUPERVISOR, CALL, ["SILENT_MONITOR"])]
    session = standin.center.monitors[0].session_id
    expected = {
        "contact_id": session,
        "contact_arn": f"{ARN_PREFIX}/contact/{session}",
        "monitored_contact_id": CALL,
        "user_id": SUPERVISOR,
        "allowed_monitor_capabilities": ["SILENT_MONITOR"],
    }
    assert first["changed"] is True
    assert first["monitor"] == {**expected, "evidence": "accepted"}
    sent = {request["operation"]: request["parameters"] for request in standin.requests}
    assert sent[USER_DATA]["Filters"] == {
        "Agents": [SUPERVISOR],
        "ContactFilter": {"ContactStates": ["INCOMING", "PENDING", "CONNECTING", "CONNECTED", "CONNECTED_ONHOLD"]},
    }
    assert sent[START].pop("ClientToken")
    assert sent[START] == {
        "InstanceId": INSTANCE,
        "ContactId": CALL,
        "UserId": SUPERVISOR,
        "AllowedMonitorCapabilities": ["SILENT_MONITOR"],
    }

    again = monitor()
    assert again["changed"] is False
    assert again["monitor"] == {**expected, "evidence": "observed"}
    assert requests() == [*READS, USER_DATA, DESCRIBE]
    assert len(listeners(standin)) == 1


@pytest.mark.parametrize("link", ["related", "previous", "initial", "none"])
def test_a_session_is_recognized_however_connect_links_it(monitor, standin, link):
    without_link(standin, link)
    assert monitor()["changed"] is True
    assert monitor()["changed"] is False


@pytest.mark.parametrize("link", ["related", "previous", "initial"])
def test_a_session_that_nobody_noted_is_recognized_by_its_link(monitor, standin, link):
    without_link(standin, link)
    monitor(track_state=False)
    assert attributes(standin) == {}
    again = monitor(track_state=False)
    assert again["changed"] is False
    assert (again["monitor"]["evidence"], again["monitor"]["allowed_monitor_capabilities"]) == ("observed", None)


def test_an_unprovable_session_is_left_to_connect(monitor, requests, standin):
    without_link(standin)
    monitor(track_state=False)
    requests()
    again = monitor(track_state=False)
    assert again["failed"]
    assert "is busy with another contact already" in again["msg"]
    assert requests() == [DESCRIBE, USER_DATA, DESCRIBE, START]


def test_a_session_on_another_call_is_named(monitor, requests, standin):
    monitor()
    requests()
    other = monitor(TRANSFERRED_CALL)
    assert other["failed"]
    assert other["msg"].startswith(
        f"contact {TRANSFERRED_CALL}: user {SUPERVISOR} is already listening to contact {CALL}"
    )
    assert requests() == [*READS, USER_DATA, DESCRIBE]
    assert listeners(standin) == [(SUPERVISOR, CALL, ["SILENT_MONITOR"])]


def test_listening_to_a_call_does_not_keep_from_a_chat(monitor, standin):
    monitor()
    assert monitor(CHAT)["changed"] is True
    assert [contact for _user, contact, _capabilities in listeners(standin)] == [CALL, CHAT]


def test_other_capabilities_than_noted_are_an_error(monitor, standin):
    monitor(allowed_monitor_capabilities=["BARGE", "SILENT_MONITOR", "BARGE"])
    assert listeners(standin) == [(SUPERVISOR, CALL, ["BARGE", "SILENT_MONITOR"])]
    assert monitor(allowed_monitor_capabilities=["SILENT_MONITOR", "BARGE"])["changed"] is False
    other = monitor()
    assert other["failed"]
    assert "already listens to it with BARGE and SILENT_MONITOR, not with SILENT_MONITOR" in other["msg"]


def test_a_session_that_ended_is_started_again(monitor, standin):
    first = monitor()["monitor"]["contact_id"]
    standin.center.end(first)
    second = monitor()
    assert second["changed"] is True
    assert second["monitor"]["contact_id"] != first
    assert len(listeners(standin)) == 1


def test_a_session_that_ended_is_not_observed_though_the_user_data_still_shows_it(monitor, standin):
    first = monitor()["monitor"]["contact_id"]
    shown = standin.center.get_current_user_data({"Filters": {"Agents": [SUPERVISOR]}})
    standin.center.end(first)
    standin.center.get_current_user_data = lambda parameters: shown
    assert monitor()["changed"] is True


@pytest.mark.parametrize("listening", [False, True])
def test_check_mode_only_reads(monitor, requests, standin, listening):
    if listening:
        monitor()
        requests()
    before = standin.center.snapshot()
    result = monitor(check=True)
    assert requests() == [*READS, USER_DATA] + [DESCRIBE] * listening
    assert standin.center.snapshot() == before
    assert result["changed"] is not listening
    assert result["monitor"]["evidence"] == ("observed" if listening else "predicted")
    assert (result["monitor"]["contact_id"] is not None) is listening


def test_a_lost_answer_is_asked_for_again_with_the_same_token(monitor, standin):
    standin.faults.add(answer_lost(START))
    result = monitor()
    assert result["changed"] is True
    tokens = [item["parameters"]["ClientToken"] for item in standin.requests if item["operation"] == START]
    assert len(tokens) == 2 and len(set(tokens)) == 1
    assert [item.session_id for item in standin.center.monitors] == [result["monitor"]["contact_id"]]


def test_without_an_answer_the_next_run_finds_out(monitor, standin):
    standin.faults.add(server_error(START, effect=True))
    result = monitor(aws_config={"retries": {"mode": "standard", "total_max_attempts": 1}})
    assert result["failed"]
    assert f"Whether user {SUPERVISOR} listens in is unknown: run it again to see." in result["msg"]
    assert monitor()["monitor"]["evidence"] == "observed"


def test_a_token_of_ones_own(monitor, standin):
    token = "payment-4711-supervisor-listens"
    first = monitor(client_token=token)
    assert token not in str(first)
    assert standin.requests[-3]["parameters"]["ClientToken"] == fingerprint(token)
    standin.center.end(first["monitor"]["contact_id"])
    result = monitor(client_token=token)
    assert result["failed"]
    assert "client_token: was used before" in result["msg"]
    assert listeners(standin) == []


def test_a_repeated_token_whose_session_the_user_data_does_not_show_yet(monitor, standin):
    token = "payment-4711-supervisor-listens"
    first = monitor(client_token=token)
    shown = standin.center.get_current_user_data
    standin.center.get_current_user_data = lambda parameters: {"UserDataList": []}
    again = monitor(client_token=token)
    assert (again["changed"], again["monitor"]["evidence"]) == (False, "observed")
    assert again["monitor"]["contact_id"] == first["monitor"]["contact_id"]
    standin.faults.add(denied("DescribeContact", 1, skip=1))
    unseen = monitor(client_token=token)
    assert unseen["failed"] and "whether it is live could not be seen" in unseen["msg"]
    standin.center.get_current_user_data = shown


@pytest.mark.parametrize(
    ("fault", "contact", "user", "message"),
    [
        (None, CALL, SIGNED_OUT_SUPERVISOR, "is not signed in to the Contact Control Panel, is busy with another"),
        (
            denied(START),
            CALL,
            SUPERVISOR,
            "Allow connect:MonitorContact in the IAM policy of these credentials. It has",
        ),
        (denied(START), CALL, SUPERVISOR, "condition key connect:MonitorCapabilities, with SILENT_MONITOR."),
        (None, QUEUED_CALL, SUPERVISOR, "no agent is connected to it yet"),
        (
            None,
            CALL,
            "nobody",
            "user nobody (for a name, use user_name): GetCurrentUserData failed: Resource not found",
        ),
        (
            denied(USER_DATA),
            CALL,
            SUPERVISOR,
            f"user {SUPERVISOR} (for a name, use user_name): GetCurrentUserData failed: ",
        ),
    ],
)
def test_what_stands_in_the_way_is_explained(monitor, requests, standin, fault, contact, user, message):
    if fault:
        standin.faults.add(fault)
    result = monitor(contact, user)
    assert result["failed"]
    assert result["msg"].startswith(f"contact {contact}: ")
    assert message in result["msg"]
    assert requests().count(START) <= 1
    assert listeners(standin) == []


def test_five_listeners_are_enough(monitor, standin):
    for number in range(5):
        standin.center.monitor_contact({"ContactId": CALL, "UserId": standin_user(standin, number)})
    assert "where five people listen to this one" in monitor()["msg"]


def standin_user(standin, number: int) -> str:
    user = type(standin.center.users[AGENT])(f"user-{number}", f"user.{number}")
    standin.center.users[user.id] = user
    return user.id


def test_a_session_that_cannot_be_noted_is_worth_a_warning_only(monitor, standin):
    standin.faults.add(denied(UPDATE))
    result = monitor(RECORDED_CALL)
    assert result["changed"] is True
    assert result["warnings"][0].startswith(f"contact {RECORDED_CALL}: the session could not be noted on the contact")

"""connect_contact_monitor: what it returns, what it requests, and who listens to whom."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from helpers.known import (
    ARN_PREFIX,
    CALL,
    CALL_ON_HOLD,
    CHAT,
    DESCRIBE,
    ENDED_CALL,
    INSTANCE,
    MONITOR,
    QUEUED_CALL,
    RECORDED_CALL,
    SIGNED_OUT_SUPERVISOR,
    SUPERVISOR,
    TRANSFERRED_CALL,
    UPDATE,
    attributes,
)
from standin.faults import answer_lost, denied, server_error
from standin.server import fingerprint, load_scenario

USER_DATA, LISTEN = "GetCurrentUserData", "MonitorContact"
OTHER_SUPERVISORS = ("supervisor.una", "supervisor.vic", "agent.gus", "agent.fay", "agent.eve")
TOKEN = "payment-4711-supervisor-listens"


@pytest.fixture
def monitor(run):
    """Run the module for a supervisor and a call."""

    def run_monitor(contact_id: str = CALL, user: str = SUPERVISOR, **options: object) -> dict:
        return run(MONITOR, contact_id=contact_id, user=user, **options)

    return run_monitor


def set_up(standin, **settings: object) -> None:
    """Begin anew with other settings of the stand-in."""
    standin.load({**load_scenario(), **settings})


def listeners(standin) -> list[tuple]:
    return [(item.user_id, item.contact_id, item.capabilities) for item in standin.center.monitors]


def hide_sessions(standin) -> None:
    """GetCurrentUserData knows no user."""
    standin.center.get_current_user_data = lambda parameters: {"UserDataList": []}


def test_a_supervisor_starts_listening_once(monitor, requests, standin):
    first = monitor(f"{ARN_PREFIX}/contact/{CALL}", instance=ARN_PREFIX)
    assert requests() == [DESCRIBE, USER_DATA, LISTEN, UPDATE]
    assert listeners(standin) == [(SUPERVISOR, CALL, ["SILENT_MONITOR"])]
    session = standin.center.monitors[0].session_id
    expected = {
        "contact_id": session,
        "contact_arn": f"{ARN_PREFIX}/contact/{session}",
        "monitored_contact_id": CALL,
        "user_id": SUPERVISOR,
        "allowed_monitor_capabilities": ["SILENT_MONITOR"],
    }
    assert (first["changed"], first["monitor"]) == (True, {**expected, "evidence": "accepted"})
    assert attributes(standin) == {f"ansible_monitor_{SUPERVISOR}": f"SILENT_MONITOR session {session} contact {CALL}"}
    sent = {request["operation"]: request["parameters"] for request in standin.requests}
    assert sent[USER_DATA]["Filters"] == {
        "Agents": [SUPERVISOR],
        "ContactFilter": {"ContactStates": ["INCOMING", "PENDING", "CONNECTING", "CONNECTED", "CONNECTED_ONHOLD"]},
    }
    assert sent[LISTEN].pop("ClientToken")
    assert sent[LISTEN] == {
        "InstanceId": INSTANCE,
        "ContactId": CALL,
        "UserId": SUPERVISOR,
        "AllowedMonitorCapabilities": ["SILENT_MONITOR"],
    }

    again = monitor()
    assert (again["changed"], again["monitor"]) == (False, {**expected, "evidence": "observed"})
    assert requests() == [DESCRIBE, USER_DATA, DESCRIBE]
    assert len(listeners(standin)) == 1


@pytest.mark.parametrize(
    ("option", "user", "look_up"),
    [
        ("user", f"{ARN_PREFIX}/agent/{SUPERVISOR}", []),
        ("user_id", SUPERVISOR, []),
        ("user_name", "Supervisor.Sue", ["SearchUsers", "ListUsers"]),
    ],
)
def test_the_supervisor_is_given_by_arn_id_or_name(run, requests, option, user, look_up):
    assert run(MONITOR, contact_id=CALL, **{option: user})["monitor"]["user_id"] == SUPERVISOR
    assert requests() == [*look_up, DESCRIBE, USER_DATA, LISTEN, UPDATE]


@pytest.mark.parametrize("remember", [True, False])
@pytest.mark.parametrize("link", ["related", "previous", "initial", "none"])
def test_a_session_is_recognized_by_its_note_or_by_the_contact_that_it_names(monitor, standin, link, remember):
    set_up(standin, monitor_link=link)
    monitor(remember=remember)
    assert bool(attributes(standin)) is remember
    again = monitor(remember=remember)
    if link == "none" and not remember:
        assert again["error"]["code"] == "ServiceQuotaExceededException", "Connect decides"
    else:
        noted = ["SILENT_MONITOR"] if remember else None
        assert (again["changed"], again["monitor"]["allowed_monitor_capabilities"]) == (False, noted)
    assert len(listeners(standin)) == 1


def test_without_enhanced_monitoring_the_note_tells_of_the_session(monitor, requests, standin):
    set_up(standin, enhanced_monitoring=False)
    first = monitor()["monitor"]["contact_id"]
    requests()
    again = monitor()
    assert (again["changed"], again["monitor"]["contact_id"]) == (False, first)
    assert requests() == [DESCRIBE, USER_DATA, DESCRIBE]
    standin.center.supervisor_hangs_up(first)
    assert monitor()["changed"] is True


def test_without_enhanced_monitoring_and_without_a_note_connect_decides(monitor, requests, standin):
    set_up(standin, enhanced_monitoring=False)
    monitor(remember=False)
    requests()
    again = monitor(remember=False)
    assert requests() == [DESCRIBE, USER_DATA, LISTEN, USER_DATA]
    assert again["error"]["code"] == "ServiceQuotaExceededException"
    assert again["user_status"] == {"signed_in": True, "status": "Available", "contacts": []}
    assert len(listeners(standin)) == 1


def test_a_session_on_another_call_is_a_conflict(monitor, requests, standin):
    monitor()
    requests()
    other = monitor(TRANSFERRED_CALL)
    assert other["error"] == {"code": "MonitorConflict", "message": other["msg"], "request_id": None}
    assert f"is already listening to contact {CALL}" in other["msg"]
    assert requests() == [DESCRIBE, USER_DATA, DESCRIBE]
    assert listeners(standin) == [(SUPERVISOR, CALL, ["SILENT_MONITOR"])]


def test_a_supervisor_on_a_call_can_listen_to_a_chat(monitor, standin):
    monitor()
    assert monitor(CHAT)["changed"] is True
    assert [contact for _user, contact, _capabilities in listeners(standin)] == [CALL, CHAT]


def test_other_capabilities_than_noted_are_a_conflict(monitor, standin):
    monitor(allowed_monitor_capabilities=["BARGE", "SILENT_MONITOR", "BARGE"])
    assert listeners(standin) == [(SUPERVISOR, CALL, ["BARGE", "SILENT_MONITOR"])]
    assert monitor(allowed_monitor_capabilities=["SILENT_MONITOR", "BARGE"])["changed"] is False
    other = monitor()
    assert other["error"]["code"] == "MonitorConflict"
    assert "with BARGE and SILENT_MONITOR, not with SILENT_MONITOR" in other["msg"]


@pytest.mark.parametrize("is_still_shown", [False, True])
def test_a_session_that_has_ended_is_started_again(monitor, standin, is_still_shown):
    first = monitor()["monitor"]["contact_id"]
    shown = standin.center.get_current_user_data({"Filters": {"Agents": [SUPERVISOR]}})
    standin.center.supervisor_hangs_up(first)
    if is_still_shown:
        standin.center.get_current_user_data = lambda parameters: shown
    second = monitor()
    assert second["changed"] is True
    assert second["monitor"]["contact_id"] != first
    assert len(listeners(standin)) == 1


@pytest.mark.parametrize("is_listening", [False, True])
def test_check_mode_only_reads(monitor, requests, standin, is_listening):
    if is_listening:
        monitor()
        requests()
    before = standin.center.snapshot()
    result = monitor(check=True)
    assert requests() == [DESCRIBE, USER_DATA] + [DESCRIBE] * is_listening
    assert standin.center.snapshot() == before
    assert result["changed"] is not is_listening
    assert result["monitor"]["evidence"] == ("observed" if is_listening else "predicted")
    assert (result["monitor"]["contact_id"] is not None) is is_listening


def test_a_request_is_repeated_with_the_same_token(monitor, standin):
    standin.faults.add(answer_lost(LISTEN))
    result = monitor()
    tokens = [item["parameters"]["ClientToken"] for item in standin.requests if item["operation"] == LISTEN]
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert [item.session_id for item in standin.center.monitors] == [result["monitor"]["contact_id"]]


def test_if_the_answer_is_lost_the_next_run_finds_out(monitor, standin):
    standin.faults.add(server_error(LISTEN, effect=True))
    result = monitor(user="supervisor.sue", aws_config={"retries": {"mode": "standard", "total_max_attempts": 1}})
    assert result["error"]["code"] == "InternalServiceException"
    assert "is listening is not known: run the task again to find out" in result["msg"]
    assert monitor()["monitor"]["evidence"] == "observed"


def test_the_token_of_a_session_that_has_ended_is_a_conflict(monitor, standin):
    first = monitor(client_token=TOKEN)
    assert TOKEN not in str(first)
    tokens = [item["parameters"]["ClientToken"] for item in standin.requests if item["operation"] == LISTEN]
    assert tokens == [fingerprint(TOKEN)]
    standin.center.supervisor_hangs_up(first["monitor"]["contact_id"])
    again = monitor(client_token=TOKEN)
    assert again["error"]["code"] == "MonitorConflict"
    assert "client_token: it was used before" in again["msg"]
    assert listeners(standin) == []


def test_the_token_of_a_session_that_is_not_shown_yet_finds_it(monitor, standin):
    first = monitor(client_token=TOKEN)
    hide_sessions(standin)
    again = monitor(client_token=TOKEN)
    assert (again["changed"], again["monitor"]["evidence"]) == (False, "observed")
    assert again["monitor"]["contact_id"] == first["monitor"]["contact_id"]


def test_a_session_that_a_token_names_must_be_seen_to_be_live(monitor, standin):
    standin.faults.add(denied(DESCRIBE, 1, skip=1))
    result = monitor(client_token=TOKEN)
    assert result["error"]["code"] == "AccessDeniedException"
    assert "whether it is live is not known" in result["msg"]


@pytest.mark.parametrize(
    ("user", "status", "reason"),
    [
        (
            "supervisor.tom",
            {"signed_in": False, "status": None, "contacts": []},
            "User supervisor.tom is not signed in to the Contact Control Panel. ",
        ),
        ("supervisor.wes", {"signed_in": True, "status": "Offline", "contacts": []}, "is Offline. "),
        (
            "agent.cleo",
            {"signed_in": True, "status": "Available", "contacts": [CALL_ON_HOLD]},
            f"is busy with contact {CALL_ON_HOLD}. ",
        ),
    ],
)
def test_why_a_user_cannot_listen(monitor, standin, user, status, reason):
    result = monitor(user=user)
    assert result["msg"].startswith(f"Contact {CALL}: MonitorContact failed: ")
    assert reason in result["msg"]
    assert result["user_status"] == status
    error = result["error"]
    assert (error["code"], error["message"]) == ("ServiceQuotaExceededException", result["msg"])
    assert error["request_id"]
    assert listeners(standin) == []


@pytest.mark.parametrize(("is_enhanced", "most"), [(True, 2), (False, 5)])
def test_too_many_listeners(monitor, standin, is_enhanced, most):
    set_up(standin, enhanced_monitoring=is_enhanced)
    for contact in list(standin.center.contacts.values())[1:]:
        standin.center.end(contact.id)
    ids = {user.username: user.id for user in standin.center.users.values()}
    for name in OTHER_SUPERVISORS[:most]:
        standin.center.monitor_contact({"ContactId": CALL, "UserId": ids[name]})
    result = monitor()
    assert result["user_status"] == {"signed_in": True, "status": "Available", "contacts": []}
    assert "Too many others may be listening" in result["msg"]


def test_if_the_status_of_the_user_cannot_be_looked_up(monitor, standin):
    standin.faults.add(denied(USER_DATA, skip=1))
    result = monitor(user=SIGNED_OUT_SUPERVISOR)
    assert result["error"]["code"] == "ServiceQuotaExceededException"
    assert result["user_status"] == {"signed_in": None, "status": None, "contacts": []}
    assert "may not be signed in to the Contact Control Panel, be offline or be busy" in result["msg"]


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (QUEUED_CALL, "AgentNotConnected"),
        (ENDED_CALL, "ContactEnded"),
        ("00000000-0000-4000-8000-000000000000", "ResourceNotFoundException"),
    ],
)
def test_a_contact_that_nobody_can_listen_to(monitor, requests, contact, code):
    assert monitor(contact)["error"]["code"] == code
    assert requests() == [DESCRIBE]


def test_during_the_whisper_no_agent_is_connected(monitor, standin):
    standin.center.accept(QUEUED_CALL, "bbbbbbbb-1111-2222-3333-555555555555")
    assert monitor(QUEUED_CALL)["error"]["code"] == "AgentNotConnected"


def test_an_unknown_user_is_named(monitor, requests):
    user = "00000000-0000-4000-8000-000000000000"
    result = monitor(user=user)
    assert result["error"]["code"] == "ResourceNotFoundException"
    assert f"user {user}: GetCurrentUserData failed: " in result["msg"]
    assert requests() == [DESCRIBE, USER_DATA]


def test_a_denial_names_everything_that_must_be_allowed(monitor, standin):
    standin.faults.add(denied(LISTEN))
    result = monitor(allowed_monitor_capabilities=["BARGE", "SILENT_MONITOR"])
    assert result["error"]["code"] == "AccessDeniedException"
    assert "MonitorContact must be allowed on the contact, the instance and the user. " in result["msg"]
    assert "connect:MonitorCapabilities, allow BARGE and SILENT_MONITOR there" in result["msg"]


def test_a_session_that_cannot_be_noted_is_only_a_warning(monitor, standin):
    standin.faults.add(denied(UPDATE))
    result = monitor(RECORDED_CALL)
    assert result["changed"] is True
    (warning,) = result["warnings"]
    assert warning.startswith(f"contact {RECORDED_CALL}: the session could not be noted on the contact")

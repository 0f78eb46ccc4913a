"""connect_contact_info: what it finds, what it requests, and what it does not return."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from helpers.known import (
    AGENT,
    ARN_PREFIX,
    BILLING,
    CALL,
    CALL_ON_HOLD,
    CHAT,
    DESCRIBE,
    ENDED_CALL,
    FIRST_PART,
    INFO,
    INSTANCE,
    MONITOR,
    ORDERS,
    OTHER_AGENT,
    QUEUED_CALL,
    RECORDED_CALL,
    RECORDING,
    SUPERVISOR,
    TRANSFERRED_CALL,
)
from standin.faults import Fault, denied
from standin.server import DEFAULT_SCENARIO, load_scenario

LARGE = DEFAULT_SCENARIO.with_name("large.yml")
USER_DATA = "GetCurrentUserData"
CROWDS_QUEUE = "00000003-0000-4000-8000-000000000001"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
EARLIER, LATER = "2026-03-04T17:29:09", "2026-03-04T17:31:40"


@pytest.fixture
def find(run):
    """Run the module, and return the IDs of the contacts found."""

    def find_contacts(**options: object) -> list[str]:
        result = run(INFO, **options)
        assert "failed" not in result, result["msg"]
        assert result["changed"] is False
        return [contact["contact_id"] for contact in result["contacts"]]

    return find_contacts


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"agents": [AGENT]}, [CALL]),
        ({"agents": [AGENT], "contact_states": ["ENDED"]}, [FIRST_PART, ENDED_CALL]),
        ({"agents": ["agent.ben", f"{ARN_PREFIX}/agent/{AGENT}"]}, [TRANSFERRED_CALL, CHAT, CALL]),
        ({"agent": "agent.ben", "channels": ["VOICE"]}, [TRANSFERRED_CALL]),
        ({"agents": [OTHER_AGENT], "initiation_methods": ["INBOUND"]}, [CHAT]),
        ({"agents": [SUPERVISOR]}, []),
        ({"agents": []}, []),
        # The chat of an agent who also has a call of the queue did not come through the queue.
        ({"queues": ["Orders"]}, [CALL, RECORDED_CALL, TRANSFERRED_CALL]),
        ({"queues": [ORDERS.upper(), "billing", f"{ARN_PREFIX}/queue/{BILLING}"], "channels": []}, [CALL_ON_HOLD]),
        ({"queue": BILLING, "contact_states": ["CONNECTED"]}, []),
        ({"routing_profiles": ["Billing"], "contact_states": []}, [CALL_ON_HOLD]),
        ({"routing_profile": "dddddddd-1111-2222-3333-555555555555", "initiation_methods": []}, [CALL_ON_HOLD]),
        ({"contact_ids": [QUEUED_CALL, CHAT, QUEUED_CALL]}, [QUEUED_CALL, CHAT]),
        ({"contact_ids": [CHAT, CALL], "channels": ["VOICE"]}, [CALL]),
        ({"contact_ids": [ENDED_CALL, CALL]}, [ENDED_CALL, CALL]),
        ({"contact_ids": [ENDED_CALL, CALL], "contact_states": ["ENDED"]}, [ENDED_CALL]),
        ({"contact_ids": [ENDED_CALL, CALL], "contact_states": ["CONNECTED", "ERROR"]}, [CALL]),
        ({"contact_ids": []}, []),
    ],
)
def test_what_is_found(find, options, found):
    assert sorted(find(**options)) == sorted(found)


def test_a_contact_found_by_its_agent(run, standin):
    joined = standin.center.contacts[CALL].connected_at.isoformat()
    (contact,) = run(INFO, agents=[AGENT])["contacts"]
    assert contact == {
        "contact_id": CALL,
        "initial_contact_id": None,
        "channel": "VOICE",
        "initiation_method": "INBOUND",
        "contact_state": "CONNECTED",
        "state_start_timestamp": joined,
        "connected_to_agent_timestamp": joined,
        "agent_id": AGENT,
        "queue_id": ORDERS,
        "recording_state": None,
        "recording_may_be": None,
        "recording_noted_at": None,
        "call_recording_state": None,
        "call_paused_at": None,
    }


def test_a_contact_looked_up_by_its_id(run, requests, standin):
    contact_of_call = standin.center.contacts[TRANSFERRED_CALL]
    standin.center.contacts[FIRST_PART].attributes["customer_name"] = "Jane Doe"
    result = run(INFO, contact_id=f"{ARN_PREFIX}/contact/{TRANSFERRED_CALL}")
    assert requests() == [DESCRIBE]
    (contact,) = result["contacts"]
    assert contact == {
        "contact_id": TRANSFERRED_CALL,
        "initial_contact_id": FIRST_PART,
        "channel": "VOICE",
        "initiation_method": "TRANSFER",
        "contact_state": None,
        "state_start_timestamp": None,
        "connected_to_agent_timestamp": contact_of_call.connected_at.isoformat(timespec="microseconds"),
        "agent_id": OTHER_AGENT,
        "queue_id": ORDERS,
        "recording_state": "unknown",
        "recording_may_be": ["none", "started", "suspended"],
        "recording_noted_at": None,
        "call_recording_state": "unknown",
        "call_paused_at": None,
    }
    assert "Jane" not in str(result)
    assert contact_of_call.customer not in str(result)


@pytest.mark.parametrize(
    ("notes", "values"),
    [
        ({f"{CALL}_call": f"started {EARLIER}Z"}, ("started", ["started"], EARLIER, "started", None)),
        # The note about the call comes before the one about everything that is recorded.
        (
            {f"{CALL}_call": f"stopped {EARLIER}Z", f"{CALL}_any": f"started,stopped {LATER}Z"},
            ("stopped", ["stopped"], EARLIER, "stopped", None),
        ),
        (
            {f"{CALL}_any": f"started,suspended {EARLIER}Z"},
            ("unknown", ["started", "suspended"], EARLIER, "unknown", None),
        ),
        # The pause of the call covers a part that nothing is noted about.
        (
            {"pause": f"on {LATER}Z", f"{OTHER_AGENT}_call": f"started {EARLIER}Z"},
            ("unknown", ["none", "started", "suspended"], None, "suspended", LATER),
        ),
        (
            {f"{CALL}_call": f"started {EARLIER}Z", "pause": f"over {LATER}Z"},
            ("started", ["started"], EARLIER, "started", None),
        ),
        # Others wrote these.
        (
            {f"{CALL}_call": "Jane Doe", f"{CALL}_any": f"Jane {EARLIER}Z", "pause": "on for Jane"},
            ("unknown", ["none", "started", "suspended"], None, "unknown", None),
        ),
    ],
)
def test_what_is_noted_about_the_recording(run, standin, notes, values):
    standin.center.contacts[CALL].attributes = {f"ansible_recording_{name}": text for name, text in notes.items()}
    result = run(INFO, contact_id=CALL)
    (contact,) = result["contacts"]
    state, may_be, noted_at, call_state, paused_at = values
    assert (contact["recording_state"], contact["recording_may_be"]) == (state, may_be)
    assert contact["recording_noted_at"] == (noted_at and f"{noted_at}+00:00")
    assert contact["call_recording_state"] == call_state
    assert contact["call_paused_at"] == (paused_at and f"{paused_at}+00:00")
    assert "Jane" not in str(result)


def test_a_monitoring_session_is_found_only_if_it_is_asked_for(run, find):
    session = run(MONITOR, contact_id=CALL, user=SUPERVISOR)["monitor"]["contact_id"]
    assert find(agents=["supervisor.sue"]) == []
    assert find(agents=["supervisor.sue"], initiation_methods=["MONITOR"]) == [session]
    assert find(contact_id=session) == [session]


def test_an_answer_that_cannot_be_read_is_not_quoted(run, standin):
    customer = "+15555550100"
    body = {"Contact": {"Id": CALL, "InitiationTimestamp": customer}}
    standin.faults.add(Fault(DESCRIBE, body=json.dumps(body)))
    result = run(INFO, contact_id=CALL)
    assert result["error"]["code"] == "NotFromConnect"
    assert customer not in str(result)


def test_each_contact_that_cannot_be_looked_up_has_its_error(run):
    unknown = [UNKNOWN, UNKNOWN.replace("0000-4000", "0001-4000")]
    result = run(INFO, contact_ids=[unknown[0], CALL, unknown[1]])
    assert [contact["contact_id"] for contact in result["contacts"]] == [CALL]
    assert result["failed_contacts"] == list(result["errors"]) == unknown
    for contact_id, error in result["errors"].items():
        assert error["code"] == "ResourceNotFoundException"
        assert f"Contact {contact_id}: {error['message']}" in result["msg"]
        assert error["request_id"]
    assert result["error"] == {**result["errors"][unknown[0]], "message": result["msg"]}


@pytest.fixture
def crowd(standin):
    standin.load(load_scenario(LARGE))
    assert len(standin.center.users) > 1200
    return standin


def test_a_large_queue_costs_one_request_a_page(find, requests, crowd):
    found = find(queues=[CROWDS_QUEUE])
    assert len(found) == len(set(found)) == 400
    assert requests() == [USER_DATA] * 4
    assert [request["parameters"].get("NextToken") for request in crowd.requests] == [None, "100", "200", "300"]


def test_a_hundred_agents_fit_in_a_request(find, requests, crowd):
    agents = [f"00000002-0000-4000-8000-{number:012d}" for number in range(1, 251)]
    assert len(find(agents=agents)) == 250
    assert requests() == [USER_DATA] * 3
    assert [len(request["parameters"]["Filters"]["Agents"]) for request in crowd.requests] == [100, 100, 50]


def test_several_names_are_looked_up_in_one_listing(find, requests, crowd):
    assert len(find(queues=["crowd.0001", "Crowd.1100", ORDERS])) == 403
    assert requests() == ["ListQueues", "ListQueues", *[USER_DATA] * 5]


def test_an_alias_is_looked_for_on_every_page(run, requests, crowd):
    crowd.center.instances.reverse()
    assert run(INFO, contact_id=CALL, instance="example-center")["contacts"]
    assert requests() == [*["ListInstances"] * 3, DESCRIBE]


@pytest.mark.parametrize("option", ["instance", "instance_id", "instance_alias"])
def test_the_instance_is_given_by_its_alias(run, requests, option):
    options = {"instance": None, option: "Example-Center"}
    result = run(INFO, contact_id=f"{ARN_PREFIX}/contact/{CALL}", **options)
    assert result["contacts"]
    assert requests() == ["ListInstances", DESCRIBE]


def test_an_arn_of_another_instance_is_an_error(run, requests):
    result = run(RECORDING, state="started", contact_id=f"{ARN_PREFIX}/contact/{CALL}", instance="example-training")
    assert f"belongs to instance {INSTANCE}, not to the task's" in result["msg"]
    assert requests() == ["ListInstances"]


@pytest.mark.parametrize(
    ("search", "look_up"),
    [("exact", ["SearchUsers"]), ("any_case", ["SearchUsers"]), ("lagging", ["SearchUsers", "ListUsers", "ListUsers"])],
)
def test_a_name_is_found_however_connect_searches(find, requests, standin, search, look_up):
    standin.load({**load_scenario(LARGE), "search": search})
    assert len(find(agents=["crowd.0400"])) == 1
    assert requests() == [*look_up, USER_DATA]


@pytest.mark.parametrize("search", ["exact", "any_case", "lagging"])
def test_case_matters_only_if_it_must(run, standin, search):
    twins = [{"id": "twin-1", "username": "twin"}, {"id": "twin-2", "username": "Twin"}]
    standin.load({**load_scenario(), "search": search, "users": [*load_scenario()["users"], *twins]})
    for name, user in (("Supervisor.Sue", SUPERVISOR), ("twin", "twin-1"), ("Twin", "twin-2")):
        assert run(MONITOR, contact_id=CALL, user=name, check=True)["monitor"]["user_id"] == user
    ambiguous = run(MONITOR, contact_id=CALL, user="TWIN")
    assert ambiguous["error"]["code"] == "NameAmbiguous"
    assert "it matches twin (twin-1), Twin (twin-2)" in ambiguous["msg"]


@pytest.mark.parametrize(
    ("options", "message", "sent"),
    [
        (
            {"instance": "exmaple-center", "contact_id": CALL},
            "no active instance in this region is called 'exmaple-center'. Close matches: 'example-center',",
            ["ListInstances"],
        ),
        (
            {"instance": "example-failed", "contact_id": CALL},
            "instance: 'example-failed' is not active.",
            ["ListInstances"],
        ),
        ({"agents": ["agent.bne"]}, "agents: no user is called 'agent.bne'. ", ["SearchUsers", "ListUsers"]),
        (
            {"queues": ["Order", "Billing", "xyz"]},
            "queues: no queue is called 'Order'. Close matches: 'Orders'.\nqueues: no queue is called 'xyz'.",
            ["ListQueues"],
        ),
        (
            {"routing_profiles": ["xyz"]},
            "routing_profiles: no routing profile is called 'xyz'.",
            ["SearchRoutingProfiles", "ListRoutingProfiles"],
        ),
    ],
)
def test_unknown_names(run, requests, options, message, sent):
    result = run(INFO, **options)
    assert result["error"] == {"code": "NameNotFound", "message": result["msg"], "request_id": None}
    assert message in result["msg"]
    assert requests() == sent


def test_an_unknown_agent_id_is_an_error(run, requests):
    result = run(INFO, agents=[UNKNOWN])
    assert result["error"]["code"] == "ResourceNotFoundException"
    assert result["msg"].startswith("agents: GetCurrentUserData failed: ")
    assert requests() == [USER_DATA]


@pytest.mark.parametrize(
    ("operations", "options", "allow"),
    [
        (
            ["ListInstances"],
            {"instance": "example-center", "contact_id": CALL},
            "ListInstances and ds:DescribeDirectories",
        ),
        (["SearchUsers", "ListUsers"], {"agents": ["agent.ben"]}, "SearchUsers and connect:DescribeUser"),
        (["SearchQueues", "ListQueues"], {"queues": ["Orders"]}, "SearchQueues and connect:DescribeQueue"),
    ],
)
def test_a_denial_names_all_permissions_that_a_name_needs(run, standin, operations, options, allow):
    standin.faults.add(*(denied(operation) for operation in operations))
    result = run(INFO, **options)
    assert result["error"]["code"] == "AccessDeniedException"
    assert f"Allow connect:{allow} in the IAM policy" in result["msg"]


def test_if_searching_is_denied_names_are_listed(find, requests, standin):
    standin.faults.add(denied("SearchUsers"))
    assert find(agents=["agent.ada"]) == [CALL]
    assert requests() == ["SearchUsers", "ListUsers", USER_DATA]


def test_if_listing_is_denied_a_name_may_still_exist(run, standin):
    standin.faults.add(denied("ListUsers"))
    assert "searching found no user, and listing them, to be sure, failed" in run(INFO, agents=["agent.bne"])["msg"]

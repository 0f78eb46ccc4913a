"""connect_contact_info through its main(): what it finds, what it asks for, and what it keeps to itself."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from known import (
    AGENT,
    ARN_PREFIX,
    BILLING,
    CALL,
    CALL_ON_HOLD,
    CHAT,
    ENDED_CALL,
    FIRST_PART,
    INFO,
    INSTANCE,
    MONITOR,
    ORDERS,
    OTHER_AGENT,
    QUEUED_CALL,
    READS,
    RECORDED_CALL,
    RECORDING,
    SUPERVISOR,
    TRANSFERRED_CALL,
)
from standin.faults import Fault, denied
from standin.server import DEFAULT_SCENARIO, load_scenario

LARGE = DEFAULT_SCENARIO.with_name("large.yml")
USER_DATA, DESCRIBE = "GetCurrentUserData", "DescribeContact"
CROWDS_QUEUE = "00000003-0000-4000-8000-000000000001"


@pytest.fixture
def find(run):
    """Run the module, and return the IDs of the contacts found."""

    def find_contacts(**options) -> list[str]:
        result = run(INFO, **options)
        assert result.get("failed", False) is False, result["msg"]
        assert result["changed"] is False
        return [contact["contact_id"] for contact in result["contacts"]]

    return find_contacts


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"agents": [AGENT]}, [CALL, RECORDED_CALL]),
        ({"agents": ["agent.ben", f"{ARN_PREFIX}/agent/{AGENT}"]}, [TRANSFERRED_CALL, CHAT, CALL, RECORDED_CALL]),
        ({"agents": ["agent.ben"], "channels": ["VOICE"]}, [TRANSFERRED_CALL]),
        ({"agents": [OTHER_AGENT], "initiation_methods": ["INBOUND"]}, [CHAT]),
        ({"agents": [SUPERVISOR]}, []),
        ({"agents": []}, []),
        # The chat of an agent who also has a call of the queue did not come through the queue.
        ({"queues": ["Orders"]}, [CALL, RECORDED_CALL, TRANSFERRED_CALL]),
        (
            {"queues": [ORDERS, "billing", f"{ARN_PREFIX}/queue/{BILLING}"]},
            [
                CALL,
                RECORDED_CALL,
                TRANSFERRED_CALL,
                CALL_ON_HOLD,
            ],
        ),
        ({"queues": [BILLING], "contact_states": ["CONNECTED"]}, []),
        ({"routing_profiles": ["Billing"]}, [CALL_ON_HOLD]),
        ({"routing_profiles": ["dddddddd-1111-2222-3333-555555555555"]}, [CALL_ON_HOLD]),
        ({"contact_ids": [QUEUED_CALL, CHAT, QUEUED_CALL]}, [QUEUED_CALL, CHAT]),
        ({"contact_ids": [ENDED_CALL]}, [ENDED_CALL]),
        ({"contact_ids": [ENDED_CALL, CALL], "contact_states": ["ENDED"]}, [ENDED_CALL]),
        ({"contact_ids": [ENDED_CALL, CALL], "contact_states": ["CONNECTED", "ERROR"]}, [CALL]),
        ({"queues": [ORDERS.upper()]}, []),
        ({"agent": "agent.ada", "channels": []}, [CALL, RECORDED_CALL]),
        ({"queue": "Billing", "contact_states": []}, [CALL_ON_HOLD]),
        ({"routing_profile": "Billing", "initiation_methods": []}, [CALL_ON_HOLD]),
        ({"contact_ids": [CHAT, CALL], "channels": ["VOICE"]}, [CALL]),
        ({"contact_ids": []}, []),
    ],
)
def test_what_is_found(find, options, found):
    assert sorted(find(**options)) == sorted(found)


def test_a_found_contact_has_everything_that_is_documented(run, standin):
    joined = standin.center.contacts[CALL].initiated_at.isoformat()
    (contact,) = run(INFO, agents=[AGENT], initiation_methods=["INBOUND"])["contacts"][:1]
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
    }


def test_a_contact_looked_up_tells_what_is_remembered_and_nothing_of_the_customer(run, requests, standin):
    run(RECORDING, contact_id=TRANSFERRED_CALL, state="suspended")
    standin.center.contacts[FIRST_PART].attributes["customer_name"] = "Jane Doe"
    requests()
    result = run(INFO, contact_id=f"{ARN_PREFIX}/contact/{TRANSFERRED_CALL}")
    assert requests() == READS
    (contact,) = result["contacts"]
    assert contact.pop("connected_to_agent_timestamp")
    assert contact == {
        "contact_id": TRANSFERRED_CALL,
        "initial_contact_id": FIRST_PART,
        "channel": "VOICE",
        "initiation_method": "TRANSFER",
        "contact_state": None,
        "state_start_timestamp": None,
        "agent_id": OTHER_AGENT,
        "queue_id": ORDERS,
        "recording_state": "suspended",
    }
    assert "Jane" not in str(result)
    assert standin.center.contacts[TRANSFERRED_CALL].customer not in str(result)


def test_who_listens_in_is_not_taken_for_somebody_on_a_call(run, find):
    session = run(MONITOR, contact_id=CALL, user_id=SUPERVISOR)["monitor"]["contact_id"]
    assert find(agents=["supervisor.sue"]) == []
    assert find(agents=["supervisor.sue"], initiation_methods=["MONITOR"]) == [session]
    assert find(contact_id=session) == [session]


@pytest.mark.parametrize(
    "fault",
    [
        {"truncate": True},
        {"body": "<html>please log in</html>", "content_type": "text/html"},
        {"body": "{}"},
        {"body": '{"error": "login"}'},
    ],
    ids=["truncated", "html", "empty", "other JSON"],
)
@pytest.mark.parametrize(
    ("operation", "options"),
    [
        (USER_DATA, {"queues": [ORDERS]}),
        ("ListInstances", {"queues": [ORDERS], "instance_alias": "example-center"}),
        ("SearchUsers", {"agents": ["agent.ben"]}),
        ("ListQueues", {"queues": ["Orders", "Billing"]}),
    ],
)
def test_an_answer_that_is_not_connects_is_not_an_empty_one(run, standin, operation, options, fault):
    standin.faults.add(Fault(operation, **fault))
    result = run(INFO, **options)
    assert result["failed"]
    assert f"{operation} was answered" in result["msg"]


@pytest.mark.parametrize("secret", ["+15555550100"])
def test_what_cannot_be_read_is_not_quoted(run, standin, secret):
    body = '{"Contact": {"Id": "%s", "InitiationTimestamp": "%s"}}' % (CALL, secret)
    standin.faults.add(Fault(DESCRIBE, body=body))
    result = run(INFO, contact_id=CALL)
    assert result["failed"] and secret not in str(result)


def test_one_contact_that_cannot_be_looked_up_does_not_lose_the_others(run):
    result = run(INFO, contact_ids=[CALL, "no-such-contact"])
    assert result["failed"]
    assert result["msg"].startswith("1 of 2 contacts failed. contact no-such-contact: DescribeContact failed: ")
    assert result["failed_contacts"] == ["no-such-contact"]
    assert result["errors"] == {"no-such-contact": result["msg"].removeprefix("1 of 2 contacts failed. ")}
    assert [contact["contact_id"] for contact in result["contacts"]] == [CALL]


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


def test_more_than_a_hundred_agents_are_asked_for_in_several_requests(find, requests, crowd):
    agents = [f"00000002-0000-4000-8000-{number:012d}" for number in range(1, 251)]
    assert len(find(agents=agents)) == 250
    assert requests() == [USER_DATA] * 3
    assert [len(request["parameters"]["Filters"]["Agents"]) for request in crowd.requests] == [100, 100, 50]


def test_several_names_are_looked_up_in_one_listing(find, requests, crowd):
    assert len(find(queues=["crowd.0001", "Crowd.1100", ORDERS])) == 403
    assert requests() == ["ListQueues", "ListQueues", *[USER_DATA] * 5]


def test_an_alias_is_looked_for_on_every_page(run, requests, crowd):
    crowd.center.instances.reverse()
    assert run(INFO, contact_id=CALL, instance_alias="example-center")["contacts"]
    assert requests() == [*["ListInstances"] * 3, *READS]


@pytest.mark.parametrize(
    ("search", "requests_for_name"),
    [("exact", ["SearchUsers"]), ("any_case", ["SearchUsers"]), ("lagging", ["SearchUsers", "ListUsers", "ListUsers"])],
)
def test_a_name_is_found_however_connect_searches(find, requests, crowd, search, requests_for_name):
    crowd.center.search = search
    assert len(find(agents=["crowd.0400"])) == 1
    assert requests() == [*requests_for_name, USER_DATA]


@pytest.mark.parametrize("search", ["exact", "any_case", "lagging"])
@pytest.mark.parametrize(
    ("name", "user"),
    [("supervisor.sue", SUPERVISOR), ("Supervisor.Sue", SUPERVISOR), ("twin", "twin-1"), ("Twin", "twin-2")],
)
def test_case_matters_only_where_it_has_to(run, standin, search, name, user):
    standin.load(
        {
            **load_scenario(),
            "search": search,
            "users": [
                *load_scenario()["users"],
                {"id": "twin-1", "username": "twin"},
                {"id": "twin-2", "username": "Twin"},
            ],
        }
    )
    assert run(MONITOR, contact_id=CALL, user_name=name)["monitor"]["user_id"] == user
    ambiguous = run(MONITOR, contact_id=CALL, user_name="TWIN")
    assert ambiguous["msg"].endswith("'TWIN' stands for 2 things: twin (twin-1), Twin (twin-2); give the ID instead")


def test_an_alias_stands_for_its_instance(run, requests):
    assert run(RECORDING, contact_id=f"{ARN_PREFIX}/contact/{CALL}", instance_alias="Example-Center")["changed"]
    assert requests()[:2] == ["ListInstances", DESCRIBE]
    other = run(RECORDING, contact_id=f"{ARN_PREFIX}/contact/{CALL}", instance_alias="example-training")
    assert f"belongs to instance {INSTANCE}, but the task's is 12345678-1234-1234-1234-210987654321" in other["msg"]
    assert requests() == ["ListInstances"]


@pytest.mark.parametrize(
    ("options", "message", "sent"),
    [
        (
            {"instance_alias": "exmaple-center", "contact_id": CALL},
            "instance_alias: no active instance in this region is called 'exmaple-center'; close matches: 'example-center'",
            ["ListInstances"],
        ),
        (
            {"instance_alias": "example-failed", "contact_id": CALL},
            "instance_alias: the instance 'example-failed' is not active",
            ["ListInstances"],
        ),
        (
            {"agents": ["agent.bne"]},
            "agents: no user is called 'agent.bne'; close matches: 'agent.ben'",
            ["SearchUsers", "ListUsers"],
        ),
        (
            {"queues": ["Order", "Billing", "xyz"]},
            "queues: no queue is called 'Order'; close matches: 'Orders' | queues: no queue is called 'xyz'",
            ["ListQueues"],
        ),
        (
            {"routing_profiles": ["xyz"]},
            "routing_profiles: no routing profile is called 'xyz'",
            ["SearchRoutingProfiles", "ListRoutingProfiles"],
        ),
        (
            {"agents": ["00000000-0000-4000-8000-000000000000"]},
            "agents: GetCurrentUserData failed: Resource not found",
            [USER_DATA],
        ),
    ],
)
def test_wrong_names(run, requests, options, message, sent):
    result = run(INFO, **options)
    assert result["failed"]
    assert message in result["msg"]
    assert requests() == sent


@pytest.mark.parametrize(
    ("operations", "options", "named"),
    [
        (
            ["ListInstances"],
            {"instance_alias": "example-center", "contact_id": CALL},
            "ListInstances and ds:DescribeDirectories",
        ),
        ([USER_DATA], {"queues": [ORDERS]}, "GetCurrentUserData"),
        (["SearchUsers", "ListUsers"], {"agents": ["agent.ben"]}, "SearchUsers and connect:DescribeUser"),
        (["SearchQueues", "ListQueues"], {"queues": ["Orders"]}, "SearchQueues and connect:DescribeQueue"),
        (["ListQueues"], {"queues": ["Orders", "Billing"]}, "ListQueues"),
        ([DESCRIBE], {"contact_id": CALL}, "DescribeContact"),
    ],
)
def test_a_denied_action_is_named(run, standin, operations, options, named):
    standin.faults.add(*(denied(operation) for operation in operations))
    result = run(INFO, **options)
    assert result["failed"]
    assert f"Allow connect:{named} in the IAM policy of these credentials." in result["msg"]


def test_where_searching_is_denied_names_are_listed(find, requests, standin):
    standin.faults.add(denied("SearchUsers"))
    assert find(agents=["agent.ada"]) == [CALL, RECORDED_CALL]
    assert requests() == ["SearchUsers", "ListUsers", USER_DATA]


def test_without_a_listing_it_is_not_said_that_there_is_none(run, standin):
    standin.faults.add(denied("ListUsers"))
    message = run(INFO, agents=["agent.bne"])["msg"]
    assert message.startswith(
        "agents: 'agent.bne' could not be looked up: no user was found by searching, and listing them"
    )
    assert "Allow connect:ListUsers" in message

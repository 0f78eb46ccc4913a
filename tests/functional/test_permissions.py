"""The policies in docs/permissions/: they allow what the modules use and no more, and a denial names its action."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import ALSO_NEEDED
from helpers.known import CALL, INFO, MONITOR, RECORDED_CALL, RECORDING, SUPERVISOR
from standin.faults import denied

POLICIES = Path(__file__).parents[2] / "docs" / "permissions"
ALIAS = {"instance": "example-center"}

# Tasks that together need every permission of a module: options, and how the stand-in searches.
EVERYTHING: dict[str, list[tuple[dict, str]]] = {
    RECORDING: [
        *[({"contact_id": CALL, "state": state}, "exact") for state in ("started", "suspended", "resumed", "stopped")],
        ({"contact_id": RECORDED_CALL, "state": "suspended", **ALIAS}, "exact"),
    ],
    MONITOR: [
        ({"contact_id": CALL, "user": SUPERVISOR}, "exact"),
        ({"contact_id": CALL, "user": "supervisor.sue", **ALIAS}, "exact"),
        ({"contact_id": CALL, "user": "supervisor.sue"}, "lagging"),
    ],
    INFO: [
        ({"contact_ids": [CALL]}, "exact"),
        *[({"agents": ["agent.ada"]}, search) for search in ("exact", "lagging")],
        *[({"queues": ["Orders"]}, search) for search in ("exact", "lagging")],
        *[({"routing_profiles": ["Basic"]}, search) for search in ("exact", "lagging")],
        ({"queues": ["Orders", "Billing"], **ALIAS}, "exact"),
    ],
}


def actions(name: str) -> set[str]:
    policy = json.loads((POLICIES / f"{name}.json").read_text())
    return {action for statement in policy["Statement"] for action in statement["Action"]}


def needed(operation: str) -> set[str]:
    return {f"connect:{operation}", *ALSO_NEEDED.get(operation, "").removeprefix(" and ").split()}


def do_everything(run, standin, name: str) -> list[dict]:
    results = []
    for options, search in EVERYTHING[name]:
        standin.center.settings = replace(standin.center.settings, search=search)
        results.append(run(name, **options))
    return results


def denied_operations() -> list[tuple[str, str]]:
    """Each module with each operation that its policy allows, except those that AWS checks for another one."""
    implied = {action for also in ALSO_NEEDED.values() for action in also.removeprefix(" and ").split()}
    return [
        (name, action.removeprefix("connect:")) for name in EVERYTHING for action in sorted(actions(name) - implied)
    ]


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
@pytest.mark.parametrize("name", EVERYTHING)
def test_a_policy_allows_what_its_module_uses_and_no_more(run, standin, name):
    assert not any(result.get("failed") for result in do_everything(run, standin, name))
    used = {request["operation"] for request in standin.requests}
    assert actions(name) == set().union(*(needed(operation) for operation in used))


def test_the_policy_for_all_is_the_sum_of_them():
    assert actions("all") == set().union(*(actions(name) for name in EVERYTHING))


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
@pytest.mark.parametrize(("name", "operation"), denied_operations())
def test_what_is_denied_is_named(run, standin, name, operation):
    standin.faults.add(denied(operation))
    said = json.dumps(do_everything(run, standin, name))
    assert any(request["operation"] == operation for request in standin.requests)
    # If a search is denied, the list is read instead.
    assert f"Allow connect:{operation}" in said or operation.startswith("Search")
    assert "IAM policy of these credentials" in said or operation.startswith("Search")


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
def test_without_the_permission_to_list_a_call_nothing_is_sent(run, standin):
    standin.faults.add(denied("ListAssociatedContacts"))
    result = run(RECORDING, contact_id=CALL, state="suspended")
    assert result["failed"] and result["error"]["code"] == "AccessDeniedException"
    assert "connect:ListAssociatedContacts" in result["msg"] and "whole_call=false" in result["msg"]
    assert {request["operation"] for request in standin.requests} == {"ListAssociatedContacts"}

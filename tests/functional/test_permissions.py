"""The policies in docs/permissions/: no more than what the modules were seen to use, and each denial names its action."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import ALSO_NEEDED, Connect
from known import CALL, INFO, MONITOR, RECORDED_CALL, RECORDING, SUPERVISOR
from standin.faults import denied
from standin.server import load_scenario

POLICIES = Path(__file__).parents[2] / "docs" / "permissions"
ALIAS = {"instance_alias": "example-center"}

# All that a module does, as far as permissions are concerned: options, and how the stand-in searches.
EVERYTHING = {
    RECORDING: [
        *[({"contact_id": CALL, "state": state}, "exact") for state in ("started", "suspended", "started", "stopped")],
        ({"contact_id": RECORDED_CALL, "state": "suspended", **ALIAS}, "exact"),
    ],
    MONITOR: [
        ({"contact_id": CALL, "user_id": SUPERVISOR}, "exact"),
        ({"contact_id": CALL, "user_name": "supervisor.sue", **ALIAS}, "exact"),
        ({"contact_id": CALL, "user_name": "supervisor.sue"}, "lagging"),
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
    for options, standin.center.search in EVERYTHING[name]:
        results.append(run(name, **options))
    return results


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
@pytest.mark.parametrize("name", EVERYTHING)
def test_a_policy_allows_what_its_module_uses_and_no_more(run, standin, monkeypatch, name):
    assert not any(result.get("failed") for result in do_everything(run, standin, name))
    used = {request["operation"] for request in standin.requests}
    standin.load(load_scenario())
    describes = Connect._model_has
    monkeypatch.setattr(
        Connect, "_model_has", lambda self, shape, member: member != "Attributes" and describes(self, shape, member)
    )
    do_everything(run, standin, name)  # as with an older botocore
    used |= {request["operation"] for request in standin.requests}
    assert actions(name) == set().union(*(needed(operation) for operation in used))


def test_the_policy_for_all_is_the_sum_of_them():
    assert actions("all") == set().union(*(actions(name) for name in EVERYTHING))


DENIED = [
    (name, action.removeprefix("connect:"))
    for name in EVERYTHING
    for action in sorted(actions(name))
    if action.startswith("connect:")
    and not action.startswith("connect:Describe")
    or action == "connect:DescribeContact"
]


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
@pytest.mark.parametrize(("name", "operation"), DENIED)
def test_what_is_denied_is_named(run, standin, monkeypatch, name, operation):
    if operation == "GetContactAttributes":
        monkeypatch.setattr(Connect, "_model_has", lambda _self, _shape, member: member != "Attributes")
    standin.faults.add(denied(operation))
    said = json.dumps(do_everything(run, standin, name))
    assert any(request["operation"] == operation for request in standin.requests)
    # What a search is denied, a listing may still find.
    assert f"Allow connect:{operation}" in said or operation.startswith("Search")
    assert "IAM policy of these credentials" in said or operation.startswith("Search")

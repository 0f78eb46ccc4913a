"""Both modules in real playbooks: what Ansible prints, and what that did."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from known import (
    CALL,
    CALL_ON_HOLD,
    CHAT,
    HAS_TYPES,
    INFO,
    MONITOR,
    READS,
    RECORDED_CALL,
    RECORDING,
    SUPERVISOR,
    TRANSFERRED_CALL,
    attributes,
    truth,
)
from standin.faults import denied

ROOT = Path(__file__).parents[2]


def documented_tasks() -> dict[str, list[dict]]:
    """Every example that the README and the modules show, by where it stands."""
    examples = {}
    for path in sorted((ROOT / "plugins" / "modules").glob("*.py")):
        examples[path.stem] = path.read_text().split('EXAMPLES = r"""')[1].split('"""')[0]
    for index, fence in enumerate(re.findall(r"```yaml\n(- .*?)```", (ROOT / "README.md").read_text(), re.DOTALL)):
        examples[f"README {index}"] = fence
    parsed = {name: yaml.safe_load(text) for name, text in examples.items()}
    return {name: [_as_block(task) for task in tasks] for name, tasks in parsed.items()}


def _as_block(item: dict) -> dict:
    """A play, as far as these examples have one, as a block of its tasks."""
    return {"block": item["tasks"], "module_defaults": item["module_defaults"]} if "hosts" in item else item


def task(module: str, *, contact_id: str | None = CALL, then: dict | None = None, **options: object) -> dict:
    contact = {} if contact_id is None else {"contact_id": contact_id}
    return {f"contactops.amazon_connect.{module}": {**contact, **options}, **(then or {})}


def test_played_twice_each_module_changes_and_then_is_ok(play, requests, standin):
    tasks = [
        task(RECORDING),
        task(RECORDING, state="suspended"),
        task(MONITOR, user_id=SUPERVISOR),
    ]
    twice = [item for item in tasks for _repetition in range(2)]
    results = play(twice)
    assert [result["changed"] for result in results] == [True, False] * 3
    assert [result["contacts"][0]["evidence"] for result in results[:4]] == ["accepted", "tracked"] * 2
    assert [result["monitor"]["evidence"] for result in results[4:]] == ["accepted", "observed"]
    assert requests() == [
        *[*READS, "StartContactRecording", "UpdateContactAttributes"],
        *[*READS, "ResumeContactRecording"],
        *[*READS, "UpdateContactAttributes", "SuspendContactRecording", "UpdateContactAttributes"],
        *[*READS, "SuspendContactRecording"],
        *[*READS, "GetCurrentUserData", "MonitorContact", "UpdateContactAttributes"],
        *[*READS, "GetCurrentUserData", "DescribeContact"],
    ]
    assert truth(standin) == "suspended"
    assert [(monitor.user_id, monitor.contact_id) for monitor in standin.center.monitors] == [(SUPERVISOR, CALL)]
    assert not any("warnings" in result or "deprecations" in result for result in results)


def test_check_and_diff_of_a_whole_playbook(play, requests, standin):
    before = standin.center.snapshot()
    recording, monitor = play([task(RECORDING), task(MONITOR, user_id=SUPERVISOR)], "--check", "--diff")
    assert recording["changed"] and recording["contacts"][0]["evidence"] == "predicted"
    assert recording["diff"] == {"before": {CALL: "unknown"}, "after": {CALL: "started"}}
    assert monitor["changed"] and monitor["monitor"]["evidence"] == "predicted"
    assert requests() == [*READS, *READS, "GetCurrentUserData"]
    assert standin.center.snapshot() == before


def test_a_failure_is_told_and_a_play_can_go_on(play, standin):
    standin.faults.add(denied("UpdateContactAttributes", 2))
    failed, rescued = play(
        [
            {
                "block": [
                    task(RECORDING, contact_id=f"{CALL},{CHAT},{RECORDED_CALL}", state="started", max_workers=1),
                ],
                "rescue": [
                    task(RECORDING, state="suspended", contact_id="{{ ansible_failed_result.contacts[0].contact_id }}")
                ],
            },
        ]
    )
    assert failed["failed"]
    assert failed["msg"].startswith("2 of 3 contacts failed. ")
    assert failed["failed_contacts"] == [CHAT, RECORDED_CALL]
    assert [contact["state"] for contact in failed["contacts"]] == ["started", "unknown", "unknown"]
    assert [warning.split(":")[0] for warning in failed["warnings"]] == [f"contact {CALL}"]
    assert rescued["changed"] and rescued["contacts"][0]["state"] == "suspended"
    assert truth(standin) == "suspended"


def test_a_failed_request_names_its_code(play, standin):
    standin.faults.add(denied("DescribeContact"))
    (result,) = play([task(MONITOR, user_id=SUPERVISOR)])
    assert result["failed"]
    assert result["error"]["code"] == "AccessDeniedException"
    assert result["msg"].endswith("Allow connect:DescribeContact in the IAM policy of these credentials.")


def test_one_task_for_many_contacts_is_remembered_on_each(play, standin):
    (result,) = play([task(RECORDING, contact_id=[CALL, RECORDED_CALL], state="stopped", accept_refusal=True)])
    assert result["changed"]
    assert [contact["evidence"] for contact in result["contacts"]] == ["none", "accepted"]
    assert truth(standin, RECORDED_CALL) == "stopped"
    assert attributes(standin, RECORDED_CALL)["ansible_recording_state"] == "stopped"
    assert not any(attributes(standin).values())


def test_boto3_is_missing_in_the_interpreter(play, requests, tmp_path):
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "boto3.py").write_text("raise ImportError('not here')\n")
    results = play(
        [
            task(RECORDING, then={"ignore_errors": True}),
            task(MONITOR, user_id=SUPERVISOR),
        ],
        PYTHONPATH=os.pathsep.join([str(tmp_path / "without"), os.environ.get("PYTHONPATH", "")]),
    )
    for result in results:
        assert result["failed"]
        assert "Failed to import the required Python library (botocore and boto3)" in result["msg"]
    assert requests() == []


def test_the_calls_of_a_queue_are_recorded_in_one_task_by_its_name(play, requests, standin):
    alias = {"instance_alias": "example-center"}
    found, recorded = play(
        [
            task(INFO, contact_id=None, queues=["Billing"], channels=["VOICE"], then={"register": "calls"}),
            task(RECORDING, contact_id="{{ calls.contacts | map(attribute='contact_id') | list }}"),
        ],
        defaults=alias,
    )
    assert [contact["contact_id"] for contact in found["contacts"]] == [CALL_ON_HOLD]
    assert recorded["changed"]
    assert truth(standin, CALL_ON_HOLD) == "started"
    assert requests() == [
        *["ListInstances", "SearchQueues", "GetCurrentUserData"],
        *["ListInstances", *READS, "StartContactRecording", "UpdateContactAttributes"],
    ]


def test_a_supervisor_listens_to_whatever_call_an_agent_is_on(play, standin):
    found, monitor = play(
        [
            task(INFO, contact_id=None, agents=["agent.ben"], channels=["VOICE"], then={"register": "calls"}),
            task(MONITOR, contact_id="{{ calls.contacts[0].contact_id }}", user_name="supervisor.sue"),
        ],
        defaults={"instance_alias": "example-center"},
    )
    assert [contact["contact_id"] for contact in found["contacts"]] == [TRANSFERRED_CALL]
    assert monitor["changed"]
    assert [(item.user_id, item.contact_id) for item in standin.center.monitors] == [(SUPERVISOR, TRANSFERRED_CALL)]


@pytest.mark.parametrize(
    ("item", "names"),
    [
        (task(INFO, contact_id=None, queues=None), "contact_ids, agents, queues, routing_profiles"),
        (task(INFO, instance_alias=None), "instance_id, instance_alias"),
        (task(RECORDING, instance_id=None), "instance_id, instance_alias"),
        (task(MONITOR, instance_id="i", user_name=None), "user_id, user_name"),
    ],
)
def test_null_is_not_a_value(play, requests, item, names):
    (result,) = play([item], defaults={"instance_id": "i"} if "queues" in str(item) else {})
    assert result["failed"]
    assert f"one of {names} is required, and null is not a value" in result["msg"]
    assert requests() == []


DOCUMENTED = documented_tasks()


def test_the_documented_examples_are_found():
    assert sorted(DOCUMENTED) == ["README 0", "README 1", "README 2", "README 3", *sorted([INFO, MONITOR, RECORDING])]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_what_is_documented_runs_as_it_stands(play, name):
    needs_types = any("recording_type" in str(item) for item in DOCUMENTED[name])
    if needs_types and not HAS_TYPES:
        pytest.skip("the installed botocore does not know ContactRecordingType")
    results = play(DOCUMENTED[name], defaults={})
    assert results and not any(result.get("failed") for result in results)

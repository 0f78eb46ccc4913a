"""The modules in real playbooks: what Ansible returns, and what became of the calls."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import yaml
from helpers.known import (
    CALL,
    CHAT,
    COLLECTION,
    DESCRIBE,
    INFO,
    LIST_PARTS,
    MONITOR,
    RECORDING,
    RESUME,
    START,
    SUPERVISOR,
    SUSPEND,
    UPDATE,
    truth,
)
from standin.faults import denied

ROOT = Path(__file__).parents[2]
USER_DATA, LISTEN = "GetCurrentUserData", "MonitorContact"


def task(module: str, keywords: dict | None = None, **options: object) -> dict:
    """A task about a call. keywords: the task's own, such as register."""
    return {f"{COLLECTION}.{module}": {"contact_id": CALL, **options}, **(keywords or {})}


def test_a_task_changes_once(play, requests, standin):
    tasks = [
        task(RECORDING, state="started"),
        task(RECORDING, state="suspended"),
        task(RECORDING, state="resumed"),
        task(MONITOR, user=SUPERVISOR),
    ]
    results = play([item for item in tasks for _repetition in range(2)])
    assert [result["changed"] for result in results] == [True, False] * 4
    assert [result["contacts"][0]["evidence"] for result in results[:6]] == [
        *["accepted", "remembered"],
        *["accepted", "accepted"],
        *["accepted", "remembered"],
    ]
    assert [result["monitor"]["evidence"] for result in results[6:]] == ["accepted", "observed"]
    assert requests() == [
        *[DESCRIBE, START, UPDATE],
        *[DESCRIBE],
        *[LIST_PARTS, DESCRIBE, UPDATE, SUSPEND, UPDATE],
        *[LIST_PARTS, DESCRIBE, SUSPEND],
        *[LIST_PARTS, DESCRIBE, UPDATE, RESUME, UPDATE],
        *[LIST_PARTS, DESCRIBE],
        *[DESCRIBE, USER_DATA, LISTEN, UPDATE],
        *[DESCRIBE, USER_DATA, DESCRIBE],
    ]
    assert truth(standin) == "started"
    assert [(monitor.user_id, monitor.contact_id) for monitor in standin.center.monitors] == [(SUPERVISOR, CALL)]
    assert not any("warnings" in result or "deprecations" in result for result in results)


def test_a_playbook_in_check_mode_with_a_diff(play, requests, standin):
    before = standin.center.snapshot()
    recording, monitor = play([task(RECORDING, state="started"), task(MONITOR, user=SUPERVISOR)], "--check", "--diff")
    assert (recording["changed"], recording["contacts"][0]["evidence"]) == (True, "predicted")
    assert recording["diff"] == {"before": {CALL: "unknown"}, "after": {CALL: "started"}}
    assert (monitor["changed"], monitor["monitor"]["evidence"]) == (True, "predicted")
    assert requests() == [DESCRIBE, DESCRIBE, USER_DATA]
    assert standin.center.snapshot() == before


def test_a_play_reads_the_errors_and_goes_on(play, standin):
    standin.faults.add(denied(UPDATE, 1))
    failure = "ansible_failed_result"
    block = {
        "block": [task(RECORDING, contact_id=f"{CALL},{CHAT}", state="suspended", whole_call=False)],
        "rescue": [
            {"ansible.builtin.assert": {"that": [f"{failure}.error.code == 'NotNoted'"]}},
            task(RECORDING, state="started", contact_id=f"{{{{ {failure}.failed_contacts | first }}}}"),
        ],
    }
    failed, _asserted, rescued = play([block])
    assert [contact["error"]["code"] for contact in failed["contacts"]] == ["NotNoted", "NoRecording"]
    assert failed["msg"].startswith("2 of 2 contacts failed.")
    assert rescued["changed"]
    assert truth(standin) == "started"


def test_boto3_is_missing_in_the_interpreter(play, requests, tmp_path):
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "boto3.py").write_text("raise ImportError('not here')\n")
    path = os.pathsep.join([str(tmp_path / "without"), os.environ.get("PYTHONPATH", "")])
    (result,) = play([task(MONITOR, user=SUPERVISOR)], PYTHONPATH=path)
    assert result["failed"]
    assert "Failed to import the required Python library (botocore and boto3)" in result["msg"]
    assert requests() == []


def test_null_is_not_a_value(play, requests):
    (result,) = play([task(INFO, contact_id=None)])
    assert result["error"]["code"] == "InvalidOption"
    assert "One of contact_ids, agents, queues, routing_profiles is required, and null is not a value." in result["msg"]
    assert requests() == []


def documented_tasks() -> dict[str, list[dict]]:
    """Every sample in the modules and in the README, by its place."""
    samples = {}
    for path in sorted((ROOT / "plugins" / "modules").glob("*.py")):
        samples[path.stem] = path.read_text().split('EXAMPLES = r"""')[1].split('"""')[0]
    for index, fence in enumerate(re.findall(r"```yaml\n(- .*?)```", (ROOT / "README.md").read_text(), re.DOTALL)):
        samples[f"README {index}"] = fence
    return {name: yaml.safe_load(text) for name, text in samples.items()}


DOCUMENTED = documented_tasks()


def test_the_samples_are_found():
    assert sorted(DOCUMENTED) == ["README 0", "README 1", "README 2", *sorted([INFO, MONITOR, RECORDING])]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_a_sample_runs_as_it_stands(play, name):
    results = play(DOCUMENTED[name], defaults={})
    assert results
    assert not any(result.get("failed") for result in results)

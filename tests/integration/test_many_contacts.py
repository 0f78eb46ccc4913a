"""Many contacts in one task: within the quotas, and in little memory."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter

import pytest
import yaml
from known import AGENT, INSTANCE, READS, RECORDING
from standin.server import Standin, load_scenario

MEGABYTE = 1024  # in the kilobytes that Linux counts memory in


def calls(standin: Standin, number: int, **settings: object) -> list[str]:
    """Load a center with this many calls, each with its agent, and give their IDs."""
    ids = [f"call-{index:04d}" for index in range(number)]
    standin.load({**load_scenario(), **settings, "contacts": [{"id": item, "agent": AGENT} for item in ids]})
    return ids


@pytest.mark.parametrize("run", ["in-process"], indirect=True)
def test_a_batch_over_the_default_quotas_is_paced_until_all_are_done(run, standin):
    ids = calls(standin, 15, quotas=True)
    result = run(RECORDING, contact_ids=ids, max_workers=8)
    assert [contact["evidence"] for contact in result["contacts"]] == ["accepted"] * len(ids)
    assert any(request["status"] == 429 for request in standin.requests)


def test_five_thousand_contacts_in_one_task_take_less_than_150_megabytes(standin, tmp_path, collections_path):
    ids = calls(standin, 5000)
    task = {"contactops.amazon_connect.connect_contact_recording": {"instance_id": INSTANCE, "contact_ids": ids}}
    playbook = tmp_path / "site.yml"
    playbook.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": [task]}]))
    with open(tmp_path / "output", "w") as output:
        playing = subprocess.Popen(
            ["ansible-playbook", "-i", "localhost,", "-c", "local", str(playbook)],
            env={
                **os.environ,
                "ANSIBLE_COLLECTIONS_PATH": collections_path,
                "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            },
            stdout=output,
        )
    _pid, status, usage = os.wait4(playing.pid, 0)
    assert status == 0
    assert usage.ru_maxrss < 150 * MEGABYTE
    printed = json.loads((tmp_path / "output").read_text())
    contacts = printed["plays"][0]["tasks"][0]["hosts"]["localhost"]["contacts"]
    assert [contact["contact_id"] for contact in contacts] == ids
    assert {contact["evidence"] for contact in contacts} == {"accepted"}
    sent = Counter(request["operation"] for request in standin.requests)
    each = {operation: len(ids) for operation in (*READS, "StartContactRecording")}
    assert sent == each | {"UpdateContactAttributes": 2 * len(ids)}

"""Many contacts in one task, and many playbooks at once: within the quotas, in little memory, and no false result."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import random
import sys

import pytest
from helpers.known import AGENT, COLLECTION, DESCRIBE, RECORDING, START, UPDATE, truth
from standin.faults import Fault
from standin.server import Standin, load_scenario

pytestmark = pytest.mark.long

MODULE = f"{COLLECTION}.{RECORDING}"
MEGABYTE = 1024  # Linux counts memory in kilobytes
# A process counts the memory of the one that it was forked from, so a small one starts the playbook.
PEAK_MEMORY = """
import os, sys
_pid, _status, usage = os.wait4(os.spawnvp(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
print("peak:", usage.ru_maxrss)
"""
# Three attempts without long pauses in between, so that some contacts fail.
QUICK = {"retries": {"mode": "standard", "total_max_attempts": 3}}
WRONG = [
    {"status": 500, "code": "InternalServiceException"},
    {"status": 500, "code": "InternalServiceException", "effect": True},
    {"reset": True, "effect": True},
    {"reset": True},
    {"status": 429, "code": "TooManyRequestsException"},
    {"body": "<html></html>", "content_type": "text/html"},
]


def load_calls(standin: Standin, number: int, **settings: object) -> list[str]:
    """Load a center with this many calls, each with its agent, and return their IDs."""
    ids = [f"call-{index:04d}" for index in range(number)]
    standin.load({**load_scenario(), **settings, "contacts": [{"id": item, "agent": AGENT} for item in ids]})
    return ids


def assert_true(standin: Standin, result: dict, ids: list[str]) -> None:
    """Every contact has a result, in order, and nothing but an error hides what is so."""
    assert [contact["contact_id"] for contact in result["contacts"]] == ids
    for contact in result["contacts"]:
        true = truth(standin, contact["contact_id"])
        assert true in contact["may_be"]
        assert "error" in contact or contact["state"] == true == "started"


def test_a_batch_over_the_default_quotas_is_paced_until_all_are_done(run_in_process, standin):
    ids = load_calls(standin, 15, quotas=True)
    result = run_in_process(RECORDING, contact_ids=ids, state="started")
    assert [contact["evidence"] for contact in result["contacts"]] == ["accepted"] * len(ids)
    assert any(request["status"] == 429 for request in standin.requests)


def test_five_thousand_contacts_and_random_faults_in_less_than_150_megabytes(standin, launch):
    ids = load_calls(standin, 5000)
    chance = random.Random(4711)
    for _fault in range(300):
        operation, times = chance.choice([DESCRIBE, UPDATE, START]), chance.choice([1, 1, 5])
        standin.faults.add(Fault(operation, times=times, skip=chance.randrange(20), **chance.choice(WRONG)))
    task = {MODULE: {"contact_ids": ids, "state": "started", "max_workers": 16, "aws_config": QUICK}}
    playing = launch([task], through=(sys.executable, "-c", PEAK_MEMORY))
    output, _errors = playing.communicate()
    assert playing.returncode == 0
    output, peak = output.decode().rsplit("peak: ")
    assert int(peak) < 150 * MEGABYTE
    result = json.loads(output)["plays"][0]["tasks"][0]["hosts"]["localhost"]
    assert_true(standin, result, ids)
    failed = [contact["contact_id"] for contact in result["contacts"] if "error" in contact]
    assert result["failed_contacts"] == failed
    assert 0 < len(failed) < 1000


def test_twenty_playbooks_at_once_share_the_quotas(standin, launch):
    ids = load_calls(standin, 40, quotas=True)
    shares = [ids[index::20] for index in range(20)]
    all_playing = [launch([{MODULE: {"contact_ids": share, "state": "started"}}]) for share in shares]
    for playing, share in zip(all_playing, shares, strict=True):
        output, errors = playing.communicate()
        assert output, errors
        assert_true(standin, json.loads(output)["plays"][0]["tasks"][0]["hosts"]["localhost"], share)
    accepted = [request for request in standin.requests if request["operation"] == START and request["status"] == 200]
    started = [request["parameters"]["ContactId"] for request in accepted]
    assert sorted(started) == sorted(item for item in ids if truth(standin, item) == "started")

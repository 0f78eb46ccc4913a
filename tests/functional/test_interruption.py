"""A batch that is interrupted, or played twice at once: what it leaves is never false, and a second run completes it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest
from known import AGENT, COLLECTION, RECORDING, attributes, truth
from standin.faults import ANY, Fault, Faults
from standin.server import load_scenario

pytestmark = pytest.mark.long

MODULE = f"{COLLECTION}.{RECORDING}"
IDS = [f"call-{number:02d}" for number in range(40)]
# What may be remembered, by what is so, for a wish that was interrupted anywhere.
REMEMBERED = {
    "started": {"none": {"unknown", "starting"}, "started": {"starting", "started"}},
    "suspended": {"started": {"started", "changing"}, "suspended": {"changing", "suspended"}},
    "stopped": {"started": {"started", "stopping"}, "stopped": {"stopping", "stopped"}},
}


def batch(state: str, **keywords: object) -> list[dict]:
    return [{MODULE: {"contact_ids": IDS, "state": state, "max_workers": 4}, **keywords}]


@pytest.fixture
def forty_calls(standin):
    """Calls of which nothing is remembered, or, for what can only follow a start, which are recorded and remembered so."""

    def load(state: str) -> None:
        pair = {"ansible_recording_state": "started"}
        began = {} if state == "started" else {"recordings": {"AGENT": "started"}}
        calls = [
            {
                "id": item,
                "agent": AGENT,
                **began,
                "attributes": {**pair, "ansible_recording_state_contact": item} if began else {},
            }
            for item in IDS
        ]
        standin.load({**load_scenario(), "contacts": calls})
        standin.faults.add(Fault(ANY, times=10_000, delay=0.03))

    return load


def interrupt(playing: subprocess.Popen, how: signal.Signals) -> None:
    """As a terminal does it (to all processes of the job), or as an operator does it (to ansible-playbook)."""
    if how == signal.SIGINT:
        os.killpg(playing.pid, how)
    else:
        playing.send_signal(how)


def wait_until_quiet(standin) -> None:
    """Until nothing has reached the stand-in for a while: a worker may outlive the playbook for the requests under way."""
    seen = -1
    while seen != len(standin.requests):
        seen = len(standin.requests)
        time.sleep(0.7)


def what_is_left(standin) -> list[tuple[str, str]]:
    return [(truth(standin, item), attributes(standin, item).get("ansible_recording_state", "unknown")) for item in IDS]


def assert_a_second_run_completes_it(standin, play, state: str) -> None:
    left = what_is_left(standin)
    assert all(remembered in REMEMBERED[state][held] for held, remembered in left), left
    assert any(held == state for held, _remembered in left) and any(held != state for held, _remembered in left), left
    standin.faults = Faults([])
    (result,) = play(batch(state))
    assert not result.get("failed"), result["msg"]
    assert what_is_left(standin) == [(state, state)] * len(IDS)


@pytest.mark.parametrize("state", REMEMBERED)
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_batch_is_completed_by_the_next(standin, play, launch, forty_calls, state, how):
    forty_calls(state)
    playing = launch(batch(state))
    while len(standin.requests) < 60:
        assert playing.poll() is None
        time.sleep(0.01)
    interrupt(playing, how)
    output, _errors = playing.communicate(timeout=60)
    assert playing.returncode != 0
    assert b'"evidence"' not in output  # nothing half-told
    wait_until_quiet(standin)
    assert_a_second_run_completes_it(standin, play, state)


@pytest.mark.parametrize("state", REMEMBERED)
def test_a_batch_that_ran_out_of_time_is_completed_by_the_next(standin, play, forty_calls, state):
    forty_calls(state)
    (result,) = play(batch(state, timeout=1))
    assert result["failed"] and "contacts" not in result
    assert_a_second_run_completes_it(standin, play, state)


@pytest.mark.parametrize("state", REMEMBERED)
def test_two_playbooks_at_once_say_nothing_false(standin, launch, forty_calls, state):
    forty_calls(state)
    both = [launch(batch(state)) for _playbook in range(2)]
    for playing in both:
        output, errors = playing.communicate(timeout=120)
        assert b"Traceback" not in output + errors
        contacts = json.loads(output)["plays"][0]["tasks"][0]["hosts"]["localhost"]["contacts"]
        assert [contact["contact_id"] for contact in contacts] == IDS
        assert all(contact["state"] == state or "error" in contact for contact in contacts)
    assert {truth(standin, item) for item in IDS} == {state}

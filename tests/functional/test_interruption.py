"""A batch that is interrupted, or played twice at once: its notes are never false, and a second run completes it."""

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
from helpers.known import AGENT, COLLECTION, RECORDING, noted, truth
from standin.faults import ANY, Fault, Faults
from standin.server import Standin, load_scenario

pytestmark = pytest.mark.long

MODULE = f"{COLLECTION}.{RECORDING}"
IDS = [f"call-{number:02d}" for number in range(40)]
# The subject of each task's notes, what is so before, and what its note may say then.
TASKS = {
    "started": ("call", "none", {"", "none,started,suspended"}),
    "suspended": ("any", "started", {"started", "started,suspended"}),
    "stopped": ("call", "started", {"started", "started,stopped"}),
}
with_each_state = pytest.mark.parametrize("state", TASKS)


def batch(state: str, **keywords: object) -> list[dict]:
    return [{MODULE: {"contact_ids": IDS, "state": state, "whole_call": False, "max_workers": 4}, **keywords}]


@pytest.fixture
def forty_calls(standin):
    """Forty calls with slow answers: without notes or, for what can only follow a start, recorded and noted as such."""

    def load(state: str) -> None:
        subject, before, _notes = TASKS[state]
        calls: list[dict] = [{"id": item, "agent": AGENT, "recordings": {"AGENT": before}} for item in IDS]
        for call in calls if before == "started" else ():
            call["attributes"] = {f"ansible_recording_{call['id']}_{subject}": "started 2026-03-04T17:29:09Z"}
        standin.load({**load_scenario(), "contacts": calls})
        standin.faults.add(Fault(ANY, times=10_000, delay=0.06))

    return load


def interrupt(playing: subprocess.Popen, how: signal.Signals) -> None:
    """As a terminal does it (to all processes of the job), or as an operator does it (to ansible-playbook)."""
    if how == signal.SIGINT:
        os.killpg(playing.pid, how)
    else:
        playing.send_signal(how)


def wait_until_quiet(standin: Standin) -> None:
    """Wait until no requests come: a worker may outlive the playbook for the requests under way."""
    seen = -1
    while seen != len(standin.requests):
        seen = len(standin.requests)
        time.sleep(0.7)


def what_is_left(standin: Standin, state: str) -> list[tuple[str, str]]:
    """Each call's true state, and its note."""
    subject, *_others = TASKS[state]
    return [(truth(standin, item), noted(standin, item).get(subject, "")) for item in IDS]


def assert_a_second_run_completes_it(standin: Standin, play, state: str) -> None:
    _subject, before, notes = TASKS[state]
    left = what_is_left(standin, state)
    while_sent = max(notes, key=len)
    assert {held for held, _note in left} == {before, state}, left
    assert all(note in (notes if held == before else {while_sent, state}) for held, note in left), left
    standin.faults = Faults([])
    (result,) = play(batch(state))
    assert not result.get("failed"), result["msg"]
    # A start that was refused, because the killed batch had sent it, may have been followed by a pause.
    assert all(held == state and state in note.split(",") for held, note in what_is_left(standin, state))


@with_each_state
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
    assert b'"evidence"' not in output  # no partial result
    wait_until_quiet(standin)
    assert_a_second_run_completes_it(standin, play, state)


@with_each_state
def test_a_batch_that_ran_out_of_time_is_completed_by_the_next(standin, play, forty_calls, state):
    forty_calls(state)
    (result,) = play(batch(state, timeout=2))
    assert result["failed"]
    assert "contacts" not in result
    wait_until_quiet(standin)
    assert_a_second_run_completes_it(standin, play, state)


@with_each_state
def test_two_playbooks_at_once_return_nothing_false(standin, launch, forty_calls, state):
    forty_calls(state)
    both = [launch(batch(state)) for _playbook in range(2)]
    for playing in both:
        output, errors = playing.communicate(timeout=120)
        assert b"Traceback" not in output + errors
        contacts = json.loads(output)["plays"][0]["tasks"][0]["hosts"]["localhost"]["contacts"]
        assert [contact["contact_id"] for contact in contacts] == IDS
        assert all(state in contact["may_be"] or "error" in contact for contact in contacts)
    assert {truth(standin, item) for item in IDS} == {state}

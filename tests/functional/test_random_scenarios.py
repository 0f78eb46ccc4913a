"""Random scenarios: tasks return and note nothing false, even if requests fail or other people act."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from typing import ClassVar

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.notes import (
    pause_is_on,
    read_recording,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import Request
from helpers.known import (
    CALL,
    CALL_ON_HOLD,
    CONFERENCE,
    DESCRIBE,
    LIST_PARTS,
    QUEUED_CALL,
    RECORDED_CALL,
    SCREEN_CALL,
    STOP,
    TRANSFERRED_CALL,
    UPDATE,
)
from helpers.scenarios import CHANGES, OPERATIONS, TROUBLES, Agent, Joins, OtherProgram, Run, Stage, Trouble
from helpers.work import client_without_pauses, false_notes, false_statements, is_proven, is_true
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.long

CALLS = (CALL, RECORDED_CALL, QUEUED_CALL, TRANSFERRED_CALL, CALL_ON_HOLD, SCREEN_CALL, CONFERENCE)
# How Connect may answer a repeated request.
REFUSES_ALL = {"repeat": "refuse"}
REPEATS: tuple[dict[str, str], ...] = ({}, REFUSES_ALL, {"repeat_start": "accept", "repeat_stop": "accept"})
# The errors of a task that fails although no request goes wrong. Each says what to do.
WAYS_OUT = {
    "AgentNotConnected",
    "CallEnded",
    "CallPaused",
    "ContactEnded",
    "RecordingMayBeStopped",
    "RecordingStopped",
    "RequestOutdated",
    "RequestRefused",
}
# make fuzz plays this many scenarios of each kind, others every time.
MANY = os.environ.get("FUZZ_SCENARIOS")

calls = st.sampled_from(CALLS)
types = st.sampled_from([None, None, None, "AGENT", "IVR", "SCREEN"])
runs = st.builds(
    Run,
    contacts=st.lists(calls, min_size=1, max_size=2, unique=True).map(tuple),
    state=st.sampled_from(tuple(OPERATIONS)),
    recording_type=types,
    whole_call=st.sampled_from([None, None, True, False]),
    allow_unknown=st.booleans(),
    check=st.sampled_from([False, False, False, True]),
    workers=st.integers(1, 2),
    requested_at=st.sampled_from([None, None, None, 1, 2, 3]),
)


def troubles(*operations: str) -> st.SearchStrategy:
    return st.builds(
        Trouble,
        operation=st.sampled_from(operations),
        kind=st.sampled_from(tuple(TROUBLES)),
        times=st.sampled_from([1, 1, 2, 3]),
        skip=st.sampled_from([0, 0, 0, 1]),
    )


any_trouble = troubles(*CHANGES, UPDATE, DESCRIBE, LIST_PARTS)
joins = st.builds(Joins, st.sampled_from([0, 60]), st.booleans())
moves = st.builds(Agent, st.sampled_from(["transfer", "conference"]), calls)
agents = st.builds(Agent, st.sampled_from(["agent_pauses", "agent_resumes"]), calls)
programs = st.builds(OtherProgram, st.sampled_from(CHANGES), calls, types)
# A task, after trouble with its requests; and a task that is run twice, also with somebody else in between.
troubled = runs.flatmap(lambda run: st.tuples(troubles(OPERATIONS[run.state].name, UPDATE), st.just(run)))
repeated = runs.map(lambda run: (run, run))
pauses = st.builds(replace, runs, state=st.sampled_from(["suspended", "stopped"]), check=st.just(False))
interrupted = st.tuples(pauses, agents | programs).map(
    lambda pair: (pair[0], replace(pair[1], contact=pair[0].contacts[0]), pair[0])
)
alone = st.lists(st.one_of(runs, repeated, troubled, troubled, any_trouble, joins, moves), min_size=3, max_size=8)
in_company = st.lists(
    st.one_of(runs, troubled, interrupted, interrupted, any_trouble, joins, moves, agents, programs),
    min_size=3,
    max_size=8,
)
unhurried = settings(
    max_examples=int(MANY or 120), derandomize=not MANY, deadline=None, suppress_health_check=list(HealthCheck)
)

LOST_STOP = [
    Run((RECORDED_CALL,), "started"),
    Trouble(STOP, "500, carried out", 3),
    *[Run((RECORDED_CALL,), state) for state in ("stopped", "started", "resumed")],
]
# The call is never recorded, so it must never be called stopped.
SCREEN_ONLY = [Run((SCREEN_CALL,), "suspended"), Trouble(STOP, "reset"), *[Run((SCREEN_CALL,), "stopped")] * 2]
FORGOTTEN_PAUSE = [Run((CALL,), "started"), Trouble(UPDATE, "denied", skip=1), *[Run((CALL,), "suspended")] * 2]
# The screen is paused, and the call has not begun to be recorded.
PAUSED_SCREEN = [Run((SCREEN_CALL,), "suspended"), Run((SCREEN_CALL,), "started")]
# Only the automated part is paused, and the agent's begins later.
BEFORE_THE_AGENT = [
    Run((QUEUED_CALL,), "started", "IVR"),
    Run((QUEUED_CALL,), "started"),
    Run((QUEUED_CALL,), "suspended"),
    Joins(seconds_ago=60),
    Run((QUEUED_CALL,), "suspended"),
]
AGENTS_PAUSE = [Agent("agent_pauses", RECORDED_CALL), Run((RECORDED_CALL,), "resumed")]
WHISPER = [Run((QUEUED_CALL,), "started"), Joins(whisper=True), *[Run((QUEUED_CALL,), "suspended")] * 2]


class Alone(Stage):
    """Nobody but the tasks changes a recording, although agents join, transfer and confer."""

    def look_at(self, run: Run, result: dict, before: dict, after: dict) -> None:
        story = run, result, before, after
        assert false_statements(run.request, result, before["recordings"], after["recordings"]) == [], story
        assert result.get("error", {}).get("code") != "RecordingChanged", story
        if run.state == "started" and pause_is_on(before["attributes"]):
            assert before["recordings"] == after["recordings"], story
        if is_proven(result):
            self.counts["ok"] += 1
            is_of_agent = run.state == "suspended" and run.recording_type != "IVR"
            assert not is_of_agent or self.center.contacts[result["contact_id"]].connected_at, story

    def look_after(self, run: Run, results: list[dict]) -> None:
        for contact_id, contact in self.center.snapshot()["contacts"].items():
            assert false_notes(contact["recordings"], contact["attributes"], contact_id) == [], (run, contact)
        if not run.check and any("error" in result for result in results):
            self.forget_troubles()
            again = [result["error"]["code"] for result in self.results_of(run) if "error" in result]
            assert set(again) <= WAYS_OUT, (run, again)


class InCompany(Stage):
    """Agents and other programs change recordings too."""

    def look_at(self, run: Run, result: dict, before: dict, after: dict) -> None:
        request, recordings, story = run.request, after["recordings"], (run, result, before, after)
        if (
            run.state == "resumed"
            and not run.allow_unknown
            and not read_recording(before["attributes"], result["contact_id"])
        ):
            assert recordings == before["recordings"], story
        if not is_proven(result):
            return
        if result["evidence"] == "accepted":
            self.counts["accepted"] += 1
            assert is_true(recordings, request.subject, request.operation.fulfilled_by), story
        if run.state in ("suspended", "stopped"):
            self.counts["paused" if result["changed"] else "paused already"] += 1
            assert not any(recordings[kind] in ("armed", "started") for kind in _kinds(request)), story


def _kinds(request: Request) -> list[str]:
    """The recordings that a pause or a stop is about."""
    if request.recording_type:
        return [request.recording_type]
    return ["AGENT", "IVR", "SCREEN"] if request.state == "suspended" else ["AGENT", "IVR"]


class Player:
    """Plays scenarios of a kind, and counts what they did."""

    counts: ClassVar[dict[type, Counter[str]]] = {Alone: Counter(), InCompany: Counter()}

    def __init__(self, standin, client) -> None:
        self._standin = standin
        self._client = client

    def __call__(self, kind: type, steps: list, repeats: dict) -> None:
        stage = kind(self._standin, self._client, repeats)
        stage.play(steps)
        self.counts[kind] += stage.counts


@pytest.fixture
def player(standin, monkeypatch):
    return Player(standin, client_without_pauses(monkeypatch, max_pool_connections=2))


@unhurried
@example(steps=LOST_STOP, repeats=REFUSES_ALL)
@example(steps=SCREEN_ONLY, repeats=REFUSES_ALL)
@example(steps=FORGOTTEN_PAUSE, repeats=REFUSES_ALL)
@example(steps=PAUSED_SCREEN, repeats=REFUSES_ALL)
@example(steps=BEFORE_THE_AGENT, repeats=REFUSES_ALL)
@example(steps=WHISPER, repeats=REFUSES_ALL)
@given(steps=alone, repeats=st.sampled_from(REPEATS))
def test_alone_nothing_false_is_returned_or_noted(player, steps, repeats):
    player(Alone, steps, repeats)


@unhurried
@example(steps=AGENTS_PAUSE, repeats=REFUSES_ALL)
@example(steps=BEFORE_THE_AGENT, repeats=REFUSES_ALL)
@given(steps=in_company, repeats=st.sampled_from(REPEATS))
def test_in_company_the_promises_hold(player, steps, repeats):
    player(InCompany, steps, repeats)


def test_that_was_enough_to_mean_something():
    print(Player.counts)
    assert Player.counts[Alone]["Run"] >= 200
    assert Player.counts[Alone]["ok"] >= 100
    assert Player.counts[InCompany]["accepted"] >= 50
    assert Player.counts[InCompany]["paused"] >= 5
    assert Player.counts[InCompany]["paused already"] >= 5

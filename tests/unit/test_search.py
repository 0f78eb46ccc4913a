"""Search every world that tasks can lead to, with every fate of their requests: nothing false is reported or noted."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import random
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.options import Wanted
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import (
    ANY,
    OPERATIONS,
    SUBJECTS,
    Request,
    possible,
)
from helpers.worlds import TYPES, World, center_with, every_run, run

# Coverage would take most of the time, and other tests reach the same code.
pytestmark = [pytest.mark.long, pytest.mark.no_cover]
# How many worlds are visited for each way that Connect may behave; `make fuzz` visits all of them.
SAMPLE = None if os.environ.get("SEARCH_EVERYTHING") else 40
REPEATS = {
    "expected": {},
    "all refused": {"repeat": "refuse"},
    "all accepted": {"repeat_start": "accept", "repeat_stop": "accept"},
}
KINDS = {"call": "AGENT", "ivr": "IVR", "screen": "SCREEN"}
# The ways out that an error may name when a task fails although nothing goes wrong.
EXPLAINED = {"AgentNotConnected", "CallPaused", "RecordingMayBeStopped", "RecordingStopped", "RequestRefused"}


def tasks(kinds: Iterable[str], is_batch: bool) -> list[Wanted]:
    """The tasks about these recordings, with a type and without."""
    types = [None, *kinds]
    requests = [
        Request(state, kind) for state in OPERATIONS for kind in types if (state, kind) != ("started", "SCREEN")
    ]
    wanted = [Wanted(request, whole_call=True, notes_start_first=is_batch) for request in requests]
    ends_any_pause = [replace(task, allow_unknown=True) for task in wanted if task.request.state == "resumed"]
    return wanted + ends_any_pause


def first_worlds(kinds: Iterable[str]) -> list[World]:
    """What a flow, and an agent before the first task, may have left."""
    with_agent, armed = ("none", "started", "suspended"), ("none", "armed")
    states = {kind: with_agent if kind in kinds else ("none",) for kind in TYPES}
    worlds = [World(recordings) for recordings in product(*states.values())]
    early = {kind: states[kind] if kind == "IVR" else armed if kind in kinds else ("none",) for kind in TYPES}
    return worlds + [
        World(recordings, agent) for recordings in product(*early.values()) for agent in ("none", "whisper")
    ]


def true_states(world: World, subject: str) -> set[str]:
    """The states that are so, of those that a note may name. An armed recording counts as started."""
    states = ["started" if state == "armed" else state for state in world.recordings]
    if subject == ANY:
        return set(states) - {"none"} or {"none"}
    return {states[TYPES.index(KINDS[subject])]}


def is_true(world: World, subject: str, states: Iterable[str]) -> bool:
    """Whether these states cover what is so. That the call was stopped may be true of its automated part alone."""
    true = true_states(world, subject)
    if subject == "call" and true == {"none"} and "stopped" in states:
        return world.of("IVR") == "stopped" or "none" in states
    return true <= set(states)


class Search:
    """A walk through the worlds, and what it found."""

    def __init__(self, kinds: tuple[str, ...], attempts: int, is_batch: bool, settings: dict) -> None:
        self.center = center_with(**settings)
        self.tasks = tasks(kinds, is_batch)
        self.attempts = attempts
        self.counts: Counter[str] = Counter()
        self.false: list[tuple] = []
        self.kinds = kinds

    def walk(self, sample: int | None) -> None:
        """Visit every world, or a sample of them of this size, and play every task there."""
        chance = random.Random(1)
        waiting = deque(first_worlds(self.kinds))
        seen = set(waiting)
        while waiting and (sample is None or self.counts["worlds"] < sample):
            if sample is not None:
                waiting.rotate(chance.randrange(len(waiting)))
            world = waiting.popleft()
            self.counts["worlds"] += 1
            found = {later for task in self.tasks for later in self._play(world, task)} | set(_people(world))
            waiting.extend(sorted(found - seen))  # so that the sample is always the same
            seen |= found

    def _play(self, world: World, task: Wanted) -> set[World]:
        later = set()
        for after, result in every_run(self.center, world, task, self.attempts):
            self.counts["runs"] += 1
            later.add(after)
            for wrong in _what_is_wrong(world, task, after, result):
                self.false.append((wrong, world, task.request, after, result))
        _after, result = run(self.center, world, task, None, 1)
        if "error" in result and result["error"]["code"] not in EXPLAINED:
            self.false.append(("no way out", world, task.request, world, result))
        return later


def _people(world: World) -> list[World]:
    """What happens by itself: an agent accepts, and the whisper ends."""
    if world.agent == "none":
        return [world._replace(agent="whisper"), world._replace(agent="just joined"), world.with_agent()]
    return [] if world.agent == "settled" else [world.with_agent()]


def _what_is_wrong(world: World, task: Wanted, after: World, result: dict) -> list[str]:
    wrong = [
        f"false note about {subject}"
        for subject in SUBJECTS
        if subject in after.notes and not is_true(after, subject, possible(after.notes, subject))
    ]
    if not is_true(after, task.request.subject, result["may_be"]):
        wrong.append("false may_be")
    is_ok = "error" not in result and result["evidence"] != "none"
    if is_ok and not is_true(after, task.request.subject, task.request.operation.fulfilled_by):
        wrong.append("false ok")
    if is_ok and task.request.state == "suspended" and task.request.recording_type != "IVR" and world.agent == "none":
        wrong.append("paused without an agent")
    before = world if world.agent == after.agent else world.with_agent()
    moves = list(zip(before.recordings, after.recordings, strict=True))
    has_changed = before.recordings != after.recordings
    if not result["changed"] and has_changed:
        wrong.append("unreported change")
    if task.request.state == "started" and (("suspended", "started") in moves or (world.pause_is_on and has_changed)):
        wrong.append("a start that ended a pause")
    if task.request.state == "resumed" and ("none", "started") in moves:
        wrong.append("a resume that started")
    if result.get("error", {}).get("code") in ("RecordingChanged", "Defect"):
        wrong.append(f"{result['error']['code']} without anybody else")
    return wrong


def search(kinds: tuple[str, ...], attempts: int = 2, is_batch: bool = False, **settings: object) -> Search:
    found = Search(kinds, attempts, is_batch, settings)
    found.walk(SAMPLE)
    print(f"{kinds}: {found.counts['runs']} runs in {found.counts['worlds']} worlds, {len(found.false)} false")
    return found


@pytest.mark.parametrize("is_batch", [False, True])
@pytest.mark.parametrize("repeats", REPEATS)
@pytest.mark.parametrize("kind", TYPES)
def test_one_recording_with_up_to_three_attempts(kind, repeats, is_batch):
    assert search((kind,), attempts=3, is_batch=is_batch, **REPEATS[repeats]).false == []


@pytest.mark.parametrize("repeats", REPEATS)
@pytest.mark.parametrize("kinds", list(combinations(TYPES, 2)))
def test_two_recordings(kinds, repeats):
    assert search(kinds, **REPEATS[repeats]).false == []


def test_a_stop_that_reaches_the_screen_makes_only_statements_about_the_call_false():
    """AWS says that it does not. If it does, an accepted stop may have stopped nothing but the screen's recording."""
    found = search(("AGENT", "SCREEN"), stop_reaches_screen=True)
    wrong = Counter(wrong for wrong, *_rest in found.false)
    print(f"If a stop reaches the screen: {dict(wrong)}")
    assert set(wrong) == {"false note about call", "false may_be", "false ok"}
    reported = {request.subject for wrong, _world, request, *_rest in found.false if wrong != "false note about call"}
    assert reported == {"call"}

"""Every way in which runs can go wrong, one after the other: nothing false is said, and a later run finds its way out."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Answer
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording import (
    RESUME,
    START,
    STOP,
    SUSPEND,
    ContactRecording,
    Wish,
)

CALL, NAME = "call", "ansible_recording_state"
WISHES = ("started", "suspended", "stopped")
ONLY_START, ONLY_RESUME = Wish("started", only="start"), Wish("started", only="resume")

# What becomes of a request to change the recording: the attempts that are lost, with or without effect, and how it ends.
LOST = [lost for number in range(3) for lost in product(("effect", "no effect"), repeat=number)]
FATES = [(lost, end) for lost in LOST for end in ("answered", "denied")] + [
    (lost, "no answer") for lost in product(("effect", "no effect"), repeat=3)
]
# What becomes of a request to write attributes: the last two raise.
WRITES = ("written", "written, but the answer is lost", "not written")


@dataclass(frozen=True)
class World:
    """What is so: the recording, the remembered pair, and whether an agent has joined."""

    truth: str
    memory: tuple[tuple[str, str], ...] = ()
    has_agent: bool = True

    @property
    def remembered(self) -> str:
        return dict(self.memory).get(NAME) or "unknown"


class Undecided(BaseException):
    """A request was made whose fate is not given yet. fates: those that it can have. Not an error, which a run would keep."""

    def __init__(self, fates: list) -> None:
        super().__init__()
        self.fates = fates


class FatefulConnect:
    """Connect, as far as one contact's recording needs it, with the fate of each request given beforehand."""

    def __init__(self, world: World, repeat: str, fates: list | None) -> None:
        """fates: those of the requests, in order; None where all goes well."""
        self.world = world
        self._repeat = repeat
        self._goes_well = fates is None
        self._fates = iter(fates or ())

    def _fate(self, possible: list):
        """The first that is possible is that all goes well."""
        if self._goes_well:
            return possible[0]
        try:
            return next(self._fates)
        except StopIteration:
            raise Undecided(possible) from None

    def describe_contact(self, contact_id: str) -> dict:
        agent = {"AgentInfo": {"ConnectedToAgentTimestamp": 0}} if self.world.has_agent else {}
        return {"Id": contact_id, "Channel": "VOICE", **agent}

    def attributes_of(self, _described: dict, _initial_contact_id: str) -> dict[str, str]:
        return dict(self.world.memory)

    def update_attributes(self, _initial_contact_id: str, attributes: dict[str, str]) -> None:
        fate = self._fate(list(WRITES))
        if fate != "not written":
            memory = {name: value for name, value in {**dict(self.world.memory), **attributes}.items() if value}
            self.world = replace(self.world, memory=tuple(sorted(memory.items())))
        if fate != "written":
            raise UserError("the attributes could not be written")

    def change_recording(self, operation: str, _contact_id: str, _initial: str, **_options: object) -> Answer:
        lost, end = self._fate(FATES)
        for effect in lost:
            if effect == "effect":
                self._carry_out(operation)
        if end == "answered":
            if self._carry_out(operation):
                return Answer(accepted=True, lost=bool(lost))
            return Answer(refused=True, lost=bool(lost), error=UserError("refused"))
        return Answer(lost=bool(lost), error=UserError(end))

    def _carry_out(self, operation: str) -> bool:
        allowed, target = {
            START: (("none",), "started" if self.world.has_agent else "armed"),
            RESUME: (("suspended",), "started"),
            SUSPEND: (("started",), "suspended"),
            STOP: (("armed", "started", "suspended"), "stopped"),
        }[operation]
        if self.world.truth in allowed:
            self.world = replace(self.world, truth=target)
            return True
        return self.world.truth == target and self._repeat == "accept"


def run(world: World, wish: Wish, repeat: str, fates: list | None, many: bool) -> tuple[World, dict]:
    connect = FatefulConnect(world, repeat, fates)
    result = ContactRecording(connect, wish, CALL, None, is_one_of_many=many).ensure(check_mode=False)
    return connect.world, result


def every_run(world: World, wish: Wish, repeat: str, many: bool) -> Iterator[tuple[World, dict]]:
    """All that a run can come to, by all fates of its requests."""
    undecided: list[list] = [[]]
    while undecided:
        fates = undecided.pop()
        try:
            yield run(world, wish, repeat, fates, many)
        except Undecided as branch:
            undecided.extend([*fates, fate] for fate in branch.fates)


def what_can_be(repeat: str, many: bool) -> set[World]:
    """Every world that runs, and the agent who joins, can lead to. No run on the way says anything that is not so."""
    found = {World("none"), World("started"), World("none", has_agent=False)}
    unexplored = list(found)
    while unexplored:
        world = unexplored.pop()
        later = {replace(world, truth="started" if world.truth == "armed" else world.truth, has_agent=True)}
        for wish in (*map(Wish, WISHES), ONLY_START, ONLY_RESUME):
            for after, result in every_run(world, wish, repeat, many):
                assert "defect" not in result.get("error", ""), result
                assert is_true(result, wish, world, after), (world, after, result)
                assert wish != ONLY_START or (world.truth, after.truth) != ("suspended", "started")
                assert wish != ONLY_RESUME or world.truth != "none" or after.truth == "none"
                later.add(after)
        unexplored.extend(later - found)
        found |= later
    return found


def is_true(result: dict, wish: Wish, before: World, after: World) -> bool:
    if "error" in result or result["state"] == "unknown":
        was_left = wish == ONLY_START and before.remembered in ("suspended", "changing") and before == after
        said = ("error" in result or was_left) and result["state"] == "unknown"
    else:
        fits = {"started": ("started", "armed"), "suspended": ("suspended",), "stopped": ("stopped",)}
        said = result["state"] == wish.state and after.truth in fits[wish.state]
    return said and (result["changed"] or before.truth == after.truth)


# What the error says where a run without any fault does not fulfil a wish, by what is so and what is remembered.
UNKNOWN = "nothing is remembered of this recording"
SETTLE_START, SETTLE_STOP = "run it with state=started to settle that", "run it with state=stopped to settle that"
UNCERTAIN_STOP = "so it may be stopped, or never have been started"
FOR_GOOD = "in Amazon Connect a stopped recording cannot be"
UNFULFILLED = {
    # There is nothing to pause or to stop.
    ("none", "unknown"): {"suspended": UNKNOWN, "stopped": UNKNOWN},
    ("none", "starting"): {"suspended": SETTLE_START, "stopped": SETTLE_START},
    ("none", "ending"): {"suspended": UNCERTAIN_STOP, "stopped": UNCERTAIN_STOP},
    # It is in the wanted state, but that cannot be told: its flow may have done it, or the memory was lost.
    ("started", "unknown"): {"started": UNKNOWN},
    ("suspended", "unknown"): {"suspended": UNKNOWN},
    ("suspended", "starting"): {"suspended": SETTLE_START},
    # A stop is under way, and only another stop is sure to be right.
    ("started", "stopping"): {"started": SETTLE_STOP},
    ("suspended", "stopping"): {"started": SETTLE_STOP, "suspended": SETTLE_STOP},
    ("stopped", "stopping"): {"started": SETTLE_STOP, "suspended": SETTLE_STOP},
    ("started", "ending"): {"started": UNCERTAIN_STOP},
    ("suspended", "ending"): {"started": UNCERTAIN_STOP, "suspended": UNCERTAIN_STOP},
    ("stopped", "ending"): dict.fromkeys(WISHES, UNCERTAIN_STOP),
    ("stopped", "stopped"): {"started": FOR_GOOD, "suspended": FOR_GOOD},
}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("repeat", ["refuse", "accept"])
def test_nothing_false_is_said_and_a_later_run_finds_its_way_out(repeat, many):
    unfulfilled: dict[tuple[str, str], dict[str, str]] = {}
    for world in what_can_be(repeat, many):
        for state in WISHES:
            _after, result = run(world, Wish(state), repeat, None, many)
            if "error" in result and world.has_agent:
                unfulfilled.setdefault((world.truth, world.remembered), {})[state] = result["error"]
            elif "error" in result:
                assert any(why in result["error"] for whys in UNFULFILLED.values() for why in whys.values()) or (
                    "No agent has joined yet" in result["error"]
                )
    for key, errors in unfulfilled.items():
        expected = UNFULFILLED[key]
        assert set(errors) == set(expected) if repeat == "refuse" else set(errors) <= set(expected), key
        assert all(expected[state] in error for state, error in errors.items()), errors
    assert repeat == "accept" or set(unfulfilled) == set(UNFULFILLED)

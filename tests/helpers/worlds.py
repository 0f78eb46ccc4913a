"""Worlds that a task can find: a contact of the stand-in, its notes, and every fate of the requests of a task."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.answers import Answer
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Description
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.contact import (
    ContactRecording,
    Result,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.notes import (
    pause_is_on,
    read_recording,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.options import Wanted
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import Notes
from botocore import xform_name
from standin.center import ContactCenter, ServiceError

TYPES = ("AGENT", "IVR", "SCREEN")
CONTACT, AGENT = "4ffe4b31", "ada"
LONG_AGO = datetime.now(UTC) - timedelta(hours=1)
NOTED_AT = LONG_AGO.isoformat()
# The outcomes of a write of attributes. The last two raise.
WRITES = ("written", "written, but the answer is lost", "not written")
DESCRIPTIONS = ("as it is", "then the agent joins")


@cache
def fates_of_a_change(attempts: int) -> list[tuple[tuple[bool, ...], str]]:
    """The lost attempts (with an effect or without), and the answer to the last one, if it has any."""
    lost = [fate for number in range(attempts) for fate in product((True, False), repeat=number)]
    answered = [(fate, end) for fate in lost for end in ("answered", "denied")]
    return answered + [(fate, "no answer") for fate in product((True, False), repeat=attempts)]


class World(NamedTuple):
    """What is so. agent: none, whisper, just joined (and the whisper may still play), or settled.

    attributes: without their times, as pairs.
    """

    recordings: tuple[str, ...]
    agent: str = "settled"
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> Notes:
        return _notes_in(self.attributes)

    @property
    def pause_is_on(self) -> bool:
        return pause_is_on(_timed(self.attributes))

    def of(self, kind: str) -> str:
        return self.recordings[TYPES.index(kind)]

    def with_agent(self) -> World:
        joined = tuple(
            "started" if state == "armed" and kind != "IVR" else state
            for kind, state in zip(TYPES, self.recordings, strict=True)
        )
        return self._replace(recordings=joined, agent="settled")


def _timed(attributes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: f"{word} {NOTED_AT}" for name, word in attributes}


@cache
def _notes_in(attributes: tuple[tuple[str, str], ...]) -> Notes:
    return read_recording(_timed(attributes), CONTACT)


class Same(BaseException):
    """This fate is the same as another: an attempt that was to have an effect was refused."""


class Undecided(BaseException):
    """A request was made whose fate is not given yet. fates: the ones that are possible. No task catches it."""

    def __init__(self, fates: tuple | list) -> None:
        super().__init__()
        self.fates = fates


class FatefulConnect:
    """The stand-in's contact center without HTTP, with the fate of every request given beforehand."""

    def __init__(self, center: ContactCenter, world: World, fates: list | None, attempts: int = 2) -> None:
        """fates: those of the requests, in order; None if all goes well."""
        self._center = center
        self._contact = center.contacts[CONTACT]
        self._whisper_refuses = world.agent in ("whisper", "just joined")
        self._contact.recordings = dict(zip(TYPES, world.recordings, strict=True))
        self._contact.agent = None if world.agent == "none" else AGENT
        self._contact.whisper = self._whisper_refuses
        joined = {"none": None, "whisper": None, "just joined": datetime.now(UTC), "settled": LONG_AGO}
        self._contact.connected_at = joined[world.agent]
        self._contact.attributes = _timed(world.attributes)
        self._agent = world.agent
        self._goes_well = fates is None
        self._fates = iter(fates or ())
        self._changes = fates_of_a_change(attempts)

    @property
    def world(self) -> World:
        written = ((name, text.partition(" ")[0]) for name, text in self._contact.attributes.items() if text)
        recordings = tuple(self._contact.recordings[kind] for kind in TYPES)
        return World(recordings, self._agent, tuple(sorted(written)))

    def _fate(self, possible: tuple | list):
        """The first that is possible is that all goes well."""
        if self._goes_well:
            return possible[0]
        try:
            return next(self._fates)
        except StopIteration:
            raise Undecided(possible) from None

    def describe_contact(self, contact_id: str) -> Description:
        described = self._center.describe_contact({"ContactId": contact_id})["Contact"]
        if self._agent == "none" and self._fate(DESCRIPTIONS) != "as it is":
            self._center.connect_agent(CONTACT, AGENT)
            self._agent = "settled"
        return Description(described, datetime.now(UTC))

    def update_attributes(self, initial_contact_id: str, attributes: dict[str, str]) -> None:
        fate = self._fate(WRITES)
        if fate != "not written":
            self._center.update_contact_attributes({"InitialContactId": initial_contact_id, "Attributes": attributes})
        if fate != "written":
            raise TaskError("the attributes could not be written")

    def change_recording(self, operation: str, contact_id: str, initial: str, **options: object) -> Answer:
        parameters = {"ContactId": contact_id, "InitialContactId": initial, **options}
        work = getattr(self._center, xform_name(operation))
        lost, end = self._fate(self._changes)
        for has_effect in lost:
            if has_effect and not _is_accepted(work, parameters):
                raise Same
        if end != "answered":
            return Answer(lost=bool(lost), error=TaskError(end))
        if _is_accepted(work, parameters):
            return Answer(accepted=True, lost=bool(lost))
        return Answer(refused=True, lost=bool(lost), error=TaskError("refused"))


def _is_accepted(work, parameters: dict) -> bool:
    try:
        work(parameters)
    except ServiceError:
        return False
    return True


def center_with(**settings: object) -> ContactCenter:
    """A contact center with one call."""
    return ContactCenter(
        {
            "instance": {"id": "i", "alias": "a", "region": "us-west-2", "account": "111122223333"},
            "users": [{"id": AGENT, "username": "agent.ada"}],
            "contacts": [{"id": CONTACT, "agent": AGENT}],
            **settings,
        }
    )


def run(center: ContactCenter, world: World, wanted: Wanted, fates: list | None, attempts: int) -> tuple[World, dict]:
    """The world after a task, and the task's result for the contact."""
    connect: Any = FatefulConnect(center, world, fates, attempts)
    result = ContactRecording(connect, wanted, Result(CONTACT)).ensure()
    return connect.world, result


def every_run(center: ContactCenter, world: World, wanted: Wanted, attempts: int) -> Iterator[tuple[World, dict]]:
    """Everything that a task can come to, by every fate of its requests."""
    undecided: list[list] = [[]]
    while undecided:
        fates = undecided.pop()
        try:
            yield run(center, world, wanted, fates, attempts)
        except Same:
            continue
        except Undecided as branch:
            undecided.extend([*fates, fate] for fate in branch.fates)

"""What counts as remembered, and what is written so that it is."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._tracked_state import MonitorNote, TrackedState

NAME = "ansible_recording_state"


def tracked(attributes, contact="this", initial="first", recording_type=None):
    return TrackedState(Contact(contact, initial, attributes=attributes), NAME, recording_type)


@pytest.mark.parametrize("state", ["started", "suspended", "stopped", "starting", "changing", "stopping", "ending"])
@pytest.mark.parametrize(
    ("owner", "contact", "counts"),
    [
        ("this", "this", True),
        ("earlier", "this", False),
        ("earlier", "first", False),
        (None, "this", False),
        (None, "first", True),
        ("", "first", True),
    ],
)
def test_a_state_counts_for_its_contact_only(state, owner, contact, counts):
    attributes = {NAME: state} | ({} if owner is None else {f"{NAME}_contact": owner})
    assert tracked(attributes, contact).remembered == (state if counts else "unknown")


@pytest.mark.parametrize("value", ["", "STARTED", "unknown", "{{ 1 }}", "\x1b[31mstarted", "started "])
def test_any_other_value_is_unknown(value):
    assert tracked({NAME: value, f"{NAME}_contact": "this"}).remembered == "unknown"


@pytest.mark.parametrize(
    ("attributes", "contact", "recording_type", "remembered"),
    [
        ({"RECORDING_STARTED": "true"}, "first", None, "started"),
        ({"RECORDING_STARTED": "false"}, "first", None, "unknown"),
        ({"RECORDING_STARTED": "true"}, "this", None, "unknown"),
        ({"RECORDING_STARTED": "true"}, "first", "AGENT", "unknown"),
        ({"RECORDING_STARTED": "true", NAME: "stopped", f"{NAME}_contact": "first"}, "first", None, "stopped"),
        # Emptied by a change of one type: it must not come back to life.
        ({"RECORDING_STARTED": "true", NAME: ""}, "first", None, "unknown"),
    ],
)
def test_the_salesforce_adapters_attribute_counts_as_started(attributes, contact, recording_type, remembered):
    assert tracked(attributes, contact, recording_type=recording_type).remembered == remembered


def test_types_are_remembered_apart():
    attributes = {f"{NAME}_screen": "suspended", f"{NAME}_screen_contact": "this"}
    assert tracked(attributes, recording_type="SCREEN").remembered == "suspended"
    assert tracked(attributes, recording_type="AGENT").remembered == "unknown"
    assert tracked(attributes).remembered == "unknown"


@pytest.mark.parametrize(
    ("attributes", "recording_type", "written"),
    [
        ({}, None, {NAME: "started", f"{NAME}_contact": "this"}),
        ({NAME: "started", f"{NAME}_contact": "this"}, None, {}),
        # Both or nothing: another contact of the chain may have written its own pair in between.
        ({NAME: "suspended", f"{NAME}_contact": "this"}, None, {NAME: "started", f"{NAME}_contact": "this"}),
        ({NAME: "started", f"{NAME}_contact": "earlier"}, None, {NAME: "started", f"{NAME}_contact": "this"}),
        # A change of all types makes another state of one doubtful, and the other way round.
        ({f"{NAME}_ivr": "suspended"}, None, {NAME: "started", f"{NAME}_contact": "this", f"{NAME}_ivr": ""}),
        ({f"{NAME}_ivr": "started"}, None, {NAME: "started", f"{NAME}_contact": "this"}),
        ({NAME: "suspended"}, "IVR", {f"{NAME}_ivr": "started", f"{NAME}_ivr_contact": "this", NAME: ""}),
        ({NAME: "started"}, "IVR", {f"{NAME}_ivr": "started", f"{NAME}_ivr_contact": "this"}),
        # A stop is for good, and never forgotten.
        ({NAME: "stopped"}, "SCREEN", {f"{NAME}_screen": "started", f"{NAME}_screen_contact": "this"}),
        ({NAME: "stopping"}, "SCREEN", {f"{NAME}_screen": "started", f"{NAME}_screen_contact": "this"}),
        ({f"{NAME}_screen": "stopping"}, None, {NAME: "started", f"{NAME}_contact": "this"}),
        ({f"{NAME}_agent": "stopping"}, None, {NAME: "started", f"{NAME}_contact": "this", f"{NAME}_agent": ""}),
        ({f"{NAME}_agent": "ending"}, None, {NAME: "started", f"{NAME}_contact": "this", f"{NAME}_agent": ""}),
        ({NAME: "changing"}, "SCREEN", {f"{NAME}_screen": "started", f"{NAME}_screen_contact": "this", NAME: ""}),
    ],
)
def test_what_is_written(attributes, recording_type, written):
    assert tracked(attributes, recording_type=recording_type).noting("started") == written


@pytest.mark.parametrize(
    ("own", "agents", "remembered"),
    [
        ("started", "stopped", "stopped"),
        ("suspended", "stopping", "stopping"),
        ("stopped", "stopping", "stopped"),
        ("", "stopped", "stopped"),
        ("suspended", "started", "suspended"),
        ("", "started", "unknown"),
    ],
)
def test_a_stop_of_the_agents_recording_counts_for_all(own, agents, remembered):
    pairs = {NAME: own, f"{NAME}_contact": "this", f"{NAME}_agent": agents, f"{NAME}_agent_contact": "this"}
    assert tracked(pairs).remembered == remembered
    assert tracked(pairs | {f"{NAME}_agent_contact": "earlier"}).remembered == (own or "unknown")


@pytest.mark.parametrize("doubt", ["stopping", "ending"])
def test_that_all_was_paused_does_not_prove_that_nothing_was_stopped(doubt):
    held = {NAME: doubt, f"{NAME}_contact": "this", f"{NAME}_ivr": "started"}
    assert tracked(held).noting("suspended") == {f"{NAME}_ivr": ""}
    assert tracked(held).noting("started")[NAME] == "started"


@pytest.mark.parametrize(
    ("remembered", "wanted", "doubt"),
    [
        *[("unknown", "started", "starting"), ("unknown", "suspended", None), ("unknown", "stopped", "ending")],
        *[("started", "started", None), ("started", "suspended", "changing"), ("started", "stopped", "stopping")],
        *[("suspended", "started", "changing"), ("suspended", "suspended", None), ("suspended", "stopped", "stopping")],
        *[("starting", "started", None), ("starting", "suspended", None), ("starting", "stopped", "ending")],
        *[("changing", "started", None), ("changing", "suspended", None), ("changing", "stopped", "stopping")],
        *[(remembered, "stopped", None) for remembered in ("stopped", "stopping", "ending")],
    ],
)
def test_what_is_noted_while_an_outcome_is_not_known(remembered, wanted, doubt):
    memory = tracked({NAME: remembered, f"{NAME}_contact": "this"} if remembered != "unknown" else {})
    expected = {NAME: doubt, f"{NAME}_contact": "this"} if doubt else {}
    assert memory.doubting(wanted, starts=wanted == "started") == expected


@pytest.mark.parametrize(
    "others",
    [
        {NAME: "started", f"{NAME}_contact": "earlier"},
        {f"{NAME}_agent": "started", f"{NAME}_agent_contact": "earlier"},
        {f"{NAME}_screen": "stopped", f"{NAME}_screen_contact": "this"},
        {f"{NAME}_ivr": "ending", f"{NAME}_ivr_contact": "this"},
    ],
)
def test_a_lost_start_is_not_noted_where_a_stop_may_have_been_forgotten(others):
    assert tracked(others).doubting("started", starts=True) == {}
    assert tracked({}).doubting("started", starts=False) == {}


def test_a_typed_change_empties_what_the_adapter_noted():
    adapter = {"RECORDING_STARTED": "true"}
    written = tracked(adapter, contact="first", recording_type="AGENT").noting("suspended")
    assert written[NAME] == ""
    assert tracked(adapter | written, contact="first").remembered == "unknown"
    assert NAME not in tracked(adapter, contact="first", recording_type="AGENT").noting("started")


@pytest.mark.parametrize(
    "before",
    [
        {},
        {NAME: "stopped", f"{NAME}_contact": "earlier"},
        {f"{NAME}_screen": "started", f"{NAME}_screen_contact": "this"},
    ],
)
def test_where_nothing_was_remembered_nothing_is_restored(before):
    memory = tracked(before)
    doubt = memory.doubting("stopped", starts=False)
    after = before | doubt
    assert tracked(after).remembered == "ending"
    restored = after | memory.restoring(doubt)
    assert tracked(restored).remembered == "unknown"
    assert {name: value for name, value in restored.items() if value} == before


@pytest.mark.parametrize("recording_type", [None, "AGENT"])
@pytest.mark.parametrize("state", ["started", "suspended"])
def test_what_was_remembered_can_be_restored(state, recording_type):
    suffix = "" if recording_type is None else f"_{recording_type.lower()}"
    other = f"{NAME}_screen" if recording_type is None else NAME
    before = {f"{NAME}{suffix}": state, f"{NAME}{suffix}_contact": "this", other: "suspended"}
    memory = tracked(before, recording_type=recording_type)
    doubt = memory.doubting("stopped", starts=False)
    while_stopping = before | doubt
    assert tracked(while_stopping, recording_type=recording_type).remembered == "stopping"
    assert while_stopping[other] == ""
    assert while_stopping | memory.restoring(doubt) == before


def test_another_stop_makes_doubtful_what_was_started_since():
    before = {NAME: "stopped", f"{NAME}_contact": "this", f"{NAME}_ivr": "started", f"{NAME}_ivr_contact": "this"}
    memory = tracked(before)
    doubt = memory.doubting("stopped", starts=False)
    assert doubt == {f"{NAME}_ivr": ""}
    assert before | doubt | memory.restoring(doubt) == before


EARLIER = datetime.fromisoformat("2026-03-04T17:29:09+00:00")
LATER = EARLIER + timedelta(seconds=1)
TIME = f"{NAME}_requested_at"


@pytest.mark.parametrize(
    ("before", "newest"),
    [
        ({}, None),
        ({TIME: f"{EARLIER.isoformat()} this"}, EARLIER),
        ({TIME: f"{LATER.isoformat()} other {EARLIER.isoformat()} this"}, EARLIER),
        # Another contact's time says nothing about this one, and a time that others wrote may be none.
        ({TIME: f"{EARLIER.isoformat()} earlier"}, None),
        ({TIME: EARLIER.isoformat()}, None),
        ({TIME: "yesterday this"}, None),
        ({TIME: "2026-03-04T17:29:09 this"}, None),
    ],
)
@pytest.mark.parametrize("recording_type", [None, "SCREEN"])
def test_the_newest_time_is_remembered_for_all_types(before, newest, recording_type):
    memory = tracked(before, recording_type=recording_type)
    assert memory.newest_request == newest
    assert tracked(before | memory.claiming(LATER)).newest_request == LATER
    assert (memory.claiming(EARLIER) == {}) == (newest == EARLIER)


def test_the_times_of_a_few_other_contacts_of_the_chain_are_kept():
    attributes = {}
    for number in range(20):
        attributes |= tracked(attributes, contact=f"part-{number}").claiming(EARLIER + timedelta(minutes=number))
    assert tracked(attributes, contact="part-19").newest_request == EARLIER + timedelta(minutes=19)
    assert tracked(attributes, contact="part-13").newest_request == EARLIER + timedelta(minutes=13)
    assert tracked(attributes, contact="part-1").newest_request is None


@pytest.mark.parametrize("noise", ["", "null", "[]", "12", "{", "[" * 40000, '{"session": 1, "contact": []}'])
def test_a_monitor_note_that_others_wrote_is_nothing(noise):
    note = MonitorNote({"ansible_monitor_sue": noise}, "sue")
    assert (note.session_id, note.contact_id, note.capabilities) == (None, None, None)


def test_a_monitor_note_is_read_as_it_was_written():
    written = MonitorNote({}, "sue").noting("session", "call", ["BARGE"])
    note = MonitorNote(written, "sue")
    assert (note.session_id, note.contact_id, note.capabilities) == ("session", "call", ["BARGE"])
    assert MonitorNote(written, "tom").session_id is None

"""Notes are read as they are written, and a malformed note counts as none."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.notes import (
    PAUSE,
    REQUESTED_AT,
    Entry,
    Session,
    pause_is_on,
    read_entry,
    read_recording,
    read_session,
    write_recording,
    write_session,
)

CONTACT = "4ffe4b31-b002-42e1-be2c-bb8dfca2f51c"
NAME = f"ansible_recording_{CONTACT}_"
TIME = "2026-03-04T17:29:09Z"
NOW = datetime(2026, 3, 4, 17, 29, 9, tzinfo=UTC)
ANYTHING = frozenset({"none", "started", "stopped", "suspended"})
STARTED, PAUSED = frozenset({"started"}), frozenset({"started", "suspended"})


def test_only_what_differs_is_written_and_a_dropped_note_becomes_an_empty_text():
    before = {"call": STARTED, "ivr": STARTED, "screen": STARTED}
    after = {"any": ANYTHING, "call": STARTED, "ivr": PAUSED}
    written = write_recording(CONTACT, before, after, NOW)
    assert written == {
        f"{NAME}any": f"none,started,stopped,suspended {TIME}",
        f"{NAME}ivr": f"started,suspended {TIME}",
        f"{NAME}screen": "",
    }
    assert read_recording({f"{NAME}call": f"started {TIME}", **written}, CONTACT) == after
    assert read_recording(written, "another contact") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "suspended",
        f"suspended,paused {TIME}",
        f"suspended, {TIME}",
        "suspended today",
        "suspended 2026-03-04T17:29:09",
    ],
)
def test_a_malformed_note_of_a_recording_counts_as_none(text):
    assert read_recording({f"{NAME}any": text}, CONTACT) == {}


def test_a_time_is_written_in_utc():
    in_berlin = NOW.astimezone(timezone(timedelta(hours=1)))
    assert REQUESTED_AT == "ansible_recording_requested_at"
    written = {REQUESTED_AT: str(Entry("resumed", in_berlin))}
    assert written == {REQUESTED_AT: f"resumed {TIME}"}
    assert read_entry(written, REQUESTED_AT) == Entry("resumed", NOW)
    assert read_entry({REQUESTED_AT: f" {TIME}"}, REQUESTED_AT) is None


@pytest.mark.parametrize(("text", "is_on"), [(f"on {TIME}", True), (f"over {TIME}", False), ("on", False), ("", False)])
def test_a_pause_is_on_only_if_a_well_formed_note_says_so(text, is_on):
    assert PAUSE == "ansible_recording_pause"
    assert pause_is_on({PAUSE: text}) is is_on
    assert pause_is_on({}) is False


def test_a_session_is_read_as_it_was_written():
    session = Session("s1", "c1", ("SILENT_MONITOR", "BARGE"))
    written = write_session("u1", session)
    assert written == {"ansible_monitor_u1": "SILENT_MONITOR,BARGE session s1 contact c1"}
    assert read_session(written, "u1") == session
    assert read_session(written, "u2") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SILENT_MONITOR",
        "BARGE session s1",
        "BARGE meeting s1 contact c1",
        "BARGE session s1 call c1",
        " session s1 contact c1",
        "BARGE session  contact c1",
        "BARGE session s1 contact ",
        "BARGE session s1 contact c1 and more",
    ],
)
def test_a_malformed_note_of_a_session_counts_as_none(text):
    assert read_session({"ansible_monitor_u1": text}, "u1") is None

"""Whose a monitoring session is: the wanted contact's, another one's, or unprovable."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._monitoring import Owner, owner_of
from ansible_collections.contactops.amazon_connect.plugins.module_utils._tracked_state import MonitorNote

OURS, UNPROVABLE = Owner(is_wanted=True), Owner()
WANTED, FIRST, OTHER, SESSION = "wanted", "first", "other", "session"


def note_of(session=None, contact=None):
    return MonitorNote({"ansible_monitor_sue": json.dumps({"session": session, "contact": contact})}, "sue")


@pytest.mark.parametrize("session", [None, {}, {"RelatedContactId": OTHER}])
@pytest.mark.parametrize(("noted", "owner"), [(WANTED, OURS), (OTHER, Owner(other=OTHER))])
def test_a_note_about_this_session_decides(session, noted, owner):
    assert owner_of(SESSION, session, Contact(WANTED, FIRST), note_of(SESSION, noted)) == owner


@pytest.mark.parametrize("key", ["RelatedContactId", "PreviousContactId", "InitialContactId"])
@pytest.mark.parametrize(("named", "owner"), [(WANTED, OURS), (OTHER, Owner(other=OTHER)), (SESSION, UNPROVABLE)])
def test_a_session_tells_by_the_contact_that_it_names(key, named, owner):
    assert owner_of(SESSION, {key: named}, Contact(WANTED, WANTED), note_of("an earlier session", WANTED)) == owner


@pytest.mark.parametrize(
    ("session", "wanted", "owner"),
    [
        (None, Contact(WANTED, FIRST), UNPROVABLE),
        ({}, Contact(WANTED, FIRST), UNPROVABLE),
        # The first contact stands for every segment of the chain.
        ({"InitialContactId": FIRST}, Contact(WANTED, FIRST), UNPROVABLE),
        ({"InitialContactId": FIRST, "RelatedContactId": WANTED}, Contact(WANTED, FIRST), OURS),
        ({"InitialContactId": FIRST, "RelatedContactId": OTHER}, Contact(WANTED, FIRST), Owner(other=OTHER)),
        # It names the wanted contact as the first of its chain, but listens to a later segment.
        ({"InitialContactId": FIRST, "RelatedContactId": OTHER}, Contact(FIRST, FIRST), UNPROVABLE),
    ],
)
def test_a_chain_is_not_a_segment(session, wanted, owner):
    assert owner_of(SESSION, session, wanted, note_of()) == owner

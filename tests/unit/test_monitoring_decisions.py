"""A monitoring session belongs to the wanted contact, to another one, or it is not known to which."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._contacts import Contact
from ansible_collections.contactops.amazon_connect.plugins.module_utils._monitoring import Owner, owner_of
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.notes import Session

OURS, UNKNOWN = Owner(is_wanted=True), Owner()
WANTED, FIRST, OTHER, SESSION = "wanted", "first", "other", "session"


def noted(session_id: str, contact_id: str) -> Session:
    return Session(session_id, contact_id, ("SILENT_MONITOR",))


@pytest.mark.parametrize("session", [None, {}, {"RelatedContactId": OTHER}])
@pytest.mark.parametrize(("contact_id", "owner"), [(WANTED, OURS), (OTHER, Owner(other=OTHER))])
def test_a_note_about_the_session_decides(session, contact_id, owner):
    assert owner_of(SESSION, session, Contact(WANTED, FIRST), noted(SESSION, contact_id)) == owner


@pytest.mark.parametrize("key", ["RelatedContactId", "PreviousContactId", "InitialContactId"])
@pytest.mark.parametrize(("named", "owner"), [(WANTED, OURS), (OTHER, Owner(other=OTHER)), (SESSION, UNKNOWN)])
def test_without_such_a_note_the_contact_that_it_names_decides(key, named, owner):
    note = noted("an earlier session", WANTED)
    assert owner_of(SESSION, {key: named}, Contact(WANTED, WANTED), note) == owner


@pytest.mark.parametrize(
    ("session", "wanted", "owner"),
    [
        (None, Contact(WANTED, FIRST), UNKNOWN),
        ({}, Contact(WANTED, FIRST), UNKNOWN),
        # Every part of a call names its first contact.
        ({"InitialContactId": FIRST}, Contact(WANTED, FIRST), UNKNOWN),
        ({"InitialContactId": FIRST, "RelatedContactId": WANTED}, Contact(WANTED, FIRST), OURS),
        ({"InitialContactId": FIRST, "RelatedContactId": OTHER}, Contact(WANTED, FIRST), Owner(other=OTHER)),
        # It names the wanted contact as the first of the call, but belongs to a later part.
        ({"InitialContactId": FIRST, "RelatedContactId": OTHER}, Contact(FIRST, FIRST), UNKNOWN),
    ],
)
def test_a_part_of_a_call_is_not_the_call(session, wanted, owner):
    assert owner_of(SESSION, session, wanted, None) == owner

"""IDs and ARNs become plain IDs, and everything else is an error."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import (
    ids_within,
    is_name,
    parse_instance_id,
    parse_reference,
)

ARN = "arn:aws-us-gov:connect:us-gov-west-1:111122223333:instance/inst"


def contact(text: str) -> str:
    return parse_reference("contact_ids", text, "contact").within("inst")


def user(text: str) -> str:
    return parse_reference("user", text, "agent").within("inst")


@pytest.mark.parametrize(
    ("parse", "text", "expected"),
    [
        (parse_instance_id, "inst", "inst"),
        (parse_instance_id, ARN, "inst"),
        (contact, "0", "0"),
        (contact, "any thing/at%all\u00e9", "any thing/at%all\u00e9"),
        (contact, "x" * 256, "x" * 256),
        (contact, f"{ARN}/contact/c1", "c1"),
        (user, f"{ARN}/agent/u1", "u1"),
    ],
)
def test_valid_identifiers(parse, text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (parse_instance_id, "x" * 101, "instance: .* has 101 characters. An ID has at most 100"),
        (parse_instance_id, f"{ARN}/contact/c1", "is not the ARN of an Amazon Connect instance"),
        (parse_instance_id, "arn:aws:s3:::bucket", "is not an ARN of Amazon Connect"),
        (contact, "arn:", "is not an ARN"),
        (contact, "  ", "contact_ids: the ID is empty"),
        (contact, f"{ARN}/contact/", "the ID is empty"),
        (contact, "x" * 257, "at most 256"),
        (contact, "..", "'..' is not an ID. Check dots, white space and control characters"),
        (contact, "c1 ", "'c1 ' is not an ID"),
        (contact, "c\n1", "is not an ID"),
        (contact, f"{ARN}/agent/u1", "is not an ARN that ends in instance/INSTANCE-ID/contact/ID"),
        (user, f"{ARN}/contact/c1", "instance/INSTANCE-ID/agent/ID"),
        (contact, f"{ARN}2/contact/c1", "belongs to instance inst2, not to the task's, inst"),
    ],
)
def test_invalid_identifiers(parse, text, message):
    with pytest.raises(TaskError, match=message) as raised:
        parse(text)
    assert raised.value.code == "InvalidOption"


def test_duplicates_count_once():
    references = [parse_reference("contact_ids", text, "contact") for text in ("b", "a", f"{ARN}/contact/b")]
    assert ids_within(references, "inst") == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bbbbbbbb-1111-2222-3333-444444444444", False),
        ("BBBBBBBB-1111-2222-3333-444444444444", False),
        (f"{ARN}/queue/q1", False),
        ("Orders", True),
        ("bbbbbbbb-1111-2222-3333-44444444444", True),
        ("", True),
    ],
)
def test_what_is_a_name(text, expected):
    assert is_name(text) is expected

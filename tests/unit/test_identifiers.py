"""IDs and ARNs in, plain IDs out, and a clear error for everything else."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import (
    is_name,
    parse_instance_id,
    parse_reference,
)

ARN = "arn:aws-us-gov:connect:us-gov-west-1:111122223333:instance/inst"


def contact(text):
    return parse_reference("contact_ids", text, "contact").within("inst")


def user(text):
    return parse_reference("user_id", text, "agent").within("inst")


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
def test_ids_and_arns(parse, text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("parse", "text", "message"),
    [
        (parse_instance_id, "", "instance_id: an ID is empty"),
        (parse_instance_id, "x" * 101, "instance_id: an ID may have at most 100 characters, this one has 101"),
        (parse_instance_id, f"{ARN}/contact/c1", "instance_id: .* not that of an Amazon Connect instance"),
        (parse_instance_id, "arn:aws:s3:::bucket", "instance_id: .* not the ARN of anything in Amazon Connect"),
        (contact, "  ", "contact_ids: an ID is empty"),
        (contact, "..", "contact_ids: '..' is not an ID"),
        (contact, "c1 ", "contact_ids: 'c1 ' is not an ID; mind"),
        (contact, "x" * 257, "contact_ids: an ID may have at most 256 characters, this one has 257"),
        (contact, "arn:", "contact_ids: 'arn:' is not the ARN of anything in Amazon Connect"),
        (contact, f"{ARN}/contact/", "contact_ids: an ID is empty"),
        (contact, f"{ARN}/agent/u1", "contact_ids: .* ends in instance/INSTANCE-ID/contact/ID"),
        (contact, f"{ARN}2/contact/c1", "contact_ids: .* belongs to instance inst2, but the task's is inst"),
        (user, f"{ARN}/contact/c1", "user_id: .* ends in instance/INSTANCE-ID/agent/ID"),
    ],
)
def test_what_cannot_be_an_id_is_refused(parse, text, message):
    with pytest.raises(UserError, match=message):
        parse(text)


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
def test_where_names_and_ids_are_mixed(text, expected):
    assert is_name(text) is expected

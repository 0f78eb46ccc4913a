"""What the tests know of the stand-in's scenario, by name."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from standin.server import Standin

COLLECTION = "contactops.amazon_connect"
RECORDING = "connect_contact_recording"
MONITOR = "connect_contact_monitor"
INFO = "connect_contact_info"

# The operations, by what a task does with them.
LIST_PARTS, DESCRIBE, UPDATE = "ListAssociatedContacts", "DescribeContact", "UpdateContactAttributes"
START, STOP = "StartContactRecording", "StopContactRecording"
SUSPEND, RESUME = "SuspendContactRecording", "ResumeContactRecording"

# What the stand-in's scenario holds.
INSTANCE = "12345678-1234-1234-1234-123456789012"
CALL = "4ffe4b31-b002-42e1-be2c-bb8dfca2f51c"
RECORDED_CALL = "0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90"
QUEUED_CALL = "7b1d9c0e-5a64-4c1f-9e3b-2f8a7d6c5b40"
FIRST_PART = "e3a1c5d7-0b2f-4d68-8a9c-1f2e3d4c5b60"
TRANSFERRED_CALL = "f4b2d6e8-1c30-4e79-9bad-203f4e5d6c71"
CHAT = "2c9e8f7a-6b5d-4c3e-8f1a-0b9c8d7e6f50"
ENDED_CALL = "d5c4b3a2-9180-4f7e-8d6c-5b4a39281706"
CALL_ON_HOLD = "91e0f2a3-b4c5-4d6e-8f70-8192a3b4c5d6"
SCREEN_CALL = "c3d4e5f6-a7b8-4c9d-8e0f-102132435465"
# A conference of two agents, and the contact of the second one.
CONFERENCE = "a8b7c6d5-e4f3-4a21-9b0c-1d2e3f4a5b60"
JOINED_PART = "b9c8d7e6-f5a4-4b32-8c1d-2e3f4a5b6c71"
ORDERS = "aaaaaaaa-1111-2222-3333-444444444444"
BILLING = "aaaaaaaa-1111-2222-3333-555555555555"
AGENT = "bbbbbbbb-1111-2222-3333-444444444444"
OTHER_AGENT = "bbbbbbbb-1111-2222-3333-555555555555"
SUPERVISOR = "cccccccc-1111-2222-3333-444444444444"
SIGNED_OUT_SUPERVISOR = "cccccccc-1111-2222-3333-555555555555"
# The least that each module has to be told, beside the instance.
MINIMAL = {
    RECORDING: {"contact_id": CALL, "state": "started"},
    MONITOR: {"contact_id": CALL, "user": SUPERVISOR},
    INFO: {"contact_id": CALL},
}
ARN_PREFIX = f"arn:aws:connect:us-west-2:111122223333:instance/{INSTANCE}"


def truth(standin: Standin, contact_id: str = CALL, kind: str = "AGENT") -> str:
    """What a recording really does."""
    return standin.center.contacts[contact_id].recordings[kind]


def attributes(standin: Standin, contact_id: str = CALL) -> dict[str, str]:
    return standin.center.snapshot()["contacts"][contact_id]["attributes"]


def noted(standin: Standin, contact_id: str = CALL) -> dict[str, str]:
    """The notes about recordings without their times, such as {"any": "suspended", "pause": "on"}."""
    notes = {
        name.removeprefix("ansible_recording_").removeprefix(f"{contact_id}_"): value.split(" ")[0]
        for name, value in attributes(standin, contact_id).items()
    }
    return {name: word for name, word in notes.items() if word}

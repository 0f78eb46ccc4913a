"""The floor: the requests that our task makes, by boto3 and threads alone. Arguments: instance, threads, contacts."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

instance_id, threads, *contact_ids = sys.argv[1:]
client = boto3.client("connect", config=Config(max_pool_connections=int(threads)))


def remember(contact_id: str, state: str) -> None:
    client.update_contact_attributes(
        InstanceId=instance_id,
        InitialContactId=contact_id,
        Attributes={"ansible_recording_state": state, "ansible_recording_state_contact": contact_id},
    )


def record(contact_id: str) -> None:
    client.describe_contact(InstanceId=instance_id, ContactId=contact_id)
    if len(contact_ids) > 1:  # as our task does
        remember(contact_id, "starting")
    client.start_contact_recording(
        InstanceId=instance_id,
        ContactId=contact_id,
        InitialContactId=contact_id,
        VoiceRecordingConfiguration={"VoiceRecordingTrack": "ALL"},
    )
    remember(contact_id, "started")


with ThreadPoolExecutor(int(threads)) as pool:
    list(pool.map(record, contact_ids))

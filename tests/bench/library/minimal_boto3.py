"""A peer: the least that an Ansible module around boto3 can be, one request and no questions asked."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import boto3
from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    module = AnsibleModule({"instance_id": {"required": True}, "contact_id": {"required": True}})
    contact_id = module.params["contact_id"]
    boto3.client("connect").start_contact_recording(
        InstanceId=module.params["instance_id"],
        ContactId=contact_id,
        InitialContactId=contact_id,
        VoiceRecordingConfiguration={"VoiceRecordingTrack": "ALL"},
    )
    module.exit_json(changed=True)


if __name__ == "__main__":
    main()

#!/usr/bin/python

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: connect_contact_monitor
short_description: Let a supervisor listen in on a live Amazon Connect contact
version_added: 1.0.0
description:
  - Makes sure that a supervisor listens in on a live call or chat in Amazon Connect. Where the supervisor listens already, nothing
    is changed.
  - The supervisor has to be signed in to the Contact Control Panel, the web page in which agents take their contacts, and must not
    be on another call. The panel then shows the contact. Listening starts silently. The
    supervisor can join the conversation there if O(allowed_monitor_capabilities) has V(BARGE).
  - There is no way to end the listening from outside, so this module has no C(state). It ends when the supervisor hangs up or the
    agent's contact ends.
options:
  contact_id:
    description:
      - The contact to listen to, by its ID or ARN. A call has to be connected to an agent.
      - After a transfer, this is the ID of the current part of the call, the one with the agent who speaks now.
    type: str
    required: true
  user_id:
    description:
      - The supervisor, by the ID or the ARN of the Amazon Connect user.
      - Exactly one of O(user_id) and O(user_name) is required.
    type: str
  user_name:
    description:
      - The supervisor by the name that the user signs in with.
      - A name that differs in case only is taken if no other user has it. This costs one request or more at each run, and
        needs the permissions C(connect:SearchUsers) and C(connect:DescribeUser), or C(connect:ListUsers).
    type: str
  allowed_monitor_capabilities:
    description:
      - What the supervisor may do, listen silently (V(SILENT_MONITOR)) and join the conversation (V(BARGE)).
      - Of a session that exists, these cannot be changed. The task fails if it is known to have others.
    type: list
    elements: str
    choices: [SILENT_MONITOR, BARGE]
    default: [SILENT_MONITOR]
  client_token:
    description:
      - A token of your own, by which Connect recognizes a repeated request. At most 500 characters. One is made up where you give none.
      - Give a new one for each session. A token of a session that has ended is refused.
    type: str
  track_state:
    description:
      - Note the session on the contact, in the attribute C(ansible_monitor_USER-ID), so that a later task can tell this session from
        others. This needs the permission for UpdateContactAttributes.
    type: bool
    default: true
extends_documentation_fragment:
  - contactops.amazon_connect._options
  - contactops.amazon_connect._attributes
  - amazon.aws.common.modules
  - amazon.aws.region.modules
attributes:
  check_mode:
    support: full
    details:
      - Looks for a session as usual. Where there is none, it is predicted that one can be started, though Amazon Connect may refuse,
        for instance since the supervisor is not signed in.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - Needs O(track_state=true). Without it, a session is recognized only where Connect says which contact it listens to.
notes:
  - "Permissions: C(connect:DescribeContact), C(connect:GetCurrentUserData), C(connect:MonitorContact) on the contact, the
    instance and the user, and C(connect:UpdateContactAttributes). With botocore older than 1.38.8 also
    C(connect:GetContactAttributes). For O(user_name), C(connect:SearchUsers) and C(connect:DescribeUser), or
    C(connect:ListUsers). For O(instance_alias), C(connect:ListInstances) and C(ds:DescribeDirectories)."
  - A user can listen to one call at a time, and five users to one call.
seealso:
  - module: contactops.amazon_connect.connect_contact_info
  - module: contactops.amazon_connect.connect_contact_recording
  - ref: ansible_collections.contactops.amazon_connect.docsite.listening
    description: A guide to listening in.
  - ref: ansible_collections.contactops.amazon_connect.docsite.permissions
    description: Policies, and how a denial reads.
  - name: MonitorContact
    description: Reference of the API.
    link: https://docs.aws.amazon.com/connect/latest/APIReference/API_MonitorContact.html
author:
  - contactops developers (@contactops)
"""

EXAMPLES = r"""
- name: Let a supervisor listen to a call
  contactops.amazon_connect.connect_contact_monitor:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user_id: cccccccc-1111-2222-3333-444444444444

- name: Let another one listen to it too, and join the conversation if need be
  contactops.amazon_connect.connect_contact_monitor:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user_id: cccccccc-1111-2222-3333-666666666666
    allowed_monitor_capabilities:
      - SILENT_MONITOR
      - BARGE

- name: Find the call that an agent is on now
  contactops.amazon_connect.connect_contact_info:
    instance_alias: example-center
    agents: [agent.ben]
    channels: [VOICE]
  register: calls

- name: Let a supervisor listen to it
  contactops.amazon_connect.connect_contact_monitor:
    instance_alias: example-center
    contact_id: "{{ calls.contacts[0].contact_id }}"
    user_name: supervisor.vic
  when: calls.contacts | length > 0
"""

RETURN = r"""
monitor:
  description: The monitoring session.
  returned: success
  type: dict
  contains:
    contact_id:
      description: The ID of the session, which is a contact of its own. Null in check mode where none exists yet.
      returned: always
      type: str
      sample: 9b2c1f7e-6f0d-4a53-9d8a-3c1f5e7b2a10
    contact_arn:
      description: The ARN of the session. Null where it is not known.
      returned: always
      type: str
      sample: "arn:aws:connect:us-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012/contact/9b2c1f7e-6f0d-4a53-9d8a-3c1f5e7b2a10"
    monitored_contact_id:
      description: The ID of the contact that is listened to.
      returned: always
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user_id:
      description: The ID of the user who listens.
      returned: always
      type: str
      sample: cccccccc-1111-2222-3333-444444444444
    allowed_monitor_capabilities:
      description: What the user may do in this session. Null where a session was found that nobody noted the capabilities of.
      returned: always
      type: list
      elements: str
      sample: [SILENT_MONITOR]
    evidence:
      description:
        - What this rests on.
        - "V(accepted): Connect accepted the request and named the session."
        - "V(observed): Connect showed the session among the user's live contacts, or as a live contact of its own."
        - "V(predicted): check mode."
      returned: always
      type: str
      sample: accepted
error:
  description: What AWS answered, where that is why the task failed.
  returned: when AWS refused a request
  type: dict
  contains:
    code:
      description: The name of the error.
      returned: always
      type: str
      sample: ServiceQuotaExceededException
    message:
      description: The message that the task failed with.
      returned: always
      type: str
      sample: "contact 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: MonitorContact failed: Service quota has been exceeded ..."
"""

from ansible_collections.contactops.amazon_connect.plugins.module_utils._directory import (
    INSTANCE_CONSTRAINTS,
    INSTANCE_OPTIONS,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._module import run_module
from ansible_collections.contactops.amazon_connect.plugins.module_utils._monitoring import ensure_monitoring

ARGUMENT_SPEC = {
    **INSTANCE_OPTIONS,
    "contact_id": {"type": "str", "required": True},
    "user_id": {"type": "str"},
    "user_name": {"type": "str"},
    "allowed_monitor_capabilities": {
        "type": "list",
        "elements": "str",
        "choices": ["SILENT_MONITOR", "BARGE"],
        "default": ["SILENT_MONITOR"],
    },
    "client_token": {"type": "str", "no_log": True},
    "track_state": {"type": "bool", "default": True},
}
CONSTRAINTS = {
    "mutually_exclusive": [*INSTANCE_CONSTRAINTS["mutually_exclusive"], ("user_id", "user_name")],
    "required_one_of": [*INSTANCE_CONSTRAINTS["required_one_of"], ("user_id", "user_name")],
}


def main() -> None:
    run_module(ensure_monitoring, ARGUMENT_SPEC, **CONSTRAINTS)


if __name__ == "__main__":
    main()

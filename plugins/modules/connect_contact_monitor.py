#!/usr/bin/python

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: connect_contact_monitor
short_description: Let a supervisor listen to a live Amazon Connect contact
version_added: 1.0.0
description:
  - Makes sure that a supervisor listens to a live call or chat in Amazon Connect. If the supervisor is already
    listening, nothing changes.
  - The supervisor must be signed in to the Contact Control Panel, the web page in which agents take their contacts,
    with a status other than Offline, and must not be on another call. The panel then shows the contact. Listening
    starts silently. The supervisor can join the conversation there if O(allowed_monitor_capabilities) has V(BARGE).
  - No API ends a session, so this module has no C(state). A session ends when the supervisor hangs up or the agent's
    contact ends.
options:
  contact_id:
    description:
      - The contact to listen to, by its ID or ARN. A call must be connected to an agent.
      - After a transfer, this is the contact of the agent who speaks now.
    type: str
    required: true
  user:
    description:
      - The supervisor, by user name, ID or ARN. A UUID or an ARN is an ID, anything else a name.
      - A name that differs in case only is accepted if no other user has it. A name costs one request or more per task,
        and needs the permissions C(connect:SearchUsers) and C(connect:DescribeUser), or C(connect:ListUsers).
    type: str
    required: true
    aliases: [user_id, user_name]
  allowed_monitor_capabilities:
    description:
      - What the supervisor may do, listen silently (V(SILENT_MONITOR)) and join the conversation (V(BARGE)).
      - The capabilities of an existing session cannot be changed. The task fails if they are known to differ.
    type: list
    elements: str
    choices: [SILENT_MONITOR, BARGE]
    default: [SILENT_MONITOR]
  client_token:
    description:
      - A token of your own, by which Connect recognizes a repeated request. At most 500 characters. One is generated if
        you give none.
      - Give a new one for each session. The token of a session that has ended is an error.
    type: str
  remember:
    description:
      - Note the session on the contact, in the attribute C(ansible_monitor_USER-ID), so that a later task can tell this
        session from others. Needs the permission C(connect:UpdateContactAttributes).
      - On an instance without enhanced monitoring, Connect may not show sessions. Then only the note tells that the
        supervisor is listening.
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
      - Looks for a session as usual. If there is none, the prediction is that one can be started, though Amazon Connect
        may refuse, for example because the supervisor is not signed in.
  diff_mode:
    support: none
  idempotent:
    support: partial
    details:
      - Needs O(remember=true). Without it, a session is recognized only if Connect tells which contact it listens to.
notes:
  - "Permissions: C(connect:DescribeContact), C(connect:GetCurrentUserData), C(connect:MonitorContact) on the contact,
    the instance and the user, and C(connect:UpdateContactAttributes). For a user name, C(connect:SearchUsers) and
    C(connect:DescribeUser), or C(connect:ListUsers). For an alias, C(connect:ListInstances) and
    C(ds:DescribeDirectories)."
  - A user can listen to one call at a time. A call allows two listeners with enhanced monitoring, which is the default
    for new instances, and five without.
seealso:
  - module: contactops.amazon_connect.connect_contact_info
  - module: contactops.amazon_connect.connect_contact_recording
  - name: Listening to a call
    description: A guide to listening in.
    link: https://github.com/contactops/amazon_connect/blob/main/docs/guides/listening.md
  - name: MonitorContact
    description: Reference of the API.
    link: https://docs.aws.amazon.com/connect/latest/APIReference/API_MonitorContact.html
author:
  - contactops developers (@contactops)
"""

EXAMPLES = r"""
- name: Let a supervisor listen to a call
  contactops.amazon_connect.connect_contact_monitor:
    instance: example-center
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user: supervisor.sue

- name: Let another one listen to it too, and join the conversation if necessary
  contactops.amazon_connect.connect_contact_monitor:
    instance: example-center
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user: supervisor.una
    allowed_monitor_capabilities:
      - SILENT_MONITOR
      - BARGE
"""

RETURN = r"""
monitor:
  description: The monitoring session.
  returned: success
  type: dict
  contains:
    contact_id:
      description: The ID of the session, which is a contact of its own. Null in check mode if none exists yet.
      returned: always
      type: str
      sample: 9b2c1f7e-6f0d-4a53-9d8a-3c1f5e7b2a10
    contact_arn:
      description: The ARN of the session. Null if it is not known.
      returned: always
      type: str
      sample: "arn:aws:connect:us-west-2:111122223333:instance/12345678-1234-1234-1234-123456789012/contact/9b2c1f7e-6f0d-4a53-9d8a-3c1f5e7b2a10"
    monitored_contact_id:
      description: The ID of the monitored contact.
      returned: always
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    user_id:
      description: The ID of the supervisor.
      returned: always
      type: str
      sample: cccccccc-1111-2222-3333-444444444444
    allowed_monitor_capabilities:
      description: What the supervisor may do in this session. Null if a session was found without a note.
      returned: always
      type: list
      elements: str
      sample: [SILENT_MONITOR]
    evidence:
      description:
        - What was seen.
        - "V(accepted): Connect accepted the request and named the session."
        - "V(observed): Connect showed the session among the user's live contacts, or as a live contact of its own."
        - "V(predicted): check mode."
      returned: always
      type: str
      sample: accepted
user_status:
  description:
    - What Amazon Connect tells about the user who could not listen. C(signed_in) is null if it could not be looked up.
      C(status) is the user's agent status, or null. C(contacts) are the IDs of the user's live calls.
  returned: after a ServiceQuotaExceededException
  type: dict
  sample: {signed_in: true, status: Offline, contacts: []}
error:
  description:
    - What went wrong, as data. C(code) is AWS's error code, the name of botocore's exception, or a code of this
      collection. C(message) is for a person. C(request_id) is AWS's ID of the request, or null if AWS did not answer.
  returned: failure
  type: dict
  sample:
    code: ServiceQuotaExceededException
    message: "Contact 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: MonitorContact failed ..."
    request_id: 6d3a3c1e-5f1b-4a2e-9a3c-0d4f6a7b8c9d
"""

from ..module_utils._lookup import INSTANCE_OPTION
from ..module_utils._monitoring import ensure_monitoring
from ..module_utils._runtime.module import run_module

ARGUMENT_SPEC = {
    **INSTANCE_OPTION,
    "contact_id": {"type": "str", "required": True},
    "user": {"type": "str", "required": True, "aliases": ["user_id", "user_name"]},
    "allowed_monitor_capabilities": {
        "type": "list",
        "elements": "str",
        "choices": ["SILENT_MONITOR", "BARGE"],
        "default": ["SILENT_MONITOR"],
    },
    "client_token": {"type": "str", "no_log": True},
    "remember": {"type": "bool", "default": True},
}


def main() -> None:
    run_module(ensure_monitoring, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()

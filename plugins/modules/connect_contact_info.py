#!/usr/bin/python

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: connect_contact_info
short_description: Find live Amazon Connect contacts
version_added: 1.0.0
description:
  - Finds the contacts that agents are working on now in Amazon Connect, by agent, by queue or by routing profile. A
    contact is a chat, a task, an email, or one part of a call.
  - Also looks up contacts by their IDs, and then returns what the recording module noted about their recordings.
  - Contacts that wait in a queue for an agent cannot be found by queue, because Amazon Connect shows the contacts of
    agents only. They can be looked up by ID.
  - No customer data is returned, because results may be kept for a long time, for example in AWX.
options:
  contact_ids:
    description:
      - Contacts to look up, by ID or ARN. Duplicates count once.
      - Exactly one of O(contact_ids), O(agents), O(queues) and O(routing_profiles) is required.
    type: list
    elements: str
    aliases: [contact_id]
  agents:
    description:
      - Agents whose contacts to find, by user name, ID or ARN. A UUID or an ARN is an ID, anything else a name.
    type: list
    elements: str
    aliases: [agent]
  queues:
    description:
      - Queues whose contacts to find, by ID, ARN or name. A UUID or an ARN is an ID, anything else a name.
      - Only contacts that came through one of these queues are returned, and that an agent has taken.
      - An unknown queue ID returns nothing or an error, depending on Amazon Connect.
    type: list
    elements: str
    aliases: [queue]
  routing_profiles:
    description:
      - Routing profiles whose agents' contacts to find, by ID, ARN or name. A UUID or an ARN is an ID, anything else a
        name.
      - A routing profile says which queues an agent serves.
    type: list
    elements: str
    aliases: [routing_profile]
  contact_states:
    description:
      - Return contacts in these states only. By agent, queue or routing profile, the default is V(CONNECTED) and
        V(CONNECTED_ONHOLD), which is a call on hold.
      - V(INCOMING), V(PENDING) and V(CONNECTING) are contacts that are about to reach the agent. V(MISSED),
        V(REJECTED), V(ERROR) and V(ENDED) are over.
      - If a contact is looked up by ID, it is only known whether it is V(ENDED) or live. By default, it is returned
        either way.
    type: list
    elements: str
    choices: [INCOMING, PENDING, CONNECTING, CONNECTED, CONNECTED_ONHOLD, MISSED, ERROR, ENDED, REJECTED]
  channels:
    description:
      - Return contacts of these channels only. By default, of all channels.
    type: list
    elements: str
    choices: [VOICE, CHAT, TASK, EMAIL]
  initiation_methods:
    description:
      - Return only contacts that began in one of these ways.
      - Monitoring sessions (V(MONITOR)) are excluded unless requested or looked up by ID.
    type: list
    elements: str
    choices:
      [INBOUND, OUTBOUND, TRANSFER, QUEUE_TRANSFER, CALLBACK, API, DISCONNECT, MONITOR, EXTERNAL_OUTBOUND, WEBRTC_API, AGENT_REPLY, FLOW]
extends_documentation_fragment:
  - contactops.amazon_connect._options
  - contactops.amazon_connect._attributes
  - amazon.aws.common.modules
  - amazon.aws.region.modules
attributes:
  check_mode:
    support: full
    details:
      - This module never changes anything.
  diff_mode:
    support: N/A
    details:
      - This module never changes anything.
  idempotent:
    support: N/A
    details:
      - This module never changes anything.
notes:
  - "Permissions: C(connect:GetCurrentUserData) to find contacts. C(connect:DescribeContact) to look them up by ID."
  - "For names: C(connect:SearchUsers) and C(connect:DescribeUser), C(connect:SearchQueues) and
    C(connect:DescribeQueue), or C(connect:SearchRoutingProfiles) to look up one name. C(connect:ListUsers),
    C(connect:ListQueues) or C(connect:ListRoutingProfiles) for several at once, or if the former are not allowed. For
    an alias, C(connect:ListInstances) and C(ds:DescribeDirectories)."
  - A hundred agents, queues or routing profiles are asked for in one request. Several names cost no more requests than
    one.
seealso:
  - module: contactops.amazon_connect.connect_contact_recording
  - module: contactops.amazon_connect.connect_contact_monitor
  - name: Recording a whole queue
    description: A guide to recording the calls of a queue.
    link: https://github.com/contactops/amazon_connect/blob/main/docs/guides/queue.md
  - name: GetCurrentUserData
    description: Reference of the API.
    link: https://docs.aws.amazon.com/connect/latest/APIReference/API_GetCurrentUserData.html
author:
  - contactops developers (@contactops)
"""

EXAMPLES = r"""
- name: Find the calls of two queues
  contactops.amazon_connect.connect_contact_info:
    instance: example-center
    queues:
      - Orders
      - Billing
    channels: [VOICE]
  register: calls

- name: Find the call that an agent is on now
  contactops.amazon_connect.connect_contact_info:
    instance: example-center
    agents: [agent.ben]
    channels: [VOICE]
  register: agents_calls

- name: See what is noted about a call's recording
  contactops.amazon_connect.connect_contact_info:
    instance: example-center
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
"""

RETURN = r"""
contacts:
  description: The contacts found. An empty list if there are none, which is not an error.
  returned: always
  type: list
  elements: dict
  contains:
    contact_id:
      description: The contact's ID.
      returned: always
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    initial_contact_id:
      description: The ID of the call's first contact. It is the contact itself if the call was never transferred.
      returned: always, null unless looked up by ID
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    channel:
      description: The contact's channel.
      returned: always
      type: str
      sample: VOICE
    initiation_method:
      description: How the contact began.
      returned: always
      type: str
      sample: INBOUND
    contact_state:
      description: The contact's state for its agent. If looked up by ID, V(ENDED) or null.
      returned: always
      type: str
      sample: CONNECTED
    state_start_timestamp:
      description: When the contact entered this state, in ISO 8601 format. Null if it is not known.
      returned: always
      type: str
      sample: "2026-03-04T17:29:09+00:00"
    connected_to_agent_timestamp:
      description: When the agent joined, in ISO 8601 format. Null if none has.
      returned: always
      type: str
      sample: "2026-03-04T17:29:09+00:00"
    agent_id:
      description: The ID of the agent, or null.
      returned: always
      type: str
      sample: bbbbbbbb-1111-2222-3333-444444444444
    queue_id:
      description: The ID of the queue that the contact came through, or null.
      returned: always
      type: str
      sample: aaaaaaaa-1111-2222-3333-444444444444
    recording_state:
      description:
        - The noted state of the call's recording or, if that has no note, of everything that is recorded. Amazon
          Connect cannot tell it.
        - One of V(none), V(started), V(suspended) and V(stopped), or V(unknown) if more than one is possible.
      returned: always, null unless looked up by ID
      type: str
      sample: suspended
    recording_may_be:
      description: The states that are possible according to the notes, sorted.
      returned: always, null unless looked up by ID
      type: list
      elements: str
      sample: [suspended]
    recording_noted_at:
      description: When the state was noted, in ISO 8601 format. Null if there is no note.
      returned: always, null unless looked up by ID
      type: str
      sample: "2026-03-04T17:29:09+00:00"
    call_recording_state:
      description:
        - V(suspended) while the pause of the call is on, even if this part joined later and is being recorded. Otherwise
          RV(contacts[].recording_state).
      returned: always, null unless looked up by ID
      type: str
      sample: suspended
    call_paused_at:
      description: When the pause of the call began, in ISO 8601 format. Null unless it is on.
      returned: always, null unless looked up by ID
      type: str
      sample: "2026-03-04T17:29:09+00:00"
failed_contacts:
  description: The IDs of the contacts that could not be looked up.
  returned: if the task fails for some contacts
  type: list
  elements: str
  sample: [0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90]
errors:
  description: What went wrong with each of them, by contact ID, with the same keys as RV(error).
  returned: if the task fails for some contacts
  type: dict
  sample:
    0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90:
      code: ResourceNotFoundException
      message: "DescribeContact failed: Resource not found (ResourceNotFoundException). Check the ID, the instance and the region."
      request_id: c9f6b8a1-3d2e-4f50-9a7b-1c2d3e4f5a6b
error:
  description:
    - What went wrong, as data. C(code) is AWS's error code, the name of botocore's exception, or a code of this
      collection. C(message) is for a person. C(request_id) is AWS's ID of the request, or null if AWS did not answer.
  returned: failure
  type: dict
  sample: {code: NameNotFound, message: "queues: no queue is called 'Bilings'. Close matches: 'Billing'.", request_id: null}
"""

from ..module_utils._contact_search import find_contacts
from ..module_utils._lookup import INSTANCE_OPTION
from ..module_utils._runtime.module import run_module

SOURCES = ("contact_ids", "agents", "queues", "routing_profiles")
STATES = "INCOMING PENDING CONNECTING CONNECTED CONNECTED_ONHOLD MISSED ERROR ENDED REJECTED"
METHODS = "INBOUND OUTBOUND TRANSFER QUEUE_TRANSFER CALLBACK API DISCONNECT MONITOR EXTERNAL_OUTBOUND WEBRTC_API AGENT_REPLY FLOW"
ARGUMENT_SPEC = {
    **INSTANCE_OPTION,
    **{name: {"type": "list", "elements": "str", "aliases": [name.removesuffix("s")]} for name in SOURCES},
    "contact_states": {"type": "list", "elements": "str", "choices": STATES.split()},
    "channels": {"type": "list", "elements": "str", "choices": ["VOICE", "CHAT", "TASK", "EMAIL"]},
    "initiation_methods": {"type": "list", "elements": "str", "choices": METHODS.split()},
}
CONSTRAINTS = {"mutually_exclusive": [SOURCES], "required_one_of": [SOURCES]}


def main() -> None:
    run_module(find_contacts, ARGUMENT_SPEC, **CONSTRAINTS)


if __name__ == "__main__":
    main()

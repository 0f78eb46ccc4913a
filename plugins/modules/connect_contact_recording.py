#!/usr/bin/python

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: connect_contact_recording
short_description: Start, pause, resume, or stop the recording of live Amazon Connect calls
version_added: 1.0.0
description:
  - Puts the recording of one or many live calls in Amazon Connect into the state that you ask for.
  - Amazon Connect has no way to read the state of a recording, and refuses a repeated request with a message that does not say
    which state the recording is in. So this module remembers the state in attributes of the contact, and uses it to understand
    what Connect answers. It still sends the request each time, so that what an agent or a flow changed in between is put right.
  - What the reported state rests on is returned as RV(contacts[].evidence).
options:
  contact_ids:
    description:
      - The calls, by contact ID or ARN. A contact that is named twice counts once.
      - After a transfer, this is the ID of the current part of the call, the one with the agent who speaks now.
      - With an empty list nothing is done.
    type: list
    elements: str
    required: true
    aliases: [contact_id]
  initial_contact_id:
    description:
      - The ID of the first contact of a transferred call, or its ARN. Only with one contact.
      - You need it only to save a request together with O(track_state=false). Otherwise it is looked up.
    type: str
  state:
    description:
      - V(started) records the call. A paused recording is resumed. Before an agent joins, the recording is only armed, and
        begins when the agent joins. RV(contacts[].connected_to_agent) tells.
      - V(suspended) pauses the recording. What is said meanwhile is silence in the file.
      - V(stopped) ends the recording for good. Amazon Connect cannot start it again. Without O(recording_type), the recording of an
        agent's screen goes on.
    type: str
    choices: [started, suspended, stopped]
    default: started
  voice_recording_track:
    description:
      - Whom to record, the agent (V(FROM_AGENT)), the customer (V(TO_AGENT)) or both (V(ALL)).
      - Only with O(state=started), and only heeded by a recording that has not been started before.
      - Without this option and O(ivr_recording_track), both are recorded.
    type: str
    choices: [ALL, FROM_AGENT, TO_AGENT]
  ivr_recording_track:
    description:
      - Record the automated part of the call, before an agent joins. Instead of O(voice_recording_track).
      - This is a recording of its own, which is remembered as that of O(recording_type=IVR).
      - Needs botocore 1.35.72 or later.
    type: str
    choices: [ALL]
  recording_type:
    description:
      - Act on one type of recording only, the call with the agent (V(AGENT)), the automated part of the call (V(IVR)) or the
        agent's screen (V(SCREEN)). Without it, on all that the contact's flow records.
      - A recording of one type can be resumed with O(state=started), but not started.
      - What is remembered for one type and for all of them is kept apart. Once V(AGENT) was stopped, a wish without a type fails, since
        it could come true for the screen only.
      - Needs botocore 1.35.72 or later.
    type: str
    choices: [AGENT, IVR, SCREEN]
  track_state:
    description:
      - Remember the state on the contact, in the attributes that O(state_attribute) names. This needs the permission for
        UpdateContactAttributes.
      - Without it, a request that Connect refuses is an error, since nothing tells what state the recording is in.
      - Use the same value for all tasks on a contact. A change with V(false) makes what was remembered before wrong.
      - A stop is noted before it is sent. If that fails, nothing is sent.
    type: bool
    default: true
  state_attribute:
    description:
      - The name of the contact attribute that remembers the state. Letters, digits, dashes and underscores.
      - The attribute of this name with C(_contact) at its end holds the contact that the state belongs to. Recordings of one
        type have attributes of their own, such as C(ansible_recording_state_screen).
      - A flow may set the first attribute too. It then counts for the first contact of a call.
      - Use the same name for all tasks on a contact. It must not end in C(_agent), C(_ivr), C(_screen),
        C(_contact) or C(_requested_at).
    type: str
    default: ansible_recording_state
  trust_tracked_state:
    description:
      - Send nothing where the remembered state is the wanted one already. This is quicker, but does not put right what an agent or
        a flow changed since, or what an earlier task did without learning its outcome. Do not use it in front of a card payment.
    type: bool
    default: false
  accept_refusal:
    description:
      - Do not fail where Connect refuses the request and nothing tells in which state the recording is. The contact is then
        returned as unchanged, with the state V(unknown), and a warning is shown.
    type: bool
    default: false
  only:
    description:
      - Only with O(state=started), which otherwise starts a recording or resumes it, whichever it takes.
      - V(start) never resumes a recording, and leaves alone what an earlier task has paused, so that a task that records whatever calls it
        finds cannot end a pause in the middle of a card payment. The contact is then returned as unchanged, with the state
        V(unknown), and a warning is shown. An unchanged V(started) may be paused by its agent or a flow.
      - V(resume) never starts a recording, so that a call that nobody recorded stays so.
    type: str
    choices: [start, resume]
  requested_at:
    description:
      - When this was asked for, as a time with its offset from UTC in the ISO 8601 format, such as V(2026-03-04T17:29:09Z). For tasks that
        events start, which may come late, twice, or in another order.
      - The newest of these times is remembered on the contact. A task that was asked for earlier than that changes nothing, and
        fails, since what it was to bring about is not so. Of what was asked for at the same time, a pause wins.
      - Once a time is remembered, a task without one counts as asked for when it runs.
    type: str
  max_workers:
    description:
      - How many contacts to work on at a time, from 1 to 64.
    type: int
    default: 8
extends_documentation_fragment:
  - contactops.amazon_connect._options
  - contactops.amazon_connect._attributes
  - amazon.aws.common.modules
  - amazon.aws.region.modules
attributes:
  check_mode:
    support: full
    details:
      - The prediction rests on the remembered state. Where nothing is remembered, a change is predicted.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Needs O(track_state=true), since a repeated request that Connect refuses proves nothing without it.
      - Where Connect accepts a repeated request, it counts as a change, since that is all that is known.
notes:
  - Run one task at a time for a contact. Tasks that act on the same contact at once may leave a wrong memory.
  - One contact's failure does not stop the others. All are tried, then the task fails, and RV(contacts) and RV(failed_contacts)
    tell what became of each.
  - "Permissions: C(connect:DescribeContact), C(connect:UpdateContactAttributes) and, as the task needs it,
    C(connect:StartContactRecording), C(connect:SuspendContactRecording), C(connect:ResumeContactRecording) and
    C(connect:StopContactRecording). With botocore older than 1.38.8 also C(connect:GetContactAttributes). For O(instance_alias),
    C(connect:ListInstances) and C(ds:DescribeDirectories)."
seealso:
  - module: contactops.amazon_connect.connect_contact_info
  - module: contactops.amazon_connect.connect_contact_monitor
  - ref: ansible_collections.contactops.amazon_connect.docsite.changed
    description: What a reported state rests on, what is remembered, and what is promised.
  - ref: ansible_collections.contactops.amazon_connect.docsite.payment
    description: A guide to pausing around a payment.
  - ref: ansible_collections.contactops.amazon_connect.docsite.permissions
    description: Policies, and how a denial reads.
  - name: StartContactRecording
    description: Reference of the API, with links to the other operations.
    link: https://docs.aws.amazon.com/connect/latest/APIReference/API_StartContactRecording.html
author:
  - contactops developers (@contactops)
"""

EXAMPLES = r"""
- name: Record a call
  contactops.amazon_connect.connect_contact_recording:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c

- name: Take a card payment without recording it
  module_defaults:
    contactops.amazon_connect.connect_contact_recording:
      instance_id: 12345678-1234-1234-1234-123456789012
      contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
  block:
    - name: Pause the recording
      contactops.amazon_connect.connect_contact_recording:
        state: suspended

    - name: Take the payment
      ansible.builtin.pause:
        prompt: Take the payment, then press Enter
  always:
    - name: Resume the recording
      contactops.amazon_connect.connect_contact_recording:
        state: started
        only: resume

- name: Pause only the recording of the agent's screen
  contactops.amazon_connect.connect_contact_recording:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_id: 0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90
    recording_type: SCREEN
    state: suspended

- name: Stop the recording of two calls for good
  contactops.amazon_connect.connect_contact_recording:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_ids:
      - 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
      - 0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90
    state: stopped

- name: Pause a recording because of an event, which may have come late
  contactops.amazon_connect.connect_contact_recording:
    instance_id: 12345678-1234-1234-1234-123456789012
    contact_id: f4b2d6e8-1c30-4e79-9bad-203f4e5d6c71
    state: suspended
    requested_at: "2026-03-04T17:29:09Z"

- name: Find the calls of a queue
  contactops.amazon_connect.connect_contact_info:
    instance_alias: example-center
    queues: [Billing]
    channels: [VOICE]
  register: calls

- name: Record all of them
  contactops.amazon_connect.connect_contact_recording:
    instance_alias: example-center
    contact_ids: "{{ calls.contacts | map(attribute='contact_id') | list }}"
    only: start
  register: recorded

- name: Show what each result rests on
  ansible.builtin.debug:
    msg: "{{ recorded.contacts | items2dict(key_name='contact_id', value_name='evidence') }}"
"""

RETURN = r"""
contacts:
  description: What became of each contact, in the order asked for. Also returned where the task fails for some of them.
  returned: always, unless the task fails before any contact is looked at
  type: list
  elements: dict
  contains:
    contact_id:
      description: The contact's ID.
      returned: always
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    initial_contact_id:
      description: The ID of the first contact of the chain, which is the contact itself where it was never transferred.
      returned: always, null where the contact could not be described
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    state:
      description:
        - The state that the recording is in now, or would be in (check mode), V(started), V(suspended) or V(stopped).
        - V(unknown) where nothing proves it.
      returned: always
      type: str
      sample: suspended
    previous_state:
      description:
        - The state that was remembered before, or V(unknown).
        - V(starting), V(changing), V(stopping) or V(ending) where an earlier task did not learn what became of its request, a start,
          a pause or resumption, a stop, or a stop of what nothing was known of.
      returned: always
      type: str
      sample: started
    changed:
      description:
        - Whether the recording changed, or would change (check mode).
        - Also true where a request failed in a way that it may have been carried out.
      returned: always
      type: bool
      sample: true
    request:
      description: The API operation that was sent last, null where none was sent.
      returned: always
      type: str
      sample: SuspendContactRecording
    evidence:
      description:
        - What the state rests on.
        - "V(accepted): Connect accepted the request."
        - "V(tracked): Connect refused the request, which it does where the recording is in that state already, and this state is
          remembered. Also where nothing was sent because of O(trust_tracked_state)."
        - "V(inferred): an attempt, in this task or an earlier one, was left without an answer, and Connect refused the next one, so that
          only one explanation is left."
        - "V(predicted): check mode, from the remembered state."
        - "V(none): nothing is known."
      returned: always
      type: str
      sample: accepted
    channel:
      description: The contact's channel.
      returned: always, null where the contact was not described
      type: str
      sample: VOICE
    connected_to_agent:
      description: Whether an agent has joined. Until then, a started recording is only armed.
      returned: always, null where the contact was not described
      type: bool
      sample: true
    error:
      description: What went wrong with this contact.
      returned: when it failed
      type: str
      sample: "contact 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: it ended at 2026-03-04T17:31:40+00:00, and only live contacts can be acted on"
diff:
  description: For each contact that did not fail, the state before and after.
  returned: in diff mode
  type: dict
  sample:
    before: {4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: unknown}
    after: {4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: started}
failed_contacts:
  description: The IDs of the contacts that failed.
  returned: when the task fails for some contacts
  type: list
  elements: str
  sample: [0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90]
"""

from ansible_collections.contactops.amazon_connect.plugins.module_utils._directory import (
    INSTANCE_CONSTRAINTS,
    INSTANCE_OPTIONS,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._module import run_module
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording import ensure_recordings

ARGUMENT_SPEC = {
    **INSTANCE_OPTIONS,
    "contact_ids": {"type": "list", "elements": "str", "required": True, "aliases": ["contact_id"]},
    "initial_contact_id": {"type": "str"},
    "state": {"type": "str", "choices": ["started", "suspended", "stopped"], "default": "started"},
    "voice_recording_track": {"type": "str", "choices": ["ALL", "FROM_AGENT", "TO_AGENT"]},
    "ivr_recording_track": {"type": "str", "choices": ["ALL"]},
    "recording_type": {"type": "str", "choices": ["AGENT", "IVR", "SCREEN"]},
    "track_state": {"type": "bool", "default": True},
    "state_attribute": {"type": "str", "default": "ansible_recording_state"},
    "trust_tracked_state": {"type": "bool", "default": False},
    "accept_refusal": {"type": "bool", "default": False},
    "only": {"type": "str", "choices": ["start", "resume"]},
    "requested_at": {"type": "str"},
    "max_workers": {"type": "int", "default": 8},
}
CONSTRAINTS = {
    "mutually_exclusive": [
        *INSTANCE_CONSTRAINTS["mutually_exclusive"],
        ("voice_recording_track", "ivr_recording_track"),
    ],
    "required_one_of": INSTANCE_CONSTRAINTS["required_one_of"],
}


def main() -> None:
    run_module(ensure_recordings, ARGUMENT_SPEC, **CONSTRAINTS)


if __name__ == "__main__":
    main()

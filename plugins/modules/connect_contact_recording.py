#!/usr/bin/python

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: connect_contact_recording
short_description: Start, pause, resume or stop the recording of live Amazon Connect calls
version_added: 1.0.0
description:
  - Brings the recording of one or many live calls in Amazon Connect into the state that you ask for.
  - Amazon Connect cannot tell the state of a recording, and refuses a request with a message that does not tell it
    either. So this module keeps notes in attributes of the contact, and uses them to interpret Connect's answers.
    RV(contacts[].evidence) tells what proves the state that it reports.
options:
  contact_ids:
    description:
      - The calls, by contact ID or ARN. Duplicates count once.
      - With O(whole_call), any contact of a call will do, even one that has ended. Without it, use the contact of the
        agent who speaks now.
      - With an empty list, nothing is done.
    type: list
    elements: str
    required: true
    aliases: [contact_id]
  state:
    description:
      - V(started) starts the recording, and never ends a pause. Before an agent joins, the recording begins when the
        agent joins.
      - V(suspended) pauses the recording. What is said meanwhile is silence in the file.
      - V(resumed) ends a pause that is noted or may have been made, and never starts a recording.
      - V(stopped) ends the recording for good. Amazon Connect cannot start it again.
    type: str
    choices: [started, suspended, resumed, stopped]
    required: true
  whole_call:
    description:
      - Act on every live voice contact of the call that a contact belongs to, even if that contact has ended. After a
        transfer, or while an agent consults another, a call has several contacts, and each has its own recording.
      - Needs the permission C(connect:ListAssociatedContacts).
      - The default is V(true), but V(false) with O(state=started).
    type: bool
  recording_type:
    description:
      - Act on one type of recording only, the call with the agent (V(AGENT)), the automated phase before it (V(IVR))
        or the agent's screen (V(SCREEN)).
      - Without it, V(suspended) and V(resumed) act on everything that is recorded, including the agent's screen.
        V(started) and V(stopped) act on the call.
      - Amazon Connect cannot start the recording of a screen, so V(SCREEN) is an error with O(state=started).
    type: str
    choices: [AGENT, IVR, SCREEN]
  voice_recording_track:
    description:
      - Whom to record, the agent (V(FROM_AGENT)), the customer (V(TO_AGENT)) or both (V(ALL)).
      - Only with O(state=started), and not with O(recording_type=IVR). Without it, both are recorded.
    type: str
    choices: [ALL, FROM_AGENT, TO_AGENT]
  initial_contact_id:
    description:
      - The first contact of the call, by ID or ARN. Only with a single contact and O(whole_call=false).
      - It is looked up if not given. You need it only to save that request, together with O(remember=false).
    type: str
  requested_at:
    description:
      - When the pause or its end was requested, as an ISO 8601 time with a UTC offset, such as V(2026-03-04T17:29:09Z).
        For tasks that events start, because events can arrive late, twice or out of order.
      - A request that is older than the newest one for this call changes nothing, and fails. If a pause and its end
        have the same time, the pause wins.
      - Only with O(state=suspended) and O(state=resumed). Once a time is noted, a task without one counts as requested
        now.
    type: str
  allow_unknown:
    description:
      - Do not fail if Connect refuses the request and the notes do not explain why. The contact is returned with the
        state V(unknown), and a warning is shown.
      - With O(state=resumed), also end a pause that is not noted, for example one that the agent made.
      - Not for payments, because the recording may go on.
    type: bool
    default: false
  remember:
    description:
      - Keep notes about the recording in attributes of the contact. Needs the permission
        C(connect:UpdateContactAttributes). A change is noted before it is requested. If that fails, nothing is sent.
      - With V(false), notes are neither read nor written, V(resumed) is always sent, and a refusal proves nothing. Do
        not use this on a call that has notes, because they become wrong, and not for payments.
    type: bool
    default: true
  max_workers:
    description:
      - How many calls to work on at a time, from 1 to 64.
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
      - The prediction is based on the notes, and assumes that Connect accepts the request.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - Needs O(remember=true). A second run is then C(ok), whether Connect refuses or accepts the repeated request.
notes:
  - Run one task at a time for a call. Tasks that change the same call at the same time can leave wrong notes.
  - The module spends at most 30 seconds on changing a contact, and then returns what it knows. O(aws_config) can set
    other time-outs.
  - If one contact fails, the others are still done. Then the task fails, and RV(contacts) and RV(failed_contacts) tell
    the result of each.
  - "Permissions: C(connect:ListAssociatedContacts) (unless O(whole_call=false)), C(connect:DescribeContact),
    C(connect:UpdateContactAttributes) and, depending on the state, C(connect:StartContactRecording),
    C(connect:SuspendContactRecording), C(connect:ResumeContactRecording) or C(connect:StopContactRecording). For an
    alias, C(connect:ListInstances) and C(ds:DescribeDirectories)."
seealso:
  - module: contactops.amazon_connect.connect_contact_info
  - module: contactops.amazon_connect.connect_contact_monitor
  - name: 'What "changed" means'
    description: What is noted, what an answer proves, and what is guaranteed.
    link: https://github.com/contactops/amazon_connect/blob/main/docs/guides/changed.md
  - name: Taking a payment
    description: A guide to pausing around a payment.
    link: https://github.com/contactops/amazon_connect/blob/main/docs/guides/payment.md
  - name: StartContactRecording
    description: Reference of the API, with links to the other operations.
    link: https://docs.aws.amazon.com/connect/latest/APIReference/API_StartContactRecording.html
author:
  - contactops developers (@contactops)
"""

EXAMPLES = r"""
- name: Record a call
  contactops.amazon_connect.connect_contact_recording:
    instance: example-center
    contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    state: started

- name: Take a card payment without recording it
  module_defaults:
    contactops.amazon_connect.connect_contact_recording:
      instance: example-center
      contact_id: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
  block:
    - name: Pause the recording of the whole call
      contactops.amazon_connect.connect_contact_recording:
        state: suspended
      register: paused

    - name: Take the payment
      ansible.builtin.debug:
        msg: Replace this task with your payment step
  always:
    - name: Resume what this play has paused
      contactops.amazon_connect.connect_contact_recording:
        state: resumed
      when: paused is changed

- name: Pause only the recording of the agent's screen
  contactops.amazon_connect.connect_contact_recording:
    instance: example-center
    contact_id: 0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90
    recording_type: SCREEN
    state: suspended

- name: Pause a call because of an event, which may be late
  contactops.amazon_connect.connect_contact_recording:
    instance: example-center
    contact_id: f4b2d6e8-1c30-4e79-9bad-203f4e5d6c71
    state: suspended
    requested_at: "2026-03-04T17:29:09Z"
"""

RETURN = r"""
contacts:
  description:
    - The result of each contact, in the order asked for. Other contacts of a call follow the one that they were found
      by.
    - Also returned if the task fails for some of them.
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
      description: The ID of the call's first contact. It is the contact itself if the call was never transferred.
      returned: always, null if the contact was not described
      type: str
      sample: 4ffe4b31-b002-42e1-be2c-bb8dfca2f51c
    state:
      description:
        - The state of what the task acts on. This is the recording of the call, that of one type, or everything that is
          recorded.
        - One of V(none), V(started), V(suspended) and V(stopped), or V(unknown) if more than one is possible.
      returned: always
      type: str
      sample: suspended
    previous_state:
      description: The state according to the notes before the task, with the same values.
      returned: always
      type: str
      sample: started
    may_be:
      description: The states that are possible after the task, sorted.
      returned: always
      type: list
      elements: str
      sample: [suspended]
    changed:
      description: Whether the notes show the requested state after the task, and something else before. Also true if an answer was lost.
      returned: always
      type: bool
      sample: true
    request:
      description: The operation that was requested. Null if nothing was sent.
      returned: always
      type: str
      sample: SuspendContactRecording
    evidence:
      description:
        - What was seen.
        - "V(accepted): Connect accepted the request."
        - "V(confirmed): Connect refused the request, and according to the notes there was nothing to change."
        - "V(inferred): Connect refused the request. The refusal settles what the notes had left open."
        - "V(remembered), only with V(started) and V(resumed): according to the notes, there was nothing to change, so nothing was sent."
        - "V(predicted): check mode."
        - "V(none): no proof."
      returned: always
      type: str
      sample: accepted
    channel:
      description: The contact's channel.
      returned: always, null if the contact was not described
      type: str
      sample: VOICE
    connected_to_agent:
      description: Whether an agent has joined.
      returned: always, null if the contact was not described
      type: bool
      sample: true
    found_by:
      description: The contact that was asked for, if O(whole_call) found this one. Null if this one was asked for.
      returned: always
      type: str
      sample: null
    error:
      description: What went wrong with this contact, with the same keys as RV(error).
      returned: if it failed
      type: dict
      sample: {code: ContactEnded, message: "The contact ended at 2026-03-04T17:31:40+00:00. ...", request_id: null}
diff:
  description: The state of each contact that did not fail, before and after.
  returned: in diff mode
  type: dict
  sample:
    before: {4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: started}
    after: {4ffe4b31-b002-42e1-be2c-bb8dfca2f51c: suspended}
failed_contacts:
  description: The IDs of the contacts that failed.
  returned: if the task fails for some contacts
  type: list
  elements: str
  sample: [0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90]
error:
  description:
    - What went wrong, as data. C(code) is AWS's error code, the name of botocore's exception, or a code of this
      collection. C(message) is for a person. C(request_id) is AWS's ID of the request, or null if AWS did not answer.
  returned: failure
  type: dict
  sample: {code: RequestRefused, message: "Amazon Connect refused SuspendContactRecording and does not say why. ...", request_id: null}
"""

from ..module_utils._lookup import INSTANCE_OPTION
from ..module_utils._recording.states import OPERATIONS
from ..module_utils._recording.task import ensure_recordings
from ..module_utils._runtime.module import run_module

ARGUMENT_SPEC = {
    **INSTANCE_OPTION,
    "contact_ids": {"type": "list", "elements": "str", "required": True, "aliases": ["contact_id"]},
    "state": {"type": "str", "choices": list(OPERATIONS), "required": True},
    "whole_call": {"type": "bool"},
    "recording_type": {"type": "str", "choices": ["AGENT", "IVR", "SCREEN"]},
    "voice_recording_track": {"type": "str", "choices": ["ALL", "FROM_AGENT", "TO_AGENT"]},
    "initial_contact_id": {"type": "str"},
    "requested_at": {"type": "str"},
    "allow_unknown": {"type": "bool", "default": False},
    "remember": {"type": "bool", "default": True},
    "max_workers": {"type": "int", "default": 8},
}


def main() -> None:
    run_module(ensure_recordings, ARGUMENT_SPEC)


if __name__ == "__main__":
    main()

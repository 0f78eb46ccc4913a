"""What the questions share: the account, the call, what the caller allows, and what was found so far."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass

from .account import Account
from .clock import Clock
from .consent import Consent
from .recorder import Recorder


@dataclass(frozen=True)
class Call:
    """The live call. agent_id: the user who is connected to it."""

    contact_id: str
    initial_contact_id: str
    agent_id: str


@dataclass
class Trial:
    """repeats_accepted: whether a repeated Suspend is accepted; None if that is not known.

    session_id: the contact of the monitoring session, once there is one. call_ended: the trial has ended the call.
    attribute_left: the test attribute could not be emptied.
    """

    account: Account
    call: Call
    consent: Consent
    recorder: Recorder
    clock: Clock
    supervisor_id: str | None = None
    repeats_accepted: bool | None = None
    session_id: str | None = None
    call_ended: bool = False
    attribute_left: bool = False

"""Events as EventBridge delivers them: Amazon Connect's contact events, and those of an application for payments."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from helpers.guides import blocks
from helpers.known import AGENT, ARN_PREFIX, CALL, ORDERS

# The application's event as the guide shows it.
PAYMENT_STEP = json.loads(blocks("events", "json")[1].text)


def contact_event(contact_id: str = CALL, event_type: str = "CONNECTED_TO_AGENT", **detail: object) -> dict:
    """An event of Amazon Connect; detail: what differs from a call of the queue Orders. None leaves a member out."""
    usual = {
        "eventType": event_type,
        "contactId": contact_id,
        "channel": "VOICE",
        "initiationMethod": "INBOUND",
        "instanceArn": ARN_PREFIX,
        "queueInfo": {"queueType": "STANDARD", "queueArn": f"{ARN_PREFIX}/queue/{ORDERS}"},
        "agentInfo": {
            "agentArn": f"{ARN_PREFIX}/agent/{AGENT}",
            "connectedToAgentTimestamp": "2026-03-04T17:29:09.000Z",
        },
    }
    return {
        "version": "0",
        "id": "bc198b12-2a16-c92b-5925-5a0a06a39bf2",
        "detail-type": "Amazon Connect Contact Event",
        "source": "aws.connect",
        "account": "111122223333",
        "time": "2026-03-04T17:29:09Z",
        "region": "us-west-2",
        "resources": [ARN_PREFIX],
        "detail": {name: value for name, value in {**usual, **detail}.items() if value is not None},
    }


def payment_event(step: str, time: str, contact_id: str = CALL) -> dict:
    return {
        **PAYMENT_STEP,
        "version": "0",
        "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
        "account": "111122223333",
        "time": time,
        "region": "us-west-2",
        "resources": [],
        "detail": {**PAYMENT_STEP["detail"], "contactId": contact_id, "step": step},
    }


def without(event: dict, *path: str, instead: object = None) -> dict:
    """A copy of an event in which something is not as it should be."""
    first, *more = path
    return {**event, first: without(event[first], *more, instead=instead) if more else instead}

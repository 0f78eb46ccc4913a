"""The rulebooks with the real ansible-rulebook: which events do what, and which are harmless."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

import pytest
from events import contact_event, payment_event, without
from helpers.known import (
    ARN_PREFIX,
    BILLING,
    CALL,
    CHAT,
    ENDED_CALL,
    FIRST_PART,
    RECORDED_CALL,
    SUPERVISOR,
    TRANSFERRED_CALL,
    attributes,
    truth,
)

BEGINS, ENDS = "2026-03-04T17:29:09Z", "2026-03-04T17:31:40Z"
TEMPLATE = "{{ lookup('ansible.builtin.pipe', 'touch pwned') }}"
# Messages that are not events.
MALFORMED = ["not JSON", '{"source": "aws.connect", "detail', "null", "5", '"text"', "[]", '[{"detail": 1}]', "{}", " "]


@pytest.mark.parametrize("channel", ["VOICE", "Voice"])
def test_a_call_is_recorded_when_it_reaches_its_agent(record_calls, channel):
    record_calls.send(contact_event(channel=channel))
    record_calls.wait_until(lambda: truth(record_calls.standin) == "started")


@pytest.mark.parametrize("initial", [None, FIRST_PART])
def test_a_transferred_call_is_recorded_as_what_it_is(record_calls, initial):
    record_calls.standin.center.contacts[TRANSFERRED_CALL].recordings["AGENT"] = "none"
    record_calls.send(contact_event(TRANSFERRED_CALL, initiationMethod="TRANSFER", initialContactId=initial))
    record_calls.wait_until(lambda: truth(record_calls.standin, TRANSFERRED_CALL) == "started")


def test_nothing_else_starts_a_job(record_calls):
    event = contact_event()
    others = [
        *(contact_event(event_type=kind) for kind in ("INITIATED", "QUEUED", "DISCONNECTED", "COMPLETED", "PAUSED")),
        # What our own attribute writes bring about.
        contact_event(event_type="CONTACT_DATA_UPDATED"),
        contact_event(CHAT, channel="CHAT"),
        contact_event(channel="NOT_VOICE"),
        contact_event(queueInfo=None),
        contact_event(queueInfo={"queueType": "STANDARD", "queueArn": f"{ARN_PREFIX}/queue/{BILLING}"}),
        *(without(event, "source", instead=source) for source in ("aws.s3", "shop.example.com", None, 5)),
        *(without(event, "detail", instead=detail) for detail in (None, "text", 5, [])),
        *(without(event, "detail", "channel", instead=channel) for channel in (None, 5, ["VOICE"], {})),
        *(without(event, "detail", "queueInfo", instead=queue) for queue in ("text", 5, [1], {"queueArn": {}})),
        *(
            without(event, "detail", "contactId", instead=name)
            for name in (None, "", [CALL], TEMPLATE, f"{CALL}\n{{{{")
        ),
    ]
    before = record_calls.jobs
    record_calls.send(*others, *MALFORMED)
    record_calls.wait_until_idle()
    assert record_calls.jobs == before
    assert record_calls.standin.requests == []
    record_calls.send(event)
    record_calls.wait_until(lambda: truth(record_calls.standin) == "started")


def test_events_that_come_late_or_twice_change_nothing(record_calls):
    standin = record_calls.standin
    event = contact_event()
    record_calls.send(event)
    record_calls.wait_until(lambda: f"ansible_recording_{CALL}_call" in attributes(standin))
    standin.center.agent_pauses(CALL)
    record_calls.send(event, contact_event(ENDED_CALL), contact_event(5), event)
    record_calls.wait_until_idle()
    assert truth(standin) == "suspended"
    assert changes(standin) == ["StartContactRecording"]


def changes(standin) -> list[str]:
    """The requests that change recordings, so far."""
    return [item["operation"] for item in standin.requests if item["operation"].endswith("ContactRecording")]


@pytest.mark.parametrize("method", ["TRANSFER", "Queue_Transfer"])
def test_a_transferred_call_stays_paused(keep_paused, method):
    standin = keep_paused.standin
    standin.center.contacts[RECORDED_CALL].attributes["ansible_recording_pause"] = "on 2026-03-04T17:29:09Z"
    part = standin.center.transfer(RECORDED_CALL, SUPERVISOR)
    assert truth(standin, part) == "started"
    keep_paused.send(contact_event(part, initiationMethod=method, initialContactId=RECORDED_CALL))
    keep_paused.wait_until(lambda: truth(standin, part) == "suspended")


def test_a_call_that_is_not_paused_is_left_alone(keep_paused):
    before = keep_paused.jobs
    keep_paused.send(
        contact_event(TRANSFERRED_CALL, initiationMethod="TRANSFER"),
        contact_event(initiationMethod="INBOUND"),
        contact_event(CHAT, initiationMethod="TRANSFER", channel="CHAT"),
        contact_event(event_type="CONTACT_DATA_UPDATED", initiationMethod="TRANSFER"),
        *(contact_event(initiationMethod=method) for method in ("MONITOR", "NOT_A_TRANSFER", None, 5, ["TRANSFER"])),
        *(contact_event(name, initiationMethod="TRANSFER") for name in ("", [CALL], TEMPLATE, f"{CALL}\n{{{{")),
        *MALFORMED,
    )
    keep_paused.wait_until_idle()
    assert keep_paused.jobs == before + 1
    assert [item["operation"] for item in keep_paused.standin.requests] == ["ListInstances", "DescribeContact"]


def test_a_recording_is_paused_and_resumed_around_a_payment(payment_steps):
    standin = payment_steps.standin
    payment_steps.send(payment_event("begins", BEGINS, RECORDED_CALL))
    payment_steps.wait_until(lambda: truth(standin, RECORDED_CALL) == "suspended")
    payment_steps.send(payment_event("ends", ENDS, RECORDED_CALL))
    payment_steps.wait_until(lambda: truth(standin, RECORDED_CALL) == "started")


@pytest.mark.parametrize(
    ("steps", "holds"),
    [
        ([("begins", BEGINS), ("ends", ENDS)], "started"),
        ([("ends", ENDS), ("begins", BEGINS)], "started"),
        ([("begins", BEGINS), ("ends", ENDS), ("begins", BEGINS)], "started"),
        ([("begins", BEGINS), ("begins", BEGINS)], "suspended"),
        ([("ends", ENDS), ("begins", "2026-03-04T17:40:00Z"), ("ends", ENDS)], "suspended"),
    ],
)
def test_the_step_that_is_the_last_by_its_time_decides(payment_steps, steps, holds):
    """However they come, even all at once; the playbooks for one call run one after the other."""
    payment_steps.send(*(payment_event(step, time, RECORDED_CALL) for step, time in steps))
    payment_steps.wait_until_idle()
    assert truth(payment_steps.standin, RECORDED_CALL) == holds


def test_foreign_and_hostile_events_begin_no_payment(payment_steps):
    event = payment_event("begins", BEGINS, RECORDED_CALL)
    others = [
        contact_event(RECORDED_CALL, event_type="CONTACT_DATA_UPDATED"),
        without(event, "source", instead="other.example.com"),
        without(event, "detail-type", instead="Refund"),
        *(without(event, "detail", "step", instead=step) for step in ("Begins", "", None, 5, ["begins"])),
        *(without(event, "detail", "contactId", instead=name) for name in (None, "", TEMPLATE, {"a": 1})),
        *(without(event, "time", instead=time) for time in (None, "", "now", 5, TEMPLATE)),
    ]
    before = payment_steps.jobs
    payment_steps.send(*others, *MALFORMED, json.dumps(event)[:-2])
    payment_steps.wait_until_idle()
    assert payment_steps.jobs == before
    assert truth(payment_steps.standin, RECORDED_CALL) == "started"
    assert payment_steps.standin.requests == []

"""What a recording may be after each request and answer, as tables of examples. test_search.py proves the rest."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import (
    OPERATIONS,
    Notes,
    Request,
    accepted,
    accepted_without_agent,
    is_noted,
    possible,
    refused,
    unanswered,
)

SHORT = {"n": "none", "r": "started", "p": "suspended", "s": "stopped"}
LONG = {word: letter for letter, word in SHORT.items()}


def notes(text: str) -> Notes:
    """Notes from a short text: "call:rp any:p" is a call that may be started (r for recording) or suspended (p)."""
    pairs = (pair.split(":") for pair in text.split())
    return {subject: frozenset(SHORT[letter] for letter in letters) for subject, letters in pairs}


def text(of: Notes) -> str:
    order = "nrps"
    return " ".join(
        f"{subject}:{''.join(sorted((LONG[state] for state in of[subject]), key=order.index))}"
        for subject in sorted(of)
    )


@pytest.mark.parametrize(
    ("state", "name", "moves"),
    [
        ("started", "StartContactRecording", {"none": "started"}),
        ("suspended", "SuspendContactRecording", {"started": "suspended"}),
        ("resumed", "ResumeContactRecording", {"suspended": "started"}),
        ("stopped", "StopContactRecording", {"started": "stopped", "suspended": "stopped"}),
    ],
)
def test_an_operation_moves_the_states_that_it_applies_to(state, name, moves):
    operation = OPERATIONS[state]
    assert operation.name == name
    for before in SHORT.values():
        assert operation.carried_out(frozenset((before,))) == {moves.get(before, before)}
        assert operation.perhaps(frozenset((before,))) == {before, moves.get(before, before)}


@pytest.mark.parametrize(
    ("state", "recording_type", "subject", "reaches", "may_reach"),
    [
        ("started", None, "call", ("call",), ()),
        ("started", "IVR", "ivr", ("ivr",), ()),
        ("suspended", None, "any", ("call", "ivr", "screen"), ()),
        ("resumed", None, "any", ("call", "ivr", "screen"), ()),
        ("suspended", "AGENT", "call", ("call",), ()),
        ("stopped", "SCREEN", "screen", ("screen",), ()),
        ("stopped", "AGENT", "call", ("call",), ()),
        ("stopped", None, "call", ("call", "ivr"), ("screen",)),
    ],
)
def test_what_a_request_is_about(state, recording_type, subject, reaches, may_reach):
    request = Request(state, recording_type)
    assert (request.subject, request.reaches, request.may_reach) == (subject, reaches, may_reach)


@pytest.mark.parametrize(
    ("noted", "subject", "may_be", "is_known"),
    [
        ("", "call", "nrp", False),
        ("", "any", "nrp", False),
        ("call:p", "call", "p", True),
        ("call:p", "screen", "nrp", False),
        # Everything that is recorded is paused, so the screen is paused or is not recorded.
        ("any:p", "screen", "np", True),
        ("any:p screen:s", "screen", "s", True),
        # The call is recorded, so something is.
        ("call:r any:nrp", "any", "rp", True),
        ("call:r", "any", "rp", True),
        ("call:nr", "any", "nrp", True),
        ("any:n", "any", "n", True),
    ],
)
def test_what_notes_say_about_a_subject(noted, subject, may_be, is_known):
    assert text({"it": possible(notes(noted), subject)}) == f"it:{may_be}"
    assert is_noted(notes(noted), subject) is is_known


@pytest.mark.parametrize(
    ("request_", "before", "if_accepted", "if_unanswered"),
    [
        (Request("started"), "", "call:r", "call:nrp"),
        (Request("started"), "any:n", "any:r call:r", "any:nr call:nr"),
        (Request("started", "IVR"), "", "ivr:r", "ivr:nrp"),
        (Request("suspended"), "", "any:p", "any:nrp"),
        (Request("suspended"), "any:r call:r screen:nr", "any:p call:p screen:np", "any:rp call:rp screen:nrp"),
        (Request("suspended"), "any:rs call:s", "any:ps call:s", "any:rps call:s"),
        (Request("suspended", "AGENT"), "", "any:rp call:p", "any:nrp call:nrp"),
        (Request("suspended", "SCREEN"), "any:r", "any:rp screen:p", "any:rp screen:nrp"),
        (Request("resumed"), "any:p call:p", "any:r call:r", "any:rp call:rp"),
        (Request("resumed", "SCREEN"), "any:p", "any:rp screen:r", "any:rp screen:nrp"),
        # A stop without a type ends all voice. Whether it reaches the screen is allowed for.
        (Request("stopped"), "", "any:rps call:s ivr:ns", "any:nrps call:nrps"),
        (Request("stopped"), "any:r call:r", "any:rs call:s ivr:ns", "any:rs call:rs"),
        (Request("stopped", "SCREEN"), "", "any:rps screen:s", "any:nrps screen:nrps"),
    ],
)
def test_the_notes_after_a_request(request_, before, if_accepted, if_unanswered):
    assert text(accepted(request_, notes(before))) == if_accepted
    assert text(unanswered(request_, notes(before))) == if_unanswered


@pytest.mark.parametrize(
    ("request_", "before", "lost", "after"),
    [
        (Request("suspended"), "any:p", False, "any:p"),
        (Request("suspended"), "any:r", True, "any:p"),
        (Request("suspended"), "any:nrp", False, "any:np"),
        # A contradiction: nothing is left that explains the refusal.
        (Request("suspended"), "any:r", False, "any:"),
        (Request("suspended"), "call:r", False, "any:p call:"),
        (Request("suspended", "SCREEN"), "any:r screen:r", True, "any:rp screen:p"),
        (Request("resumed", "SCREEN"), "any:p", False, "any:p screen:n"),
        (Request("stopped"), "call:rp", True, "any:rps call:s"),
        (Request("stopped"), "call:s ivr:ns", False, "call:s ivr:ns"),
        (Request("started"), "call:nr", False, "call:r"),
    ],
)
def test_the_notes_after_a_refusal(request_, before, lost, after):
    assert text(refused(request_, notes(before), lost)) == after


def test_before_an_agent_joins_a_paused_recording_may_still_begin():
    assert text(accepted_without_agent(Request("suspended"), notes(""))) == "any:rp"
    assert text(accepted_without_agent(Request("suspended", "AGENT"), notes("call:r"))) == "any:rp call:rp"
    assert text(accepted_without_agent(Request("suspended"), notes("any:ns call:n"))) == "any:rps call:n"

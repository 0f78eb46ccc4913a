"""Every cell of the two decision tables: what is asked for, and what an answer proves."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Answer
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording import (
    RESUME,
    START,
    STOP,
    SUSPEND,
    Wish,
    conclude,
    operations_for,
)

NOTHING = None
STATES = ("unknown", "started", "suspended", "stopped", "starting", "changing", "stopping", "ending")

ASKED_FOR = {
    ("started", "unknown"): (START, RESUME),
    ("started", "started"): (RESUME,),
    ("started", "suspended"): (RESUME,),
    ("started", "stopped"): NOTHING,
    ("started", "starting"): (START, RESUME),
    ("started", "changing"): (RESUME,),
    ("started", "stopping"): (START,),
    ("started", "ending"): (START,),
    ("suspended", "unknown"): (SUSPEND,),
    ("suspended", "started"): (SUSPEND,),
    ("suspended", "suspended"): (SUSPEND,),
    ("suspended", "stopped"): NOTHING,
    **{("suspended", doubt): (SUSPEND,) for doubt in ("starting", "changing", "stopping", "ending")},
    **{("stopped", remembered): (STOP,) for remembered in STATES},
}


@pytest.mark.parametrize("recording_type", [None, "SCREEN"])
@pytest.mark.parametrize(("wanted", "remembered"), ASKED_FOR)
def test_what_is_asked_for(wanted, remembered, recording_type):
    wish = Wish(wanted, recording_type=recording_type)
    expected = ASKED_FOR[wanted, remembered]
    if expected is NOTHING:
        with pytest.raises(UserError, match="in Amazon Connect a stopped recording cannot be "):
            operations_for(wish, remembered)
        return
    if recording_type and wanted == "started":
        expected = (RESUME,)  # one type can be resumed, but not started
    assert operations_for(wish, remembered) == expected


@pytest.mark.parametrize("options", [{}, {"ivr_recording_track": "ALL"}])
@pytest.mark.parametrize("remembered", STATES)
def test_what_only_starts_never_resumes(remembered, options):
    wish = Wish("started", only="start", **options)
    if remembered == "stopped":
        with pytest.raises(UserError, match="a stopped recording cannot be started again"):
            operations_for(wish, remembered)
    else:
        assert operations_for(wish, remembered) == (() if remembered in ("suspended", "changing") else (START,))


@pytest.mark.parametrize("recording_type", [None, "SCREEN"])
@pytest.mark.parametrize("remembered", STATES)
def test_what_only_resumes_never_starts(remembered, recording_type):
    wish = Wish("started", only="resume", recording_type=recording_type)
    if remembered == "stopped" or (remembered in ("stopping", "ending") and not recording_type):
        with pytest.raises(UserError, match="cannot be started again|an earlier task sent a stop"):
            operations_for(wish, remembered)
    else:
        assert operations_for(wish, remembered) == (RESUME,)


def test_the_automated_part_is_started_by_itself_and_resumed_by_its_type():
    wish = Wish("started", ivr_recording_track="ALL")
    for remembered in ("unknown", "starting", "stopping", "ending"):
        assert operations_for(wish, remembered) == (START, RESUME)
    assert wish.parameters(START) == {"VoiceRecordingConfiguration": {"IvrRecordingTrack": "ALL"}}
    assert wish.parameters(RESUME) == {"ContactRecordingType": "IVR"}
    assert wish.tracked_type == "IVR"


PROBLEM = UserError("StartContactRecording failed: as the test wants it")
ACCEPTED = Answer(accepted=True)
ACCEPTED_AFTER_LOST = Answer(accepted=True, lost=True)
REFUSED = Answer(refused=True, error=PROBLEM)
REFUSED_AFTER_LOST = Answer(refused=True, lost=True, error=PROBLEM)
FAILED = Answer(error=PROBLEM)
LOST = Answer(lost=True, error=PROBLEM)

# (answer, wanted, remembered) -> (state, changed, evidence), or None for an error
PROVEN = {}
for wanted in ("started", "suspended", "stopped"):
    for remembered in STATES:
        PROVEN[ACCEPTED, wanted, remembered] = (wanted, True, "accepted")
        PROVEN[ACCEPTED_AFTER_LOST, wanted, remembered] = (wanted, True, "accepted")
        PROVEN[REFUSED, wanted, remembered] = None
        PROVEN[REFUSED_AFTER_LOST, wanted, remembered] = None
        PROVEN[FAILED, wanted, remembered] = None
        PROVEN[LOST, wanted, remembered] = None
    for refused in (REFUSED, REFUSED_AFTER_LOST):
        PROVEN[refused, wanted, wanted] = (wanted, False, "tracked")
for wanted, remembered in [
    ("started", "suspended"),
    ("suspended", "started"),
    ("stopped", "started"),
    ("stopped", "suspended"),
]:
    PROVEN[REFUSED_AFTER_LOST, wanted, remembered] = (wanted, True, "inferred")
for wanted, remembered in [
    ("stopped", "stopping"),
    ("started", "changing"),
    ("suspended", "changing"),
    ("started", "starting"),
]:
    for refused in (REFUSED, REFUSED_AFTER_LOST):
        PROVEN[refused, wanted, remembered] = (wanted, True, "inferred")


@pytest.mark.parametrize(("answer", "wanted", "remembered"), PROVEN)
def test_what_an_answer_proves(answer, wanted, remembered):
    conclusion = conclude(wanted, remembered, answer)
    expected = PROVEN[answer, wanted, remembered]
    if expected is None:
        assert str(PROBLEM) in conclusion.problem
        assert (conclusion.state, conclusion.evidence) == ("unknown", "none")
        assert conclusion.changed == answer.lost  # what may have been carried out may have changed something
        assert ("carried out" in conclusion.problem) == answer.lost
    else:
        assert conclusion.problem is None
        assert (conclusion.state, conclusion.changed, conclusion.evidence) == expected
        assert bool(conclusion.warning) == (conclusion.evidence == "inferred")


@pytest.mark.parametrize(("answer", "wanted", "remembered"), PROVEN)
def test_without_an_agent_a_refusal_does_not_prove_that_anything_ended(answer, wanted, remembered):
    """The recording may be armed: it then begins when the agent joins, whatever was refused before."""
    with_agent = conclude(wanted, remembered, answer)
    armed = conclude(wanted, remembered, answer, may_be_armed=True)
    if answer.refused and wanted != "started" and remembered != wanted:
        assert armed.problem and armed.state == "unknown"
        assert "No agent has joined yet" in armed.problem
    else:
        assert replace(armed, warning=with_agent.warning) == with_agent
        assert bool(armed.warning) == bool(with_agent.warning or (wanted == "suspended" and armed.state == wanted))

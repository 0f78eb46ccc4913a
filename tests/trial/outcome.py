"""How a request was answered: accepted, refused, or something that answers no question. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.answers import (
    Answer,
    is_refusal,
    may_have_been_carried_out,
    status_of,
)
from botocore.exceptions import ClientError

from .scrub import Scrubber

ACCEPTED, REFUSED, FAILED = "accepted", "refused", "failed"
# These say something about the credentials, the network or the moment, and nothing about the question.
NO_ANSWER = (401, 403, 429)
ANSWER_LOST = "AnswerLost"
WORDS = {ACCEPTED: "was accepted", REFUSED: "was refused", FAILED: "failed"}


@dataclass(frozen=True)
class Outcome:
    """How a request was answered.

    code, status, text: of an error that AWS answered with; otherwise the code names the exception.
    recognized: the collection understands the answer as "the recording is not in a state for this".
    lost: it may have been carried out although it failed.
    """

    kind: str
    code: str | None = None
    status: int | None = None
    text: str | None = None
    recognized: bool = False
    lost: bool = False

    @property
    def accepted(self) -> bool:
        return self.kind == ACCEPTED

    @property
    def refused(self) -> bool:
        return self.kind == REFUSED

    def __str__(self) -> str:
        """The end of a sentence about the request."""
        if self.code is None:
            return WORDS[self.kind]
        status = f", HTTP status {self.status}" if self.status else ""
        text = f', "{self.text}"' if self.text else ""
        return f"{WORDS[self.kind]} with {self.code}{status}{text}"


def outcome_of(answer: Answer, scrubber: Scrubber) -> Outcome:
    """The outcome of a request to change a recording."""
    if answer.lost:
        return Outcome(FAILED, ANSWER_LOST, lost=True)
    return failure(answer.error, scrubber) if answer.error else Outcome(ACCEPTED)


def failure(error: BaseException, scrubber: Scrubber) -> Outcome:
    """The outcome of a request that raised an error: of the collection, or of botocore."""
    cause = error if isinstance(error, ClientError) else error.__cause__
    lost = may_have_been_carried_out(cause or error)
    if not isinstance(cause, ClientError):
        return Outcome(FAILED, getattr(error, "code", type(error).__name__), lost=lost)
    status, code = status_of(cause), scrubber.clean(cause.response["Error"].get("Code") or "no code")
    text = scrubber.clean(cause.response["Error"].get("Message") or "")
    kind = REFUSED if 400 <= status < 500 and status not in NO_ANSWER else FAILED
    return Outcome(kind, code, status, text or None, recognized=is_refusal(cause), lost=lost)

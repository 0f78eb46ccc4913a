"""What an HTTP answer proves about a request: accepted, refused, or lost; and the time limit of a change."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic

try:
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, SSLError
except ImportError:  # AnsibleAWSModule says so before anything here is called
    BotoCoreError = ClientError = HTTPClientError = SSLError = Exception

from .errors import TaskError

# Seconds: a change of one contact ends within 30. The last attempt may begin after SEND_WITHIN; it then takes at most
# CONNECT_TIMEOUT and READ_TIMEOUT, and botocore waits at most 4 before it would begin the next one.
CONNECT_TIMEOUT, READ_TIMEOUT, SEND_WITHIN = 2, 5, 18
TOTAL_ATTEMPTS = 4


@dataclass(frozen=True)
class Answer:
    """What came back on a request to change a recording.

    accepted: Connect accepted it. refused: Connect said that the recording is not in a state for it.
    lost: an attempt may have been carried out although no answer says so.
    throttled: Connect refused an attempt because there were too many requests.
    error: what to tell the user if it was not accepted.
    """

    accepted: bool = False
    refused: bool = False
    lost: bool = False
    throttled: bool = False
    error: TaskError | None = None


@dataclass(frozen=True)
class Attempt:
    """One attempt of a request. lost: it may have been carried out. foreign: its answer is not Connect's.

    throttled: Connect refused it because there were too many requests.
    """

    lost: bool
    foreign: bool = False
    throttled: bool = False


class OutOfTime(Exception):
    """The time limit has passed, so no further attempt is made."""


# The attempts of the request that this thread is making, and when the thread's time limit ends (monotonic seconds).
_attempts: ContextVar[list[Attempt] | None] = ContextVar("attempts", default=None)
_send_until: ContextVar[float | None] = ContextVar("send_until", default=None)


def watch(client) -> None:
    """Note how every attempt of a boto3 client's requests ends, and keep them within the time limit."""
    client.meta.events.register("needs-retry.connect", _note_attempt, unique_id="contactops-attempt")
    client.meta.events.register_last("before-send.connect", _check_time, unique_id="contactops-time")


@contextmanager
def noted_attempts() -> Iterator[list[Attempt]]:
    """The attempts of the request that is made in the block."""
    attempts: list[Attempt] = []
    token = _attempts.set(attempts)
    try:
        yield attempts
    finally:
        _attempts.reset(token)


@contextmanager
def time_limit() -> Iterator[None]:
    """The requests of the block, of this thread, end in time. A block within a limited one does not extend it."""
    token = _send_until.set(_send_until.get() or monotonic() + SEND_WITHIN)
    try:
        yield
    finally:
        _send_until.reset(token)


@contextmanager
def unlimited() -> Iterator[None]:
    """The time that the block takes does not count for the thread's time limit."""
    began = monotonic()
    yield
    until = _send_until.get()
    if until is not None:
        _send_until.set(until + monotonic() - began)


def _check_time(**_event: object) -> None:
    until = _send_until.get()
    if until is not None and monotonic() > until:
        raise OutOfTime


def _note_attempt(response=None, caught_exception=None, **_event: object) -> None:
    """Handle botocore's needs-retry event, which it emits after every attempt."""
    attempts = _attempts.get()
    if attempts is None or isinstance(caught_exception, OutOfTime):
        return
    if caught_exception is not None:
        attempts.append(Attempt(lost=may_have_been_carried_out(caught_exception)))
    else:
        foreign, status = not _is_connects(response[0]), response[0].status_code
        throttled = status == HTTPStatus.TOO_MANY_REQUESTS
        attempts.append(Attempt(lost=foreign or status >= 500, foreign=foreign, throttled=throttled))


def may_have_been_carried_out(error: BaseException | None) -> bool:
    """False only if the request was never sent, or if its answer says that it was not carried out."""
    if isinstance(error, OutOfTime):
        return False
    if isinstance(error, ClientError):
        return status_of(error) >= 500
    if isinstance(error, BotoCoreError):
        return isinstance(error, (HTTPClientError, SSLError))
    return True


def status_of(error: ClientError) -> int:
    """The HTTP status of an error that was answered."""
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def is_refusal(error: BaseException | None) -> bool:
    """Whether it is the one message with which Connect refuses every transition that it does not allow."""
    return (
        isinstance(error, ClientError)
        and error.response["Error"].get("Code") == "InvalidRequestException"
        and "recording state" in str(error.response["Error"].get("Message"))
    )


def _is_connects(http) -> bool:
    """Whether an answer is Connect's and not, for example, a login page.

    Connect accepts a change with an empty body. Any other answer of AWS is a JSON object, and has AWS's request ID if
    it accepts a request.
    """
    try:
        content = json.loads(http.content or b"{}")
    except ValueError:
        return False
    if http.status_code < 300:
        is_empty = http.status_code == 200 and content == {}
        return is_empty or (isinstance(content, dict) and "x-amzn-requestid" in http.headers)
    return isinstance(content, dict) and content != {}

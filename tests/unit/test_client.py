"""What an answer is taken for, and how long a client tries."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Lock
from time import sleep
from types import SimpleNamespace

import boto3
import botocore.endpoint
import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api import answers
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Connect, client_settings
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.turns import AT_A_TIME, Turns
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

# A change of one contact ends within this many seconds.
LONGEST = 30
SUSPEND = "SuspendContactRecording"
KEYS = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}


class Clock:
    """Seconds that pass only if somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def monotonic(self) -> float:
        return self.now


class SilentEndpoint:
    """Never answers, so every attempt takes as long as it can."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.attempts = 0

    def send(self, request) -> None:
        self.attempts += 1
        self._clock.wait(answers.CONNECT_TIMEOUT + answers.READ_TIMEOUT)
        raise ReadTimeoutError(endpoint_url=request.url)


def test_a_silent_endpoint_does_not_hold_a_change_up(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(answers, "monotonic", clock.monotonic)
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=clock.wait))
    client = boto3.client("connect", "us-west-2", config=Config(**client_settings(1)), **KEYS)
    client._endpoint.http_session = endpoint = SilentEndpoint(clock)
    connect = Connect(client, client).in_instance("i")
    with answers.time_limit():
        answer = connect.change_recording(SUSPEND, "c", "c")
        late = connect.change_recording(SUSPEND, "c", "c")
    assert clock.now < LONGEST
    assert endpoint.attempts == 3
    assert [(item.accepted, item.refused, item.lost) for item in (answer, late)] == [
        (False, False, True),
        (False, False, False),
    ]


class BusyEndpoint:
    """Answers after a moment: throttles the first requests, and accepts the others.

    at_a_time: how many requests were under way together, at most.
    """

    def __init__(self) -> None:
        self._lock, self._under_way, self.at_a_time, self.throttled = Lock(), 0, 0, 0

    def send(self, request) -> AWSResponse:
        with self._lock:
            self._under_way += 1
            self.at_a_time = max(self.at_a_time, self._under_way)
            is_throttled = self.throttled > 0
            self.throttled -= is_throttled
        sleep(0.02)
        with self._lock:
            self._under_way -= 1
        if is_throttled:
            code = {"x-amzn-errortype": "TooManyRequestsException"}
            return AWSResponse(request.url, 429, code, Raw(b'{"message": "Too Many Requests"}'))
        return AWSResponse(request.url, 200, {}, Raw())


def test_a_few_changes_are_under_way_at_a_time_and_one_alone_once_they_were_throttled(monkeypatch):
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: None))
    client = boto3.client("connect", "us-west-2", config=Config(**client_settings(16)), **KEYS)
    client._endpoint.http_session = endpoint = BusyEndpoint()
    connect = Connect(client, client).in_instance("i")

    def change_ten() -> int:
        endpoint.at_a_time = 0
        with ThreadPoolExecutor(10) as pool:
            answered = list(pool.map(lambda name: connect.change_recording(SUSPEND, name, name), "abcdefghij"))
        assert all(answer.accepted for answer in answered)
        return endpoint.at_a_time

    assert change_ten() == AT_A_TIME
    endpoint.throttled = 3
    change_ten()
    assert change_ten() == 1


def test_waiting_for_a_turn_does_not_count_as_time(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(answers, "monotonic", clock.monotonic)
    turns = Turns()
    turns._free = SimpleNamespace(acquire=lambda: clock.wait(LONGEST), release=lambda: None)
    with answers.time_limit():
        assert turns.take(answers.Answer) == answers.Answer()
        answers._check_time()
        clock.wait(LONGEST)
        with pytest.raises(answers.OutOfTime):
            answers._check_time()


class Raw(BytesIO):
    """As much of urllib3's response as botocore reads."""

    def stream(self):
        yield self.read()


@pytest.mark.parametrize(
    ("status", "body", "headers", "is_connects"),
    [
        (200, b"", {}, True),
        (200, b"{}", {}, True),
        (200, b'{"New": 1}', {"x-amzn-requestid": "1"}, True),
        (200, b'{"error": "please log in"}', {}, False),
        (200, b"<html>", {"x-amzn-requestid": "1"}, False),
        (200, b"[]", {"x-amzn-requestid": "1"}, False),
        (204, b"", {}, False),
        (400, b'{"message": "no"}', {}, True),
        (403, b"", {}, False),
        (403, b"<html>", {}, False),
    ],
)
def test_which_answers_are_from_connect(status, body, headers, is_connects):
    assert answers._is_connects(AWSResponse("https://connect", status, headers, Raw(body))) is is_connects

"""How long a client waits for Connect, and which answers are Connect's."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from io import BytesIO

import boto3
import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import _is_connects, client_settings
from botocore.awsrequest import AWSResponse
from botocore.config import Config


def test_a_client_gives_up_within_a_minute():
    config = boto3.client("connect", "us-west-2", config=Config(**client_settings(8))).meta.config
    assert config.retries["mode"] == "adaptive"
    longest_pauses = sum(2**repetition for repetition in range(config.retries["total_max_attempts"] - 1))
    assert config.retries["total_max_attempts"] * config.read_timeout + longest_pauses < 60
    assert config.connect_timeout < config.read_timeout
    assert config.max_pool_connections == 8


class _Raw(BytesIO):
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
        (400, b'{"message": "no"}', {}, True),
        (403, b"", {}, False),
        (403, b"<html>", {}, False),
    ],
)
def test_which_answers_are_connects(status, body, headers, is_connects):
    assert _is_connects(AWSResponse("https://connect", status, headers, _Raw(body))) is is_connects

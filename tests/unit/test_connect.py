"""How long a client waits for Connect, and how it paces itself."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import boto3
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import client_settings
from botocore.config import Config


def test_a_client_gives_up_within_a_minute():
    config = boto3.client("connect", "us-west-2", config=Config(**client_settings(8))).meta.config
    assert config.retries["mode"] == "adaptive"
    longest_pauses = sum(2**repetition for repetition in range(config.retries["total_max_attempts"] - 1))
    assert config.retries["total_max_attempts"] * config.read_timeout + longest_pauses < 60
    assert config.connect_timeout < config.read_timeout
    assert config.max_pool_connections == 8

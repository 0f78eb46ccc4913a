"""A module's work called without Ansible: its options as they are after validation, a client, and a host that tells nobody."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib
from types import SimpleNamespace

import boto3
import botocore.endpoint
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect
from botocore.config import Config
from known import COLLECTION, INSTANCE

ATTEMPTS = 3


def options_for(name: str, **given: object) -> dict:
    """All options of a module, with the defaults of those that are not given."""
    module = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{name}")
    defaults = {option: spec.get("default") for option, spec in module.ARGUMENT_SPEC.items()}
    return {**defaults, "instance_id": INSTANCE, **given}


def client_without_pauses(monkeypatch, **settings: object):
    """A client that waits for nothing between its ATTEMPTS."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))
    retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    return boto3.client("connect", config=Config(retries=retries, **settings))


class QuietHost:
    """A Host around a client."""

    diff_mode = False

    def __init__(self, client, check_mode: bool = False, older_botocore: bool = False) -> None:
        self.check_mode = check_mode
        self._client = client
        self._older_botocore = older_botocore

    def connect(self, _connections: int = 1) -> Connect:
        connect = Connect(self._client, self._client)
        if self._older_botocore:
            connect._describes_attributes = False
        return connect

    def warn(self, text: str) -> None:
        """Nobody listens."""

    def progress(self, done: int, failed: int, total: int) -> None:
        """Nobody listens."""

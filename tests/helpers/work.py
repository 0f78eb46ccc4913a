"""A module's work without Ansible: validated options, a client, and a runtime that prints nothing."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib
from types import SimpleNamespace

import boto3
import botocore.endpoint
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Connect
from botocore.config import Config
from helpers.known import COLLECTION, INSTANCE

ATTEMPTS = 3


def options_for(name: str, **given: object) -> dict:
    """All options of a module, with the defaults of those that are not given."""
    module = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{name}")
    defaults = {option: spec.get("default") for option, spec in module.ARGUMENT_SPEC.items()}
    return {**defaults, "instance": INSTANCE, **given}


def client_without_pauses(monkeypatch, **settings: object):
    """A client that waits for nothing between its ATTEMPTS."""
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None))
    retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
    return boto3.client("connect", config=Config(retries=retries, **settings))


class QuietRuntime:
    """A Runtime around a client. Warnings are kept."""

    diff_mode = False

    def __init__(self, client, check_mode: bool = False) -> None:
        self.check_mode = check_mode
        self.warnings: list[str] = []
        self._client = client

    def connect(self, _connections: int = 1) -> Connect:
        return Connect(self._client, self._client)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def progress(self, done: int, failed: int, total: int) -> None:
        """Nobody looks."""

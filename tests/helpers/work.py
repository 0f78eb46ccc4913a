"""A module's work without Ansible, and whether what it returns and notes is true."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib
from collections.abc import Iterable
from types import SimpleNamespace

import boto3
import botocore.endpoint
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.notes import read_recording
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import (
    ANY,
    CALL,
    IVR,
    SCREEN,
    Request,
    possible,
)
from botocore.config import Config

from helpers.known import COLLECTION, INSTANCE

ATTEMPTS = 3
KINDS = {CALL: "AGENT", IVR: "IVR", SCREEN: "SCREEN"}


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


def is_true(recordings: dict[str, str], subject: str, states: Iterable[str]) -> bool:
    """Whether these states cover what a contact's recordings do. An armed recording counts as started.

    That the call was stopped may be true of its automated part alone.
    """
    now = {kind: "started" if state == "armed" else state for kind, state in recordings.items()}
    if subject == ANY:
        return (set(now.values()) - {"none"} or {"none"}) <= set(states)
    if subject == CALL and now["AGENT"] == "none" and "stopped" in states:
        return now["IVR"] == "stopped" or "none" in states
    return now[KINDS[subject]] in states


def false_notes(recordings: dict[str, str], attributes: dict[str, str], contact_id: str) -> list[str]:
    """The subjects that are noted with states that do not cover what the contact's recordings do."""
    notes = read_recording(attributes, contact_id)
    return [subject for subject in notes if not is_true(recordings, subject, possible(notes, subject))]


def false_statements(request: Request, result: dict, before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is false in a contact's result. before, after: what its recordings did before and after the task.

    It holds if nobody else changed them.
    """
    false = []
    if not is_true(after, request.subject, result["may_be"]):
        false.append("may_be")
    if is_proven(result) and not is_true(after, request.subject, request.operation.fulfilled_by):
        false.append("ok")
    if not result["changed"] and before != after:
        false.append("unchanged")
    moves = {(before[kind], after[kind]) for kind in before}
    if request.state == "started" and ("suspended", "started") in moves:
        false.append("a start ended a pause")
    if request.state == "resumed" and ("none", "started") in moves:
        false.append("a resume started")
    return false


def is_proven(result: dict) -> bool:
    """Whether a contact's result is ok and rests on anything."""
    return "error" not in result and result["evidence"] not in ("none", "predicted")

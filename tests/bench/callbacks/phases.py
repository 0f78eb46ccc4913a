"""Writes what the phases of our tasks take, a line of JSON for each, to the file that BENCH_PHASES names."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: phases
type: aggregate
short_description: What the phases of a task take
description: [Used by the benchmark.]
"""
COLLECTION = "ansible_collections.contactops.amazon_connect.plugins"
AMAZON = "ansible_collections.amazon.aws.plugins.module_utils"


class Clock:
    """The seconds in which at least one thread was in a phase."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = 0
        self._since = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def running(self):
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._since = time.perf_counter()
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    self.seconds += time.perf_counter() - self._since


def timed(function: Callable, clock: Clock) -> Callable:
    def in_time(*arguments, **keywords):
        with clock.running():
            return function(*arguments, **keywords)

    return in_time


def write(phases: dict[str, Clock]) -> None:
    with open(os.environ["BENCH_PHASES"], "a") as file:
        file.write(json.dumps({name: clock.seconds for name, clock in phases.items()}) + "\n")


def watch_imports(action) -> None:
    """Time what an action plugin loads: the SDK, amazon.aws, and what is ours."""
    load = action.load

    def load_in_time(*arguments):
        phases = {name: Clock() for name in ("boto3", "amazon.aws", "our imports")}
        with phases["boto3"].running():
            import_module("boto3")
        with phases["amazon.aws"].running():
            import_module(f"{AMAZON}.botocore")
            import_module(f"{AMAZON}.modules")
        with phases["our imports"].running():
            loaded = load(*arguments)
        write(phases)
        watch_requests()
        return loaded

    action.load = load_in_time


def watch_requests() -> None:
    """Time how long clients are made and requests are under way."""
    from botocore.client import BaseClient

    in_process: Any = import_module(f"{COLLECTION}.plugin_utils._in_process")
    if in_process.connect_to_account.__name__ != "in_time":
        in_process.connect_to_account = timed(in_process.connect_to_account, RUN["client"])
        BaseClient._make_api_call = timed(BaseClient._make_api_call, RUN["requests"])


def watch_runs(action) -> None:
    """Time the whole work of an action plugin. Each worker, and each item, has its own line."""
    run = action.InProcessAction.run

    def run_in_time(*arguments, **keywords):
        for clock in RUN.values():
            clock.seconds = 0.0
        try:
            with RUN["run"].running():
                return run(*arguments, **keywords)
        finally:
            write(RUN)

    action.InProcessAction.run = run_in_time


RUN = {name: Clock() for name in ("client", "requests", "run")}


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "phases"
    CALLBACK_NEEDS_ENABLED = True

    def v2_playbook_on_start(self, playbook) -> None:
        action = import_module(f"{COLLECTION}.plugin_utils._action")
        watch_imports(action)
        watch_runs(action)

"""How long it takes from a message in the queue to the API call that pauses a recording: single events, and a burst."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import logging
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from center import Rulebook
from conftest import COLLECTIONS
from events import payment_event
from helpers.known import AGENT, ORDERS
from standin.server import load_scenario

NAME = "payment_steps"
SINGLE_EVENTS, BURSTS, BURST = 20, 3, 12
USUAL = 25  # playbooks at a time: what ansible-rulebook does if it is not told
REST = 3  # s, in which the playbooks end
BEGINNING = datetime(2026, 3, 4, 17, tzinfo=UTC)


def calls(number: int) -> list[str]:
    return [f"00000000-0000-4000-8000-{index:012}" for index in range(number)]


def recorded_calls(contact_ids: list[str]) -> dict:
    """The usual contact center, with calls that their flow records."""
    usual = load_scenario()
    recorded = [
        {"id": contact_id, "agent": AGENT, "queue": ORDERS, "recordings": {"AGENT": "started"}}
        for contact_id in contact_ids
    ]
    return {**usual, "contacts": [*usual["contacts"], *recorded]}


def latencies(rulebook: Rulebook, contact_ids: list[str]) -> list[float]:
    """The seconds for each of these calls, whose payments begin at the same time."""
    sent: dict[str, float] = {}
    for contact_id in contact_ids:
        sent[contact_id] = time.monotonic()
        rulebook.send(payment_event("begins", (BEGINNING + timedelta(minutes=1)).isoformat(), contact_id))
    called: dict[str, float] = {}

    def all_called() -> bool:
        for request in list(rulebook.standin.requests):
            if request["operation"] == "SuspendContactRecording":
                called.setdefault(request["parameters"]["ContactId"], time.monotonic())
        return set(called) >= set(contact_ids)

    rulebook.wait_until(all_called)
    time.sleep(REST)
    return [called[contact_id] - sent[contact_id] for contact_id in contact_ids]


def measure(title: str, concurrent: int, single_events: int, bursts: int) -> None:
    """Print the seconds for single events and for bursts, with at most this many playbooks at a time."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Rulebook(NAME, Path(folder), str(COLLECTIONS), "--max-concurrent-actions", str(concurrent)) as rulebook,
    ):
        first, *rest = calls(1 + single_events + bursts * BURST)
        rulebook.standin.load(recorded_calls([first, *rest]))
        latencies(rulebook, [first])  # the first playbook after a start takes longer, and is not counted
        single = [seconds for call in rest[:single_events] for seconds in latencies(rulebook, [call])]
        show("one event at a time", single)
        starts = range(single_events, len(rest), BURST)
        in_bursts = [seconds for start in starts for seconds in latencies(rulebook, rest[start : start + BURST])]
        show(f"{BURST} events at once, up to {title}", in_bursts)


def show(title: str, seconds: list[float]) -> None:
    if seconds:
        print(f"{title:60}{median(seconds):8.2f}{max(seconds):8.2f}", flush=True)


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    cores = os.cpu_count() or 1
    versions = [f"{name} {version(name)}" for name in ("ansible-core", "ansible-rulebook")]
    print("Seconds from the message to SuspendContactRecording")
    print(", ".join([f"{cores} cores", f"Python {platform.python_version()}", *versions]), end="\n\n")
    print(f"{'':60}{'median':>8}{'worst':>8}")
    measure(f"{USUAL} playbooks at a time, as usual", USUAL, SINGLE_EVENTS, BURSTS)
    for concurrent in (cores, 2 * cores):
        measure(f"{concurrent} playbooks at a time", concurrent, 0, BURSTS)


if __name__ == "__main__":
    main()

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
SINGLE_EVENTS, BURST = 20, 12
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


def measure(*arguments: str) -> tuple[list[float], list[float]]:
    """The seconds for single events, and for a burst."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Rulebook(NAME, Path(folder), COLLECTIONS.name, "-v", *arguments) as rulebook,
    ):
        contact_ids = calls(1 + SINGLE_EVENTS + BURST)
        rulebook.standin.load(recorded_calls(contact_ids))
        first, *rest = contact_ids
        latencies(rulebook, [first])  # the first playbook after a start takes longer, and is not counted
        single = []
        for contact_id in rest[:SINGLE_EVENTS]:
            single += latencies(rulebook, [contact_id])
        return single, latencies(rulebook, rest[SINGLE_EVENTS:])


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    cores = os.cpu_count() or 1
    print("Seconds from the message to SuspendContactRecording")
    print(f"{cores} cores, Python {platform.python_version()}, ansible-rulebook {version('ansible-rulebook')}\n")
    print(f"{'':60}{'median':>8}{'worst':>8}")
    for title, arguments in (
        ("as many playbooks at a time as there are", ()),
        (f"{cores} at a time", ("--max-concurrent-actions", str(cores))),
    ):
        for kind, seconds in zip(
            (f"{SINGLE_EVENTS} one by one", f"a burst of {BURST}"), measure(*arguments), strict=True
        ):
            print(f"{f'{title}, {kind}':60}{median(seconds):8.2f}{max(seconds):8.2f}", flush=True)


if __name__ == "__main__":
    main()

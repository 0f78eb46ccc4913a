"""Read how long each phase of our task took, from what the callback plugin phases.py wrote."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

Phases = dict[str, float]
NAMES = ("boto3", "amazon.aws", "our imports", "client", "requests", "our code", "Ansible")


def read_phases(file: Path, net: float) -> Phases:
    """Seconds for each phase. net: what all of them took together; what is not timed is Ansible's own."""
    written: Phases = defaultdict(float)
    for text in file.read_text().splitlines():
        for name, value in json.loads(text).items():
            written[name] += value
    seconds = {name: written[name] for name in NAMES}
    seconds["our code"] = written["run"] - written["client"] - written["requests"]
    seconds["Ansible"] = net - sum(seconds.values())
    return seconds


def head() -> list[str]:
    """The head of a table of phases."""
    return [f"| milliseconds for | {' | '.join(NAMES)} | all |", "| --- |" + " ---: |" * (len(NAMES) + 1)]


def line(title: str, phases: Phases) -> str:
    """A line of the table."""
    seconds = [*(phases[name] for name in NAMES), sum(phases.values())]
    return f"| {title} | " + " | ".join(f"{value * 1000:.0f}" for value in seconds) + " |"

"""Times commands, peer after peer and round after round, and checks that each did what it was timed for."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from .center import Center
from .peers import OURS, SCRIPT, Peer


@dataclass(frozen=True)
class Work:
    """What the peers are to do. latency: seconds before each answer."""

    way: str
    contacts: int
    peers: tuple[Peer, ...]
    rounds: int
    latency: float = 0
    quotas: bool = False


@dataclass
class Times:
    """What a peer took: seconds of wall clock in each round, with its start and without work; peak memory in MB."""

    work: Work
    peer: Peer
    whole: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    memory: float = 0

    @property
    def net(self) -> float:
        """Seconds for the work alone: the median round, less the median of doing nothing in the same way."""
        return median(self.whole) - median(self.idle)


def measure(work: Work, center: Center, folder: Path) -> list[Times]:
    """Play all rounds of a work. Exits where a peer did not make the requests that it was to make."""
    times = {peer.name: Times(work, peer) for peer in work.peers}
    for number in range(work.rounds):
        empty_script, _memory = _timed(SCRIPT, work, center, 0, folder)
        empty_play, _memory = _timed(OURS, work, center, 0, folder)
        turn = number % len(work.peers)
        for peer in work.peers[turn:] + work.peers[:turn]:
            seconds, memory = _timed(peer, work, center, work.contacts, folder)
            kept = times[peer.name]
            kept.whole.append(seconds)
            kept.idle.append(empty_script if peer is SCRIPT else empty_play)
            kept.memory = max(kept.memory, memory)
            print(f"  round {number + 1}: {peer.name}: {seconds:.2f} s", file=sys.stderr, flush=True)
    return list(times.values())


def _timed(peer: Peer, work: Work, center: Center, contacts: int, folder: Path) -> tuple[float, float]:
    center.reset(work.latency)
    command = peer.command(work.way, center.instance_id, center.contact_ids[:contacts], folder)
    output = folder / "output"
    callers = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment = {**callers, **center.environment, **peer.environment}
    with output.open("w") as printed:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=printed, stderr=printed)
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    made, expected = center.requests(), peer.requests_for(contacts, work.way)
    if status != 0 or made != expected:
        sys.exit(f"{peer.name}: ended with {status}, {made} requests instead of {expected}\n{output.read_text()}")
    return seconds, usage.ru_maxrss / 1024

"""The works that are measured, each with its peers."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass

from .peers import AS_MODULE, CLI, LOOP, MINIMAL, ONE_TASK, OURS, PING, PLAYBOOK, SCRIPT, TASKS, Peer

FAR = 0.15


@dataclass(frozen=True)
class Work:
    """What the peers do. The first one is the one that the others are compared with.

    prepared: the state that a task has brought the calls into before. latency: seconds before each answer.
    quotas: AWS's default quotas apply. older: with the older ansible-core.
    """

    name: str
    peers: tuple[Peer, ...]
    rounds: int
    state: str = "started"
    calls: int = 1
    parts: int = 1
    way: str = ONE_TASK
    prepared: str | None = None
    latency: float = 0
    quotas: bool = False
    older: bool = False

    @property
    def title(self) -> str:
        distance = f", {self.latency * 1000:.0f} ms away" if self.latency else ""
        return self.name + distance


EVERY_PEER = (OURS, AS_MODULE, PING, MINIMAL, CLI, SCRIPT)
LOOPING = (OURS, MINIMAL, CLI, SCRIPT)
SINGLE = (OURS, PING, SCRIPT)
BATCH = (OURS, AS_MODULE, SCRIPT)

START = Work("start one call", EVERY_PEER, rounds=11)
START_FAR = Work("start one call", EVERY_PEER, rounds=3, latency=FAR)
OLDER = Work("start one call, ansible-core 2.16", SINGLE, rounds=11, older=True)
START_5 = Work("start 5 calls, a task for each", (OURS, AS_MODULE, PING, MINIMAL, CLI), rounds=3, calls=5, way=TASKS)
PAUSE = Work("pause a call with one part", SINGLE, rounds=11, state="suspended")
RESUME = Work("resume a call with one part", SINGLE, rounds=11, state="resumed", prepared="suspended")
PAUSE_3 = Work("pause a call with three parts", SINGLE, rounds=11, state="suspended", parts=3)
RESUME_3 = Work("resume a call with three parts", SINGLE, rounds=11, state="resumed", parts=3, prepared="suspended")
READY = Work("pause a call with pause_recording", (PLAYBOOK, SCRIPT), rounds=11, state="suspended")
LOOP_50 = Work("start 50 calls in a loop", LOOPING, rounds=3, calls=50, way=LOOP)
BATCH_50 = Work("start 50 calls in one task", BATCH, rounds=5, calls=50)
BATCH_50_FAR = Work("start 50 calls in one task", BATCH, rounds=3, calls=50, latency=FAR)
BATCH_500 = Work("start 500 calls in one task", BATCH, rounds=5, calls=500)
PAUSE_500 = Work("pause 500 calls in one task", (OURS, SCRIPT), rounds=3, calls=500, state="suspended")
BATCH_5000 = Work("start 5000 calls in one task", (OURS, SCRIPT), rounds=1, calls=5000)
NEW_400 = Work("start 400 new calls, default quotas", (OURS,), rounds=1, calls=400, quotas=True)
KNOWN_400 = Work(
    "start 400 started calls again, default quotas", (OURS,), rounds=1, calls=400, quotas=True, prepared="started"
)

WORKS = (
    *(START, START_FAR, OLDER, START_5, PAUSE, RESUME, PAUSE_3, RESUME_3, READY, LOOP_50, BATCH_50, BATCH_50_FAR),
    *(BATCH_500, PAUSE_500, BATCH_5000, NEW_400, KNOWN_400),
)

"""Measures everything, and writes the report to docs/: benchmark.md, benchmark.json and benchmark.svg."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from .center import Center
from .measure import Times, Work, measure
from .peers import AS_MODULE, BATCH, CLI, LOOP, MINIMAL, ONE_TASK, OURS, PING, SCRIPT, TASKS
from .report import write

EVERY_PEER = (OURS, AS_MODULE, PING, MINIMAL, CLI, SCRIPT)
LOOPING = (OURS, AS_MODULE, MINIMAL, CLI)
BATCHING = (OURS, AS_MODULE, SCRIPT)
NEAR, FAR = 0.04, 0.15

WORKS = [
    Work(ONE_TASK, 1, EVERY_PEER, rounds=7),
    Work(ONE_TASK, 1, EVERY_PEER, rounds=3, latency=NEAR),
    Work(ONE_TASK, 1, EVERY_PEER, rounds=3, latency=FAR),
    Work(TASKS, 5, (OURS, AS_MODULE, PING, MINIMAL, CLI), rounds=5),
    Work(LOOP, 50, LOOPING, rounds=3),
    Work(LOOP, 50, LOOPING, rounds=1, latency=NEAR),
    Work(LOOP, 50, LOOPING, rounds=1, latency=FAR),
    Work(BATCH, 50, BATCHING, rounds=5),
    Work(BATCH, 50, BATCHING, rounds=3, latency=NEAR),
    Work(BATCH, 50, BATCHING, rounds=3, latency=FAR),
    Work(BATCH, 500, BATCHING, rounds=5),
    Work(BATCH, 500, BATCHING, rounds=1, latency=NEAR),
    Work(BATCH, 500, BATCHING, rounds=1, latency=FAR),
    Work(BATCH, 5000, (OURS, SCRIPT), rounds=1),
    Work(BATCH, 100, (OURS,), rounds=1, quotas=True),
]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Our task beside its peers.")
    parser.add_argument("--rounds", type=int, default=1000, help="at most this many of each")
    parser.add_argument("--contacts", type=int, default=5000, help="only what is done for at most this many")
    parser.add_argument("--output", type=Path, required=True, help="the folder for the report")
    options = parser.parse_args()
    times: list[Times] = []
    with tempfile.TemporaryDirectory() as folder:
        for work in WORKS:
            if work.contacts <= options.contacts:
                limited = replace(work, rounds=min(work.rounds, options.rounds))
                print(
                    f"{work.way}, {work.contacts} contacts, {work.latency * 1000:.0f} ms", file=sys.stderr, flush=True
                )
                with Center(work.contacts, work.quotas) as center:
                    times += measure(limited, center, Path(folder))
    write(times, options.output)
    print((options.output / "benchmark.md").read_text())


if __name__ == "__main__":
    main()

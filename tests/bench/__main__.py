"""Measures everything, and writes the report to docs/: benchmark.md, benchmark.json and images/benchmark.svg."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from .measure import Bench, Times, spread_of_ping
from .peers import Core
from .phases import head, line
from .report import text_of, write
from .works import WORKS, Work


def main() -> None:
    options = _options()
    works = [work for work in WORKS if work.calls <= options.calls and options.only in work.title]
    works = [work for work in works if options.older or not work.older]
    with tempfile.TemporaryDirectory() as folder:
        newest = Core(shutil.which("ansible-playbook") or "ansible-playbook", options.collections)
        bench = Bench(Path(folder), newest, Core(*options.older) if options.older else None)
        if options.profile:
            _print_profile(bench, [work for work in works if not work.quotas and not work.latency])
            return
        times: list[Times] = []
        for work in works:
            print(work.title, file=sys.stderr, flush=True)
            times += bench.measure(work, options.rounds, options.spread)
    print(text_of(times))
    if len(works) < len(WORKS):
        print("Nothing was written, because this was only a part.", file=sys.stderr)
        return
    spread = spread_of_ping(times)
    if spread >= options.spread:
        sys.exit(f"Nothing was written: the machine was too busy. The pings of a work differ by {spread:.0%}.")
    write(times, options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Our task beside its peers.")
    parser.add_argument("--rounds", type=int, default=1000, help="at most this many of each")
    parser.add_argument("--calls", type=int, default=5000, help="only the works with at most this many calls")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the works with this text in their titles")
    parser.add_argument("--spread", type=float, default=0.15, help="how much pings may differ on a quiet machine")
    parser.add_argument("--profile", action="store_true", help="only print how long each phase of our task takes")
    parser.add_argument("--collections", required=True, help="where Ansible finds the collections")
    parser.add_argument(
        "--older", nargs=2, metavar=("PROGRAM", "COLLECTIONS"), help="ansible-playbook of an older ansible-core"
    )
    parser.add_argument("--output", type=Path, required=True, help="the folder for the report")
    return parser.parse_args()


def _print_profile(bench: Bench, works: list[Work]) -> None:
    print(*head(), sep="\n", flush=True)
    for work in works:
        print(line(work.title, bench.profile(work)), flush=True)


if __name__ == "__main__":
    main()

"""The picture of the report: what each call costs, over the number of calls."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

from matplotlib.figure import Figure

from .measure import Times
from .peers import CLI, LOOP, MINIMAL, ONE_TASK, OURS, SCRIPT, TASKS

LINES = (
    (CLI, (TASKS, LOOP), "command: aws connect, in a loop"),
    (MINIMAL, (TASKS, LOOP), "a minimal boto3 module, in a loop"),
    (OURS, (LOOP,), "our task, in a loop"),
    (OURS, (ONE_TASK,), "our task, all calls in one"),
    (SCRIPT, (ONE_TASK,), "a boto3 script with 8 threads"),
)


def draw(times: list[Times], path: Path) -> None:
    """Milliseconds for each started call, without latency. Both axes are logarithmic."""
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for peer, ways, label in LINES:
        points = {
            item.work.calls: item.net / item.work.calls * 1000
            for item in times
            if item.peer is peer and _is_plain_start(item, ways)
        }
        if points:
            axes.plot(sorted(points), [points[calls] for calls in sorted(points)], marker="o", label=label)
    axes.set(xscale="log", yscale="log", xlabel="number of calls", ylabel="milliseconds for each call")
    axes.margins(0.08)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})


def _is_plain_start(times: Times, ways: tuple[str, ...]) -> bool:
    work = times.work
    fits = work.way in ways or work.calls == 1
    return fits and work.state == "started" and not (work.latency or work.quotas or work.older)

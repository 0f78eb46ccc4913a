"""The report: what was promised, a table, the same as JSON, and a plot of the cost of a contact."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from matplotlib.figure import Figure
from standin.faults import DEFAULT_QUOTA

from .measure import Times
from .peers import BATCH, CLI, LOOP, MINIMAL, ONE_TASK, OURS, PING, SCRIPT, TASKS, Peer

HEAD = """\
# How long it takes

Our task is `contactops.amazon_connect.connect_contact_recording` with `state: started`. It describes the contact,
starts the recording, and remembers the state on the contact: three requests, and in a batch a fourth, which notes the
start beforehand. The minimal module and the AWS CLI make one, to start the recording. The script makes the same
requests as our task, with boto3 and as many threads (8), and nothing else.

All of it was measured in one run of `make bench`, peer after peer and round after round, against the local stand-in on
the same machine. Seconds are the median round, net of an empty play (for the script: of the same script without
contacts); latency is added to each answer. Ratios hold for other machines better than seconds do.
"""


def write(times: list[Times], folder: Path) -> None:
    """Write benchmark.json, benchmark.svg and benchmark.md."""
    report = {"date": date.today().isoformat(), **_machine(), "results": [_as_json(item) for item in times]}
    (folder / "benchmark.json").write_text(json.dumps(report, indent=1) + "\n")
    pictures = folder / "docsite" / "rst" / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    _plot(times, pictures / "benchmark.svg")
    (folder / "benchmark.md").write_text("\n".join([HEAD, *_setting(report), *_promises(times), *_table(times)]) + "\n")


def _machine() -> dict:
    models = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    aws = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True).stdout
    libraries = {name: version(name) for name in ("ansible-core", "boto3", "botocore")}
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "versions": {"python": platform.python_version(), **libraries, "aws-cli": aws.split()[0].partition("/")[2]},
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _as_json(times: Times) -> dict:
    work = times.work
    return {
        "peer": times.peer.name,
        "way": work.way,
        "contacts": work.contacts,
        "latency": work.latency,
        "quotas": work.quotas,
        "net_seconds": round(times.net, 4),
        "seconds": [round(seconds, 4) for seconds in times.whole],
        "idle_seconds": [round(seconds, 4) for seconds in times.idle],
        "peak_megabytes": round(times.memory),
    }


def _setting(report: dict) -> list[str]:
    versions = ", ".join(f"{name} {number}" for name, number in report["versions"].items())
    return [f"{report['date']}: {report['cores']} cores ({report['processor']}); {versions}.", ""]


def _promises(times: list[Times]) -> list[str]:
    """What the project holds itself to, and what was measured."""

    def net(peer: Peer, way: str, contacts: int, quotas: bool = False) -> float:
        return next(
            item.net
            for item in times
            if (item.peer, item.work.way, item.work.contacts, item.work.latency, item.work.quotas)
            == (peer, way, contacts, 0, quotas)
        )

    rate, burst = DEFAULT_QUOTA
    promises = [
        ("One task, over a ping", lambda: net(OURS, ONE_TASK, 1) / net(PING, ONE_TASK, 1), "at most", 0.95),
        ("Five tasks, over five pings", lambda: net(OURS, TASKS, 5) / net(PING, TASKS, 5), "at most", 0.7),
        ("A loop of 50 with the AWS CLI, over ours", lambda: net(CLI, LOOP, 50) / net(OURS, LOOP, 50), "at least", 45),
        (
            "A loop of 50 with a minimal module, over ours",
            lambda: net(MINIMAL, LOOP, 50) / net(OURS, LOOP, 50),
            "at least",
            38,
        ),
        ("A batch of 500, over the script", lambda: net(OURS, BATCH, 500) / net(SCRIPT, BATCH, 500), "at most", 1.5),
        (
            "A batch of 100 with the default quotas, over what they allow",
            lambda: net(OURS, BATCH, 100, quotas=True) / ((100 - burst) / rate),
            "at most",
            1.1,
        ),
        (
            "Megabytes at the peak of a batch of 5,000",
            lambda: next(item.memory for item in times if item.work.contacts == 5000 and item.peer is OURS),
            "at most",
            150,
        ),
    ]
    lines = ["| | measured | wanted |", "| --- | --- | --- |"]
    for what, measured, bound, wanted in promises:
        try:
            value = measured()
        except StopIteration:
            continue  # it was left out of this run
        kept = value <= wanted if bound == "at most" else value >= wanted
        lines.append(f"| {what} | {value:.3g}{'' if kept else ' (missed)'} | {bound} {wanted} |")
    return [*lines, ""]


def _table(times: list[Times]) -> list[str]:
    lines = [
        "![The cost of a contact over the number of contacts](docsite/rst/images/benchmark.svg)",
        "",
        "| work | latency | peer | seconds | of our task | rounds |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for item in times:
        work = item.work
        ours = next(other.net for other in times if other.work is work and other.peer is OURS)
        what = work.way if work.way == ONE_TASK else f"{work.way}, {work.contacts} contacts"
        what += ", default quotas" if work.quotas else ""
        latency = f"{work.latency * 1000:.0f} ms"
        lines.append(
            f"| {what} | {latency} | {item.peer.name} | {item.net:.2f} | {item.net / ours:.2f} | {len(item.whole)} |"
        )
    return lines


def _plot(times: list[Times], path: Path) -> None:
    """Milliseconds for a contact over the number of contacts, without latency; both axes logarithmic."""
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    lines = [
        (OURS, (ONE_TASK, BATCH), "our task, one batch"),
        (OURS, (ONE_TASK, LOOP), "our task, a loop"),
        (MINIMAL, (ONE_TASK, TASKS, LOOP), "a minimal boto3 module, a loop"),
        (CLI, (ONE_TASK, TASKS, LOOP), "command: aws connect, a loop"),
        (SCRIPT, (ONE_TASK, BATCH), "a bare boto3 script"),
    ]
    for peer, ways, label in lines:
        points = {
            item.work.contacts: item.net / item.work.contacts * 1000
            for item in times
            if item.peer is peer and item.work.way in ways and not item.work.latency and not item.work.quotas
        }
        axes.plot(list(points), list(points.values()), marker="o", label=label)
    axes.set(xscale="log", yscale="log", xlabel="contacts", ylabel="milliseconds for each contact")
    axes.grid(alpha=0.3)
    axes.legend()
    figure.savefig(path, metadata={"Date": None})

"""The report: what was measured, in words, in tables, as JSON and as a picture."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path

from . import phases
from .figures import figures
from .measure import Times, spread_of_ping
from .plot import draw

HEAD = """\
# How long it takes

Everything was measured in one run of `make bench`, in turns and round after round, against the local stand-in for
Amazon Connect on the same machine. Seconds are the median round. What an empty play takes is subtracted, and from the
script what Python takes to start. Ratios hold for other machines better than seconds do.
"""
PEERS = """\
*Our task* is `contactops.amazon_connect.connect_contact_recording`. *The script* makes the same requests in the same
order with boto3, with 8 threads as our task has (one for a loop), and does nothing else. It can take longer than a
single task. Both need the same libraries, but Ansible loads some of them in every play, and the time of an empty play
is subtracted from the task's. The minimal module and the AWS CLI make one request for each call, to start the
recording. The *ping* is `ansible.builtin.ping`, which makes no request.
"""
PICTURE = "![Milliseconds for each call, over the number of calls](images/benchmark.svg)"
PHASES = """\
## Where the time goes

More rounds of our task, with its phases timed: importing boto3, amazon.aws and our own code, making the AWS client,
the time in which requests are under way, the rest of our code, and what Ansible does around it. Ansible's share is what
is left over, so it has all the noise, and can be below zero.
"""


def write(times: list[Times], folder: Path) -> None:
    """Write benchmark.json, benchmark.md and images/benchmark.svg, and put the figures into the guide."""
    report = {"date": date.today().isoformat(), **_machine(), "results": [_as_json(item) for item in times]}
    (folder / "benchmark.json").write_text(json.dumps(report, indent=1) + "\n")
    (folder / "images").mkdir(exist_ok=True)
    draw(times, folder / "images" / "benchmark.svg")
    (folder / "benchmark.md").write_text(text_of(times))
    guide = folder / "guides" / "speed.md"
    if guide.exists():
        table = "\n".join(figures(times)) + "\n"
        pattern = re.escape(figures([])[0]) + r"\n(\|.*\n)+"
        guide.write_text(re.sub(pattern, lambda _old: table, guide.read_text()))


def text_of(times: list[Times]) -> str:
    """The report that people read."""
    profiles = [phases.line(item.work.title, item.phases) for item in times if item.phases]
    parts = [
        *(HEAD, _setting(times), ""),
        *(*figures(times), "", PEERS, PICTURE, ""),
        *(PHASES, *phases.head(), *profiles, ""),
        *("## All measurements", "", *_table(times)),
    ]
    return "\n".join(parts) + "\n"


def _setting(times: list[Times]) -> str:
    machine = _machine()
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return (
        f"{date.today().isoformat()}, {machine['cores']} cores ({machine['processor']}), {versions}.\n\n"
        "How quiet the machine was: the middle half of the pings of one comparison differ by at most "
        f"{spread_of_ping(times):.0%}."
    )


def _machine() -> dict:
    models = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    aws = subprocess.run(["aws", "--version"], capture_output=True, text=True, check=True).stdout
    libraries = {name: version(name) for name in ("ansible-core", "boto3", "botocore")}
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "versions": {"Python": platform.python_version(), **libraries, "aws-cli": aws.split()[0].partition("/")[2]},
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def _as_json(times: Times) -> dict:
    return {
        "work": times.work.title,
        "peer": times.peer.name,
        "calls": times.work.calls,
        "requests": times.operations,
        "net_seconds": round(times.net, 4),
        "seconds": [round(seconds, 4) for seconds in times.whole],
        "idle_seconds": [round(seconds, 4) for seconds in times.idle],
        "peak_megabytes": round(times.memory),
        **({"phases": {name: round(seconds, 4) for name, seconds in times.phases.items()}} if times.phases else {}),
    }


def _table(times: list[Times]) -> list[str]:
    lines = [
        "| work | peer | requests | seconds | times the first | rounds |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for item in times:
        first = next(other.net for other in times if other.work is item.work)
        cells = [item.work.title, item.peer.name, str(sum(item.operations.values())), f"{item.net:.2f}"]
        lines.append("| " + " | ".join([*cells, f"{item.net / first:.2f}", str(len(item.whole))]) + " |")
    return lines

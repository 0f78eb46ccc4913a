"""The figures that readers ask for: what a task takes, beside others."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standin.faults import DEFAULT_QUOTA, QUOTAS

from . import works
from .measure import Times
from .peers import CLI, MINIMAL, OURS, PING, PLAYBOOK, SCRIPT, Peer
from .works import Work

HEAD = ("| task | seconds | compared |", "| --- | --- | --- |")
PING_AND_SCRIPT = ((PING, "{slower:.2f} times a ping"), (SCRIPT, "{slower:.2f} times the script"))
SCRIPT_ONLY = ((SCRIPT, "{slower:.2f} times the script"),)
QUOTAS_ONLY = ((OURS, "{quota:.2f} times the shortest time that they allow"),)


@dataclass(frozen=True)
class Row:
    """A line of the table. compared: with which peers, and in which words."""

    text: str
    work: Work
    compared: tuple[tuple[Peer, str], ...] = PING_AND_SCRIPT
    subject: Peer = OURS


ROWS = (
    Row("Start the recording of a call", works.START),
    Row("The same with ansible-core 2.16", works.OLDER),
    Row("Pause a call with one part", works.PAUSE),
    Row("Resume a call with one part", works.RESUME),
    Row("Pause a call with three parts", works.PAUSE_3),
    Row("Resume a call with three parts", works.RESUME_3),
    Row("Pause a call with the playbook `pause_recording`", works.READY, SCRIPT_ONLY, PLAYBOOK),
    Row(
        "Start 50 calls in a loop",
        works.LOOP_50,
        (
            (CLI, "{faster:.0f} times faster than the AWS CLI in a loop"),
            (MINIMAL, "{faster:.0f} times faster than a minimal module in a loop"),
        ),
    ),
    Row("Start 50 calls in one task", works.BATCH_50, SCRIPT_ONLY),
    Row("Start 500 calls in one task", works.BATCH_500, SCRIPT_ONLY),
    Row("Pause 500 calls in one task", works.PAUSE_500, SCRIPT_ONLY),
    Row("Start 5,000 calls in one task", works.BATCH_5000, (*SCRIPT_ONLY, (OURS, "{memory:.0f} MB of memory at most"))),
    Row("Start 400 new calls with AWS's default quotas", works.NEW_400, QUOTAS_ONLY),
    Row("Start 400 calls that are noted as started, with these quotas", works.KNOWN_400, QUOTAS_ONLY),
)


def figures(times: list[Times]) -> list[str]:
    """The table, as lines. What was left out of this run is left out here."""
    return [*HEAD, *(line for row in ROWS for line in _lines(row, times))]


def _lines(row: Row, times: list[Times]) -> Iterator[str]:
    measured = {item.peer.name: item for item in times if item.work is row.work}
    if measured:
        subject = measured[row.subject.name]
        compared = ", ".join(_in_words(text, subject, measured[peer.name]) for peer, text in row.compared)
        yield f"| {row.text} | {subject.net:.2f} | {compared} |"


def _in_words(text: str, subject: Times, other: Times) -> str:
    return text.format(
        slower=subject.net / other.net,
        faster=other.net / subject.net,
        memory=subject.memory,
        quota=subject.net / (seconds_by_quota(subject.operations) or 1),
    )


def seconds_by_quota(operations: dict[str, int]) -> float:
    """How long AWS's default quotas make this many requests of each operation wait."""
    waits = [0.0]
    for operation, requests in operations.items():
        rate, burst = QUOTAS.get(operation, DEFAULT_QUOTA)
        waits.append((requests - burst) / rate)
    return max(waits)

"""The report of a trial: for programs as a dictionary, for people as Markdown. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .questions import NOT_ASKED, Finding, Question

FORMAT = 1
WHERE_TO_SEND_IT = "https://github.com/contactops/amazon_connect/issues/new?template=trial.yml"


@dataclass(frozen=True)
class Entry:
    """A question, the requests that were made for it, and what was found."""

    number: int
    question: Question
    finding: Finding
    requests: list[dict] = field(default_factory=list)

    def told(self) -> dict:
        return {
            "number": self.number,
            "name": self.question.name,
            "title": self.question.title,
            "assumed": self.question.assumed,
            "why": self.question.why,
            "asked": self.requests,
            "seen": self.finding.seen,
            "verdict": self.finding.verdict,
            "details": self.finding.details,
        }


def report_of(entries: Iterable[Entry], versions: dict[str, str], left: list[str]) -> dict:
    """left: sentences about what the trial leaves behind."""
    entries = list(entries)
    settings: dict[str, object] = {}
    for entry in entries:
        settings |= entry.finding.settings
    return {
        "trial_report": FORMAT,
        "versions": versions,
        "questions": [entry.told() for entry in entries],
        "settings": settings,
        "left": left,
    }


def markdown(report: dict) -> str:
    """The report for people."""
    lines = ["# Trial report", "", "How an instance of Amazon Connect answered our questions.", ""]
    lines += [f"- {name} {version}" for name, version in report["versions"].items()]
    lines += ["", "| | question | result |", "| --- | --- | --- |"]
    lines += [f"| {item['number']} | {item['title']} | {item['verdict']} |" for item in report["questions"]]
    lines += ["", *report["left"], ""]
    for item in report["questions"]:
        lines += _section(item)
    lines += [f"Please send trial-report.json to <{WHERE_TO_SEND_IT}>.", ""]
    return "\n".join(lines)


def _section(item: dict) -> list[str]:
    seen = "Why not" if item["verdict"] == NOT_ASKED else "What was seen"
    asked = "".join(f"\n  - {_request(request)}" for request in item["asked"])
    return [
        f"## {item['number']}. {item['title']}",
        "",
        f"- Result: **{item['verdict']}**",
        f"- What we assume: {item['assumed']}",
        f"- Why it matters: {item['why']}",
        f"- What was asked:{asked or ' nothing'}",
        f"- {seen}: {_plain(item['seen'])}",
        "",
    ]


def _request(request: dict) -> str:
    details = f" ({request['details']})" if request["details"] else ""
    times = f", {request['times']} times" if request["times"] > 1 else ""
    code = f", {_plain(request['code'])}" if request["code"] else ""
    return f"{request['operation']}{details}{times}: {request['kind']}{code}, {request['seconds']} seconds"


def _plain(text: str) -> str:
    """A text that may quote AWS, as Markdown shows it literally."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|~" else letter for letter in text)

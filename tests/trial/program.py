"""The trial from the command line: prepare it, ask every question, clean up, and write the report."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from botocore.exceptions import BotoCoreError

from .catalog import QUESTIONS
from .checkout import versions
from .clock import Clock
from .consent import ask_person
from .prepare import prepare
from .questions import NOT_ASKED, CannotAsk, Finding, Question
from .reading import ATTRIBUTE
from .recorder import STARTED, STOPPED, SUSPENDED
from .report import Entry, markdown, report_of
from .trial import Trial

RECORDING_IS = {
    STARTED: "The call is being recorded.",
    SUSPENDED: "The recording is paused.",
    STOPPED: "The recording is stopped.",
    None: "Whether the call is being recorded is not known.",
}


def main(
    arguments: list[str] | None = None, clock: Clock | None = None, ask: Callable[[str], bool] = ask_person
) -> int:
    """The exit code: 0 if the trial ran, whatever it found."""
    options = _options(arguments)
    if not options.instance or not options.contact:
        return _cannot_run("INSTANCE and CONTACT are needed: make trial INSTANCE=my-center CONTACT=<ID of a live call>")
    if not os.access(options.folder, os.W_OK):
        return _cannot_run(f"No report can be written to the folder {options.folder.resolve()}.")
    try:
        trial = prepare(
            options.instance,
            options.contact,
            options.supervisor,
            clock or Clock(),
            (lambda _prompt: True) if options.yes else ask,
        )
    except (TaskError, BotoCoreError, ValueError) as error:
        return _cannot_run(error)
    report = report_of(run(trial), versions(), left(trial))
    for name, text in (("json", json.dumps(report, indent=2) + "\n"), ("md", markdown(report))):
        (options.folder / f"trial-report.{name}").write_text(text)
    print(*report["left"], f"The report is in {options.folder / 'trial-report.md'} and .json.", sep="\n")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trial", description="Asks an Amazon Connect instance how it behaves.")
    parser.add_argument("--instance", help="ID, ARN or alias")
    parser.add_argument("--contact", help="ID or ARN of a live call of your own, with its agent connected")
    parser.add_argument("--supervisor", help="user name, ID or ARN of somebody who may listen to the call")
    parser.add_argument("--yes", action="store_true", help="allow everything that the trial would ask for")
    parser.add_argument("--folder", type=Path, default=Path(), help="where to write the report")
    return parser.parse_args(arguments)


def _cannot_run(reason: object) -> int:
    print(f"The trial cannot run: {' '.join(str(reason).split())}", file=sys.stderr)
    return 1


def run(trial: Trial) -> list[Entry]:
    """Ask every question. An interrupt ends the questions, and the trial cleans up."""
    entries: list[Entry] = []
    try:
        for entry in _asked(trial):
            entries.append(entry)
            print(f"{entry.number:2}. {entry.question.title} {entry.finding.verdict}", flush=True)
    except KeyboardInterrupt:
        print("\nInterrupted. The trial cleans up.", flush=True)
    finally:
        if not trial.call_ended:
            trial.recorder.finish()
    interrupted = Finding(NOT_ASKED, "The trial was interrupted.")
    rest = enumerate(QUESTIONS[len(entries) :], len(entries) + 1)
    return entries + [Entry(number, question, interrupted) for number, question in rest]


def _asked(trial: Trial) -> Iterator[Entry]:
    for number, question in enumerate(QUESTIONS, 1):
        finding = finding_of(question, trial)
        yield Entry(number, question, finding, trial.account.take_requests())


def finding_of(question: Question, trial: Trial) -> Finding:
    """What a question finds. A defect of the trial costs no more than the question."""
    try:
        return question.ask(trial)
    except CannotAsk as reason:
        return Finding(NOT_ASKED, str(reason))
    except Exception as defect:
        return Finding(NOT_ASKED, f"This is a defect in the trial, please report it: {type(defect).__name__}")


def left(trial: Trial) -> list[str]:
    """What the trial leaves behind, in sentences."""
    sentences = []
    if trial.call_ended:
        sentences.append("The trial has ended the call.")
    elif not trial.recorder.is_touched:
        sentences.append("The trial did not change the recording.")
    else:
        started = " The trial has started the recording." if trial.recorder.started_here else ""
        sentences.append(RECORDING_IS[trial.recorder.known] + started)
    if trial.session_id and not trial.call_ended:
        sentences.append("The supervisor is still listening, until the supervisor or the call's agent hangs up.")
    if trial.attribute_left:
        sentences.append(f"The attribute {ATTRIBUTE} could not be emptied.")
    return sentences

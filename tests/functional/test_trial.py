"""The trial against the stand-in: it finds every setting and invents no difference, and its report can be imitated."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from helpers.guides import text_of
from helpers.known import (
    AGENT,
    ARN_PREFIX,
    CALL,
    CHAT,
    ENDED_CALL,
    FIRST_PART,
    INSTANCE,
    QUEUED_CALL,
    RECORDED_CALL,
    SUPERVISOR,
    TRANSFERRED_CALL,
    attributes,
    truth,
)
from standin.like import settings_like
from standin.scenario import load_scenario
from standin.settings import CHOICES, NAMES, Settings
from trial.catalog import QUESTIONS
from trial.program import main
from trial.questions import AGREES, DIFFERS, NOT_ASKED

TESTS = Path(__file__).parents[1]
DENIED = {"times": 1000, "status": 403, "code": "AccessDeniedException"}
# The questions that a setting answers, and one more value if a setting has no list of values.
ANSWERED_BY = {
    "repeat": {"repeated_pause", "repeated_resume"},
    "repeat_start": {"repeated_start"},
    "repeat_stop": {"repeated_stop"},
    "start_suspended": {"start_while_paused"},
    "start_stopped": {"start_after_stop"},
    "stop_reaches_screen": {"stop_and_screen"},
    "monitor_link": {"session_link"},
    "search": {"exact_search"},
    "enhanced_monitoring": {"session_in_user_data"},
    "attribute_lag": {"attribute_lag"},
}
CHANGES = [(name, value) for name, values in CHOICES.items() for value in values[1:]] + [("attribute_lag", 2)]


class FakeClock:
    """Nobody waits: sleeping only lets this clock go on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock(standin) -> FakeClock:
    return FakeClock()


@pytest.fixture
def trial(standin, clock, tmp_path):
    """Run the trial with some settings of the stand-in, and return its report."""

    def run(*arguments: str, contact: str = RECORDED_CALL, ask=lambda _prompt: True, **settings: object) -> dict:
        if settings:
            standin.load({**load_scenario(), **settings})
        start = standin.center.now()
        standin.center.now = lambda: start + timedelta(seconds=clock.seconds)
        command = ["--instance", INSTANCE, "--contact", contact, "--folder", str(tmp_path), *arguments]
        assert main(command, clock, ask) == 0
        return json.loads((tmp_path / "trial-report.json").read_text())

    return run


def verdicts(report: dict) -> dict[str, str]:
    return {question["name"]: question["verdict"] for question in report["questions"]}


def names(report: dict, verdict: str) -> set[str]:
    return {name for name, found in verdicts(report).items() if found == verdict}


LISTEN = ("--supervisor", "supervisor.sue")


def test_an_instance_as_assumed_agrees_in_everything(trial, standin, tmp_path):
    note = {f"ansible_recording_{RECORDED_CALL}_any": "suspended 2026-03-04T17:29:09Z", "mine": "kept"}
    standin.center.contacts[RECORDED_CALL].attributes = dict(note)
    report = trial("--yes", *LISTEN, ask=None)
    assert names(report, AGREES) == {question.name for question in QUESTIONS}
    assert report["settings"] == {name: getattr(Settings(), name) for name in ANSWERED_BY}
    assert attributes(standin, RECORDED_CALL) == {**note, "ansible_trial": ""}
    assert report["left"] == ["The trial has ended the call."]
    assert set(report["versions"]) == {"contactops.amazon_connect", "ansible-core", "boto3", "botocore", "Python"}
    assert f" {len(QUESTIONS)} questions " in text_of("trial")
    text = (tmp_path / "trial-report.md").read_text()
    for question in report["questions"]:
        assert f"## {question['number']}. {question['title']}\n\n- Result: **agrees**" in text
    assert "  - SuspendContactRecording (AGENT): accepted, " in text


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_it_finds_each_changed_setting_and_invents_nothing(trial, tmp_path, name, value):
    report = trial(*LISTEN, **{name: value})
    assert names(report, DIFFERS) == ANSWERED_BY[name]
    assert names(report, NOT_ASKED) == set()
    imitated = Settings.of(settings_like(tmp_path / "trial-report.json"))
    assert asdict(imitated) == {**asdict(Settings()), name: value}


@pytest.mark.parametrize("repeat", ["accept", "refuse"])
@pytest.mark.parametrize("state", ["none", "suspended"])
def test_it_works_with_a_call_in_every_state(trial, standin, repeat, state):
    standin.load({**load_scenario(), "repeat": repeat})
    standin.center.contacts[CALL].recordings["AGENT"] = state
    report = trial(contact=CALL)
    assert names(report, DIFFERS) <= ANSWERED_BY["repeat"]
    without_supervisor_and_screen = {"listening", "session_link", "session_in_user_data", "stop_and_screen"}
    assert names(report, NOT_ASKED) == without_supervisor_and_screen


@pytest.mark.parametrize(
    ("declined", "not_asked", "left"),
    [
        ("May the trial end", {"ended_contact"}, ["The recording is stopped.", "The supervisor is still listening"]),
        ("May the trial stop", {"stop_and_screen", "repeated_stop", "start_after_stop"}, ["The trial has ended"]),
        ("May the trial let", {"listening", "session_link", "session_in_user_data"}, ["The trial has ended"]),
        ("May the trial send", {"start_while_paused", "repeated_start", "start_after_stop"}, ["The trial has ended"]),
    ],
)
def test_it_asks_before_what_the_caller_may_not_want(trial, declined, not_asked, left):
    asked: list[str] = []

    def ask(prompt: str) -> bool:
        asked.append(prompt)
        return not prompt.startswith(declined)

    report = trial(*LISTEN, ask=ask)
    assert names(report, NOT_ASKED) == not_asked
    assert all(sentence.startswith(start) for sentence, start in zip(report["left"], left, strict=True))
    assert len(asked) == len(set(asked)) == 5


def test_it_changes_nothing_without_permission(trial, standin, requests):
    before = standin.center.snapshot()
    report = trial(*LISTEN, ask=lambda _prompt: False)
    assert names(report, AGREES) == {"live_description", "associated_contacts", "exact_search"}
    assert report["left"] == ["The trial did not change the recording."]
    assert standin.center.snapshot() == before
    assert set(requests()) == {"DescribeContact", "ListAssociatedContacts", "ListUsers", "SearchUsers"}


def test_a_transferred_call(trial, standin, requests):
    report = trial(contact=TRANSFERRED_CALL)
    assert names(report, DIFFERS) == set()
    assert verdicts(report)["ended_contact"] == AGREES
    assert "StopContact" not in requests()
    assert report["left"] == ["The recording is stopped."]
    wrong = {"ContactId": TRANSFERRED_CALL, "InitialContactId": TRANSFERRED_CALL}
    assert any(wrong.items() <= request["parameters"].items() for request in standin.requests)


@pytest.mark.parametrize("supervisor", ["supervisor.tom", "supervisor.wes"])
def test_a_supervisor_who_cannot_listen(trial, supervisor):
    report = trial("--supervisor", supervisor)
    assert names(report, DIFFERS) == set()
    assert verdicts(report)["listening"] == AGREES
    assert names(report, NOT_ASKED) == {"session_link", "session_in_user_data"}


def test_an_interrupted_trial_resumes_what_it_paused(trial, standin, clock):
    def interrupt_a_pause(seconds: float) -> None:
        clock.seconds += seconds
        if truth(standin, RECORDED_CALL) == "suspended":
            del clock.sleep  # once
            raise KeyboardInterrupt

    clock.sleep = interrupt_a_pause
    report = trial(*LISTEN)
    assert verdicts(report)["attribute_lag"] == AGREES
    assert verdicts(report)["repeated_pause"] == NOT_ASKED
    assert truth(standin, RECORDED_CALL) == truth(standin, RECORDED_CALL, "SCREEN") == "started"
    assert report["left"] == ["The call is being recorded."]


# What is in the report, and what is not


PUBLIC = {*NAMES, "region", "channel", "initiation_method", "state", "recordings", "status", "signed_in"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def values_in(scenario: object) -> set[str]:
    """The values of a scenario that identify somebody or something."""
    if isinstance(scenario, dict):
        return set().union(*(values_in(value) for key, value in scenario.items() if key not in PUBLIC))
    if isinstance(scenario, list):
        return set().union(*map(values_in, scenario))
    return {scenario} if isinstance(scenario, str) else set()


SECRETS = {*values_in(load_scenario()), "+15555550100", "arn:aws"}


def leaks(folder: Path) -> list[str]:
    text = "".join((folder / f"trial-report.{kind}").read_text() for kind in ("json", "md"))
    return [*(value for value in SECRETS if value.casefold() in text.casefold()), *UUID.findall(text)]


def test_the_report_identifies_nobody(trial, tmp_path):
    assert {INSTANCE, RECORDED_CALL, AGENT, "agent.ada", "111122223333", "AKIASTANDINEXAMPLE00"} <= SECRETS
    trial("--supervisor", f"{ARN_PREFIX}/agent/{SUPERVISOR}")
    assert leaks(tmp_path) == []


def test_what_aws_says_is_scrubbed(trial, standin, tmp_path):
    said = (
        f"User: arn:aws:sts::111122223333:assumed-role/ops/jo@example.com is not authorized to use "
        f"{ARN_PREFIX}/contact/{RECORDED_CALL} "
        f"for agent.dan and SUPERVISOR.SUE (+15555550100) with AKIASTANDINEXAMPLE00 in {INSTANCE}"
    )
    standin.add_faults([{**DENIED, "operation": "SuspendContactRecording", "message": said}])
    report = trial(*LISTEN)
    seen = next(item["seen"] for item in report["questions"] if item["name"] == "repeated_pause")
    assert seen == (
        "SuspendContactRecording failed with AccessDeniedException, HTTP status 403, "
        '"User: [arn] is not authorized to use [arn] for [user] and [user] ([number]) with [key] in [instance]".'
    )
    assert leaks(tmp_path) == []
    assert "example.com" not in json.dumps(report)


@pytest.mark.parametrize("operation", ["UpdateContactAttributes", "ResumeContactRecording", "StopContact"])
def test_a_denied_operation_costs_its_questions_only(trial, standin, operation):
    standin.add_faults([{**DENIED, "operation": operation, "message": "Not authorized"}])
    report = trial(*LISTEN)
    assert names(report, DIFFERS) == set()
    reasons = [item["seen"] for item in report["questions"] if item["verdict"] == NOT_ASKED]
    assert reasons
    assert not any("defect" in reason for reason in reasons)
    assert f"{operation} failed with AccessDeniedException, HTTP status 403" in reasons[0]


def test_other_refusals_than_assumed_are_found(trial, standin):
    other = {"times": 1, "status": 409, "code": "ConflictException", "message": "The recording runs already"}
    standin.add_faults([{**other, "operation": "StartContactRecording", "skip": 1}])
    report = trial()
    assert names(report, DIFFERS) == {"refusals"}


# When it cannot run


@pytest.mark.parametrize(
    ("instance", "contact", "message"),
    [
        (INSTANCE, ENDED_CALL, "CONTACT: the contact has ended."),
        (INSTANCE, CHAT, "CONTACT: the contact's channel is CHAT."),
        (INSTANCE, QUEUED_CALL, "CONTACT: no agent is connected to the call yet."),
        (INSTANCE, "nobody", "DescribeContact failed: Resource not found"),
        ("no-such-alias", CALL, "no active instance in this region is called 'no-such-alias'"),
        (INSTANCE, "", "INSTANCE and CONTACT are needed"),
    ],
)
def test_it_says_in_a_line_why_it_cannot_run(standin, tmp_path, capsys, instance, contact, message):
    assert main(["--instance", instance, "--contact", contact, "--folder", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("The trial cannot run: ")
    assert message in printed.err
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert not list(tmp_path.glob("trial-report.*"))


def test_the_command(standin, monkeypatch, tmp_path):
    """It finds the collection by itself, and needs credentials."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("ANSIBLE_COLLECTIONS_PATH", raising=False)
    command = [sys.executable, "-B", "-m", "trial", "--instance", "example-center", "--contact", CALL]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"The trial cannot run: No AWS credentials were found\..*\n", done.stderr)


# The stand-in behaves like the instance of a report


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "Expecting property name"),
        ("[]", "this is not the trial-report.json of a trial"),
        ('{"trial_report": 9}', "the report has the format 9, but 1 is needed"),
        ('{"trial_report": 1}', "settings: expected names and values"),
        ('{"trial_report": 1, "settings": {"repaet": "accept"}}', "unknown name 'repaet'; did you mean 'repeat'?"),
        ('{"trial_report": 1, "settings": {"repeat": ["accept"]}}', "repeat: ['accept'] is not one of accept, refuse"),
        ('{"trial_report": 1, "settings": {"attribute_lag": NaN}}', "attribute_lag: nan is not a number of seconds"),
    ],
)
def test_a_malformed_report_is_explained(tmp_path, text, message):
    path = tmp_path / "report.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        settings_like(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_the_stand_in_starts_like_a_report(trial, tmp_path):
    trial(repeat="refuse")
    command = [sys.executable, "-B", "-m", "standin", "--port", "0", "--like", str(tmp_path / "trial-report.json")]
    with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
        url = next(line.split("'")[1] for line in process.stdout if line.startswith("export AWS_ENDPOINT_URL="))
        client = boto3.client("connect", endpoint_url=url, config=Config(retries={"total_max_attempts": 1}))
        recording = {"InstanceId": INSTANCE, "ContactId": TRANSFERRED_CALL, "InitialContactId": FIRST_PART}
        client.suspend_contact_recording(**recording)
        with pytest.raises(ClientError, match="not allowed in current voice recording state"):
            client.suspend_contact_recording(**recording)
        process.terminate()
    (tmp_path / "trial-report.json").write_text("{}")
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("The stand-in cannot start: ")

"""The guides: commands and playbooks run against the stand-in, and statements are compared with the code."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.explanations import (
    NOT_SENT,
    PROBLEMS,
)
from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import OPERATIONS
from helpers.guides import NAMES, blocks, explained, literals, playbooks, quoted_messages, tables, text_of
from helpers.known import CALL_ON_HOLD, QUEUED_CALL, RECORDED_CALL, SUPERVISOR, TRANSFERRED_CALL, attributes, truth
from standin.actors import ACTIONS
from standin.faults import FIELD_TYPES
from standin.settings import CHOICES
from standin.settings import NAMES as SETTINGS

ROOT = Path(__file__).parents[2]
# The playbooks of these guides need other services of AWS, and have tests of their own.
ELSEWHERE = {"credentials"}
WITH_COMMANDS = [name for name in NAMES if blocks(name, "shell")]


def test_every_guide_and_module_is_on_the_home_page():
    home = (ROOT / "docs" / "README.md").read_text()
    listed = re.findall(r"^- \[(.+)\]\((.+?)\)", home, re.MULTILINE)
    guides = {(text_of(name).partition("\n")[0].removeprefix("# "), f"guides/{name}.md") for name in NAMES}
    modules = {
        (path.stem, f"../plugins/modules/{path.name}") for path in (ROOT / "plugins" / "modules").glob("connect_*.py")
    }
    assert sorted(listed) == sorted(guides | modules)


@pytest.fixture
def follow(standin, repository, tmp_path, collections_path):
    """Do what a guide says, in a folder of its own, and return what was printed."""

    def follow_guide(name: str) -> str:
        for block in playbooks(name):
            (tmp_path / block.file).write_text(block.text)
        environment = {**os.environ, **repository, "HOME": str(tmp_path)}
        environment |= {
            f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        if "ansible-galaxy collection install" in text_of(name):
            del environment["ANSIBLE_COLLECTIONS_PATH"]
        script = "".join(block.text for block in blocks(name, "shell"))
        done = subprocess.run(
            ["bash", "-euxc", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return follow_guide


def test_every_guide_with_commands_is_followed_below():
    assert WITH_COMMANDS == ["awx", "errors", "listening", "payment", "playbooks", "queue", "standin", "start"]


def test_getting_started(follow, standin):
    printed = follow("start")
    assert '"evidence": "accepted"' in printed and '"state": "suspended"' in printed
    state, _end = json.JSONDecoder().raw_decode(printed[printed.index('{\n  "contacts"') :])
    recordings = state["contacts"][RECORDED_CALL]["recordings"]
    assert recordings["AGENT"] == recordings["SCREEN"] == "suspended"
    assert truth(standin, RECORDED_CALL) == "started", "the guide ends with a reset"


def test_a_payment(follow, standin):
    follow("payment")
    assert truth(standin, RECORDED_CALL) == truth(standin, RECORDED_CALL, "SCREEN") == "started"
    changes = [item["operation"] for item in standin.requests if item["operation"].endswith("ContactRecording")]
    assert changes == ["SuspendContactRecording", "ResumeContactRecording"]
    assert attributes(standin, RECORDED_CALL)["ansible_recording_pause"].startswith("over ")


def somebody_acts(**action: str) -> dict:
    """A task in which somebody on the recorded call does something."""
    act = "{{ lookup('ansible.builtin.env', 'AWS_ENDPOINT_URL') }}/_standin/act"
    body = {"contact": RECORDED_CALL, **action}
    return {"ansible.builtin.uri": {"url": act, "method": "POST", "body": body, "body_format": "json"}}


def payment_of_an_agent(**action: str) -> list[dict]:
    """The guide's payment with its other first tasks and its other last one. action: what somebody does meanwhile."""
    main, first, last = (yaml.safe_load(block.text) for block in blocks("payment", "yaml"))
    payment = main[0]["tasks"][-1]
    payment["vars"] = {"call": "{{ found.contacts[0].contact_id }}"}
    payment["block"][-1] = somebody_acts(**action)
    return [*first, payment, *last]


def test_a_payment_of_an_agent_fails_if_the_call_is_transferred_meanwhile(play, standin):
    *_others, resumed, last = play(payment_of_an_agent(do="transfer", user="agent.hal"))
    assert not resumed.get("failed") and "joined later" in resumed["warnings"][0]
    assert last["msg"] == "A part of the call joined during the payment, and was not paused. It may have been recorded."
    (part,) = (name for name, contact in standin.center.contacts.items() if contact.previous == RECORDED_CALL)
    assert truth(standin, part) == "started"


def test_a_payment_of_an_agent_succeeds_if_the_call_ends_meanwhile(play):
    *_others, resumed, last = play(payment_of_an_agent(do="end"))
    assert resumed["error"]["code"] == "CallEnded"
    assert not resumed.get("failed") and not last.get("failed")


def test_the_payment_in_the_readme_succeeds_if_the_call_ends_meanwhile(play):
    *first, payment = yaml.safe_load(blocks("../../README", "yaml")[0].text)
    payment["block"][-1] = somebody_acts(do="end")
    *_others, resumed = play([*first, payment], defaults={})
    assert resumed["error"]["code"] == "CallEnded"
    assert not resumed.get("failed")


def test_the_ready_made_playbooks(follow, standin):
    assert f"The recording of contact {RECORDED_CALL} is now paused." in follow("playbooks")
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_a_queue(follow, standin):
    assert "Queues Billing: 1 connected calls. Started now: 0, started before: 1," in follow("queue")
    assert truth(standin, CALL_ON_HOLD) == "started"


def test_listening(follow, standin):
    assert f"supervisor.sue already listens to contact {TRANSFERRED_CALL}." in follow("listening")
    assert [(item.user_id, item.contact_id) for item in standin.center.monitors] == [(SUPERVISOR, TRANSFERRED_CALL)]


def test_errors(follow, standin):
    assert "No agent is connected yet. Try again in a minute. The pause was sent anyway. If you no longer" in follow(
        "errors"
    )
    assert truth(standin, QUEUED_CALL) == "none"


def test_the_stand_in(follow, standin):
    follow("standin")
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_the_stand_in_s_actions_faults_and_settings_are_all_listed():
    settings, _requests, faults, actions = tables((ROOT / "tests" / "standin" / "README.md").read_text())
    assert {name for row in actions[1:] for name in literals(row[0])} == set(ACTIONS)
    assert {name for row in faults[1:] for name in literals(row[0])} == set(FIELD_TYPES)
    listed = {literals(name)[0]: literals(values) for name, values, _meaning in settings[1:]}
    assert listed.keys() == {*SETTINGS, "quotas"}
    for name, choices in CHOICES.items():
        assert listed[name] == [str(choice).lower() for choice in choices]


def test_awx(follow, standin, tmp_path):
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed")
    printed = follow("awx")
    assert f"The recording of contact {RECORDED_CALL} is now paused." in printed
    assert f"`The recording of contact {RECORDED_CALL} is now paused.`" in text_of("awx")
    assert "contact_ids: the ID is empty." in printed
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert (tmp_path / "context" / "_build" / "requirements.yml").exists()


@pytest.mark.parametrize("name", sorted(set(NAMES) - ELSEWHERE))
def test_every_playbook_has_a_file_that_is_played(name):
    commands = "".join(block.text for block in blocks(name, "shell"))
    for block in playbooks(name):
        assert block.file and f"ansible-playbook {block.file}" in commands


def test_the_states_are_the_code_s():
    """What a picture of the guide shows is also its text for people who do not see it."""
    stated = re.findall(r"(\w+): (\w+), from ([\w ]+) to (\w+), ok if ([\w ]+)\.", text_of("changed"))
    for state, name, starts, target, ok in stated:
        operation = OPERATIONS[state]
        assert (f"{name}ContactRecording", target) == (operation.name, operation.target)
        assert (set(starts.split(" or ")), set(ok.split(" or "))) == (
            {*operation.applies_to},
            {*operation.fulfilled_by},
        )
    assert [state for state, *_rest in stated] == list(OPERATIONS)


def _name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def codes_in_the_code() -> set[str]:
    """The error codes of this collection: the arguments of errors that look like one, and those of the explanations."""
    found = {code for code, _message in (*NOT_SENT.values(), *PROBLEMS.values())}
    for path in (ROOT / "plugins").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and _name_of(call) in ("TaskError", "saying"):
                values = [str(item.value) for item in call.args if isinstance(item, ast.Constant)]
                found |= {value for value in values if re.fullmatch(r"([A-Z][a-z]+)+", value)}
    return found


def test_the_guide_explains_every_code_of_this_collection():
    of_aws = explained("errors", "Codes of AWS and of the network")
    assert explained("errors", "Codes of this collection") == (codes_in_the_code() | {"InvalidOption"}) - of_aws


def test_quoted_messages_are_those_of_the_code_or_of_the_stand_in():
    files = [*(ROOT / "plugins").rglob("*.py"), *(ROOT / "tests" / "standin").glob("*.py")]
    sources = "".join(re.sub(r'"\s*\n\s*f?"', "", path.read_text()) for path in files)
    # Ansible's own, and one that a job above prints.
    others = (
        "Failed to import the required Python library",
        f"The recording of contact {RECORDED_CALL} is now paused.",
    )
    quoted = [message for name in NAMES for message in quoted_messages(name)]
    assert len(quoted) >= 6
    assert [message for message in quoted if message not in sources and not message.startswith(others)] == []


def test_the_figures_are_those_of_the_benchmark():
    report = (ROOT / "docs" / "benchmark.md").read_text()
    measured = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \| ([^|]+) \|$", report, re.MULTILINE)
    assert measured and [tuple(row) for row in tables(text_of("speed"))[0][1:]] == measured

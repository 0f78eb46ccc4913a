"""The guides: their commands and playbooks, in order, against the stand-in; and what they quote, as it stands in the code."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from guides import NAMES, blocks, text_of
from known import CALL_ON_HOLD, RECORDED_CALL, SUPERVISOR, TRANSFERRED_CALL, truth

ROOT = Path(__file__).parents[2]
# These guides' playbooks need AWS's other services, and have tests of their own.
ELSEWHERE = {"credentials"}
WITH_COMMANDS = [name for name in NAMES if blocks(name, "shell")]


def test_every_guide_is_listed():
    sections = yaml.safe_load((ROOT / "docs" / "docsite" / "extra-docs.yml").read_text())["sections"]
    listed = [name.removeprefix("guide_") for section in sections for name in section["toctree"]]
    assert sorted(listed) == NAMES


@pytest.fixture
def follow(standin, repository, tmp_path, collections_path):
    """Do what a guide says, in a folder of its own, and return what was printed."""

    def follow_guide(name: str) -> str:
        for block in blocks(name, "yaml+jinja"):
            if block.caption:
                (tmp_path / block.caption).write_text(block.text)
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
    assert WITH_COMMANDS == ["awx", "listening", "payment", "queue", "standin", "start"]


def test_getting_started(follow, standin):
    printed = follow("start")
    assert '"evidence": "accepted"' in printed and '"state": "suspended"' in printed
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_a_payment(follow, standin):
    follow("payment")
    assert truth(standin, RECORDED_CALL) == "started"
    changes = [item["operation"] for item in standin.requests if item["operation"].endswith("ContactRecording")]
    assert changes == ["SuspendContactRecording", "ResumeContactRecording"]


def test_a_queue(follow, standin):
    assert "Queues Billing: 1 connected calls. Recorded now: 0, started before: 1," in follow("queue")
    assert truth(standin, CALL_ON_HOLD) == "started"


def test_listening(follow, standin):
    assert f"supervisor.sue listened before, and still does, to contact {TRANSFERRED_CALL}." in follow("listening")
    assert [(item.user_id, item.contact_id) for item in standin.center.monitors] == [(SUPERVISOR, TRANSFERRED_CALL)]


def test_the_stand_in(follow, standin):
    follow("standin")
    assert truth(standin, RECORDED_CALL) == "suspended"


def test_awx(follow, standin, tmp_path):
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed")
    printed = follow("awx")
    assert f"The recording of contact {RECORDED_CALL} is now paused." in printed
    assert f"``The recording of contact {RECORDED_CALL} is now paused.``" in text_of("awx")
    assert "contact_id: say which call, by its contact ID" in printed
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert (tmp_path / "context" / "_build" / "requirements.yml").exists()


@pytest.mark.parametrize("name", sorted(set(NAMES) - ELSEWHERE))
def test_every_playbook_has_a_file_that_is_played(name):
    commands = "".join(block.text for block in blocks(name, "shell"))
    for block in blocks(name, "yaml+jinja"):
        assert block.caption and f"ansible-playbook {block.caption}" in commands


def test_the_quoted_messages_are_what_the_code_says():
    sources = "".join(path.read_text() for path in (ROOT / "plugins").rglob("*.py"))
    joined = re.sub(r'"\s*\n\s*f?"', "", sources)
    ansibles_own = ("one of the following is required: instance_id, instance_alias",)
    quoted = re.findall(r"^   \* - ``(.*)``$", text_of("errors"), re.MULTILINE)
    assert len(quoted) > 20
    assert [message for message in quoted if message not in joined and message not in ansibles_own] == []


def test_the_figures_are_those_of_the_benchmark():
    report = (ROOT / "docs" / "benchmark.md").read_text()
    measured = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \| ([^|]+) \|$", report, re.MULTILINE)
    rows = re.findall(r"^   \* - (.+)\n     - (.+)\n     - (.+)$", text_of("speed"), re.MULTILINE)
    assert measured and rows == measured

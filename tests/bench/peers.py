"""The peers: what each of them runs for a number of calls."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).parent
THREADS = 8
RECORDING = "contactops.amazon_connect.connect_contact_recording"
PAUSE_PLAYBOOK = "contactops.amazon_connect.pause_recording"


@dataclass(frozen=True)
class Core:
    """An installed ansible-core, and the folder of collections that it is used with."""

    program: str
    collections: str


@dataclass(frozen=True)
class Target:
    """What a peer acts on: calls of an instance, and the state that our task brings them into."""

    instance_id: str
    contact_ids: list[str]
    state: str
    way: str


@dataclass(frozen=True)
class Peer:
    """A way to change recordings.

    task: the Ansible task for some contacts; None for a playbook or a script.
    requests: how many it makes for each call; None if that is up to our task.
    environment: what is set for it beside the way to the stand-in.
    """

    name: str
    task: Callable[[Target, list[str]], dict] | None = None
    requests: int | None = None
    environment: dict[str, str] = field(default_factory=dict)


# What is done with the calls of a work.
ONE_TASK, TASKS, LOOP = "one task", "a task for each", "a loop"


def command(peer: Peer, target: Target, core: Core, folder: Path) -> list[str]:
    """The command line of a peer, with what it reads written to the folder. Without calls, it does nothing."""
    if peer is SCRIPT:
        program = ["-c", "pass"]
        if target.contact_ids:
            threads = 1 if target.way == LOOP else THREADS
            program = [str(HERE / "script.py"), str(folder / "requests.json"), str(threads)]
        return [sys.executable, *program]
    start = [core.program, "-i", "localhost,", "-M", str(HERE / "library")]
    if peer is PLAYBOOK and target.contact_ids:
        variables = f"connect_instance={target.instance_id} contact_id={target.contact_ids[0]}"
        return [*start, PAUSE_PLAYBOOK, "-e", variables]
    play = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
        "tasks": _tasks(peer, target) if target.contact_ids else [],
    }
    (folder / "bench.yml").write_text(yaml.safe_dump([play]))
    return [*start, str(folder / "bench.yml")]


def _tasks(peer: Peer, target: Target) -> list[dict]:
    assert peer.task
    if target.way == LOOP:
        return [{**peer.task(target, ["{{ item }}"]), "loop": target.contact_ids}]
    if target.way == TASKS:
        return [peer.task(target, [contact_id]) for contact_id in target.contact_ids]
    return [peer.task(target, target.contact_ids)]


def _our_task(target: Target, contact_ids: list[str]) -> dict:
    options = {"instance": target.instance_id, "contact_ids": contact_ids, "state": target.state}
    return {RECORDING: {**options, "max_workers": THREADS}}


def _ping(_target: Target, _contact_ids: list[str]) -> dict:
    return {"ansible.builtin.ping": {}}


def _minimal_module(target: Target, contact_ids: list[str]) -> dict:
    return {"minimal_boto3": {"instance_id": target.instance_id, "contact_id": contact_ids[0]}}


def _cli(target: Target, contact_ids: list[str]) -> dict:
    argv = ["aws", "connect", "start-contact-recording", "--instance-id", target.instance_id]
    argv += ["--contact-id", contact_ids[0], "--initial-contact-id", contact_ids[0]]
    argv += ["--voice-recording-configuration", "VoiceRecordingTrack=ALL"]
    return {"ansible.builtin.command": {"argv": argv}}


OURS = Peer("our task", _our_task)
AS_MODULE = Peer("our task, as a module", _our_task, environment={"CONTACTOPS_IN_PROCESS": "0"})
PLAYBOOK = Peer("the playbook pause_recording")
SCRIPT = Peer("a boto3 script")
PING = Peer("ansible.builtin.ping", _ping, requests=0)
MINIMAL = Peer("a minimal boto3 module", _minimal_module, requests=1)
CLI = Peer("ansible.builtin.command: aws connect", _cli, requests=1)

"""The peers: what each of them runs for a number of contacts, and how many requests that makes."""

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

# What a peer does for its contacts.
ONE_TASK, TASKS, LOOP, BATCH = "one task", "a task for each", "a loop", "one batch"


@dataclass(frozen=True)
class Peer:
    """A way to have contacts recorded.

    task: the Ansible task for these contacts of an instance; None for what is no playbook.
    requests: how many it makes for each contact; one more in a batch if notes_first.
    environment: what is set for it beside the way to the stand-in.
    """

    name: str
    task: Callable[[str, list[str]], dict] | None
    requests: int
    notes_first: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    def requests_for(self, contacts: int, way: str) -> int:
        return contacts * (self.requests + (self.notes_first and way == BATCH and contacts > 1))

    def command(self, way: str, instance_id: str, contact_ids: list[str], folder: Path) -> list[str]:
        """The command line that does it, with its playbook written to the folder."""
        if self.task is None:
            return [sys.executable, str(HERE / "script.py"), instance_id, str(THREADS), *contact_ids]
        play = {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "tasks": self._tasks(way, instance_id, contact_ids),
        }
        playbook = folder / "bench.yml"
        playbook.write_text(yaml.safe_dump([play]))
        return ["ansible-playbook", "-i", "localhost,", "-M", str(HERE / "library"), str(playbook)]

    def _tasks(self, way: str, instance_id: str, contact_ids: list[str]) -> list[dict]:
        if not contact_ids or self.task is None:
            return []
        if way == LOOP:
            return [{**self.task(instance_id, ["{{ item }}"]), "loop": contact_ids}]
        if way == TASKS:
            return [self.task(instance_id, [contact_id]) for contact_id in contact_ids]
        return [self.task(instance_id, contact_ids)]


def _our_task(instance_id: str, contact_ids: list[str]) -> dict:
    options = {"instance_id": instance_id, "contact_ids": contact_ids, "max_workers": THREADS}
    return {"contactops.amazon_connect.connect_contact_recording": options}


def _ping(_instance_id: str, _contact_ids: list[str]) -> dict:
    return {"ansible.builtin.ping": {}}


def _minimal_module(instance_id: str, contact_ids: list[str]) -> dict:
    return {"minimal_boto3": {"instance_id": instance_id, "contact_id": contact_ids[0]}}


def _cli(instance_id: str, contact_ids: list[str]) -> dict:
    command = ["aws", "connect", "start-contact-recording", "--instance-id", instance_id]
    command += ["--contact-id", contact_ids[0], "--initial-contact-id", contact_ids[0]]
    command += ["--voice-recording-configuration", "VoiceRecordingTrack=ALL"]
    return {"ansible.builtin.command": {"argv": command}}


OURS = Peer("our task", _our_task, requests=3, notes_first=True)
AS_MODULE = Peer(
    "our task, as a module", _our_task, requests=3, notes_first=True, environment={"CONTACTOPS_IN_PROCESS": "0"}
)
PING = Peer("ansible.builtin.ping", _ping, requests=0)
MINIMAL = Peer("a minimal boto3 module", _minimal_module, requests=1)
CLI = Peer("ansible.builtin.command: aws connect", _cli, requests=1)
SCRIPT = Peer("a bare boto3 script", None, requests=3, notes_first=True)

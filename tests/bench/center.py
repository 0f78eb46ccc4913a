"""The stand-in in a process of its own, with as many calls as a work needs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from standin.server import CONTROL, load_scenario

TESTS = Path(__file__).parents[1]
EVERY_REQUEST = 10**9
INSTANCE_ID: str = load_scenario()["instance"]["id"]


def scenario_of(calls: int, parts: int, is_recorded: bool) -> dict:
    """A contact center with calls of this many parts, each with an agent of its own."""
    scenario = load_scenario()
    users, contacts = [], []
    for number in range(calls * parts):
        call, part = divmod(number, parts)
        users.append({"id": f"agent-{number:05d}", "username": f"agent.{number:05d}"})
        contact = {"id": contact_id_of(call, part), "agent": f"agent-{number:05d}"}
        if part:
            contact |= {"initial": contact_id_of(call), "initiation_method": "TRANSFER"}
        contacts.append({**contact, **({"recordings": {"AGENT": "started"}} if is_recorded else {})})
    return {**scenario, "users": scenario["users"] + users, "contacts": contacts}


def contact_id_of(call: int, part: int = 0) -> str:
    return f"call-{call:05d}" + (f"-part-{part}" if part else "")


def call_of(contact_id: str) -> str:
    """The call that a contact belongs to."""
    return contact_id.partition("-part-")[0]


class Center:
    """A running stand-in. environment: the variables that point an AWS client at it."""

    def __init__(self, url: str, environment: dict[str, str]) -> None:
        self.environment = environment
        self._url = url

    def reset(self, latency: float) -> None:
        """Begin anew, each answer after this many seconds."""
        self._ask("POST", "reset")
        if latency:
            self._ask("POST", "faults", [{"times": EVERY_REQUEST, "delay": latency}])

    def requests(self) -> list[dict]:
        """The requests that were answered with success since the beginning."""
        return [request for request in self._ask("GET", "requests") if request["status"] == 200]

    def state_of_contacts(self) -> dict[str, dict]:
        return self._ask("GET", "state")["contacts"]

    def _ask(self, method: str, what: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(self._url + CONTROL + what, data, method=method)) as answer:
            return json.load(answer)


@contextmanager
def running(scenario: dict) -> Iterator[Center]:
    """A stand-in with this scenario."""
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        yaml.dump(scenario, file, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
        file.flush()
        start = [sys.executable, "-B", "-m", "standin", "--port", "0", "--scenario", file.name]
        with subprocess.Popen(start, cwd=TESTS, stdout=subprocess.PIPE, text=True) as process:
            try:
                environment = _printed_environment(process)
                yield Center(environment["AWS_ENDPOINT_URL"], environment)
            finally:
                process.kill()


def _printed_environment(process: subprocess.Popen) -> dict[str, str]:
    environment = {}
    for line in process.stdout or ():
        if line.startswith("export "):
            name, _equals, value = line.removeprefix("export ").strip().partition("=")
            environment[name] = value.strip("'")
        if line.startswith("# Instance"):
            break
    return environment


def prepared_scenario(scenario: dict, states: dict[str, dict]) -> dict:
    """The scenario with the recordings and the notes that the contacts have in these states."""
    contacts = []
    for contact in scenario["contacts"]:
        state = states[contact["id"]]
        attributes = {} if contact.get("initial") else {"attributes": state["attributes"]}
        contacts.append({**contact, "recordings": state["recordings"], **attributes})
    return {**scenario, "contacts": contacts}

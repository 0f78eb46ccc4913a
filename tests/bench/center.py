"""The stand-in in a process of its own, with as many calls as a benchmark needs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import yaml
from standin.server import CONTROL, load_scenario

TESTS = Path(__file__).parents[1]
EVERY_REQUEST = 10**9


class Center:
    """A running stand-in. environment: the variables that point an AWS client at it."""

    def __init__(self, calls: int, quotas: bool = False) -> None:
        scenario = load_scenario()
        self.instance_id: str = scenario["instance"]["id"]
        self.contact_ids = [f"call-{number:05d}" for number in range(calls)]
        agent = scenario["users"][0]["id"]
        scenario |= {"quotas": quotas, "contacts": [{"id": item, "agent": agent} for item in self.contact_ids]}
        self._file = tempfile.NamedTemporaryFile("w", suffix=".yml")  # noqa: SIM115 (__exit__ closes it)
        yaml.safe_dump(scenario, self._file)
        self._file.flush()
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Center:
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "standin", "--scenario", self._file.name],
            cwd=TESTS,
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self._process.stdout or ():
            if line.startswith("export "):
                name, _equals, value = line.removeprefix("export ").strip().partition("=")
                self.environment[name] = value.strip("'")
            if line.startswith("# Instance"):
                break
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.kill()
        self._process.wait()
        self._file.close()

    def reset(self, latency: float) -> None:
        """Begin anew, each answer after this many seconds."""
        self._ask("POST", "reset")
        if latency:
            self._ask("POST", "faults", [{"times": EVERY_REQUEST, "delay": latency}])

    def requests(self) -> int:
        """How many requests were answered with success since the beginning."""
        return sum(request["status"] == 200 for request in self._ask("GET", "requests"))

    def _ask(self, method: str, what: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.environment['AWS_ENDPOINT_URL']}{CONTROL}{what}"
        with urllib.request.urlopen(urllib.request.Request(url, data, method=method)) as answer:
            return json.load(answer)

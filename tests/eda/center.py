"""A running rulebook: ansible-rulebook between an SQS queue (moto's) and Amazon Connect (the stand-in)."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import boto3
import yaml
from helpers.guides import blocks
from moto.server import ThreadedMotoServer
from standin.server import Standin, load_scenario

# The guide's vars.yml.
VARIABLES = yaml.safe_load(blocks("events", "yaml")[0].text)
PATIENCE = 120  # s


class Rulebook:
    """A rulebook that waits for events. Use it as a context manager."""

    def __init__(self, name: str, folder: Path, collections_path: str, *arguments: str) -> None:
        """arguments: more of ansible-rulebook's."""
        self._name = name
        self._arguments = arguments
        self._folder = folder
        self._collections_path = collections_path
        # All of moto's servers in a process share their queues.
        self._queue = f"{name}-{uuid.uuid4()}"
        self._log = folder / "log"
        self.standin = Standin()
        self._sqs_server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)

    def __enter__(self) -> Rulebook:
        self.standin.__enter__()
        self._sqs_server.start()
        sqs_url = "http://{}:{}".format(*self._sqs_server.get_host_and_port())
        key = self.standin.keys[0]
        keys = {"aws_access_key_id": key.access_key, "aws_secret_access_key": key.secret_key}
        self._sqs = boto3.client("sqs", endpoint_url=sqs_url, region_name="us-west-2", **keys)
        self._queue_url = self._sqs.create_queue(QueueName=self._queue)["QueueUrl"]
        self._process = self._start(sqs_url)
        self.wait_until(lambda: "Waiting for events" in self.log)
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._sqs_server.stop()
        self.standin.__exit__(None, None, None)

    def _start(self, sqs_url: str) -> subprocess.Popen:
        queues = {name: self._queue for name in VARIABLES if name.endswith("_queue")}
        (self._folder / "vars.yml").write_text(json.dumps({**VARIABLES, **queues}))
        (self._folder / "inventory").write_text("localhost\n")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))}
        connect = {name: value for name, value in self.standin.environment.items() if name != "AWS_ENDPOINT_URL"}
        environment = {
            **kept,
            **connect,
            "AWS_ENDPOINT_URL_CONNECT": self.standin.url,
            "AWS_ENDPOINT_URL_SQS": sqs_url,
            "ANSIBLE_COLLECTIONS_PATH": self._collections_path,
            "ANSIBLE_HOME": str(self._folder / "ansible"),
        }
        rulebook = ("--rulebook", f"contactops.amazon_connect.{self._name}", "--inventory", "inventory")
        command = ("ansible-rulebook", *rulebook, "--vars", "vars.yml", "--verbose", *self._arguments)
        with self._log.open("w") as log:
            output: dict = {"stdout": log, "stderr": log}
            return subprocess.Popen(command, cwd=self._folder, env=environment, start_new_session=True, **output)

    @property
    def log(self) -> str:
        return self._log.read_text()

    @property
    def jobs(self) -> int:
        """How many playbooks were asked for, as only the most verbose log tells."""
        return self.log.count("Creating action task")

    def reset(self) -> None:
        """A contact center as its scenario has it."""
        self.wait_until_idle()
        self.standin.load(load_scenario())

    def send(self, *events: object) -> None:
        """Put events into the queue, in this order. A text is sent as it is."""
        for event in events:
            body = event if isinstance(event, str) else json.dumps(event)
            self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=body)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline and self._process.poll() is None, self.log
            time.sleep(0.005)

    def wait_until_idle(self) -> None:
        """Wait until every message was fetched and every playbook has ended, for a second in a row."""
        idle_since = time.monotonic()
        while time.monotonic() < idle_since + 1:
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            counts = self._sqs.get_queue_attributes(QueueUrl=self._queue_url, AttributeNames=names)["Attributes"]
            if any(int(counts[name]) for name in names) or self.log.count("finished, active actions") < self.jobs:
                idle_since = time.monotonic()
            time.sleep(0.1)

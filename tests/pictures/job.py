"""Plays a payment and the collection's playbooks against a stand-in, and looks at what is really recorded."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from standin.faults import Fault
from standin.server import Standin

CALL = "0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90"
QUEUE = "Orders"
PLAYBOOK = Path(__file__).with_name("payment.yml")


class Unexpected(Exception):
    """A run did not come to what the picture says."""


def expect(condition: object, what: str) -> None:
    if not condition:
        raise Unexpected(f"The picture of a payment says: {what} This is no longer so.")


class Job:
    """A payment for a call that its flow records, and what people and other jobs do meanwhile."""

    def __init__(self, standin: Standin, collections: Path, folder: Path) -> None:
        self.standin = standin
        self._paid = folder / "paid"
        self._paid.unlink(missing_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))}
        self._environment = kept | {
            "ANSIBLE_COLLECTIONS_PATH": str(collections),
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            **standin.environment,
        }
        self._playing: subprocess.Popen | None = None
        self.output = ""

    def start(self) -> bool:
        """Play until the payment step begins. Returns false if the play ends before. output: what it prints."""
        self._playing = self._launch(str(PLAYBOOK), f"paid={self._paid}", f"call={CALL}")
        assert self._playing.stdout
        for line in self._playing.stdout:
            self.output += line
            if line.startswith("TASK [Take the payment]"):
                return True
        return False

    def finish(self) -> bool:
        """Take the payment. Returns whether the play is successful then."""
        assert self._playing
        self._paid.touch()
        self._playing.communicate(timeout=60)
        return self._playing.returncode == 0

    def kill(self) -> None:
        """Kill the play and all that it started, if it still plays."""
        if self._playing and self._playing.poll() is None:
            os.killpg(self._playing.pid, signal.SIGKILL)
            self._playing.communicate(timeout=60)

    def play(self, name: str, *variables: str) -> str:
        """Play a playbook of the collection to its end, and return what it prints."""
        playing = self._launch(f"contactops.amazon_connect.{name}", "connect_instance=example-center", *variables)
        output, _errors = playing.communicate(timeout=60)
        expect(playing.returncode == 0, f"{name} helps.\n{output}")
        return output

    def transfer(self) -> str:
        """The agent transfers the call. Returns the ID of the new part."""
        return self.standin.act({"do": "transfer", "contact": CALL, "user": "agent.hal"})["contact"]

    def truth(self) -> str:
        """The true state of the call's live part, which is the same for the call and the screen."""
        parts = [
            part
            for contact_id, part in self.standin.snapshot()["contacts"].items()
            if part["live"] and CALL in (contact_id, part["initial"])
        ]
        (state,) = {part["recordings"][kind] for part in parts for kind in ("AGENT", "SCREEN")}
        return state

    def notes(self) -> dict[str, str]:
        attributes = self.standin.snapshot()["contacts"][CALL]["attributes"]
        return {name: value for name, value in attributes.items() if value}

    def _launch(self, playbook: str, *variables: str) -> subprocess.Popen:
        given = [argument for variable in variables for argument in ("-e", variable)]
        program = Path(sys.executable).with_name("ansible-playbook")
        return subprocess.Popen(
            [str(program), "-i", "localhost,", playbook, *given],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


@contextmanager
def job(collections: Path, folder: Path, *faults: Fault) -> Iterator[Job]:
    """A job on a stand-in of its own, with faults to come. What still plays at the end is killed."""
    with Standin() as standin:
        standin.faults.add(*faults)
        started = Job(standin, collections, folder)
        try:
            yield started
        finally:
            started.kill()

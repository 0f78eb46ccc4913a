"""Installs the collection as a user would, plays the story, and shows what the stand-in really recorded.

Arguments: a folder to work in, and a tarball of the collection. Without a tarball, it is built.
"""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from standin.server import Standin, load_scenario  # noqa: E402

TRANSFERRED = "4ffe4b31-b002-42e1-be2c-bb8dfca2f51c"
NAMES = {user["id"]: user["username"] for user in load_scenario()["users"]}
WORDS = {"none": "not recorded", "started": "recorded", "suspended": "paused", "stopped": "stopped"}


@dataclass(frozen=True)
class Row:
    """A contact: who is on it, its recording during the payment and at the end, and who listens at the end.

    The contact without an ID is the one that the transfer creates.
    """

    name: str
    contact_id: str
    during: str
    end: str
    listener: str = "-"


# What the story asks for.
EXPECTED = [
    Row("agent.ada, until the transfer", TRANSFERRED, "ended", "ended"),
    Row("supervisor.vic, after it", "", "paused", "recorded", "supervisor.sue"),
    Row("agent.ben", "f4b2d6e8-1c30-4e79-9bad-203f4e5d6c71", "recorded", "recorded", "supervisor.una"),
    Row("agent.cleo, of the queue Billing", "91e0f2a3-b4c5-4d6e-8f70-8192a3b4c5d6", "not recorded", "recorded"),
    Row("a call that waits for an agent", "7b1d9c0e-5a64-4c1f-9e3b-2f8a7d6c5b40", "not recorded", "stopped"),
]


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    install(folder, *map(Path, sys.argv[2:]))
    with Standin() as standin:
        print(f"The stand-in for Amazon Connect answers at {standin.url}\n", flush=True)
        state_file = folder / "during-the-payment.json"
        played = play(folder, standin, state_file)
        end = standin.snapshot()
    during = json.loads(state_file.read_text()) if state_file.exists() else {"contacts": {}}
    seen = [row(expected, during, end) for expected in EXPECTED]
    print_table(seen)
    if played != 0:
        print("\nThe playbook failed.")
        return 1
    if seen != EXPECTED:
        print("\nThis is not what the playbook asked for.")
        return 1
    print("\nThis is what the playbook asked for.")
    return 0


def install(folder: Path, tarball: Path | None = None) -> None:
    """ansible-galaxy collection build and install, into a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    galaxy = ["ansible-galaxy", "collection"]
    if tarball is None:
        quiet(*galaxy, "build", str(ROOT), "--output-path", str(folder), folder=folder)
        (tarball,) = folder.glob("*.tar.gz")
    quiet(
        *galaxy, "install", "--offline", "--collections-path", str(folder / "collections"), str(tarball), folder=folder
    )
    print(f"Installed {tarball.name}")


def quiet(*command: str, folder: Path) -> None:
    """Run a command and show what it printed only if it fails."""
    done = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def play(folder: Path, standin: Standin, state_file: Path) -> int:
    """Play the story, which writes into this file what the stand-in records during the payment."""
    story = Path(__file__).with_name("story.yml")
    command = ["ansible-playbook", "-i", "localhost,", "-e", f"state_file={state_file}", str(story)]
    return subprocess.run(command, env=environment(folder) | standin.environment, cwd=folder, check=False).returncode


def environment(folder: Path) -> dict[str, str]:
    """The caller's environment without its AWS settings, and with the freshly installed collection."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ANSIBLE_"))}
    return kept | {
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_NOCOWS": "1",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }


def row(expected: Row, during: dict, end: dict) -> Row:
    """The row as the stand-in has it."""
    created = next((key for key, contact in end["contacts"].items() if contact["initial"] == TRANSFERRED), "")
    contact_id = expected.contact_id or created
    listeners = [NAMES[monitor["user_id"]] for monitor in end["monitors"] if monitor["contact_id"] == contact_id]
    listener = ", ".join(listeners) or "-"
    return replace(expected, during=recording(during, contact_id), end=recording(end, contact_id), listener=listener)


def recording(snapshot: dict, contact_id: str) -> str:
    """What a snapshot says about the recording of the agent's call."""
    contact = snapshot["contacts"].get(contact_id)
    if not contact:
        return "-"
    return WORDS[contact["recordings"]["AGENT"]] if contact["live"] else "ended"


def print_table(rows: list[Row]) -> None:
    print("What the stand-in really recorded:\n")
    print(f"{'the call of':34}{'during the payment':20}{'at the end':14}{'who listens'}")
    for item in rows:
        print(f"{item.name:34}{item.during:20}{item.end:14}{item.listener}")


if __name__ == "__main__":
    sys.exit(main())

"""Installs the collection as a user would, plays the story, and compares what Connect really holds.

Arguments: a folder to work in, and a tarball of the collection; without one, it is built.
"""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from standin.server import Standin  # noqa: E402

# What the story asked for: for each contact the recording of the agent's call, and who listens.
ASKED_FOR = {
    "4ffe4b31-b002-42e1-be2c-bb8dfca2f51c": ("started", "supervisor.sue"),
    "f4b2d6e8-1c30-4e79-9bad-203f4e5d6c71": ("suspended", "supervisor.una"),
    "7b1d9c0e-5a64-4c1f-9e3b-2f8a7d6c5b40": ("stopped", ""),
    "91e0f2a3-b4c5-4d6e-8f70-8192a3b4c5d6": ("started", ""),
}


def main() -> int:
    folder = Path(sys.argv[1])
    install(folder, *map(Path, sys.argv[2:]))
    with Standin() as standin:
        print(f"A stand-in for Amazon Connect answers at {standin.url}\n", flush=True)
        played = play(folder, standin)
        holds = {contact_id: truth(standin, contact_id) for contact_id in ASKED_FOR}
    print_table(holds)
    if played != 0:
        print("\nThe playbook failed.")
        return 1
    if holds != ASKED_FOR:
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


def play(folder: Path, standin: Standin) -> int:
    command = ["ansible-playbook", "-i", "localhost,", str(Path(__file__).with_name("story.yml"))]
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


def truth(standin: Standin, contact_id: str) -> tuple[str, str]:
    listeners = [item.user_id for item in standin.center.monitors if item.contact_id == contact_id]
    names = [standin.center.users[user_id].username for user_id in listeners]
    return standin.center.contacts[contact_id].recordings["AGENT"], ", ".join(names)


def print_table(holds: dict[str, tuple[str, str]]) -> None:
    print("What Connect really holds, as far as the story is about it:\n")
    print(f"{'contact':38}{'call':12}{'asked for':12}{'listening':16}{'asked for'}")
    for contact_id, (recording, listening) in holds.items():
        asked_recording, asked_listening = ASKED_FOR[contact_id]
        print(f"{contact_id:38}{recording:12}{asked_recording:12}{listening or '-':16}{asked_listening or '-'}")


if __name__ == "__main__":
    sys.exit(main())

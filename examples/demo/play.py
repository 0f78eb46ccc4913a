"""Plays the story with the collection that this file is in, and shows what the stand-in really recorded.

Argument: a folder to work in.
With WATCH=1 in the environment it waits for Enter before, during and after the payment.
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
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from standin.server import Standin, load_scenario  # noqa: E402

COLORS = ("ANSIBLE_FORCE_COLOR", "ANSIBLE_NOCOLOR")
CALL = "0d6f7a52-93c1-4b0e-8f11-6a3d5e2c7b90"
NAMES = {user["id"]: user["username"] for user in load_scenario()["users"]}
WORDS = {"none": "not recorded", "started": "recorded", "suspended": "paused", "stopped": "stopped"}
# What the story asks for: what is recorded of each agent's part, at each moment that the story looks at.
AGENTS = ("agent.dan", "agent.hal")
EXPECTED = {
    "before the payment": ("recorded", "-"),
    "paused": ("paused", "-"),
    "transferred": ("ended", "recorded"),
    "the card number is spoken": ("ended", "paused"),
    "after the payment": ("ended", "recorded"),
}


class Watched(Standin):
    """A stand-in that keeps what was true each time somebody asked it for the truth."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, ...]] = []

    def snapshot(self) -> dict:
        state = super().snapshot()
        self.seen.append(tuple(recorded(state, agent) for agent in AGENTS))
        return state


def recorded(state: dict, agent: str) -> str:
    """What is recorded of an agent's part of the call: one word if that is the same for the call and the screen."""
    for contact_id, part in state["contacts"].items():
        if CALL in (contact_id, part["initial"]) and NAMES.get(part["agent"]) == agent:
            call, screen = (WORDS[part["recordings"][kind]] for kind in ("AGENT", "SCREEN"))
            return "ended" if not part["live"] else call if call == screen else f"call {call}, screen {screen}"
    return "-"


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    watch = is_watched()
    prepare(folder)
    standin = Watched()
    with standin:
        standin.snapshot()
        print(f"The stand-in for Amazon Connect is at {standin.url}/\n", flush=True)
        if watch:
            input("Open this address in a browser. The call of agent.dan is recorded. Press Enter to start the play: ")
        played = play(folder, standin, watch)
        standin.snapshot()
        problem = report(standin.seen, played)
        if watch:
            input("\nThe stand-in is still there. Press Enter to end it: ")
    return 1 if problem else 0


def is_watched() -> bool:
    """Whether to wait for somebody who looks at the stand-in's page."""
    wanted = os.environ.get("WATCH", "").lower() not in ("", "0", "no", "false")
    if wanted and not sys.stdin.isatty():
        print("WATCH waits for Enter and so needs a terminal. There is none: the demo plays without waiting.")
        return False
    return wanted


def prepare(folder: Path) -> None:
    """Put the collection where Ansible finds it."""
    shutil.rmtree(folder, ignore_errors=True)
    link = folder / "collections" / "ansible_collections" / "contactops" / "amazon_connect"
    link.parent.mkdir(parents=True)
    link.symlink_to(ROOT)


def play(folder: Path, standin: Standin, watch: bool) -> int:
    """Play the story, and return its exit code."""
    story = Path(__file__).with_name("story.yml")
    variables = json.dumps({"names": NAMES, "watch": watch})
    command = ["ansible-playbook", "-i", "localhost,", "-e", variables, str(story)]
    return subprocess.run(command, env=environment(folder) | standin.environment, cwd=folder, check=False).returncode


def environment(folder: Path) -> dict[str, str]:
    """The caller's environment without its AWS and Ansible settings, and with the collection."""
    others = ("AWS_", "ANSIBLE_")
    kept = {name: value for name, value in os.environ.items() if name in COLORS or not name.startswith(others)}
    return kept | {
        "ANSIBLE_CALLBACK_RESULT_FORMAT": "yaml",
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false",
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_NOCOWS": "1",
        "ANSIBLE_PYTHON_INTERPRETER": sys.executable,
    }


def report(seen: list[tuple[str, ...]], played: int) -> str:
    """Print what was true at each moment. Returns what is wrong, or an empty text."""
    print("What the stand-in really recorded:\n")
    print(f"{'':27}{AGENTS[0]:11}{AGENTS[1]}")
    for moment, truth in zip([*EXPECTED, *["and then"] * len(seen)], seen, strict=False):
        print(f"{moment:27}{truth[0]:11}{truth[1]}")
    problem = ""
    if played != 0:
        problem = "The playbook failed."
    elif seen != [*EXPECTED.values()]:
        problem = "This is not what the playbook asked for."
    print(f"\n{problem or 'This is what the playbook asked for.'}", flush=True)
    return problem


if __name__ == "__main__":
    sys.exit(main())

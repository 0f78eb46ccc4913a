"""Runs the stand-in in the foreground and prints the environment variables that point an AWS client at it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from .like import settings_like
from .server import CONTROL, DEFAULT_SCENARIO, Standin, load_scenario
from .state import Contact

PORT = 8765
# How many users, queues and contacts are shown.
SHOWN = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="standin", description="A local stand-in for Amazon Connect.")
    parser.add_argument("--scenario", type=Path, default=DEFAULT_SCENARIO, help="the contact center, as a YAML file")
    parser.add_argument("--like", type=Path, help="a trial-report.json: behave like the instance of that trial")
    parser.add_argument(
        "--port", type=int, help=f"the port to listen on (default: {PORT}, or a free one if it is taken)"
    )
    options = parser.parse_args()
    try:
        settings = settings_like(options.like) if options.like else {}
        standin = start(load_scenario(options.scenario) | settings, options.port)
    except (OSError, OverflowError, ValueError, yaml.YAMLError) as error:
        sys.exit(f"The stand-in cannot start: {error}")
    print(*introduction(standin), sep="\n", flush=True)
    try:
        standin.serve_forever()
    except KeyboardInterrupt:
        print("Stopped.")


def start(scenario: dict, port: int | None) -> Standin:
    """A stand-in on this port, or without one on the default port or a free one."""
    if port is not None:
        return Standin(scenario, port=port)
    try:
        return Standin(scenario, port=PORT)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
    standin = Standin(scenario)
    print(f"# Port {PORT} is taken. The stand-in uses a free one instead: {standin.url}")
    return standin


def introduction(standin: Standin) -> Iterator[str]:
    """The lines that say how to reach the stand-in, and what it holds."""
    center = standin.center
    live = [contact for contact in center.contacts.values() if contact.live]
    yield f"# A stand-in for Amazon Connect, until interrupted. What it holds: curl {standin.url}{CONTROL}state"
    yield f"# See the calls and act in them: {standin.url}/"
    yield "# Paste this into another shell:"
    yield from (f"export {name}='{value}'" for name, value in standin.environment.items())
    yield f"# Users: {', '.join(user.username for user in list(center.users.values())[:SHOWN])}"
    yield f"# Queues: {', '.join(queue.name for queue in center.queues[:SHOWN])}"
    yield f"# Live contacts: {', '.join(contact.id for contact in live[:SHOWN])}"
    users = {user.id: user.username for user in center.users.values()}
    queues = {queue.id: queue.name for queue in center.queues}
    yield from (describe(contact, users, queues) for contact in live[:SHOWN])
    yield f"# Instance: {center.instance_id}, alias {center.alias}"


def describe(contact: Contact, users: dict[str, str], queues: dict[str, str]) -> str:
    """A line about a contact. users, queues: their names, by ID."""
    agent = users[contact.agent] if contact.agent else "no agent yet"
    queue = queues[contact.queue] if contact.queue else "no queue"
    states = [f"{kind} {state}" for kind, state in contact.recordings.items() if state != "none"]
    words = [
        f"{contact.channel.lower():5} {agent:12} {queue:8} {', '.join(states) or 'not recorded'}",
        *(["whisper"] if contact.whisper else []),
        *([f"part of {contact.initial[:8]}"] if contact.initial else []),
    ]
    return f"#   {contact.id[:8]}  {'; '.join(words)}"


if __name__ == "__main__":
    main()

"""Runs the stand-in in the foreground and prints the environment variables that point an AWS client at it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yaml

from .server import CONTROL, DEFAULT_SCENARIO, Standin, load_scenario

# How many users, queues and contacts are named.
SHOWN = 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="standin", description="A local stand-in for Amazon Connect.")
    parser.add_argument("--scenario", type=Path, default=DEFAULT_SCENARIO, help="the contact center, as a YAML file")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on, a free one unless given")
    options = parser.parse_args()
    try:
        standin = Standin(load_scenario(options.scenario), port=options.port)
    except KeyError as error:
        sys.exit(f"{options.scenario}: {error} is missing")
    except (OSError, OverflowError, TypeError, ValueError, yaml.YAMLError) as error:
        sys.exit(f"The stand-in cannot start: {error}")
    print(f"# A stand-in for Amazon Connect, until interrupted. What it holds: curl {standin.url}{CONTROL}state")
    print("# Paste this into another shell:")
    for name, value in standin.environment.items():
        print(f"export {name}='{value}'")
    center = standin.center
    print(f"# Users: {', '.join(user.username for user in list(center.users.values())[:SHOWN])}")
    print(f"# Queues: {', '.join(queue.name for queue in center.queues[:SHOWN])}")
    print(f"# Live contacts: {', '.join([contact.id for contact in center.contacts.values() if contact.live][:SHOWN])}")
    print(f"# Instance: {center.instance_id}, alias {center.alias}", flush=True)
    try:
        standin.serve_forever()
    except KeyboardInterrupt:
        print("Stopped.")


if __name__ == "__main__":
    main()

"""Runs a command, and writes how many seconds and megabytes it took to a file. Arguments: the file, the command.

It is a small process of its own, because Linux adds the memory of the process that starts a command to the command's.
"""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    file, *command = sys.argv[1:]
    began = time.perf_counter()
    status = subprocess.call(command)
    seconds = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    Path(file).write_text(json.dumps([seconds, megabytes]))
    return status


if __name__ == "__main__":
    sys.exit(main())

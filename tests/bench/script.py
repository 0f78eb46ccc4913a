"""Makes requests with boto3 and nothing else: script.py FILE THREADS. The requests of a call are made in order."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore import xform_name
from botocore.config import Config

file, threads = sys.argv[1:]
client = boto3.client("connect", config=Config(max_pool_connections=int(threads)))


def make(requests: list) -> None:
    for operation, parameters in requests:
        getattr(client, xform_name(operation))(**parameters)


calls = json.loads(Path(file).read_text())
with ThreadPoolExecutor(min(int(threads), len(calls))) as pool:
    list(pool.map(make, calls))

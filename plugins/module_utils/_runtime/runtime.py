"""The runtime a task runs in: a module process or the controller; and how errors become a failed result."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Protocol

from .._api.client import Connect
from .._api.errors import TaskError

# The lowest versions of boto3 and botocore that the tests passed on.
MINIMUM_SDK = "1.38.23"


class Runtime(Protocol):
    """check_mode: change nothing. diff_mode: return what changes."""

    check_mode: bool
    diff_mode: bool

    def connect(self, connections: int = 1) -> Connect:
        """The account's Amazon Connect, for this many requests at a time. Raises TaskError if no client can be made."""

    def warn(self, text: str) -> None:
        """Show a warning in the job's output."""

    def progress(self, done: int, failed: int, total: int) -> None:
        """Called after each contact of a batch with the number done, failed, and in total."""


def result_of(work: Callable[[dict, Runtime], dict], options: dict, runtime: Runtime) -> dict:
    """The task's result. If the work failed, it has failed, msg and error; after a defect of ours also exception."""
    try:
        return work(options, runtime)
    except Exception as raised:
        error = error_of(raised)
        return {"failed": True, "msg": str(error), "error": error.data, **error.details}


def error_of(raised: Exception) -> TaskError:
    """What to tell about an exception. Any other than TaskError is a defect of this collection: with its traceback."""
    if isinstance(raised, TaskError):
        return raised
    text = f"This is a defect in contactops.amazon_connect, please report it: {type(raised).__name__}: {raised}"
    return TaskError(text, "Defect", exception="".join(traceback.format_exception(raised)))

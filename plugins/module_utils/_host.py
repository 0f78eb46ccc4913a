"""What the work needs of the place that it runs in, be it a module's process or the controller's, and what it leaves there."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

# The lowest versions of boto3 and botocore that the tests pass on.
MINIMUM_SDK = "1.35.0"


class Host(Protocol):
    """check_mode: change nothing. diff_mode: return what changes."""

    check_mode: bool
    diff_mode: bool

    def connect(self, connections: int = 1) -> Connect:
        """The account's Amazon Connect, for this many requests at a time. Raises UserError where no client can be made."""

    def warn(self, text: str) -> None:
        """Show a warning to the person who reads the job's output."""

    def progress(self, done: int, failed: int, total: int) -> None:
        """Hear how many contacts of a batch are done, and how many of those failed."""


def outcome(work: Callable[[dict, Host], dict], options: dict, host: Host) -> dict:
    """What the task returns. Where it failed, that has failed and msg."""
    try:
        return work(options, host)
    except UserError as error:
        code = {"error": {"code": error.code, "message": str(error)}} if error.code else {}
        return {"failed": True, "msg": str(error), **code, **error.details}

"""What the work needs of the place that it runs in, be it a module's process or another."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from typing import Protocol

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect


class Host(Protocol):
    """check_mode: change nothing. diff_mode: return what changes."""

    check_mode: bool
    diff_mode: bool

    def connect(self, connections: int = 1) -> Connect:
        """The account's Amazon Connect, for this many requests at a time. Raises UserError where no client can be made."""

    def warn(self, text: str) -> None:
        """Show a warning to the person who reads the job's output."""

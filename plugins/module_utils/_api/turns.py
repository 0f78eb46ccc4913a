"""How many changes of recordings are under way at a time."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from threading import Semaphore

from .answers import Answer, unlimited

AT_A_TIME = 2


class Turns:
    """Two at a time, and one at a time once Connect has throttled one.

    botocore lets requests wait for a quota in no order. Of several that wait, one is throttled again and again until it
    has no attempt left. One alone reaches the quota too.
    """

    def __init__(self) -> None:
        self._free = Semaphore(AT_A_TIME)
        self._dispensable = Semaphore(AT_A_TIME - 1)

    def take(self, change: Callable[[], Answer]) -> Answer:
        """Make a change when it is its turn. Waiting for it does not use up the thread's time limit."""
        with unlimited():
            self._free.acquire()
        is_dispensed_with = False
        try:
            answer = change()
            is_dispensed_with = answer.throttled and self._dispensable.acquire(blocking=False)
            return answer
        finally:
            if not is_dispensed_with:
                self._free.release()

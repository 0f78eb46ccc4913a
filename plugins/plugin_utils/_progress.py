"""How far a batch is, in a line now and then."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

# Seconds from the beginning to the first line, and from each line to the next.
FIRST, NEXT = 3, 10


class Progress:
    """Says how many contacts are done, how many of them failed, and about how long the rest will take."""

    def __init__(self, whose: str, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        """whose: what the lines begin with. say: is given each line. clock: seconds, from any beginning."""
        self._whose = whose
        self._say = say
        self._clock = clock
        self._began = clock()
        self._due = self._began + FIRST

    def __call__(self, done: int, failed: int, total: int) -> None:
        now = self._clock()
        if now < self._due or done == total:
            return
        self._due = now + NEXT
        remaining = round((now - self._began) / done * (total - done))
        self._say(f"{self._whose}: {done} of {total} contacts done, {failed} failed, about {remaining} s to go")

"""Time, so that a test need not wait."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 0.25  # s


class Clock:
    """The real time, in seconds."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def seconds_until(clock: Clock, check: Callable[[], bool], most: float, every: float = EVERY) -> float | None:
    """Check again and again. Returns the seconds until the first check that succeeded began, None if none did."""
    start = clock.now()
    while (passed := clock.now() - start) <= most:
        if check():
            return round(passed, 2)
        clock.sleep(every)
    return None

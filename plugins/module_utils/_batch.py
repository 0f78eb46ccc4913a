"""Many contacts at once, results and failures kept apart."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

Item = TypeVar("Item")

# How many failures a message spells out; the rest are in the returned contacts.
SPELLED_OUT = 3


def for_each(
    items: list[Item], work: Callable[[Item], dict], workers: int, progress: Callable[[int, int, int], None]
) -> list[dict]:
    """The results of work(item), in the order of the items, with at most this many at a time.

    A result that has an error counts as failed. progress: is told how many are done, how many of those failed, and of how many.
    """
    if len(items) < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(min(workers, len(items))) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            _follow(futures, progress)
        except BaseException:  # an interrupt, or the time-out of a task: what has not begun shall not begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]


def _follow(futures: list[Future], progress: Callable[[int, int, int], None]) -> None:
    failed = 0
    for done, future in enumerate(as_completed(futures), start=1):
        failed += "error" in future.result()
        progress(done, failed, len(futures))


def failure_message(results: list[dict], the_rest: str = "contacts") -> str | None:
    """One message for all the results that have an error, or None where none has. the_rest: the value that has them all."""
    errors = [result["error"] for result in results if "error" in result]
    if not errors:
        return None
    if len(results) == 1:
        return errors[0]
    more = len(errors) - SPELLED_OUT
    listed = errors[:SPELLED_OUT] + ([f"and {more} more, see {the_rest} in the result"] if more > 0 else [])
    return f"{len(errors)} of {len(results)} contacts failed. " + " | ".join(listed)

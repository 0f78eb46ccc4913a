"""Many contacts at once, with the results and the failures of each kept apart."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from .._api.errors import TaskError

Item = TypeVar("Item")
Progress = Callable[[int, int, int], None]

# The number of failures that a message spells out; the others are in the result.
SPELLED_OUT = 3


def for_each(
    items: Iterable[Item], work: Callable[[Item], list[dict]], workers: int, progress: Progress, total: int
) -> list[dict]:
    """The results of all items, in their order, with at most this many items at a time.

    items: each is begun while the next one is found out.
    work: the results of an item; one that has an error counts as failed.
    progress: called with the number of items done, of failed results, and of items in total.
    total: how many items there are, or at most.
    """
    if total < 2:
        return [result for item in items for result in work(item)]
    with ThreadPoolExecutor(min(workers, total)) as pool:
        followed = _Followed(progress, total)
        try:
            futures = [followed.begun(pool.submit(work, item)) for item in items]
            followed.tell(until=len(futures))
        except BaseException:  # an interrupt or the task's time-out: what has not begun must not begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [result for future in futures for result in future.result()]


class _Followed:
    """Tells the progress of items, in the thread that begins them."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._ended: SimpleQueue[Future] = SimpleQueue()
        self._progress = progress
        self._total = total
        self._done = self._failed = 0

    def begun(self, future: Future) -> Future:
        """Tell of the items that have ended, and follow this one too."""
        future.add_done_callback(self._ended.put)
        self.tell(until=0)
        return future

    def tell(self, until: int) -> None:
        """Tell of each item that has ended, and wait until this many have."""
        while self._done < until or not self._ended.empty():
            self._failed += sum("error" in result for result in self._ended.get().result())
            self._done += 1
            self._progress(self._done, self._failed, self._total)


def failure_of(results: list[dict]) -> TaskError | None:
    """The error that a task with these results fails with, or None if none of them failed.

    One contact's error is that of the task. A batch says how many failed and why, a line each for the first few.
    """
    failed = [result for result in results if "error" in result]
    if not failed:
        return None
    error, ids = failed[0]["error"], [result["contact_id"] for result in failed]
    lines = [f"Contact {result['contact_id']}: {result['error']['message']}" for result in failed[:SPELLED_OUT]]
    if len(results) > 1:
        lines.insert(0, f"{len(failed)} of {len(results)} contacts failed.")
    if len(failed) > SPELLED_OUT:
        lines.append(f"And {len(failed) - SPELLED_OUT} more: see failed_contacts in the result.")
    return TaskError("\n".join(lines), error["code"], error["request_id"], failed_contacts=ids)

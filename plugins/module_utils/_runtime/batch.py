"""Many contacts at once, with the results and the failures of each kept apart."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

from .._api.errors import TaskError

Item = TypeVar("Item")

# The number of failures that a message spells out; the others are in the result.
SPELLED_OUT = 3


def for_each(
    items: list[Item], work: Callable[[Item], list[dict]], workers: int, progress: Callable[[int, int, int], None]
) -> list[dict]:
    """The results of all items, in their order, with at most this many items at a time.

    work: the results of an item; one that has an error counts as failed.
    progress: called with the number of items done, of failed results, and of items in total.
    """
    if len(items) < 2:
        return [result for item in items for result in work(item)]
    with ThreadPoolExecutor(min(workers, len(items))) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            _follow(futures, progress)
        except BaseException:  # an interrupt or the task's time-out: what has not begun must not begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [result for future in futures for result in future.result()]


def _follow(futures: list[Future], progress: Callable[[int, int, int], None]) -> None:
    failed = 0
    for done, future in enumerate(as_completed(futures), start=1):
        failed += sum("error" in result for result in future.result())
        progress(done, failed, len(futures))


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

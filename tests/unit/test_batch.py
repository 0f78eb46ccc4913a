"""Many at once: in order, no more at a time than asked for, and one message for all failures."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._batch import failure_message, for_each


@pytest.mark.parametrize("workers", [1, 3, 64])
def test_results_come_in_order_and_workers_are_limited(workers):
    at_work, most, lock = 0, 0, threading.Lock()

    def work(item: str) -> dict:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.01)
        with lock:
            at_work -= 1
        return {"item": item} | ({"error": "odd"} if int(item) % 2 else {})

    items = [str(number) for number in range(20)]
    heard: list[tuple[int, int, int]] = []
    results = for_each(items, work, workers, lambda *progress: heard.append(progress))
    assert [result["item"] for result in results] == items
    assert most <= workers
    assert (most > 1) == (workers > 1)
    assert [(done, total) for done, _failed, total in heard] == [(done, 20) for done in range(1, 21)]
    assert heard[-1] == (20, 10, 20)


def test_an_interrupt_begins_nothing_more():
    begun = []

    def work(item: str) -> dict:
        begun.append(item)
        return {}

    def interrupt(*_progress: int) -> None:
        time.sleep(0.05)  # meanwhile, the workers take on what they can
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for_each([str(number) for number in range(10_000)], lambda item: time.sleep(0.01) or work(item), 2, interrupt)
    assert len(begun) < 100


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        ([None], None),
        (["a"], "a"),
        ([None, "a"], "1 of 2 contacts failed. a"),
        (["a", "b", "c"], "3 of 3 contacts failed. a | b | c"),
        (["a", "b", "c", "d", "e"], "5 of 5 contacts failed. a | b | c | and 2 more, see contacts in the result"),
    ],
)
def test_failures_are_summed_up(errors, message):
    assert failure_message([{"error": error} if error else {} for error in errors]) == message

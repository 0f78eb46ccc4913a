"""A batch works on many items in order, on no more at a time than asked for, and gives one error for all failures."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time

import pytest
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._runtime.batch import failure_of, for_each


def result(contact_id: object, code: str | None = None) -> dict:
    """The result of a contact that failed with this code, or did not fail."""
    failure = {"error": TaskError(f"It went {code}.", code, f"request {code}").data} if code else {}
    return {"contact_id": str(contact_id), **failure}


class Work:
    """Two results for each item, the second one a failure, and the most items that were worked on at a time."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, item: int) -> list[dict]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.01)
        with self._lock:
            self._now -= 1
        return [result(item), result(f"{item}b", "odd")]


@pytest.mark.parametrize("workers", [1, 3, 64])
def test_results_come_in_order_and_workers_are_limited(workers):
    work = Work()
    heard: list[tuple[int, int, int]] = []
    results = for_each(list(range(20)), work, workers, lambda *progress: heard.append(progress), 20)
    assert [item["contact_id"] for item in results] == [f"{item}{suffix}" for item in range(20) for suffix in ("", "b")]
    assert work.most <= workers
    assert (work.most > 1) == (workers > 1)
    assert heard == [(done, done, 20) for done in range(1, 21)]


def test_after_an_interrupt_no_item_is_begun():
    begun = []

    def work(item: int) -> list[dict]:
        begun.append(item)
        time.sleep(0.01)
        return []

    def interrupt(*_progress: int) -> None:
        time.sleep(0.05)  # meanwhile, the workers begin what they can
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        for_each(list(range(10_000)), work, 2, interrupt, 10_000)
    assert len(begun) < 1_000  # not all of them, even if this machine is slow


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["a"], "Contact 0: It went a."),
        ([None, "a"], "1 of 2 contacts failed.\nContact 1: It went a."),
        (
            ["a", "b", "c", "d", "e"],
            "5 of 5 contacts failed.\nContact 0: It went a.\nContact 1: It went b.\nContact 2: It went c.\n"
            "And 2 more: see failed_contacts in the result.",
        ),
    ],
)
def test_one_error_for_all_failures(codes, message):
    error = failure_of([result(number, code) for number, code in enumerate(codes)])
    assert error
    failed = [str(number) for number, code in enumerate(codes) if code]
    assert (str(error), error.details) == (message, {"failed_contacts": failed})
    assert (error.code, error.request_id) == ("a", "request a"), "those of the first failure"


def test_no_error_without_failures():
    assert failure_of([result(1), result(2)]) is None

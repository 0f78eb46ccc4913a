"""A crowd of instances, users, queues and calls, for what spans many pages."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable


def with_crowd(scenario: dict, instances: int = 0, users: int = 0, queues: int = 0, calls: int = 0) -> dict:
    """The scenario with this many more instances, users and queues, and calls of one queue with an agent each."""

    def identifier(kind: int, number: int) -> str:
        return f"{kind:08d}-0000-4000-8000-{number:012d}"

    def more(key: str, items: Iterable[dict]) -> list[dict]:
        return [*scenario.get(key, ()), *items]

    return {
        **scenario,
        "other_instances": more(
            "other_instances",
            ({"id": identifier(1, number), "alias": f"crowd-{number:04d}"} for number in range(1, instances + 1)),
        ),
        "users": more(
            "users",
            ({"id": identifier(2, number), "username": f"crowd.{number:04d}"} for number in range(1, users + 1)),
        ),
        "queues": more(
            "queues", ({"id": identifier(3, number), "name": f"crowd.{number:04d}"} for number in range(1, queues + 1))
        ),
        "contacts": more(
            "contacts",
            (
                {"id": identifier(4, number), "agent": identifier(2, number), "queue": identifier(3, 1)}
                for number in range(1, calls + 1)
            ),
        ),
    }

"""HTTP answers."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from dataclasses import dataclass

from .faults import Fault


@dataclass(frozen=True)
class Answer:
    """An HTTP answer. foreign: not by Amazon Connect, but by something on the way to it."""

    status: int
    body: bytes
    content_type: str = "application/json"
    error_type: str | None = None
    foreign: bool = False
    headers: tuple[tuple[str, str], ...] = ()


def error(status: int, code: str | None, message: str) -> Answer:
    return Answer(status, json.dumps({"message": message}).encode(), error_type=code)


def distorted(answer: Answer, fault: Fault | None) -> Answer:
    """What arrives of an answer after a fault."""
    if fault is None:
        return answer
    if fault.body is not None:
        return Answer(fault.status or 200, fault.body.encode(), fault.content_type, foreign=True)
    if fault.status:
        return error(fault.status, fault.code, fault.message)
    body = (answer.body[: len(answer.body) // 2] or b"{") if fault.truncate else answer.body
    return Answer(answer.status, body, fault.content_type, answer.error_type)

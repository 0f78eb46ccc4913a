"""Faults to inject, by operation, and the quotas that Amazon Connect throttles by."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from types import NoneType

from .suggest import did_you_mean

ANY = "*"


@dataclass
class Fault:
    """What goes wrong with the next requests of an operation.

    operation: the API's name for it, a pattern such as "*ContactRecording", or "*" for every one.
    times: how many requests meet the fault; skip: how many go well before.
    delay: seconds to wait before anything else.
    status, code, message: answer with this error.
    reset: close the connection without an answer.
    truncate: answer with the first half of the body.
    body, content_type: answer this text with this status (200 unless given), as something on the way might.
    effect: carry the request out first; the default for truncate only.
    """

    operation: str = ANY
    times: int = 1
    skip: int = 0
    delay: float = 0
    status: int | None = None
    code: str | None = None
    message: str = "Injected by the scenario"
    reset: bool = False
    truncate: bool = False
    body: str | None = None
    content_type: str = "application/json"
    effect: bool | None = None

    def __post_init__(self) -> None:
        for name, kinds in FIELD_TYPES.items():
            value = getattr(self, name)
            if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
                expected = " or ".join("null" if kind is NoneType else kind.__name__ for kind in kinds)
                raise ValueError(f"{name}: {value!r} is not of type {expected}")

    @property
    def carries_out(self) -> bool:
        if self.effect is not None:
            return self.effect
        return self.truncate or not (self.status or self.reset or self.body is not None)

    @property
    def summary(self) -> str:
        """What happens to the request and its answer, in words. Empty if it is only late."""
        arrives = {
            "answer lost": self.reset,
            "answer cut short": self.truncate,
            "answer from elsewhere": self.body is not None,
            f"answered {self.status}": self.status is not None,
        }
        first = next((words for words, applies in arrives.items() if applies), "")
        return ", ".join(filter(None, ["" if self.carries_out else "not carried out", first]))

    def concerns(self, operation: str) -> bool:
        return fnmatchcase(operation, self.operation)


FIELD_TYPES = {
    "operation": (str,),
    "times": (int,),
    "skip": (int,),
    "delay": (int, float),
    "status": (int, type(None)),
    "code": (str, type(None)),
    "message": (str,),
    "reset": (bool,),
    "truncate": (bool,),
    "body": (str, type(None)),
    "content_type": (str,),
    "effect": (bool, type(None)),
}


def parsed(faults: object) -> list[Fault]:
    """Faults as JSON or YAML has them. Raises ValueError."""
    if not isinstance(faults, list) or not all(isinstance(entry, dict) for entry in faults):
        raise ValueError("faults are a list of objects")
    for entry in faults:
        for key in entry:
            if key not in FIELD_TYPES:
                raise ValueError(f"faults: unknown key {key!r}{did_you_mean(key, FIELD_TYPES)}")
    return [Fault(**entry) for entry in faults]


def throttled(operation: str, times: int = 1, code: str = "TooManyRequestsException") -> Fault:
    return Fault(operation, times, status=429, code=code, message="Too Many Requests")


def server_error(operation: str, times: int = 1, status: int = 500, effect: bool = False) -> Fault:
    return Fault(operation, times, status=status, code="InternalServiceException", effect=effect)


def denied(operation: str, times: int = 1000, skip: int = 0) -> Fault:
    message = f"User: arn:aws:iam::111122223333:user/ops is not authorized to perform: connect:{operation}"
    return Fault(operation, times, skip, status=403, code="AccessDeniedException", message=message)


def answer_lost(operation: str, times: int = 1) -> Fault:
    """Carried out, and then the connection is reset."""
    return Fault(operation, times, reset=True, effect=True)


class Faults:
    """The faults that are still to come, in the order in which they were added."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self.add(*faults)

    def add(self, *faults: Fault) -> None:
        with self._lock:
            self._faults.extend(replace(fault) for fault in faults)  # they are counted down

    @property
    def pending(self) -> list[Fault]:
        """Those that have not been used up."""
        with self._lock:
            return [replace(fault) for fault in self._faults if fault.times > 0]

    def take(self, operation: str) -> Fault | None:
        """The fault that applies to this request, counted as used."""
        with self._lock:
            for fault in self._faults:
                if not fault.concerns(operation) or fault.times <= 0:
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None


# Requests per second and burst, per account and Region: AWS's defaults.
DEFAULT_QUOTA = (2, 5)
QUOTAS = {
    "DescribeContact": (10, 15),
    "GetContactAttributes": (10, 15),
    "UpdateContactAttributes": (10, 15),
    "GetCurrentUserData": (5, 8),
    "SearchContacts": (0.5, 1),
    "TagContact": (20, 25),
}


@dataclass
class Quotas:
    """A token bucket for each operation."""

    enabled: bool
    now: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, operation: str) -> bool:
        """Whether the operation's bucket had a token left, which is then used up."""
        if not self.enabled:
            return True
        rate, burst = QUOTAS.get(operation, DEFAULT_QUOTA)
        with self._lock:
            now = self.now()
            tokens, since = self._buckets.get(operation, (burst, now))
            tokens = min(burst, tokens + (now - since) * rate)
            self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
            return tokens >= 1

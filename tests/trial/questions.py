"""What a question and its finding are. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .trial import Trial

AGREES, DIFFERS, NOT_ASKED = "agrees", "differs", "could not be asked"


class CannotAsk(Exception):
    """Why a question cannot be asked, in words for the report."""


@dataclass(frozen=True)
class Finding:
    """What was seen.

    settings: those that make the stand-in behave like this instance.
    details: what programs may want to read, without anything that identifies somebody.
    """

    verdict: str
    seen: str
    settings: dict[str, object] = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question. assumed: what the collection or the stand-in assumes. why: what depends on the answer."""

    name: str
    title: str
    assumed: str
    why: str
    ask: Callable[[Trial], Finding]


def compared(agrees: bool, seen: str, details: dict | None = None, **settings: object) -> Finding:
    """A finding that agrees with what is assumed, or differs from it."""
    return Finding(AGREES if agrees else DIFFERS, seen, settings, details or {})

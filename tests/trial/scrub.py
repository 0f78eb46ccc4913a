"""Removes from the texts of AWS what identifies a customer, a person, an account or a key. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re

LONGEST_TEXT = 300
# What is replaced, in this order, and by what.
PATTERNS = [
    (re.compile(pattern), f"[{noun}]")
    for pattern, noun in (
        (r"\w+://\S+", "url"),
        (r"\barn:[^\s'\"]+", "arn"),
        (r"[^\s@'\"]+@[^\s@'\"]+", "address"),
        (r"\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b", "id"),
        (r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{6,}", "key"),
        (r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "address"),
        (r"\+?\d[\d ()-]{5,}\d", "number"),
        (r"[\w/+=-]{32,}", "token"),
    )
]


class Scrubber:
    """Removes names and IDs that are known, and everything that looks like an ID, a number or a key."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def know(self, noun: str, *values: str | None) -> None:
        """Replace these values from now on by the noun in brackets."""
        self._known.update({value: noun for value in values if value})

    def clean(self, text: str) -> str:
        """The text in one line, without what was found, and cut off if it is long."""
        for value in sorted(self._known, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"[{self._known[value]}]", text, flags=re.IGNORECASE)
        for pattern, replacement in PATTERNS:
            text = pattern.sub(replacement, text)
        text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}..."

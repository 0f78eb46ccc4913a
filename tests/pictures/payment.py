"""Draws a payment, and what happens if each of its steps fails."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from .outcomes import AFTER, BEFORE, DURING, Event, Outcome
from .svg import COLORS, DIAGRAM, GREEN, LINE, RED, TEXT, WORDS, element, lines, picture, shape, text

WIDTH, MARGIN = 640, 24
MOMENT = (WIDTH - 2 * MARGIN) / (BEFORE + DURING + AFTER)
# The height of an outcome, and where its parts are.
TOP, ROW, TITLE, BAR, BAR_HEIGHT, EVENTS, TEXT_AT = 20, 168, 20, 32, 38, 94, 120
LETTERS, TEXT_LINE = 70, 22
KINDS = {"right": GREEN, "wrong": RED, "event": TEXT}
STYLE = f"""{DIAGRAM}
.rule {{ stroke: {LINE}; }}
.tick {{ stroke: {TEXT}; stroke-width: 2; }}
"""


def draw(outcomes: Iterable[Outcome]) -> str:
    rows = list(outcomes)
    body = [part for number, outcome in enumerate(rows) for part in _row(outcome, TOP + number * ROW, number > 0)]
    told = " ".join(f"{outcome.title}: {_told(outcome)}. {outcome.text}" for outcome in rows)
    height = TOP + len(rows) * ROW
    return picture(WIDTH, height, "What is recorded during a payment, and if a step fails", told, STYLE, body)


def _told(outcome: Outcome) -> str:
    return ", then ".join(WORDS[state] for state, _moments in groupby(outcome.seen))


def _row(outcome: Outcome, y: float, ruled: bool) -> list[str]:
    rule = element("line", x1=MARGIN, x2=WIDTH - MARGIN, y1=y - 10, y2=y - 10, class_="rule")
    return [
        *([rule] if ruled else []),
        text(MARGIN, y + TITLE, outcome.title, class_="bold"),
        *_bar(outcome.seen, y + BAR, "" if ruled else "card number is spoken"),
        *(part for event in outcome.events for part in _event(event, y)),
        *lines(MARGIN, y + TEXT_AT, outcome.text, LETTERS, TEXT_LINE),
    ]


def _bar(seen: list[str], y: float, during: str) -> list[str]:
    """What is recorded over time. during: what happens in the pause."""
    parts, moment = [], 0
    for state, moments in groupby(seen):
        color, back = COLORS[state]
        count = len(list(moments))
        x, width = MARGIN + moment * MOMENT, count * MOMENT
        words = f"{WORDS[state]}: {during}" if during and state == "suspended" else WORDS[state]
        at = {"x": f"{x + 1:g}", "y": y, "width": f"{width - 2:g}", "height": BAR_HEIGHT, "rx": 6}
        parts.append(element("rect", **at, fill=back, stroke=color, stroke_width=1.5))
        parts.append(shape(round(x + 8, 1), y + 13, state, color))
        parts.append(text(round(x + 25, 1), y + 24, words, class_="small", fill=color))
        moment += count
    return parts


def _event(event: Event, y: float) -> list[str]:
    x = MARGIN + event.moment * MOMENT
    return [
        element("line", x1=f"{x:g}", x2=f"{x:g}", y1=y + BAR - 4, y2=y + BAR + BAR_HEIGHT + 6, class_="tick"),
        shape(round(x - 5, 1), y + EVENTS - 11, event.kind, KINDS[event.kind]),
        text(round(x + 12, 1), y + EVENTS, event.name, class_="small", fill=KINDS[event.kind]),
    ]

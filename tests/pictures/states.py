"""Draws the states of a recording, and which operation leads where, from the table that the code uses."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.contactops.amazon_connect.plugins.module_utils._recording.states import (
    NONE,
    OPERATIONS,
    STARTED,
    STOPPED,
    SUSPENDED,
    Operation,
)

from .svg import COLORS, DIAGRAM, LINE, MUTED, WORDS, element, picture, shape, text

WIDTH, HEIGHT = 640, 440
BOX_WIDTH, BOX_HEIGHT = 140, 64
# The middle of each state's box: x + y * 1j.
PLACES = {NONE: 90 + 60j, STARTED: 320 + 60j, SUSPENDED: 550 + 60j, STOPPED: 435 + 190j}
ORDER = (*PLACES,)
FOR_GOOD = {STOPPED: "for good"}
# The distance of an arrow from the line between two boxes that have arrows both ways, and of its name from the arrow.
ASIDE, NAME_ASIDE = 13, 13
ROWS, ROW, COLUMNS = 272, 34, (24, 138, 380)
STYLE = f"""{DIAGRAM}
.arrow {{ stroke: {MUTED}; stroke-width: 2; fill: none; marker-end: url(#head); }}
.rule {{ stroke: {LINE}; }}
"""


def draw() -> str:
    head = element("path", d="M0 0 10 5 0 10z", fill=MUTED)
    size = {"viewBox": "0 0 10 10", "refX": 9, "refY": 5, "markerWidth": 6, "markerHeight": 6}
    arrows = [
        (operation, start) for operation in OPERATIONS.values() for start in ORDER if start in operation.applies_to
    ]
    body = [
        element("defs", element("marker", head, id="head", orient="auto", **size)),
        *(part for state in ORDER for part in _box(state)),
        *(part for operation, start in arrows for part in _arrow(operation, start)),
        *_table(),
    ]
    told = "; ".join(f"{_verb(operation)} leads from {start} to {operation.target}" for operation, start in arrows)
    return picture(WIDTH, HEIGHT, "The states of a recording", f"{told}.", STYLE, body)


def _box(state: str) -> list[str]:
    x, y = PLACES[state].real, PLACES[state].imag
    color, back = COLORS[state]
    words = FOR_GOOD.get(state, WORDS[state])
    left = x - (len(words) * 8 + 20) / 2
    area = {"x": x - BOX_WIDTH / 2, "y": y - BOX_HEIGHT / 2, "width": BOX_WIDTH, "height": BOX_HEIGHT, "rx": 10}
    return [
        element("rect", **area, fill=back, stroke=color, stroke_width=1.5),
        text(x, y - 6, state, class_="bold", text_anchor="middle"),
        shape(left, y + 9, state, color),
        text(left + 20, y + 20, words, class_="small", fill=color),
    ]


def _arrow(operation: Operation, start: str) -> list[str]:
    """An arrow from box to box, and the operation's name on its left as seen along the arrow."""
    end = operation.target
    ahead = (PLACES[end] - PLACES[start]) / abs(PLACES[end] - PLACES[start])
    left = ahead * -1j
    back = any(start == other.target and end in other.applies_to for other in OPERATIONS.values())
    aside = left * ASIDE if back else 0
    to_edge = ahead * (BOX_HEIGHT / 2 / abs(ahead.imag) if ahead.imag else BOX_WIDTH / 2)
    tail, tip = PLACES[start] + to_edge + aside, PLACES[end] - to_edge - 3 * ahead + aside
    name = (tail + tip) / 2 + left * NAME_ASIDE
    named = {"data_operation": operation.name, "data_from": start, "data_to": end}
    path = f"M{tail.real:.0f} {tail.imag:.0f}L{tip.real:.0f} {tip.imag:.0f}"
    anchor = "start" if ahead.imag else "middle"
    return [
        element("path", d=path, class_="arrow", **named),
        text(round(name.real), round(name.imag + 5), _verb(operation), text_anchor=anchor),
    ]


def _table() -> list[str]:
    """What a task asks for, the request that it sends, and when it is ok."""
    head = ("you ask for", "request", "ok if the recording can only be")
    rows = [(state, item.name, _either(item.fulfilled_by)) for state, item in OPERATIONS.items()]
    parts = [text(x, ROWS, words, class_="small muted") for x, words in zip(COLUMNS, head, strict=True)]
    for number, row in enumerate(rows, 1):
        y = ROWS + number * ROW
        parts.append(element("line", x1=24, x2=WIDTH - 24, y1=y - 22, y2=y - 22, class_="rule"))
        kinds = ("bold", "", "")
        parts += [text(x, y, words, class_=kind) for x, words, kind in zip(COLUMNS, row, kinds, strict=True)]
    return parts


def _either(states: frozenset[str]) -> str:
    return " or ".join(sorted(states, key=ORDER.index))


def _verb(operation: Operation) -> str:
    return operation.name.removesuffix("ContactRecording")

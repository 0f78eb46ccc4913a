"""Writes SVG: elements, text in lines, the shapes of the states, and the frame of a picture."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

LICENSE = "Copyright (c) 2026 contactops developers, GPL-3.0-or-later. Written by make pictures."
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
# The states of a recording in words, and with the colors (of lines, of areas) and shapes of the stand-in's page.
WORDS = {"none": "not recorded", "started": "recorded", "suspended": "paused", "stopped": "stopped"}
TEXT, MUTED, LINE, RED, GREEN = "#1b1f24", "#59616c", "#c9ced6", "#b3202c", "#1d6b3c"
COLORS = {
    "none": (MUTED, "#f4f5f7"),
    "started": (RED, "#fdecec"),
    "suspended": ("#7a4b00", "#fdf1d8"),
    "stopped": (TEXT, "#e3e6ea"),
}
SHAPES = {
    "none": "M1 5h10v2H1z",
    "started": "M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z",
    "suspended": "M1.5 1h3v10h-3zM7.5 1h3v10h-3z",
    "stopped": "M1 1h10v10H1z",
    "right": "M.5 6.5 2 5l2.5 2.5L10 2l1.5 1.5-7 7z",
    "wrong": "M2.5 1 6 4.5 9.5 1 11 2.5 7.5 6 11 9.5 9.5 11 6 7.5 2.5 11 1 9.5 4.5 6 1 2.5z",
    "event": "M6 0l6 6-6 6-6-6z",
}
SHAPE_SIZE = 12


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """content: markup. An underscore in an attribute's name becomes a hyphen, one at its end is dropped."""
    named = "".join(f" {key.strip('_').replace('_', '-')}={quoteattr(str(it))}" for key, it in attributes.items())
    return f"<{name}{named}>{content}</{name}>" if content else f"<{name}{named}/>"


def text(x: float, y: float, content: str, **attributes: object) -> str:
    """y: the base line."""
    return element("text", escape(content), x=x, y=y, **attributes)


def lines(x: float, y: float, content: str, columns: int, height: int, **attributes: object) -> list[str]:
    """A text in as many lines as it needs."""
    return [
        text(x, y + number * height, line, **attributes)
        for number, line in enumerate(wrap(content, columns, break_on_hyphens=False))
    ]


def shape(x: float, y: float, name: str, color: str, size: float = SHAPE_SIZE) -> str:
    """x, y: its upper left corner."""
    return element("path", d=SHAPES[name], fill=color, transform=f"translate({x} {y}) scale({size / SHAPE_SIZE:g})")


def picture(width: int, height: int, title: str, description: str, style: str, body: list[str]) -> str:
    """A picture on a background of its own, for light and dark pages. description: for those who cannot see it."""
    frame = element("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, rx=10, class_="frame")
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title description">',
            f"<!-- {LICENSE} -->",
            element("title", escape(title), id="title"),
            element("desc", escape(description), id="description"),
            element("style", f"\n{style.strip()}\n"),
            frame,
            *body,
            "</svg>\n",
        ]
    )


# The style of everything that is not a terminal.
DIAGRAM = f"""
svg {{ fill: {TEXT}; }}
text {{ font: 16px {FONT}; }}
.frame {{ fill: #fff; stroke: {LINE}; }}
.bold {{ font-weight: 600; }}
.muted {{ fill: {MUTED}; }}
.small {{ font-size: 15px; }}
"""

"""Draws the README's terminal: some tasks of the demo, as ansible-playbook really printed them, and its table."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from .svg import element, picture

PROGRAM = Path(__file__).parents[2] / "examples" / "demo" / "play.py"
COMMAND = "make demo"
# The tasks that are shown, by the beginning of their names, and what comes after them.
TASKS = ("Pause the recording", "What is recorded while", "Resume the recording")
TABLE = "What the stand-in really recorded:"
COLUMNS = 58
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace"
SIZE, CELL, LINE, MARGIN, TOP = 16, 9.6, 22, 22, 62
COLORS = {"31": "red", "32": "green", "33": "yellow", "36": "cyan"}
ESCAPE = re.compile(r"\x1b\[([\d;]*)m")
STYLE = f"""
text {{ font: {SIZE}px {FONT}; fill: #e6e9ed; white-space: pre; }}
.frame {{ fill: #14171b; stroke: #59616c; }}
.muted {{ fill: #a3acb8; }}
.red {{ fill: #ff9a9a; }}
.green {{ fill: #7fcf9c; }}
.yellow {{ fill: #f3c46b; }}
.cyan {{ fill: #7ec8e3; }}
"""


def run(folder: Path) -> str:
    """What the demo prints to a terminal with colors."""
    command = [sys.executable, str(PROGRAM), str(folder)]
    environment = {**os.environ, "ANSIBLE_FORCE_COLOR": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"The demo failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def draw(output: str) -> str:
    """output: what the demo printed."""
    shown = [f"$ {COMMAND}", "", *chosen(output)]
    width, height = round(COLUMNS * CELL + 2 * MARGIN), TOP + len(shown) * LINE + 8
    title_bar = [
        *(element("circle", cx=MARGIN + 5 + 18 * number, cy=20, r=5, fill="#59616c") for number in range(3)),
        element("path", d=f"M.5 39.5H{width - 0.5}", stroke="#353b44"),
    ]
    body = [_line(MARGIN, TOP + number * LINE + 6, line) for number, line in enumerate(shown) if line]
    told = "The output of ansible-playbook: " + " ".join(plain(line) for line in shown if plain(line).strip())
    return picture(width, height, "A terminal with the demo's output", told, STYLE, title_bar + body)


def chosen(output: str) -> list[str]:
    """The lines of the chosen tasks and of the table, with their colors. Raises ValueError if one is missing."""
    tasks = re.split(r"\n(?=TASK \[|PLAY )", output)
    shown = []
    for name in TASKS:
        (found,) = (task for task in tasks if task.startswith(f"TASK [{name}"))
        shown += [*found.rstrip().splitlines(), ""]
    shown += output[output.index(TABLE) :].splitlines()
    return [line for line in map(_cut, shown) if plain(line) != " "]


def plain(line: str) -> str:
    return ESCAPE.sub("", line)


def _cut(line: str) -> str:
    """A line without the asterisks that fill it, which are as many as the terminal is wide."""
    short = re.sub(r" \*+$", "", line)
    if len(plain(short)) > COLUMNS:
        raise ValueError(f"The picture has {COLUMNS} columns, and this line is longer: {plain(short)}")
    return short


def _line(x: float, y: float, line: str) -> str:
    """A line as text, whose parts have the terminal's colors."""
    parts: list[str] = []
    color, cells = "", len(plain(line))
    for number, part in enumerate(ESCAPE.split(line)):
        if number % 2:
            color = COLORS.get(part.rpartition(";")[2], "")
        elif part:
            parts.append(element("tspan", escape(part), class_=color) if color else escape(part))
    return element("text", "".join(parts), x=x, y=y, textLength=f"{cells * CELL:.1f}")

"""What the guides contain: commands, files and playbooks in blocks, tables, and quoted messages."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

FOLDER = Path(__file__).parents[2] / "docs" / "docsite" / "rst"
NAMES = sorted(path.stem.removeprefix("guide_") for path in FOLDER.glob("guide_*.rst"))

BLOCK = re.compile(r"\.\. code-block:: (\S+)\n(?:   :caption: (\S+)\n)?\n((?:   .*\n|\n)+)")
TABLE = re.compile(r"\.\. list-table::\n(?:   :.*\n)+\n((?:   .*\n|\n(?=   ))+)")


@dataclass(frozen=True)
class Block:
    """A block of a guide. Tests run commands of the language "shell"; those of "console" need more than a test has."""

    language: str
    caption: str
    text: str


def text_of(name: str) -> str:
    return (FOLDER / f"guide_{name}.rst").read_text()


def blocks(name: str, *languages: str) -> list[Block]:
    """The blocks of a guide in these languages, in order."""
    found = [
        Block(language, caption, dedent(text).strip() + "\n")
        for language, caption, text in BLOCK.findall(text_of(name))
    ]
    return [block for block in found if block.language in languages]


def tables(name: str) -> list[list[list[str]]]:
    """The tables of a guide, in order, as rows of cells; the first row is the header."""
    found = TABLE.findall(text_of(name))
    return [[_cells(row) for row in re.split(r"^   \* -", text, flags=re.MULTILINE)[1:]] for text in found]


def _cells(row: str) -> list[str]:
    return [" ".join(cell.split()) for cell in re.split(r"^     -", row, flags=re.MULTILINE)]


def literals(text: str) -> list[str]:
    """What a text has in double backquotes."""
    return [" ".join(literal.split()) for literal in re.findall(r"``(.+?)``", text, re.DOTALL)]


def quoted_messages(name: str) -> list[str]:
    """The messages that a guide quotes: literals of four words or more outside blocks, except commands."""
    found = literals(BLOCK.sub("", text_of(name)))
    sentences = [text for text in found if text.count(" ") >= 3 and "{{" not in text]
    return [text for text in sentences if not re.match(r"(ansible|make|pip)\b", text)]

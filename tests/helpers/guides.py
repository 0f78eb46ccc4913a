"""What the guides contain: commands, files and playbooks in blocks, tables, lists, and quoted messages."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "guides"
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))

# A block, and the name of its file if the sentence before it ends with one: "Save this as `pause.yml`:".
BLOCK = re.compile(r"(?:`([\w.-]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?:^\|.+\|\n)+", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of a guide. Tests run commands of the language "shell"; those of "console" need more than a test has."""

    file: str
    language: str
    text: str


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text()


def blocks(name: str, *languages: str) -> list[Block]:
    """The blocks of a guide in these languages, in order."""
    return [block for block in (Block(*found) for found in BLOCK.findall(text_of(name))) if block.language in languages]


def playbooks(name: str) -> list[Block]:
    return [block for block in blocks(name, "yaml") if "hosts:" in block.text]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a text in Markdown, in order, as rows of cells; the first row is the header."""
    rows = [[line.strip("| ").split(" | ") for line in table.splitlines()] for table in TABLE.findall(text)]
    return [[header, *cells] for header, _line, *cells in rows]


def explained(name: str, heading: str) -> set[str]:
    """The literals that a list below a heading explains: "- `A`, `B`: what it means"."""
    section = text_of(name).split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return {literal for item in re.findall(r"^- (.+?): ", section, re.MULTILINE) for literal in literals(item)}


def literals(text: str) -> list[str]:
    """What a text has in backquotes."""
    return [" ".join(literal.split()) for literal in re.findall(r"`([^`]+)`", text)]


def quoted_messages(name: str) -> list[str]:
    """The messages that a guide quotes: literals of four words or more outside blocks, except commands."""
    found = literals(BLOCK.sub("", text_of(name)))
    sentences = [text for text in found if text.count(" ") >= 3 and "{{" not in text]
    return [text for text in sentences if not re.match(r"(ansible|make|pip)\b", text)]

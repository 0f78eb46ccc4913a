"""What the guides show in blocks: commands, files and playbooks."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

FOLDER = Path(__file__).parents[1] / "docs" / "docsite" / "rst"
NAMES = sorted(path.stem.removeprefix("guide_") for path in FOLDER.glob("guide_*.rst"))

BLOCK = re.compile(r"\.\. code-block:: (\S+)\n(?:   :caption: (\S+)\n)?\n((?:   .*\n|\n)+)")


@dataclass(frozen=True)
class Block:
    """A block of a guide. Commands in the language "shell" run everywhere; those in "console" need what a test has not."""

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

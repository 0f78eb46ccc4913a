"""Links between files, as GitHub follows them: each leads to a file, and to a heading in it."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "docs/guides", "tests/standin", "tests/functional", ".github")
FILES = [*sorted(ROOT.glob("*.md")), *(path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.md")))]
ON_GITHUB = re.compile(r"https://github\.com/contactops/amazon_connect/blob/main/([\w./-]+)")


def without_blocks(path: Path) -> str:
    return re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The names that GitHub gives to the headings of a file."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(path: Path, link: str) -> bool:
    name, _sign, anchor = link.partition("#")
    target = path.parent / name if name else path
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_file_leads_somewhere(path):
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", without_blocks(path)) if "://" not in link]
    assert [link for link in links if not leads_somewhere(path, link)] == []


def test_the_documentation_of_the_modules_links_to_files_that_exist():
    texts = "".join(path.read_text() for path in (ROOT / "plugins").rglob("*.py"))
    links = ON_GITHUB.findall(texts)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []

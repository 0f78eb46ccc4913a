"""Every page of the built site, on a desktop and on a phone: links, accessibility, nothing cut or covered."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from helpers.browser import resize

ROOT = Path(__file__).parents[2]
SITE = ROOT / ".build" / "site" / "html"
AXE = ROOT / ".build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
DESKTOP, PHONE = (1280, 900), (390, 844)

RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ['violations']}).then(result => done(result.violations
  .filter(found => ['serious', 'critical'].includes(found.impact))
  .map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 200)).slice(0, 3).join(' ')}`)));
"""
# What sticks out to the right, and what cannot be seen without scrolling a table.
CUT = """
return [...document.querySelectorAll('article *, header *')]
  .filter(node => node.checkVisibility({visibilityProperty: true}))
  .filter(node => !node.closest('pre') && !node.parentElement.closest('.table-wrapper'))
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1
    || node.matches('.table-wrapper') && node.scrollWidth > node.clientWidth + 1)
  .map(node => `${node.tagName} ${node.className}: ${node.textContent.trim().slice(0, 60)}`);
"""
# The headings that something covers if a link leads to them.
COVERED = """
document.documentElement.style.scrollBehavior = 'auto';
return [...document.querySelectorAll('article section[id] > :is(h1, h2, h3)')].filter(heading => {
  location.hash = '#' + heading.parentElement.id;
  const box = heading.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
  return !seen || !(heading.contains(seen));
}).map(heading => heading.textContent);
"""


class Links(HTMLParser):
    """The links and the anchors of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed((SITE / page).read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values.get("id", "")} - {""}
        self.links |= {values[name] for name in ("href", "src") if values.get(name)}


def look(browser, page: str, size: tuple[int, int], dark: bool = False) -> None:
    width, height = size
    resize(browser, width, height, dark)
    browser.get((SITE / page).as_uri())


def test_every_guide_and_module_has_a_page():
    guides = {f"guides/{path.stem}.html" for path in (ROOT / "docs" / "guides").glob("*.md")}
    modules = {f"modules/{path.stem}_module.html" for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert guides and modules
    assert {"index.html", *guides, *modules} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    broken = []
    for link in Links(page).links:
        parts = urlsplit(link)
        target = (SITE / page).parent / unquote(parts.path) if parts.path else SITE / page
        if parts.scheme or parts.netloc:
            continue
        anchors = Links(target.resolve().relative_to(SITE.resolve()).as_posix()).anchors if parts.fragment else set()
        if not target.is_file() or (parts.fragment and parts.fragment not in anchors):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_accessibility(browser, page, size, dark):
    look(browser, page, size, dark)
    browser.execute_script(AXE.read_text())
    assert browser.execute_async_script(RUN_AXE) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_cut_or_covered(browser, page, size):
    look(browser, page, size)
    assert browser.execute_script(CUT) == []
    assert browser.execute_script(COVERED) == []

"""How Sphinx builds the guides and the pages of the modules as one site: make docs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import posixpath
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

project = "contactops.amazon_connect"
copyright = "2026 contactops developers"
html_title = "Amazon Connect contacts"

extensions = ["myst_parser", "sphinx_antsibull_ext"]
myst_heading_anchors = 3
highlight_language = "yaml+jinja"
html_theme = "furo"
html_theme_options = {"top_of_page_buttons": []}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
nitpicky = True

REPOSITORY = "https://github.com/contactops/amazon_connect/blob/main/"
# What the modules' pages refer to in Ansible's own documentation, which need not be at hand to build these.
ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def address(link: str, docname: str) -> str:
    """The address on the site for a link in a Markdown file. Links out of the guides lead to a module's page or GitHub."""
    if re.match(r"#|https?:", link):
        return link
    target = posixpath.normpath(posixpath.join("docs", posixpath.dirname(docname), link))
    if module := re.fullmatch(r"plugins/modules/(\w+)\.py", target):
        return f"/modules/{module[1]}_module.rst"
    return link if re.match(r"docs/(guides|images)/", target) else REPOSITORY + target


def menu(home: str) -> str:
    """The menu: the sections of the home page, and the pages that each of them lists."""
    trees = []
    for section in re.split(r"^## ", home, flags=re.MULTILINE)[1:]:
        title, _line_end, rest = section.partition("\n")
        pages = re.findall(r"^- \[(.+?)\]\(/?(.+?)\.\w+\)", rest, re.MULTILINE)
        listed = "\n".join(f"{name.strip('`')} <{page}>" for name, page in pages)
        trees.append(f"```{{toctree}}\n:hidden:\n:caption: {title}\n\n{listed}\n```\n")
    return "\n".join(trees)


def module_page(text: str) -> str:
    """A module's page with a short title, links to the guides on the site, and no second list of contents."""
    text = re.sub(
        r"^contactops\.amazon_connect\.(\w+) module -- (.+)(\n\++)$", r"\1\3\n\n\2.", text, flags=re.MULTILINE
    )
    text = re.sub(r"^\.\. contents::\n(   .*\n)+", "", text, flags=re.MULTILINE)
    return re.sub(rf"{re.escape(REPOSITORY)}docs/guides/(\w+)\.md", r"../guides/\1.html", text)


def adapt(_app: Sphinx, docname: str, source: list[str]) -> None:
    """Make what is right on GitHub, or in Ansible's documentation, right on the site."""
    if docname.startswith("modules/"):
        source[0] = module_page(source[0])
    else:
        source[0] = re.sub(r"(?<=\]\()[^)\s]+", lambda link: address(link[0], docname), source[0])
    if docname == "index":
        source[0] += "\n" + menu(source[0])


def link_to_ansible(_app: Sphinx, _env: object, node: nodes.Element, content: nodes.Element) -> nodes.reference | None:
    page = ANSIBLE_PAGES.get(node["reftarget"])
    return nodes.reference("", "", content, refuri=ANSIBLE + page, internal=False) if page else None


def complete(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Add what people who use a keyboard or a screen reader need, and Sphinx leaves out."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')
    body = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace(' aria-role="button"', "")


def setup(app: Sphinx) -> None:
    app.connect("source-read", adapt)
    app.connect("missing-reference", link_to_ansible)
    app.connect("html-page-context", complete, priority=900)

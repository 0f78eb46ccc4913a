"""How Sphinx builds the guides and the modules' pages: make docs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

project = "contactops.amazon_connect"
copyright = "2026 contactops developers"
title = html_short_title = "Live Amazon Connect contacts with Ansible"

extensions = ["sphinx_antsibull_ext"]
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
html_theme = "sphinx_ansible_theme"
html_theme_options = {"documentation_home_url": "index.html", "vcs_pageview_mode": "", "topbar_links": {}}
html_static_path = ["static"]
html_css_files = ["small.css"]
html_show_sphinx = False
html_use_index = False
html_copy_source = False
nitpicky = True

# What the modules' pages refer to in Ansible's own documentation, which need not be at hand to build these.
ANSIBLE = "https://docs.ansible.com/projects/ansible/latest/"
ANSIBLE_PAGES = {
    "action_plugins": "plugins/action.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}


def link_to_ansible(_app: Sphinx, _env: object, node: nodes.Element, content: nodes.Element) -> nodes.reference | None:
    page = ANSIBLE_PAGES.get(node["reftarget"])
    return nodes.reference("", "", content, refuri=ANSIBLE + page, internal=False) if page else None


def setup(app: Sphinx) -> None:
    app.connect("missing-reference", link_to_ansible)

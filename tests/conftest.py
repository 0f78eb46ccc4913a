"""Makes the checkout importable as the collection that it is, whatever its folder is called."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from ansible.plugins.loader import init_plugin_loader

ROOT = Path(__file__).parents[1]


def _link_collection() -> tempfile.TemporaryDirectory:
    folder = tempfile.TemporaryDirectory(prefix="collections-")
    namespace = Path(folder.name) / "ansible_collections" / "contactops"
    namespace.mkdir(parents=True)
    (namespace / "amazon_connect").symlink_to(ROOT)
    return folder


sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests"))
COLLECTIONS = _link_collection()
os.environ["ANSIBLE_COLLECTIONS_PATH"] = COLLECTIONS.name
init_plugin_loader([COLLECTIONS.name])


@pytest.fixture(scope="session")
def collections_path() -> str:
    """A folder in which ansible_collections/contactops/amazon_connect is this checkout."""
    return COLLECTIONS.name

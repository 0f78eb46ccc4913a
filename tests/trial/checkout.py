"""The checkout that the trial belongs to: importable as the collection that it is, and its version."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


@contextmanager
def importable_collection() -> Iterator[None]:
    """In the block, the collection can be imported from this checkout, whatever its folder is called."""
    from ansible.plugins.loader import init_plugin_loader

    with tempfile.TemporaryDirectory(prefix="collections-") as folder:
        namespace = Path(folder, "ansible_collections", "contactops")
        namespace.mkdir(parents=True)
        (namespace / "amazon_connect").symlink_to(ROOT)
        init_plugin_loader([folder])
        yield


def versions() -> dict[str, str]:
    """The versions that the trial runs with."""
    collection = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    packages = {name: version(name) for name in ("ansible-core", "boto3", "botocore")}
    return {"contactops.amazon_connect": str(collection), **packages, "Python": platform.python_version()}

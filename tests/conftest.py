"""Makes the checkout importable as the collection that it is, whatever its folder is called."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from ansible.plugins.loader import init_plugin_loader
from ansible.utils.collection_loader import AnsibleCollectionConfig

NAMESPACE = "ansible_collections/contactops"
ROOT = Path(__file__).parents[1]


def _linked() -> Path:
    """A folder in which Ansible finds this checkout, until the tests have ended."""
    folder = Path(tempfile.mkdtemp(prefix="collections-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / NAMESPACE).mkdir(parents=True)
    (folder / NAMESPACE / "amazon_connect").symlink_to(ROOT)
    return folder


sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests"))
# ansible-test has a copy in the right place, and loads the collection from there itself.
COLLECTIONS = ROOT.parents[2] if ROOT.parent.match(NAMESPACE) else _linked()
os.environ["ANSIBLE_COLLECTIONS_PATH"] = str(COLLECTIONS)
if not AnsibleCollectionConfig.collection_finder:
    init_plugin_loader([str(COLLECTIONS)])


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers here and not in pyproject.toml, which ansible-test does not read."""
    about_long = "takes a minute or so, and is about what does not depend on the version of Python"
    for marker in (f"long: {about_long}", "no_cover: is not measured by pytest-cov"):
        config.addinivalue_line("markers", marker)


@pytest.fixture(scope="session")
def collections_path() -> str:
    """A folder in which ansible_collections/contactops/amazon_connect is this checkout."""
    return str(COLLECTIONS)


@pytest.fixture(scope="module")
def browser():
    """Chromium, for the tests of pages. They fail without it."""
    from helpers.browser import NoBrowser, chromium

    try:
        with chromium() as started:
            yield started
    except NoBrowser as missing:
        pytest.fail(str(missing))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A gate that did not run did not pass, so a gate fails if a test is skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPPED_TESTS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

"""Each rulebook, started once and used by all of its tests."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import logging

import pytest
from center import Rulebook


@pytest.fixture(scope="session")
def started(request, tmp_path_factory, collections_path):
    """Start rulebooks by name, and keep them running."""
    running: dict[str, Rulebook] = {}

    def start(name: str) -> Rulebook:
        if name not in running:
            running[name] = Rulebook(name, tmp_path_factory.mktemp(name), collections_path, "-vv")
            running[name].__enter__()
            request.addfinalizer(lambda: running[name].__exit__(None, None, None))
        running[name].reset()
        return running[name]

    return start


@pytest.fixture
def record_calls(started):
    return started("record_calls")


@pytest.fixture
def keep_paused(started):
    return started("keep_paused")


@pytest.fixture
def payment_steps(started):
    return started("payment_steps")


logging.getLogger("werkzeug").setLevel(logging.WARNING)

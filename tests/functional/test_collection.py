"""What holds for every module of the collection."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers.known import MINIMAL

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
READING = ("Describe", "Get", "List", "Search")


def test_every_module_is_known_to_the_tests():
    assert sorted(MINIMAL) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_a_test_and_an_action_plugin(name):
    assert "def test_" in (ROOT / "tests" / "functional" / f"test_{name}.py").read_text()
    assert (ROOT / "plugins" / "action" / f"{name}.py").exists()


def test_every_module_is_in_the_action_group():
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]
    assert sorted(groups["connect"]) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_check_mode_only_reads(run, requests, standin, name):
    before = standin.center.snapshot()
    result = run(name, check=True, **MINIMAL[name])
    assert not result.get("failed")
    sent = requests()
    assert sent
    assert all(operation.startswith(READING) for operation in sent)
    assert standin.center.snapshot() == before

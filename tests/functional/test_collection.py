"""What holds for every module, found by looking at the collection: none can be forgotten."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from known import MINIMAL

ROOT = Path(__file__).parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
READING = ("Describe", "Get", "List", "Search")


def documentation(name: str) -> dict:
    source = (ROOT / "plugins" / "modules" / f"{name}.py").read_text()
    return yaml.safe_load(source.split('DOCUMENTATION = r"""')[1].split('"""')[0])


def test_there_are_modules():
    assert MODULES == sorted(MINIMAL)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_an_integration_test(name):
    tests = ROOT / "tests" / "integration" / f"test_{name}.py"
    assert "def test_" in tests.read_text()


def test_every_module_with_the_shared_options_is_in_the_action_group():
    shared = [
        name
        for name in MODULES
        if "contactops.amazon_connect._options" in documentation(name)["extends_documentation_fragment"]
    ]
    groups = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())["action_groups"]
    assert sorted(groups["connect"]) == shared == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_check_mode_sends_nothing_that_changes(run, requests, standin, name):
    before = standin.center.snapshot()
    result = run(name, check=True, **MINIMAL[name])
    assert not result.get("failed")
    sent = requests()
    assert sent and all(operation.startswith(READING) for operation in sent)
    assert standin.center.snapshot() == before

"""What ansible-builder finds in the collection, and what it makes from the example of an execution environment."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "execution-environment.yml"


def build(*arguments: object) -> str:
    """Run ansible-builder, and return what it prints."""
    done = subprocess.run(["ansible-builder", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ansible_builder_finds_the_requirements(collections_path):
    found = yaml.safe_load(build("introspect", collections_path))
    required = (ROOT / "meta" / "ee-requirements.txt").read_text().split()
    assert found["python"] == [f"{item}  # from collection contactops.amazon_connect" for item in required]
    assert required
    assert all(">=" in item for item in required)


def test_the_example_can_be_built(tmp_path):
    build("create", "-f", EXAMPLE, "-c", tmp_path, "--output-filename", "Containerfile")
    project = yaml.safe_load((ROOT / "examples" / "awx" / "collections" / "requirements.yml").read_text())
    installed = yaml.safe_load((tmp_path / "_build" / "requirements.yml").read_text())
    assert installed == project, "a project of AWX and its execution environment need the same collections"
    steps = (tmp_path / "Containerfile").read_text()
    assert "quay.io/centos/centos:stream10" in steps
    assert steps.index("install -y git-core") < steps.index("ansible-galaxy collection install")

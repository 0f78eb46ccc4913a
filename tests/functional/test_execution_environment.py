"""What ansible-builder finds in the collection, and what it makes from the example of an execution environment."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import shutil
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


def test_the_example_contains_this_version_of_the_collection(tmp_path):
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    package = f"contactops-amazon_connect-{version}.tar.gz"
    (tmp_path / package).write_text("the package")
    definition = shutil.copy(EXAMPLE, tmp_path)
    context = tmp_path / "context"
    build("create", "-f", definition, "-c", context, "--output-filename", "Containerfile")
    (required,) = yaml.safe_load((context / "_build" / "requirements.yml").read_text())["collections"]
    assert required == {"name": f"packages/{package}", "type": "file"}
    assert (context / "_build" / required["name"]).read_text() == "the package"
    # The installation runs in the folder that _build becomes.
    steps = (context / "Containerfile").read_text()
    assert steps.index("COPY _build /build") < steps.index("WORKDIR /build") < steps.index("collection install")

"""Checks a release before anybody gets it: one version everywhere, and a tarball that holds what users need, and no more."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
MAX_SIZE = 200_000  # bytes
# Files, and folders with all that is in them.
NEEDED = (
    *("CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "COPYING", "FILES.json", "MANIFEST.json", "README.md"),
    *("changelogs/", "docs/", "examples/", "extensions/eda/rulebooks/", "meta/", "playbooks/", "plugins/", "tests/standin/"),
)


def main() -> int:
    (tarball,) = Path(sys.argv[1]).glob("*.tar.gz")
    problems = [*version_problems(), *content_problems(tarball)]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{tarball.name}: {tarball.stat().st_size} bytes; version, changelog and tag agree")
    return 1 if problems else 0


def version_problems() -> list[str]:
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    released = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text())["releases"]
    tags = subprocess.run(["git", "tag", "--points-at", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)
    problems = []
    if version not in released:
        problems.append(f"the changelog has no {version}: antsibull-changelog release")
    if f"## v{version.replace('.', chr(92) + '.')}\n" not in (ROOT / "CHANGELOG.md").read_text():
        problems.append(f"CHANGELOG.md has no {version}: antsibull-changelog generate")
    if list((ROOT / "changelogs" / "fragments").glob("*.y*ml")):
        problems.append("changelogs/fragments has changes that are in no release")
    if version not in tags.stdout.split():
        problems.append(f"this commit has no tag {version}: git tag {version}")
    if f"contactops-amazon_connect-{version}.tar.gz" not in (ROOT / "README.md").read_text():
        problems.append(f"README.md does not install {version}")
    return problems


def content_problems(tarball: Path) -> list[str]:
    with tarfile.open(tarball) as archive:
        names = [member.name for member in archive if not member.isdir()]
    unneeded = [name for name in names if not name.startswith(NEEDED)]
    problems = [f"{name} is in the tarball, and no user needs it" for name in unneeded]
    if tarball.stat().st_size >= MAX_SIZE:
        problems.append(f"{tarball.name} has {tarball.stat().st_size} bytes, and may have {MAX_SIZE}")
    return problems


if __name__ == "__main__":
    sys.exit(main())

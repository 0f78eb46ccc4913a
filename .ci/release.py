"""Checks a release: "version" checks that all versions agree, "content FILE" that a package has what users need."""

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
MAX_SIZE = 300_000  # bytes
# Files, and folders with all that is in them.
NEEDED = (
    *(
        "CHANGELOG.md",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "COPYING",
        "FILES.json",
        "MANIFEST.json",
        "README.md",
        "SECURITY.md",
    ),
    *("changelogs/", "docs/", "examples/", "extensions/eda/rulebooks/", "meta/", "playbooks/", "plugins/"),
    "tests/standin/",
)
# Of these, what makes the documentation and the changelog.
UNNEEDED = ("docs/docsite/site/", "changelogs/fragments/")


def main() -> int:
    check, *arguments = sys.argv[1:]
    problems = version_problems() if check == "version" else content_problems(Path(*arguments))
    print(*problems or [f"{check}: no problem"], sep="\n")
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
    for page in ("README.md", "docs/guides/awx.md"):
        if f"contactops-amazon_connect-{version}.tar.gz" not in (ROOT / page).read_text():
            problems.append(f"{page} does not install {version}")
    return problems


def content_problems(package: Path) -> list[str]:
    with tarfile.open(package) as archive:
        names = [member.name for member in archive if not member.isdir()]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    needed = {name for name in listed if name.startswith(NEEDED) and not name.startswith(UNNEEDED)}
    problems = [f"{name} is in the package, and no user needs it" for name in names if not name.startswith(NEEDED)]
    problems += [f"{name} is not in the package" for name in sorted(needed - set(names))]
    if package.stat().st_size >= MAX_SIZE:
        problems.append(f"{package.name} has {package.stat().st_size} bytes, and may have {MAX_SIZE}")
    return problems


if __name__ == "__main__":
    sys.exit(main())

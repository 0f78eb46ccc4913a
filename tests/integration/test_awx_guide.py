"""The page about AWX: its commands, in order, as far as they need no AWX."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from known import RECORDED_CALL, truth

PAGE = Path(__file__).parents[2] / "docs" / "awx.md"
COMMANDS = re.findall(r"```shell\n(.*?)```", PAGE.read_text(), re.DOTALL)


def test_the_commands_of_the_page_do_what_it_says(standin, repository, tmp_path):
    pytest.importorskip("ansible_builder", reason="ansible-builder is not installed")
    assert len(COMMANDS) == 5
    environment = {**os.environ, **repository, "HOME": str(tmp_path), "GIT_AUTHOR_NAME": "A", "GIT_COMMITTER_NAME": "A"}
    environment |= {"GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_EMAIL": "a@example.com"}
    del environment["ANSIBLE_COLLECTIONS_PATH"]
    done = subprocess.run(
        ["bash", "-euxc", "\n".join(COMMANDS)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"The recording of contact {RECORDED_CALL} is now paused." in done.stdout
    assert f"The recording of contact {RECORDED_CALL} is now paused." in PAGE.read_text()
    assert "contact_id: say which call, by its contact ID" in done.stdout + done.stderr
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert (tmp_path / "connect-jobs" / "context" / "_build" / "requirements.yml").exists()

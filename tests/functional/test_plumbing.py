"""In-process execution depends on internals of ansible-core. If one fails before the work, the ordinary module runs."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import sys

import pytest
from helpers.known import CALL, COLLECTION, RECORDING
from standin.faults import denied

MODULE = f"{COLLECTION}.{RECORDING}"
# A pause that is refused without a known reason, which allow_unknown turns into a warning.
REFUSED = {MODULE: {"contact_id": CALL, "state": "suspended", "whole_call": False, "allow_unknown": True}}

# Breaks something in the controller, and then runs ansible-playbook there. Modules have processes of their own.
CONTROLLER = """
import runpy, shutil, sys
import ansible.cli.playbook, ansible.executor.module_common, ansible.module_utils.basic
from ansible.module_utils.common import arg_spec, warnings

def broken(*arguments, **keywords):
    raise AttributeError("an internal of ansible-core has changed")

{change}
sys.argv = [shutil.which(sys.argv[1]), *sys.argv[2:]]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
CHANGES = {
    "an import": "del warnings.get_warning_messages",
    "the encoder": "ansible.module_utils.common.json = None",
    "the validation": "arg_spec.ModuleArgumentSpecValidator.validate = broken",
    "a module of amazon.aws": "sys.modules['ansible_collections.amazon.aws.plugins.module_utils.botocore'] = None",
}


@pytest.fixture
def play_with(launch, tmp_path):
    """Play one task in a controller in which this was changed, and return its result and what -vvv says."""

    def play_changed(task: dict, change: str) -> tuple[dict, str]:
        (tmp_path / "controller.py").write_text(CONTROLLER.format(change=change))
        through = (sys.executable, str(tmp_path / "controller.py"))
        output, errors = launch([task], "-vvv", through=through, ANSIBLE_LOG_PATH=str(tmp_path / "log")).communicate()
        assert b"\n{" in output, errors.decode()
        printed = json.loads(output[output.index(b"\n{") :])
        return printed["plays"][0]["tasks"][0]["hosts"]["localhost"], (tmp_path / "log").read_text()

    return play_changed


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_module_runs_once_if_the_plumbing_fails(play_with, requests, change):
    result, log = play_with({MODULE: {"contact_id": CALL, "state": "started"}}, change)
    assert result["contacts"][0]["evidence"] == "accepted"
    assert requests() == ["DescribeContact", "StartContactRecording", "UpdateContactAttributes"]
    assert log.count(f"{MODULE} runs as a module: ") == 1


def test_an_error_of_the_work_fails_the_task(play_with, standin, requests):
    standin.faults.add(denied("StartContactRecording", 1))
    result, log = play_with({MODULE: {"contact_id": CALL, "state": "started"}, "ignore_errors": True}, "")
    assert result["error"]["code"] == "AccessDeniedException"
    assert requests() == ["DescribeContact", "StartContactRecording"]
    assert f"{MODULE} runs in the controller" in log


def test_plumbing_that_fails_during_the_work_fails_the_task(play_with, requests):
    result, log = play_with({**REFUSED, "ignore_errors": True}, "warnings.warn = broken")
    assert result["error"]["code"] == "Defect"
    assert requests().count("SuspendContactRecording") == 1
    assert f"{MODULE} runs in the controller" in log


def test_an_older_core_gets_one_sentence(play_with, requests):
    change = "import ansible.release; ansible.release.__version__ = '2.15.13'"
    result, _log = play_with({MODULE: {"contact_id": CALL, "state": "started"}, "ignore_errors": True}, change)
    assert result["msg"] == f"{MODULE} needs ansible-core 2.16 or later. This is 2.15.13."
    assert requests() == []

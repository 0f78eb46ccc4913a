"""The runtime of a task in real playbooks: the controller, unless anything says that the work belongs elsewhere."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from ansible_collections.contactops.amazon_connect.plugins.plugin_utils._progress import Progress
from helpers.known import CALL, CALL_ON_HOLD, COLLECTION, INFO, LIST_PARTS, RECORDED_CALL, RECORDING, STOP, SUPERVISOR
from standin.faults import Fault, denied
from standin.server import load_scenario

MODULE = f"{COLLECTION}.{RECORDING}"


def recording(contact_id: str | list[str] = CALL, *, options: dict | None = None, **keywords: object) -> dict:
    return {MODULE: {"contact_id": contact_id, "state": "started", **(options or {})}, **keywords}


@pytest.fixture
def runtime_of(play):
    """Play one task, which has to succeed, and return the runtime that did its work."""

    def played(task: dict, *arguments: str, **environment: str) -> str:
        (result,) = play([task], *arguments, ANSIBLE_INJECT_INVOCATION="1", **environment)
        assert not result.get("failed"), result["msg"]
        assert result["contacts"][0]["evidence"] == "accepted"
        # Only a module's process returns its invocation.
        return "module" if "invocation" in result else "controller"

    return played


def executable(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"vars": {"ansible_python_interpreter": str(Path(sys.executable).parent / "python")}},
        {"vars": {"ansible_python_interpreter": "auto_silent"}},
        {"vars": {"contactops_in_process": "yes"}},
        {"environment": {"AWS_MAX_ATTEMPTS": 3}},
        {"delegate_to": "127.0.0.1"},
    ],
    ids=str,
)
def test_the_controller_does_the_work(runtime_of, keywords):
    assert runtime_of(recording(**keywords)) == "controller"


@pytest.mark.parametrize(
    "keywords",
    [
        {"async": 30, "poll": 1},
        {"environment": {"PYTHONWARNINGS": "ignore"}},
        {"environment": {"CONTACTOPS_IN_PROCESS": 0}},
        {"vars": {"contactops_in_process": False}},
        {"vars": {"off": "no", "contactops_in_process": "{{ off }}"}},
        {"options": {"debug_botocore_endpoint_logs": True}},
    ],
    ids=str,
)
def test_a_module_does_the_work_if_the_task_asks_for_it(runtime_of, keywords):
    assert runtime_of(recording(**keywords)) == "module"


def test_a_switch_that_is_neither_on_nor_off(play):
    (result,) = play([recording(vars={"contactops_in_process": "perhaps"})])
    assert "contactops_in_process and CONTACTOPS_IN_PROCESS are either on or off: " in result["msg"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, "runs in the controller"), ({"CONTACTOPS_IN_PROCESS": "0"}, "runs as a module: contactops_in_process or ")],
)
def test_the_output_names_the_runtime(play, tmp_path, environment, said):
    play(
        [recording()],
        "-vvv",
        ANSIBLE_LOG_PATH=str(tmp_path / "log"),
        ANSIBLE_STDOUT_CALLBACK="ansible.posix.json",
        **environment,
    )
    assert f"<localhost> {MODULE} {said}" in (tmp_path / "log").read_text()


def test_a_module_does_the_work_if_the_environment_asks_for_it(runtime_of):
    assert runtime_of(recording(), CONTACTOPS_IN_PROCESS="0") == "module"


def test_a_module_does_the_work_for_another_interpreter(runtime_of, tmp_path):
    other = executable(tmp_path / "python", f'exec {sys.executable} "$@"')
    assert runtime_of(recording(vars={"ansible_python_interpreter": other})) == "module"
    assert runtime_of(recording(CALL_ON_HOLD), "-e", f"ansible_python_interpreter={other}") == "module"


def test_a_module_does_the_work_for_another_user(runtime_of, tmp_path):
    sudo = executable(tmp_path / "sudo", 'while [ "$1" != /bin/sh ]; do shift; done; exec "$@"')
    assert runtime_of(recording(become=True, vars={"ansible_become_exe": sudo})) == "module"


def test_a_module_does_the_work_on_another_machine(runtime_of, tmp_path):
    ssh = executable(tmp_path / "ssh", 'for command; do :; done; exec /bin/sh -c "$command"')
    there = {"ansible_connection": "ssh", "ansible_ssh_executable": ssh, "ansible_pipelining": True}
    there["ansible_python_interpreter"] = sys.executable
    assert runtime_of(recording(vars=there)) == "module"


def test_the_environment_of_play_block_and_task_applies_to_its_tasks_alone(play, standin, monkeypatch):
    for name in standin.environment:
        monkeypatch.delenv(name)
    key, temporary, _expired = standin.keys
    endpoint = {"AWS_ENDPOINT_URL": standin.url, "AWS_REGION": "us-west-2"}
    one_key = {"AWS_ACCESS_KEY_ID": key.access_key, "AWS_SECRET_ACCESS_KEY": key.secret_key}
    other_key = {
        "AWS_ACCESS_KEY_ID": temporary.access_key,
        "AWS_SECRET_ACCESS_KEY": temporary.secret_key,
        "AWS_SESSION_TOKEN": temporary.session_token,
    }
    go_on = {"ignore_errors": True}
    inner, outer, by_item, temporary_key, without = play(
        [
            {
                "block": [
                    recording(environment={"AWS_REGION": "eu-west-1"}, **go_on),
                    recording(),
                    recording(
                        environment={"AWS_REGION": "{{ item }}"}, loop=["us-west-2", "eu-west-1", "us-west-2"], **go_on
                    ),
                ],
                "environment": endpoint | one_key,
            },
            recording(CALL_ON_HOLD, environment=endpoint | other_key),
            recording(environment=endpoint, **go_on),
        ]
    )
    assert "Credential should be scoped to a valid region" in inner["msg"]
    assert outer["contacts"][0]["evidence"] == "accepted"
    assert ["msg" in item for item in by_item["results"]] == [False, True, False]
    assert temporary_key["contacts"][0]["evidence"] == "accepted"
    assert "No AWS credentials were found" in without["msg"]


@pytest.mark.parametrize(
    ("contacts", "environment", "clients"),
    [
        ([CALL] * 3, {}, 1),
        # After a failure a new client is made, in case credentials were renewed.
        ([CALL, "unknown", "unknown", CALL], {}, 3),
        ([CALL] * 3, {"CONTACTOPS_IN_PROCESS": "0"}, 3),
    ],
)
def test_the_items_of_a_loop_share_a_client(play, standin, monkeypatch, tmp_path, contacts, environment, clients):
    key = standin.keys[0]
    given = {"Version": 1, "AccessKeyId": key.access_key, "SecretAccessKey": key.secret_key}
    (tmp_path / "credentials.json").write_text(json.dumps(given))
    made = tmp_path / "made"
    source = executable(tmp_path / "source", f"echo once >> {made}; cat {tmp_path}/credentials.json")
    (tmp_path / "config").write_text(f"[default]\ncredential_process = {source}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (result,) = play([recording("{{ item }}", loop=contacts, ignore_errors=True)], **environment)
    assert ["msg" in item for item in result["results"]] == [contact == "unknown" for contact in contacts]
    assert made.read_text().split() == ["once"] * clients


def test_names_are_looked_up_once_for_all_items_of_a_loop(play, requests):
    alias = {"instance": "example-center"}
    play([recording("{{ item }}", options=alias, loop=[CALL, CALL_ON_HOLD])])
    assert Counter(requests())["ListInstances"] == 1
    found = {f"{COLLECTION}.{INFO}": {**alias, "queues": ["{{ item }}"]}, "loop": ["Orders", "Billing", "Orders"]}
    play([found, found])
    sent = Counter(requests())  # the second task looks them up again
    assert sent["ListInstances"] == 2 and sent["SearchQueues"] == 4


def test_a_look_up_that_fails_is_not_kept(play, requests, standin):
    standin.faults.add(denied("ListInstances", times=1))
    options = {"instance": "example-center"}
    (result,) = play([recording("{{ item }}", options=options, loop=[CALL, CALL], ignore_errors=True)])
    assert ["msg" in item for item in result["results"]] == [True, False]
    assert Counter(requests())["ListInstances"] == 2


def test_a_batch_changes_calls_while_it_lists_the_next_ones(run, requests, standin):
    standin.faults.add(Fault(LIST_PARTS, times=6, delay=0.2))
    run(RECORDING, contact_ids=[CALL, CALL_ON_HOLD, RECORDED_CALL], state="stopped", allow_unknown=True)
    sent = requests()
    assert sent.count(LIST_PARTS) == 3
    assert STOP in sent[: sent.index(LIST_PARTS, 2)]


def test_an_encrypted_secret_is_used_and_never_shown(play, standin, monkeypatch, tmp_path):
    key = standin.keys[0]
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    password = tmp_path / "password"
    password.write_text("password of the vault")
    encrypted = subprocess.run(
        ["ansible-vault", "encrypt_string", "--vault-password-file", password, "--name", "secret", key.secret_key],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    (tmp_path / "secrets.yml").write_text(encrypted)
    result, failed = play(
        [
            recording(options={"secret_key": "{{ secret }}"}),
            recording(["{{ secret }}"], options={"secret_key": "{{ secret }}"}, ignore_errors=True),
        ],
        *["--vault-password-file", str(password), "-e", f"@{tmp_path / 'secrets.yml'}"],
    )
    assert result["contacts"][0]["evidence"] == "accepted"
    assert failed["failed"]
    assert key.secret_key not in str(failed)
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in str(failed)


def test_a_text_in_the_result_is_never_a_template(play, standin):
    hostile = "{{ lookup('pipe', 'echo templated') }}"
    standin.faults.add(Fault("DescribeContact", status=400, code="InvalidRequestException", message=hostile))
    failed, shown = play(
        [
            recording(register="result", ignore_errors=True),
            {"ansible.builtin.debug": {"msg": "{{ result.msg }} / {{ result.contacts[0].error.message }}"}},
        ]
    )
    assert failed["msg"].count(hostile) == 1
    assert shown["msg"].count(hostile) == 2


def test_a_long_batch_shows_its_progress_on_stderr(standin, play):
    ids = [f"call-{number}" for number in range(40)]
    scenario = load_scenario()
    standin.load({**scenario, "contacts": [{"id": contact_id, "agent": SUPERVISOR} for contact_id in ids]})
    standin.faults.add(denied("StartContactRecording", 1), Fault("DescribeContact", times=len(ids), delay=0.5))
    (result,) = play([recording(ids, options={"max_workers": 5}, ignore_errors=True)])
    assert len(result["contacts"]) == len(ids)
    said = rf"^{MODULE} for localhost: \d+ of 40 contacts done, 1 failed, about \d+ s to go$"
    assert re.search(said, play.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("seconds_for_each", "total", "said"),
    [
        (0.02, 100, []),
        (
            0.5,
            60,
            [
                "task: 6 of 60 contacts done, 2 failed, about 27 s to go",
                "task: 26 of 60 contacts done, 8 failed, about 17 s to go",
                "task: 46 of 60 contacts done, 15 failed, about 7 s to go",
            ],
        ),
    ],
)
def test_progress_is_shown_now_and_then(seconds_for_each, total, said):
    now = 100.0
    lines: list[str] = []
    progress = Progress("task", lines.append, clock=lambda: now)
    for done in range(1, total + 1):
        now += seconds_for_each
        progress(done, done // 3, total)
    assert lines == said

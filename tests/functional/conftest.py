"""A stand-in for each test, and two ways to run a module against it: its main(), and a real playbook."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import yaml
from ansible.module_utils import _internal
from ansible.module_utils.common import warnings
from ansible.module_utils.testing import patch_module_args
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import action_loader, connection_loader
from ansible.template import Templar
from ansible.utils.display import Display
from ansible_collections.contactops.amazon_connect.plugins.plugin_utils import _in_process
from known import CALL, COLLECTION, INSTANCE, RECORDING
from standin.server import Standin, load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def server():
    with Standin() as standin:
        yield standin


@pytest.fixture
def standin(server, monkeypatch, tmp_path):
    """The stand-in as its scenario has it, and an environment that leads there and nowhere else."""
    server.load(load_scenario())
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    return server


@pytest.fixture
def requests(standin):
    """The names of the operations that reached the stand-in since this was last called."""
    seen = 0

    def names() -> list[str]:
        nonlocal seen
        new = [request["operation"] for request in standin.requests[seen:]]
        seen += len(new)
        return new

    return names


@pytest.fixture(params=["module", "in-process"])
def run(request, standin, monkeypatch, capsys, told):
    """Run a module's work, once by its main() and once by its action plugin, and return the result, the same both ways."""
    run_by = {"module": _run_module, "in-process": _run_in_process}[request.param]
    results: list[dict] = []

    def run_task(name: str, check: bool = False, diff: bool = False, **options: object) -> dict:
        instance = {} if "instance_alias" in options else {"instance_id": INSTANCE}
        arguments = {name: value for name, value in {**instance, **options}.items() if value is not None}
        result = run_by(name, arguments, check, diff, monkeypatch, capsys)
        assert "Traceback" not in json.dumps(result)
        assert "deprecations" not in result
        results.append(result)
        return result

    yield run_task
    scenario = request.node.nodeid.replace(request.param, "")
    comparable = _without_times(results)
    assert comparable == told.setdefault(scenario, comparable), "the two hosts tell different things"


@pytest.fixture(scope="session")
def told() -> dict[str, list[dict]]:
    """The results of every scenario, as the host that played it first told them."""
    return {}


def _without_times(results: list[dict]) -> list[dict]:
    return json.loads(re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+", "a time", json.dumps(results)))


def _run_module(name: str, arguments: dict, check: bool, diff: bool, monkeypatch, capsys) -> dict:
    module = importlib.import_module(f"ansible_collections.contactops.amazon_connect.plugins.modules.{name}")
    warnings._global_warnings.clear()
    internal = {"_ansible_check_mode": check, "_ansible_diff": diff, "_ansible_module_name": f"{COLLECTION}.{name}"}
    monkeypatch.setattr(_internal, "is_controller", False)
    with patch_module_args({**arguments, **internal}), pytest.raises(SystemExit):
        module.main()
    result = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    for ansibles_own in ("exception", "invocation"):
        result.pop(ansibles_own, None)
    return {**result, "warnings": list(warnings.get_warning_messages())}


def _run_in_process(name: str, arguments: dict, check: bool, diff: bool, monkeypatch, capsys) -> dict:
    warned: list[str] = []
    monkeypatch.setattr(Display(), "warning", lambda msg, **_: warned.append(msg))
    _in_process._kept.clear()
    loader = DataLoader()
    play_context = PlayContext()
    action = action_loader.get(
        f"{COLLECTION}.{name}",
        task=Task.load({f"{COLLECTION}.{name}": arguments, "check_mode": check, "diff": diff}),
        connection=connection_loader.get("ansible.builtin.local", play_context),
        play_context=play_context,
        loader=loader,
        templar=Templar(loader, {}),
    )
    monkeypatch.setattr(action, "_execute_module", lambda **_: pytest.fail("it stepped aside"))
    result = json.loads(json.dumps(action.run(task_vars={"inventory_hostname": "localhost"})))
    assert capsys.readouterr().out == ""
    return {**result, "warnings": warned}


@pytest.fixture
def record(run):
    """Run connect_contact_recording for one contact and return what became of it, with the task's own result in it."""

    def run_recording(contact_id: str = CALL, state: str = "started", **options: object) -> dict:
        result = run(RECORDING, contact_id=contact_id, state=state, **options)
        (contact,) = result["contacts"]
        return {**contact, "failed": result.get("failed", False), "warnings": result["warnings"]}

    return run_recording


@pytest.fixture
def launch(standin, tmp_path, collections_path):
    """Start tasks as a playbook, in a process group of its own, and return its process.

    tasks: the tasks, or the playbook's name. through: a command that runs it.
    """
    launched: list[subprocess.Popen] = []

    def written(tasks: list[dict], defaults: dict | None) -> Path:
        playbook = tmp_path / f"site-{len(launched)}.yml"
        play = {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "module_defaults": {
                f"group/{COLLECTION}.connect": {"instance_id": INSTANCE} if defaults is None else defaults
            },
            "tasks": tasks,
        }
        playbook.write_text(yaml.safe_dump([play]))
        return playbook

    def start(
        tasks: list[dict] | str,
        *arguments: str,
        defaults: dict | None = None,
        through: tuple[str, ...] = (),
        **environment: str,
    ) -> subprocess.Popen:
        playbook = tasks if isinstance(tasks, str) else written(tasks, defaults)
        launched.append(
            subprocess.Popen(
                [*through, "ansible-playbook", "-i", "localhost,", str(playbook), *arguments],
                env={
                    **os.environ,
                    "ANSIBLE_COLLECTIONS_PATH": collections_path,
                    "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
                    "ANSIBLE_HOME": str(tmp_path / "ansible"),
                    "ANSIBLE_ASYNC_DIR": str(tmp_path / "async"),
                    **environment,
                },
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        )
        return launched[-1]

    yield start
    for playing in launched:
        if playing.poll() is None:
            os.killpg(playing.pid, signal.SIGKILL)
            playing.communicate()


@pytest.fixture
def play(launch):
    """Run tasks as a playbook and return each task's result, in order. play.stderr: what it printed there."""

    def run_playbook(tasks: list[dict] | str, *arguments: str, **settings: object) -> list[dict]:
        output, errors = (text.decode() for text in launch(tasks, *arguments, **settings).communicate())
        run_playbook.stderr = errors
        assert "Traceback" not in output + errors
        assert output, errors
        printed = json.loads(output[output.index("{") :])
        return [task["hosts"]["localhost"] for play in printed["plays"] for task in play["tasks"]]

    return run_playbook


@pytest.fixture
def repository(tmp_path) -> dict[str, str]:
    """The environment in which git finds this checkout, as it is now, where the collection's repository would be."""
    folder = tmp_path / "repository"
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, map(os.fsdecode, listed.split(b"\0"))):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    author = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*author, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{folder}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/contactops/amazon_connect.git",
    }

"""A stand-in for each test, and two ways to play tasks against it: a module's work in both runtimes, and a playbook."""

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
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from ansible.module_utils import basic
from ansible.module_utils.common import warnings
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.play_context import PlayContext
from ansible.playbook.task import Task
from ansible.plugins.loader import action_loader, connection_loader
from ansible.template import Templar
from ansible.utils.display import Display
from ansible_collections.contactops.amazon_connect.plugins.plugin_utils import _in_process
from helpers.known import CALL, COLLECTION, INSTANCE, RECORDING
from standin.faults import Faults
from standin.server import Standin, load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session", autouse=True)
def one_loader():
    """Read the service model once for all clients of this process. A client takes longer to make than most plays."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield


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
    """The names of the operations that reached the stand-in since the last call."""
    log, seen = standin.requests, 0

    def names() -> list[str]:
        nonlocal log, seen
        if log is not standin.requests:  # a scenario was loaded
            log, seen = standin.requests, 0
        new = [request["operation"] for request in log[seen:]]
        seen = len(log)
        return new

    return names


@pytest.fixture
def run(standin, run_as_module, run_in_process):
    """Play a task in both runtimes against the same state of the stand-in, and return its result.

    The module plays on a copy, the action plugin on the original, so a test's faults and changes apply to both. Both
    return the same result, send the same requests and leave the same state. Only the action plugin's are kept.
    """

    def run_in_both(name: str, **options: object) -> dict:
        center, faults, log, begins = standin.center, standin.faults, standin.requests, len(standin.requests)
        standin.center, standin.faults = center.clone(), Faults(faults._faults)
        by_module = _comparable(run_as_module(name, **options), standin, begins)
        standin.center, standin.faults = center, faults
        del log[begins:]
        result = run_in_process(name, **options)
        assert _comparable(result, standin, begins) == by_module, "the runtimes differ"
        return result

    return run_in_both


def _comparable(result: dict, standin: Standin, begins: int) -> dict:
    """A result, the requests and the state, without what differs from play to play: times, request IDs and tokens."""
    # Since ansible-core 2.22 a module tells Ansible the secrets that it learned, for Ansible to hide them.
    only_for_ansible = ("exception", "invocation", "_ansible_new_secrets")
    returned = {name: value for name, value in result.items() if name not in only_for_ansible}
    assert "Traceback" not in str(returned)
    assert "deprecations" not in returned
    # The contacts of a batch are worked on at the same time, so the order of requests is compared for each of them.
    sent = sorted(standin.requests[begins:], key=_contact_of)
    text = json.dumps({"result": returned, "requests": sent, "state": standin.center.snapshot()})
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+", "a time", text)
    text = re.sub(r'("request_id": )"[^"]+"', r'\1"an ID"', text)
    return json.loads(re.sub(r"sha256:[0-9a-f]+", "a token", text))


def _contact_of(request: dict) -> str:
    parameters = request["parameters"]
    return str(parameters.get("ContactId") or parameters.get("InitialContactId"))


Run = Callable[..., dict]


@pytest.fixture
def run_as_module(standin, monkeypatch, capsys) -> Run:
    """Play a task by its module's main(), and return its result. Options that are None are left out."""

    def run_module(name: str, check: bool = False, diff: bool = False, **options: object) -> dict:
        module = importlib.import_module(f"ansible_collections.{COLLECTION}.plugins.modules.{name}")
        internal = {"_ansible_check_mode": check, "_ansible_diff": diff, "_ansible_module_name": f"{COLLECTION}.{name}"}
        arguments = {"ANSIBLE_MODULE_ARGS": {**_arguments(options), **internal}}
        warnings._global_warnings.clear()
        with monkeypatch.context() as patched:
            patched.setattr(basic, "_ANSIBLE_ARGS", json.dumps(arguments).encode())
            if hasattr(basic, "_ANSIBLE_PROFILE"):  # since ansible-core 2.19
                patched.setattr(basic, "_ANSIBLE_PROFILE", "legacy")
                patched.setattr("ansible.module_utils._internal.is_controller", False)
            with pytest.raises(SystemExit):
                module.main()
            result = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
            return {**result, "warnings": list(warnings.get_warning_messages())}

    return run_module


@pytest.fixture
def run_in_process(standin, monkeypatch, capsys) -> Run:
    """Play a task by its action plugin, in this process, and return its result. Options that are None are left out."""

    def run_action(name: str, check: bool = False, diff: bool = False, **options: object) -> dict:
        warned: list[str] = []
        task = Task.load({f"{COLLECTION}.{name}": _arguments(options), "check_mode": check, "diff": diff})
        loader, context = DataLoader(), PlayContext()
        action = action_loader.get(
            f"{COLLECTION}.{name}",
            task=task,
            connection=connection_loader.get("ansible.builtin.local", context),
            play_context=context,
            loader=loader,
            templar=Templar(loader, {}),
            shared_loader_obj=None,
        )
        _in_process._kept.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Display(), "warning", lambda msg, **_: warned.append(msg))
            patched.setattr(action, "_execute_module", lambda **_: pytest.fail("it fell back to the module"))
            result = json.loads(json.dumps(action.run(task_vars={"inventory_hostname": "localhost"})))
        assert capsys.readouterr().out == ""
        return {**result, "warnings": [*result.get("warnings", ()), *warned]}

    return run_action


def _arguments(options: dict) -> dict:
    return {name: value for name, value in {"instance": INSTANCE, **options}.items() if value is not None}


@pytest.fixture
def record(run):
    """Run connect_contact_recording for one contact, and return that contact's result, with failed and warnings."""

    def run_recording(contact_id: str = CALL, state: str = "started", **options: object) -> dict:
        result = run(RECORDING, contact_id=contact_id, state=state, **options)
        (contact,) = result["contacts"]
        return {**contact, "failed": result.get("failed", False), "warnings": result["warnings"]}

    return run_recording


class Launcher:
    """Starts playbooks, each in a process group of its own."""

    def __init__(self, folder: Path, collections_path: str) -> None:
        self._folder = folder
        self._environment = {
            "ANSIBLE_COLLECTIONS_PATH": collections_path,
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_HOME": str(folder / "ansible"),
            "ANSIBLE_ASYNC_DIR": str(folder / "async"),
        }
        self._launched: list[subprocess.Popen] = []

    def __call__(
        self,
        tasks: list[dict] | str,
        *arguments: str,
        defaults: dict | None = None,
        through: tuple[str, ...] = (),
        **environment: str,
    ) -> subprocess.Popen:
        """tasks: the tasks, or a playbook's name. defaults: options of every task. through: a command that runs it."""
        playbook = tasks if isinstance(tasks, str) else self._written(tasks, defaults)
        playing = subprocess.Popen(
            [*through, "ansible-playbook", "-i", "localhost,", str(playbook), *arguments],
            env={**os.environ, **self._environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._launched.append(playing)
        return playing

    def _written(self, tasks: list[dict], defaults: dict | None) -> Path:
        playbook = self._folder / f"site-{len(self._launched)}.yml"
        defaults = {"instance": INSTANCE} if defaults is None else defaults
        play = {
            "hosts": "localhost",
            "connection": "local",
            "gather_facts": False,
            "vars": {"ansible_python_interpreter": "{{ ansible_playbook_python }}"},
            "module_defaults": {f"group/{COLLECTION}.connect": defaults},
            "tasks": tasks,
        }
        playbook.write_text(yaml.safe_dump([play]))
        return playbook

    def kill_all(self) -> None:
        for playing in self._launched:
            if playing.poll() is None:
                os.killpg(playing.pid, signal.SIGKILL)
                playing.communicate()


@pytest.fixture
def launch(standin, tmp_path, collections_path):
    """Start tasks as a playbook, and return its process: see Launcher."""
    launcher = Launcher(tmp_path, collections_path)
    yield launcher
    launcher.kill_all()


class Player:
    """Plays playbooks to their end. stderr: what the last one printed there."""

    def __init__(self, launch: Launcher) -> None:
        self._launch = launch
        self.stderr = ""

    def __call__(self, tasks: list[dict] | str, *arguments: str, **settings: Any) -> list[dict]:
        """The result of each task, in order. The parameters are those of Launcher."""
        output, errors = (text.decode() for text in self._launch(tasks, *arguments, **settings).communicate())
        self.stderr = errors
        assert "Traceback" not in output + errors
        assert output, errors
        printed = json.loads(output[output.index("{") :])
        return [task["hosts"]["localhost"] for play in printed["plays"] for task in play["tasks"]]


@pytest.fixture
def play(launch):
    """Run tasks as a playbook, and return each task's result: see Player."""
    return Player(launch)


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
    version = yaml.safe_load((ROOT / "galaxy.yml").read_text())["version"]
    author = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*author, "commit", "-qm", "All"], ["tag", version]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{folder}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/contactops/amazon_connect.git",
    }

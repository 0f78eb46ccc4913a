"""The runtime of the controller: an action plugin does the work in its worker, without starting an interpreter."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ansible import constants
from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.json import Direction, get_module_decoder, get_module_encoder
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.common.warnings import warn
from ansible.module_utils.errors import AnsibleValidationErrorMultiple, UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.playbook.task import Task
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

# This one imports boto3, so that it is imported once, in the process that all workers are forked from.
from ansible_collections.amazon.aws.plugins.module_utils.botocore import HAS_BOTO3, boto3_at_least, botocore_at_least
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from ..module_utils._api.client import Connect
from ..module_utils._runtime.account import connect_to_account
from ..module_utils._runtime.runtime import MINIMUM_SDK, Runtime, result_of
from ._progress import Progress

# A module that may run in the controller says so by these, and a task or a play can turn it off with either.
SWITCH_VARIABLE, SWITCH_ENVIRONMENT = "contactops_in_process", "CONTACTOPS_IN_PROCESS"

# Variables of a task's environment by which a new interpreter differs from one that is already running.
INTERPRETERS_OWN = ("PYTHON", "LD_")

# Once for a process, since comparing versions takes longer than everything else that is checked here.
SDK_SERVES = HAS_BOTO3 and boto3_at_least(MINIMUM_SDK) and botocore_at_least(MINIMUM_SDK)

# The options for credentials, region and endpoint: what a client depends on, beside the environment.
AWS_OPTIONS = aws_argument_spec()

# What playbooks usually say for the controller's own interpreter.
CONTROLLERS_INTERPRETER = "{{ ansible_playbook_python }}"

# The items of a loop share a process, and making a client takes longer than using it. By all that a client depends on.
_kept: dict[str, Connect] = {}


class _Elsewhere(Exception):
    """Why the module has to run as usual."""


class InProcessAction(ActionBase):
    """A module's work and options, to be set by the action plugin of the module's name."""

    work: Callable[[dict, Runtime], dict]
    argument_spec: dict
    constraints: dict = {}

    _supports_async = True  # by stepping aside

    def run(self, tmp: str | None = None, task_vars: dict | None = None) -> dict:
        super().run(tmp, task_vars)
        try:
            with self._environment() as environment:
                self._check_that_here_is_right(task_vars, environment)
                return self._run_here(task_vars["inventory_hostname"])
        except _Elsewhere as reason:
            self._display.vvv(f"{self._task.action} runs as a module: {reason}", host=task_vars["inventory_hostname"])
        return self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val)

    @contextmanager
    def _environment(self) -> Iterator[dict[str, str]]:
        """The environment that the play, the block and the task ask for, set for as long as the task runs."""
        asked_for: dict = {}
        self._compute_environment_string(asked_for)
        asked_for = {str(name): str(value) for name, value in asked_for.items()}
        before = dict(os.environ)
        os.environ.update(asked_for)
        try:
            yield asked_for
        finally:
            os.environ.clear()
            os.environ.update(before)

    def _check_that_here_is_right(self, task_vars: dict, environment: dict[str, str]) -> None:
        """Raise _Elsewhere if anything says that the work belongs to another user, machine or interpreter."""
        if self._connection.transport != "local":
            raise _Elsewhere(f"the connection is {self._connection.transport}")
        if self._connection.become:
            raise _Elsewhere("become is set")
        if self._task.async_val:
            raise _Elsewhere("async is set")
        for name in environment:
            if name.startswith(INTERPRETERS_OWN):
                raise _Elsewhere(f"{name} is set in its environment")
        if not self._is_on(task_vars):
            raise _Elsewhere(f"{SWITCH_VARIABLE} or {SWITCH_ENVIRONMENT} is off")
        interpreter = self._chosen_interpreter(task_vars)
        if interpreter and not _is_this_interpreter(interpreter):
            raise _Elsewhere(f"its interpreter is {interpreter}")
        if not SDK_SERVES:
            raise _Elsewhere("the controller has no boto3, or too old a one")

    def _is_on(self, task_vars: dict) -> bool:
        switches = (os.environ.get(SWITCH_ENVIRONMENT), self._templar.template(task_vars.get(SWITCH_VARIABLE)))
        try:
            return all(boolean(switch) for switch in switches if switch not in (None, ""))
        except TypeError as error:
            raise AnsibleActionFail(
                f"{SWITCH_VARIABLE} and {SWITCH_ENVIRONMENT} are either on or off: {error}"
            ) from error

    def _chosen_interpreter(self, task_vars: dict) -> str | None:
        """The interpreter that was explicitly asked for, if any was."""
        host = self._task.delegate_to
        variables = task_vars["ansible_delegated_vars"][host] if host else task_vars
        chosen = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        if not chosen or chosen.startswith("auto") or chosen == CONTROLLERS_INTERPRETER:
            return None
        return self._templar.template(chosen)

    def _run_here(self, inventory_hostname: str) -> dict:
        spec = {**AWS_OPTIONS, **self.argument_spec}
        # This validator, and not its plain sibling, warns where an option is given twice, as modules do.
        validation = ModuleArgumentSpecValidator(spec, **self.constraints).validate(_as_sent(self._task.args))
        options = validation.validated_parameters
        secrets = {str(options[name]) for name, option in spec.items() if option.get("no_log") and options.get(name)}
        if validation.errors.errors:
            return _without(secrets, {"failed": True, "msg": self._why_invalid(validation.errors)})
        if options["debug_botocore_endpoint_logs"]:
            raise _Elsewhere("debug_botocore_endpoint_logs is set")
        self._display.vvv(f"{self._task.action} runs in the controller", host=inventory_hostname)
        runtime = ControllerRuntime(self._task, inventory_hostname, self._display, options, secrets)
        returned = result_of(self.work, options, runtime)
        if "failed" in returned:
            _kept.clear()  # credentials may be renewed before the next item, or the next try
        return _without(secrets, returned)

    def _why_invalid(self, errors: AnsibleValidationErrorMultiple) -> str:
        if isinstance(errors[0], UnsupportedError):
            return f"Unsupported parameters for ({self._task.action}) module: {errors.msg}"
        return errors.msg


class ControllerRuntime:
    """A Host in the controller, which can talk to the person who reads the job's output while it works."""

    def __init__(self, task: Task, inventory_hostname: str, display: Display, options: dict, secrets: set[str]) -> None:
        self._name = task.action
        self._options = options
        self._secrets = secrets
        self.check_mode = task.check_mode
        self.diff_mode = task.diff
        self._controller = os.getppid()
        # To stderr, since whoever asks for JSON on stdout wants nothing else there.
        self._say = Progress(f"{self._name} for {inventory_hostname}", lambda line: display.display(line, stderr=True))

    def connect(self, connections: int = 1) -> Connect:
        aws = {name: self._options[name] for name in AWS_OPTIONS}
        key = json.dumps([connections, aws, dict(os.environ)], sort_keys=True)
        if key not in _kept:
            _kept.clear()
            _kept[key] = connect_to_account(self._options, self._name, connections)
        return _kept[key]

    def progress(self, done: int, failed: int, total: int) -> None:
        if os.getppid() != self._controller:
            sys.exit("ansible-playbook was killed, so nobody is left to tell the result to")
        self._say(done, failed, total)

    def warn(self, text: str) -> None:
        warn(remove_values(text, self._secrets))


def _is_this_interpreter(path: str) -> bool:
    """Whether it is the controller's, by whatever name it has in its folder; the same program elsewhere has other packages."""
    here, there = Path(sys.executable), Path(path)
    return there.parent.resolve() == here.parent.resolve() and there.resolve() == here.resolve()


def _as_sent(arguments: dict) -> dict:
    """The arguments as a module would receive them: plain values, without what Ansible knows of their origin."""
    encoder = get_module_encoder("legacy", Direction.CONTROLLER_TO_MODULE)
    decoder = get_module_decoder("legacy", Direction.CONTROLLER_TO_MODULE)
    return json.loads(json.dumps(arguments, cls=encoder), cls=decoder)


def _without(secrets: set[str], returned: dict) -> dict:
    """What a module's exit leaves of its result: no secret, but every null and boolean, which no secret could be in."""
    kept = {name: value for name, value in returned.items() if value is None or isinstance(value, bool)}
    return {**remove_values(returned, secrets), **kept}

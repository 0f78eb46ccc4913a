"""The runtime of the controller: prepare a module's work and do it in Ansible's worker, without a new interpreter."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from ansible import constants
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common import json as ansible_json
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.common.warnings import get_warning_messages, warn
from ansible.module_utils.errors import AnsibleValidationErrorMultiple, UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase

# This one imports boto3, so that it is imported once, in the process that all workers are forked from.
from ansible_collections.amazon.aws.plugins.module_utils.botocore import HAS_BOTO3, boto3_at_least, botocore_at_least
from ansible_collections.amazon.aws.plugins.module_utils.modules import aws_argument_spec

from ..module_utils._api.client import Connect
from ..module_utils._runtime.account import connect_to_account
from ..module_utils._runtime.runtime import MINIMUM_SDK, Runtime, result_of
from ._action import Elsewhere
from ._progress import Progress

# Either of them turns in-process execution off.
SWITCH_VARIABLE, SWITCH_ENVIRONMENT = "contactops_in_process", "CONTACTOPS_IN_PROCESS"

# Once for a process, since comparing versions takes longer than everything else that is checked here.
SDK_SERVES = HAS_BOTO3 and boto3_at_least(MINIMUM_SDK) and botocore_at_least(MINIMUM_SDK)

# The options for credentials, region and endpoint: what a client depends on, beside the environment.
AWS_OPTIONS = aws_argument_spec()

# Clients by everything that they depend on. The items of a loop share a process, and making a client is slow.
_kept: dict[str, Connect] = {}


def prepare(
    action: ActionBase, task_vars: dict, work: Callable[[dict, Runtime], dict], argument_spec: dict, constraints: dict
) -> Callable[[], dict]:
    """Set the task's environment, which the caller resets, check everything, and return what does the work."""
    environment: dict = {}
    action._compute_environment_string(environment)
    os.environ.update({str(name): str(value) for name, value in environment.items()})
    _check_that_here_is_right(action, task_vars, environment)
    earlier = len(get_warning_messages())
    spec = {**AWS_OPTIONS, **argument_spec}
    # This validator, and not its plain sibling, warns if an option is given twice, as modules do.
    validation = ModuleArgumentSpecValidator(spec, **constraints).validate(_as_sent(action._task.args))
    options, invalid = validation.validated_parameters, _why_invalid(action._task.action, validation.errors)
    secrets = {str(options[name]) for name, option in spec.items() if option.get("no_log") and options.get(name)}
    if options.get("debug_botocore_endpoint_logs"):
        raise Elsewhere("debug_botocore_endpoint_logs is set")
    runtime = ControllerRuntime(action, task_vars["inventory_hostname"], options, secrets)

    def do_work() -> dict:
        returned = {"failed": True, "msg": invalid} if invalid else result_of(work, options, runtime)
        if "failed" in returned:
            _kept.clear()  # credentials may be renewed before the next item, or the next try
        warnings = get_warning_messages()[earlier:]  # none since ansible-core 2.19, which shows them itself
        return _without(secrets, {**returned, "warnings": warnings} if warnings else returned)

    return do_work


class ControllerRuntime:
    """A Runtime in the controller, which can write to the job's output while it works."""

    def __init__(self, action: ActionBase, inventory_hostname: str, options: dict, secrets: set[str]) -> None:
        self._name = action._task.action
        self._options = options
        self._secrets = secrets
        self.check_mode = action._task.check_mode
        self.diff_mode = action._task.diff
        self._controller = os.getppid()
        # To stderr, because stdout may be meant for JSON only.
        self._say = Progress(f"{self._name} for {inventory_hostname}", partial(action._display.display, stderr=True))

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
        warn(_without(self._secrets, text))


def _check_that_here_is_right(action: ActionBase, task_vars: dict, environment: dict) -> None:
    """Raise Elsewhere if anything says that the work belongs to another user, machine or interpreter."""
    transport, interpreter = action._connection.transport, _chosen_interpreter(action, task_vars)
    reasons = {
        f"the connection is {transport}": transport != "local",
        "become is set": action._connection.become,
        "async is set": action._task.async_val,
        f"{SWITCH_VARIABLE} or {SWITCH_ENVIRONMENT} is off": not _is_on(action, task_vars),
        f"its interpreter is {interpreter}": interpreter and not _is_this_interpreter(interpreter),
        "the controller has no boto3, or too old a one": not SDK_SERVES,
        # A new interpreter would obey these, unlike one that is already running.
        **{f"{name} is set in its environment": str(name).startswith(("PYTHON", "LD_")) for name in environment},
    }
    for reason, holds in reasons.items():
        if holds:
            raise Elsewhere(reason)


def _is_on(action: ActionBase, task_vars: dict) -> bool:
    try:
        switches = (os.environ.get(SWITCH_ENVIRONMENT), action._templar.template(task_vars.get(SWITCH_VARIABLE)))
        return all(boolean(switch) for switch in switches if switch not in (None, ""))
    except (TypeError, AnsibleError) as error:
        raise AnsibleActionFail(f"{SWITCH_VARIABLE} and {SWITCH_ENVIRONMENT} are either on or off: {error}") from error


def _chosen_interpreter(action: ActionBase, task_vars: dict) -> str | None:
    """The interpreter that was explicitly asked for, if any was."""
    host = action._task.delegate_to
    variables = task_vars["ansible_delegated_vars"][host] if host else task_vars
    chosen = constants.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
    if chosen == "{{ ansible_playbook_python }}":  # the usual one; templating takes longer than all other checks
        return task_vars["ansible_playbook_python"]
    return None if not chosen or chosen.startswith("auto") else action._templar.template(chosen)


@cache
def _is_this_interpreter(path: str) -> bool:
    """Whether it is the controller's, by any name in its folder; the same program elsewhere has other packages."""
    here, there = Path(sys.executable), Path(path)
    return there.parent.resolve() == here.parent.resolve() and there.resolve() == here.resolve()


def _as_sent(arguments: dict) -> dict:
    """The arguments as a module would receive them: plain values, without what Ansible knows of their origin."""
    if not hasattr(ansible_json, "get_module_encoder"):  # ansible-core before 2.19
        return json.loads(json.dumps(arguments, cls=ansible_json.AnsibleJSONEncoder, vault_to_text=True))
    profile = ("legacy", ansible_json.Direction.CONTROLLER_TO_MODULE)
    encoder, decoder = ansible_json.get_module_encoder(*profile), ansible_json.get_module_decoder(*profile)
    return json.loads(json.dumps(arguments, cls=encoder), cls=decoder)


def _why_invalid(name: str, errors: AnsibleValidationErrorMultiple) -> str | None:
    """The message that a module of this name would fail with."""
    if errors.errors and isinstance(errors[0], UnsupportedError):
        return f"Unsupported parameters for ({name}) module: {errors.msg}"
    return errors.msg if errors.errors else None


def _without(secrets: set[str], value):
    """What a module's exit leaves of a result. Our own, since ansible-core 2.22 deprecates the function for this."""
    if isinstance(value, dict):
        return {key: _without(secrets, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without(secrets, item) for item in value]
    if value in secrets:
        return "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    for secret in sorted(secrets, key=len, reverse=True):
        value = value.replace(secret, "********") if isinstance(value, str) else value
    return value

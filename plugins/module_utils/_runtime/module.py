"""The runtime of a module process: an AnsibleAWSModule does the work and prints its result."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable

from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from .._api.client import Connect
from .account import connect_to_account
from .runtime import MINIMUM_SDK, Runtime, result_of


def run_module(work: Callable[[dict, Runtime], dict], argument_spec: dict, **constraints: object) -> None:
    """Validate the options, do the work, and exit as a module does."""
    module = AnsibleAWSModule(argument_spec=argument_spec, supports_check_mode=True, **constraints)
    module.require_boto3_at_least(MINIMUM_SDK)
    module.require_botocore_at_least(MINIMUM_SDK)
    result = result_of(work, module.params, ModuleRuntime(module))
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)


class ModuleRuntime:
    """A Runtime in a process of its own, whose only output is the result."""

    def __init__(self, module: AnsibleAWSModule) -> None:
        self._module = module
        self.check_mode = module.check_mode
        self.diff_mode = module._diff
        self.warn = warn

    def connect(self, connections: int = 1) -> Connect:
        return connect_to_account(self._module.params, self._module._name, connections)

    def progress(self, done: int, failed: int, total: int) -> None:
        """A module cannot print anything before it ends."""

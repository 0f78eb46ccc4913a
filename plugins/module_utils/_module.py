"""Host 1: an AnsibleAWSModule does the work and prints what it returns; the only file that knows Ansible's modules."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Callable

from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule
from ansible_collections.contactops.amazon_connect.plugins.module_utils._clients import connect_to_account
from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import MINIMUM_SDK, Host, outcome


def run_module(work: Callable[[dict, Host], dict], argument_spec: dict, **constraints: object) -> None:
    """Validate the options, do the work, and exit as a module does."""
    module = AnsibleAWSModule(argument_spec=argument_spec, supports_check_mode=True, **constraints)
    module.require_boto3_at_least(MINIMUM_SDK)
    module.require_botocore_at_least(MINIMUM_SDK)
    returned = outcome(work, module.params, ModuleHost(module))
    if returned.pop("failed", False):
        module.fail_json(**returned)
    module.exit_json(**returned)


class ModuleHost:
    """A Host in a process of its own, whose output is nothing but the result."""

    def __init__(self, module: AnsibleAWSModule) -> None:
        self._module = module
        self.check_mode = module.check_mode
        self.diff_mode = module._diff
        self.warn = warn

    def connect(self, connections: int = 1) -> Connect:
        return connect_to_account(self._module.params, self._module._name, connections)

    def progress(self, done: int, failed: int, total: int) -> None:
        """A module cannot say anything before it has ended."""

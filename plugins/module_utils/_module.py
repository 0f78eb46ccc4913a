"""Host 1: an AnsibleAWSModule does the work and prints what it returns; the only file that knows Ansible."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Callable

from ansible.module_utils.common.warnings import warn
from ansible_collections.amazon.aws.plugins.module_utils.modules import AnsibleAWSModule

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect, client_settings
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._host import Host

# The lowest versions of boto3 and botocore that the tests pass on.
MINIMUM_SDK = "1.35.0"


def run_module(work: Callable[[dict, Host], dict], argument_spec: dict, **constraints: object) -> None:
    """Validate the options, do the work, and exit as a module does."""
    module = AnsibleAWSModule(argument_spec=argument_spec, supports_check_mode=True, **constraints)
    module.require_boto3_at_least(MINIMUM_SDK)
    module.require_botocore_at_least(MINIMUM_SDK)
    try:
        returned = work(module.params, ModuleHost(module))
    except UserError as error:
        code = {"error": {"code": error.code, "message": str(error)}} if error.code else {}
        module.fail_json(msg=str(error), **code, **error.details)
    module.exit_json(**returned)


class ModuleHost:
    """A Host whose credentials, region and endpoint come from the module's options by way of amazon.aws."""

    def __init__(self, module: AnsibleAWSModule) -> None:
        self._module = module
        self.check_mode = module.check_mode
        self.diff_mode = module._diff
        self.warn = warn

    def connect(self, connections: int = 1) -> Connect:
        reads = self._client(connections)
        changes = reads if connections == 1 else self._client(connections)
        return Connect(reads, changes)

    def _client(self, connections: int):
        try:
            return self._module.client("connect", config=client_settings(connections))
        except Exception as error:  # botocore's configuration raises all sorts, a TypeError for an unknown setting
            raise UserError(f"no AWS client could be made with these options (see aws_config): {error}") from error

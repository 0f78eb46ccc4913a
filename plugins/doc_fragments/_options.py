"""Documentation of the options that every module of this collection takes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
requirements:
  - python >= 3.11
  - boto3 >= 1.38.23
  - botocore >= 1.38.23
notes:
  - On the local connection, the work is done in the controller, without starting another Python. An ordinary module
    process does it with any other connection, with C(become), C(async) or O(debug_botocore_endpoint_logs), if
    C(ansible_python_interpreter) names another interpreter than the controller's, if the task's C(environment) sets a
    variable of Python or of the dynamic linker, or if boto3 is missing in the controller. The result is the same. For a
    module process in any case, set the variable C(contactops_in_process) to V(false), or the environment variable
    E(CONTACTOPS_IN_PROCESS) to V(0).
options:
  instance:
    description:
      - The Amazon Connect instance, by its ID, its ARN or its alias. A UUID or an ARN is an ID, anything else an alias.
      - The console shows the ARN in the instance's account overview. The ID is its last part. The alias is the first
        part of the address at which the instance's users sign in.
      - An alias costs one request or more per task, and needs the permissions C(connect:ListInstances) and
        C(ds:DescribeDirectories). An alias that differs in case only is accepted if no other instance has it.
    type: str
    required: true
    aliases: [instance_id, instance_alias]
"""

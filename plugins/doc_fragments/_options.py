"""Documentation of the options that every module of this collection takes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
requirements:
  - python >= 3.11
  - boto3 >= 1.35.0
  - botocore >= 1.35.0
notes:
  - On the local connection, the work is done inside the controller, without starting another Python. It is done by an ordinary module
    process with any other connection, with C(become), C(async) or O(debug_botocore_endpoint_logs), where C(ansible_python_interpreter)
    names another interpreter than the controller's, where the task's C(environment) sets a variable of Python itself or of the dynamic linker,
    or where boto3 is missing in the controller. The result is the same. To turn it off, set the variable C(contactops_in_process) to
    V(false), or the environment variable E(CONTACTOPS_IN_PROCESS) to V(0).
options:
  instance_id:
    description:
      - The Amazon Connect instance, by its ID or its ARN.
      - The console shows the ARN in the instance's account overview. The ID is its last part.
      - Exactly one of O(instance_id) and O(instance_alias) is required.
    type: str
  instance_alias:
    description:
      - The Amazon Connect instance by its alias, the first part of the address that its users sign in at.
      - This costs one request or more at each run, and needs the permissions C(connect:ListInstances) and
        C(ds:DescribeDirectories). An alias that differs in case only is taken if no other instance has it.
    type: str
"""
